"""Today: one thing to do next."""

from datetime import datetime
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from studyapp.actions.exams import submit
from studyapp.actions.lessons import finish, remember_section
from studyapp.models import Learner, Lesson
from studyapp.queries.plan import State
from studyapp.queries.today import Today, today
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, attempt_of, course

pytestmark = pytest.mark.django_db


def plan(
    learner: Learner | None, *, due: int = 0, new: int = 0, exam: State = "none", now: datetime = NOON
) -> Today:
    return today(course(), learner, due=due, new=new, reviewed=0, exam=exam, now=now)


def read(learner: Learner, *slugs: str) -> None:
    for lesson in Lesson.objects.filter(slug__in=slugs):
        finish(learner=learner, lesson_id=lesson.pk, now=NOON)


def test_a_visitor_starts_with_the_first_lesson(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    found = course()
    with django_assert_num_queries(0):
        seen = today(found, None, due=0, new=0, reviewed=0, exam="none", now=NOON)
    assert (seen.next, seen.lesson, seen.started) == ("lesson", found.lessons[0].link, False)
    assert (seen.section, seen.section_title, seen.attempt) == ("", "", None)
    assert (seen.due, seen.new, seen.reviewed) == (0, 0, 0)
    assert (seen.read, seen.total, seen.minutes_left) == (0, 2, 10)
    assert [line.state for line in seen.map] == ["new", "new"]


def test_the_next_lesson_is_the_one_begun_else_the_first_unread() -> None:
    learner = LearnerFactory.create()
    second = course().lessons[1]
    anchor = second.toc[1].id
    remember_section(learner=learner, lesson_id=second.link.pk, section=anchor, now=NOON)
    seen = plan(learner)
    assert (seen.next, seen.lesson, seen.started) == ("lesson", second.link, True)
    assert (seen.section, seen.section_title) == (anchor, "What to remember")
    read(learner, "second")
    seen = plan(learner)
    assert (seen.lesson, seen.section, seen.section_title) == (course().lessons[0].link, "", "")
    assert (seen.read, seen.total, seen.minutes_left) == (1, 2, 5)
    assert [line.state for line in seen.map] == ["new", "read"]


def test_a_section_the_lesson_no_longer_has_is_not_named() -> None:
    learner = LearnerFactory.create()
    first = course().lessons[0].link
    remember_section(learner=learner, lesson_id=first.pk, section="gone", now=NOON)
    assert (plan(learner).section, plan(learner).section_title) == ("gone", "")


@pytest.mark.parametrize(
    ("lessons_read", "counts", "expected"),
    [
        ((), {"due": 1}, "review"),
        ((), {"new": 5}, "lesson"),
        ((), {}, "lesson"),
        (("first",), {"new": 5}, "lesson"),
        (("first", "second"), {"due": 2, "new": 5}, "review"),
        (("first", "second"), {"new": 5}, "review"),
        (("first", "second"), {}, "practice"),
        ((), {"new": 5, "exam": "ahead"}, "lesson"),
        ((), {"due": 1, "new": 5, "exam": "tomorrow"}, "review"),
        ((), {"new": 5, "exam": "tomorrow"}, "rest"),
        (("first", "second"), {"new": 5, "exam": "tomorrow"}, "rest"),
        (("first", "second"), {"due": 2, "exam": "today"}, "rest"),
        ((), {"new": 5, "exam": "past"}, "lesson"),
    ],
)
def test_what_is_due_comes_before_lessons_and_they_before_what_is_new(
    lessons_read: tuple[str, ...], counts: dict[str, Any], expected: str
) -> None:
    learner = LearnerFactory.create()
    read(learner, *lessons_read)
    seen = plan(learner, **counts)
    assert seen.next == expected
    assert (seen.lesson is None) is (len(lessons_read) == 2)


def test_a_running_exam_comes_first() -> None:
    learner = LearnerFactory.create()
    attempt = attempt_of(learner)
    seen = plan(learner, due=3, new=2)
    assert seen.attempt is not None
    assert (seen.due, seen.new, seen.reviewed) == (3, 2, 0)
    assert (seen.next, seen.attempt.pk, seen.attempt.exam_slug) == ("attempt", attempt.pk, "mini")
    assert plan(LearnerFactory.create()).next == "lesson"
    assert attempt.deadline is not None
    assert plan(learner, due=3, now=attempt.deadline).next == "review"
    submit(attempt=attempt, now=NOON)
    assert plan(learner, due=3).next == "review"


@pytest.mark.parametrize("rows", [1, 3])
def test_two_queries_for_a_learner(django_assert_num_queries: DjangoAssertNumQueries, rows: int) -> None:
    learner, found = LearnerFactory.create(), course()
    for n in range(rows):
        attempt = attempt_of(learner, seed=n)
        if n < rows - 1:
            submit(attempt=attempt, now=NOON)
    for lesson in found.lessons[:rows]:
        remember_section(learner=learner, lesson_id=lesson.link.pk, section="", now=NOON)
    with django_assert_num_queries(2):
        assert today(found, learner, due=3, new=2, reviewed=1, exam="none", now=NOON).next == "attempt"
