"""The list of forms and the times to choose from."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from studyapp.models import Exam
from studyapp.queries.examforms import ExamTime, groups, times
from tests.factories.study import NOON, course

pytestmark = pytest.mark.django_db


def form(slug: str, blueprint: dict[str, int], minutes: int | None) -> Exam:
    return Exam(slug=slug, title=slug, blueprint=blueprint, minutes=minutes)


def test_forms_stand_in_groups_the_longest_first_then_by_objective() -> None:
    found = course()
    made = (
        form("s1", {"S1": 5}, 13),
        form("short", {"K1": 2, "S1": 2}, 8),
        form("open", {"K1": 2}, None),
        form("k1", {"K1": 3}, 8),
        form("long", {"K1": 4, "S1": 4}, 20),
    )
    listed = [
        (group.title, [exam.slug for exam in group.exams]) for group in groups(replace(found, exams=made))
    ]
    assert listed == [
        ("Like the real exam", ["long", "short"]),
        ("One objective", ["k1", "s1"]),
        ("Without a clock", ["open"]),
    ]
    assert groups(replace(found, exams=())) == ()


@pytest.mark.parametrize(
    ("own", "offered"),
    [
        ("1", [("1", 8), ("1.25", 10), ("1.5", 12), ("2", 16)]),
        ("1.25", [("1.25", 10), ("1.5", 12), ("2", 16)]),
        ("1.30", [("1.3", 11), ("1.5", 12), ("2", 16)]),
        ("3", [("3", 24)]),
    ],
)
def test_the_least_time_and_what_is_more(own: str, offered: list[tuple[str, int]]) -> None:
    exam = Exam.objects.get(slug="mini")
    shown = times(exam, Decimal(own), now=NOON)
    assert [(one.factor, one.minutes) for one in shown] == [(Decimal(f), minutes) for f, minutes in offered]
    assert shown[-1] == ExamTime(
        shown[-1].factor, shown[-1].minutes, NOON + timedelta(minutes=offered[-1][1])
    )
    exam.minutes = None
    assert times(exam, Decimal(own), now=NOON) == ()
