"""Statistics of an exam's questions over the sittings of one class: from five learners on, each once."""

from datetime import datetime

import pytest

from studyapp.models import Classroom, Exam, Membership, Question
from studyapp.queries.classitems import ClassItems, class_items
from tests.factories.classes import MembershipFactory
from tests.factories.classwork import DAY, HOUR, assigned, class_of, sat
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


def test_no_reason_names_an_option() -> None:
    classroom, places = class_that_sat(0)
    for n in range(12):
        place = MembershipFactory.create(classroom=classroom)
        places.append(place)
        sat(place, rights=4 if n % 2 else 1, seed=n)
    reasons = [reason for line in items(classroom).lines for reason in line.reasons]
    assert [reason for reason in reasons if "chose" in reason and "another option" not in reason] == []
