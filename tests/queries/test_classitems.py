"""Statistics of an exam's questions over the sittings of one class: from five learners on, each once."""

import re
from datetime import datetime

import pytest

from studyapp.models import Attempt, Classroom, Exam, Membership, Question
from studyapp.queries.classitems import ClassItems, class_items
from studyapp.queries.keys import item_table
from studyapp.queries.sheets import sheets
from tests.factories.classes import MembershipFactory
from tests.factories.classwork import DAY, HOUR, assigned, class_of, sat
from tests.factories.keys import class_of as with_a_wrong_key
from tests.factories.keys import one_paper
from tests.factories.study import NOON

pytestmark = pytest.mark.django_db


def items(classroom: Classroom, *, now: datetime = NOON) -> ClassItems:
    """Of the small exam."""
    found = class_items(classroom.pk, Exam.objects.get(slug="mini").pk, now=now)
    assert found is not None
    return found


def class_that_sat(count: int) -> tuple[Classroom, list[Membership]]:
    """So many learners, each with one sitting of the same four questions; all right but the last one."""
    one_paper()
    classroom, places = class_of(count)
    assigned(classroom, "exam")
    for place in places:
        sat(place, rights=3, seed=place.pk)
    return classroom, places


def test_nothing_is_told_below_five_learners_and_a_second_sitting_makes_no_fifth() -> None:
    classroom, places = class_that_sat(4)
    sat(places[0], rights=4, seed=99, now=NOON - 2 * HOUR)
    assert (items(classroom).learners, items(classroom).lines) == (4, ())
    place = MembershipFactory.create(classroom=classroom)
    sat(place, rights=3, seed=5)
    found = items(classroom)
    assert (found.learners, found.fewer, [line.answers for line in found.lines]) == (5, 0, [5] * 4)
    assert {line.slug for line in found.lines} == set(
        Question.objects.filter(pool="exam", retired_at=None).values_list("slug", flat=True)
    )


def test_sittings_from_elsewhere_and_from_before_do_not_count() -> None:
    classroom, _ = class_that_sat(5)
    early = MembershipFactory.create(classroom=classroom)
    sat(early, rights=4, now=NOON - 9 * DAY)
    stranger = MembershipFactory.create()
    sat(stranger, rights=4)
    gone = MembershipFactory.create(classroom=classroom, left_at=NOON)
    sat(gone, rights=4)
    assert items(classroom).learners == 5


def test_an_exam_that_is_not_set_here_is_not_found() -> None:
    _, _ = class_that_sat(1)
    other, _ = class_of(1)
    assert class_items(other.pk, Exam.objects.get(slug="mini").pk, now=NOON) is None
    assert class_items(other.pk, 0, now=NOON) is None


def test_a_suspicious_key_is_told_and_no_reason_names_an_option() -> None:
    """The staff of the site read a letter where the class reads of another option."""
    attempts = with_a_wrong_key(60)
    classroom, _ = class_of(0)
    assigned(classroom, "exam")
    for attempt in attempts:
        MembershipFactory.create(classroom=classroom, learner=attempt.learner)
    told = [reason for line in items(classroom).lines for reason in line.reasons]
    rivals = [reason for reason in told if " chose " in reason]
    assert rivals != []
    assert {"another option" in reason for reason in rivals} == {True}
    _, lettered = item_table(sheets(Attempt.objects.all()))
    shown = [reason for line in lettered for reason in line.reasons if " chose " in reason]
    assert [re.sub(r"chose [A-F],", "chose another option,", reason) for reason in shown] == rivals
    assert shown != rivals
