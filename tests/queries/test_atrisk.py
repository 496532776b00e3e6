"""Who may need a word: each rule from stored facts, and the learner reads what the staff reads."""

from datetime import timedelta

import pytest

from studyapp.models import Membership
from studyapp.queries.atrisk import at_risk, own_work
from tests.factories.classes import MembershipFactory
from tests.factories.classwork import DAY, HOUR, assigned, class_of, read_lesson, reviewed, sat, tried
from tests.factories.study import NOON, course

pytestmark = pytest.mark.django_db


def told(classroom_id: int) -> dict[str, list[str]]:
    """What the list says, by name; and of everybody on it the same as they read themselves."""
    found = at_risk(course(), classroom_id, now=NOON).found
    for one in found:
        own = own_work(course(), one.member.pk, classroom_id, now=NOON)
        assert own.flags == one.flags
    return {one.member.name: [flag.says for flag in one.flags] for one in found}


def test_nobody_is_idle_before_a_week_has_passed() -> None:
    classroom, (idle, new, reader, reviewer) = class_of(4)
    Membership.objects.filter(pk=new.pk).update(joined_at=NOON - 6 * DAY)
    read_lesson(reader, now=NOON - 6 * DAY)
    reviewed(reviewer, 1, now=NOON - 8 * DAY)
    MembershipFactory.create(classroom=classroom, learner=None, joined_at=None)
    assert idle.joined_at is not None
    days = (NOON - idle.joined_at).days
    assert told(classroom.pk) == {
        "Learner 00": [f"nothing done for {days} days"],
        "Learner 03": ["nothing done for 8 days"],
    }


def test_two_overdue() -> None:
    classroom, (one, two) = class_of(2)
    for kind in ("lesson", "review"):
        assigned(classroom, kind, due_at=NOON - HOUR)
    for place in (one, two):
        reviewed(place, 1, now=NOON - DAY)
    read_lesson(two)
    assert told(classroom.pk) == {"Learner 00": ["2 assignments overdue"]}


def test_the_newest_exam_of_the_class_below_its_pass_mark() -> None:
    classroom, (one, two) = class_of(2)
    assigned(classroom, "exam")
    for place, results in ((one, (4, 1)), (two, (1, 4))):
        for n, rights in enumerate(results):
            sat(place, rights=rights, seed=n, now=NOON - (3 - n) * HOUR)
    assert told(classroom.pk) == {"Learner 00": ["newest exam result below the pass mark"]}


def test_exams_that_the_class_did_not_set_are_not_looked_at() -> None:
    classroom, (one,) = class_of(1)
    sat(one, rights=0)
    assert told(classroom.pk) == {}


def test_readiness_only_from_enough_answers() -> None:
    classroom, (one, two, three) = class_of(3)
    for n in range(1, 10):
        tried([one], f"q-k1-{n}", misses=1)
        tried([one], f"q-s1-{n}", misses=1)
        tried([three], f"q-k1-{n}")
        tried([three], f"q-s1-{n}")
    tried([two], "q-k1-1", misses=1)
    assert told(classroom.pk) == {"Learner 00": ["readiness below the pass mark"]}


def test_nothing_is_told_of_a_learner_of_another_class() -> None:
    classroom, (one,) = class_of(1)
    reviewed(one, 1, now=NOON - timedelta(days=1))
    MembershipFactory.create()
    found = at_risk(course(), classroom.pk, now=NOON)
    assert (found.found, found.learners) == ((), 1)
