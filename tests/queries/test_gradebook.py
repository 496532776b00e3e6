"""The gradebook: which result counts, and the same texts on the screen, in a spreadsheet and for Canvas."""

from datetime import timedelta
from typing import Any

import pytest

from studyapp.actions import exams
from studyapp.actions.keyrepair import take_back
from studyapp.models import Answer, Attempt, ClassGroup, Classroom, Exam, Membership
from studyapp.queries.gradebook import Gradebook, Sat, gradebook
from studyapp.queries.gradebook import sat as sittings
from tests.factories.classes import MembershipFactory
from tests.factories.classwork import DAY, HOUR, assigned, class_of, quizzed, read_lesson, reviewed, sat, who
from tests.factories.keys import repaired
from tests.factories.study import NOON, attempt_of, right
from tests.factories.work import staff

pytestmark = pytest.mark.django_db


def cells(book: Gradebook) -> list[tuple[str, ...]]:
    return [line.cells for line in book.lines]


def test_a_column_for_everything_graded() -> None:
    classroom, (one, _) = class_of(2)
    for kind in ("lesson", "review", "path", "exam"):
        assigned(classroom, kind)
    made = assigned(classroom, "practice")
    read_lesson(one)
    reviewed(one, 2)
    quizzed(one, made, misses=2)
    sat(one, rights=3)
    book = gradebook(classroom.pk, now=NOON)
    assert [(column.kind, column.points) for column in book.columns] == [
        ("lesson", 1),
        ("review", 1),
        ("path", 1),
        ("exam", 1000),
        ("practice", 100),
    ]
    assert cells(book) == [("1", "1", "", "750", "60"), ("", "", "", "", "")]


@pytest.mark.parametrize(("counts", "wanted"), [("best", "1000"), ("latest", "316")])
def test_the_best_or_the_newest_sitting(counts: str, wanted: str) -> None:
    classroom, (one,) = class_of(1)
    assigned(classroom, "exam", task={"counts": counts})
    sat(one, rights=4, seed=1, now=NOON - 5 * HOUR)
    sat(one, rights=1, seed=2, now=NOON - 3 * HOUR)
    sat(one, rights=4, seed=3, now=NOON - 9 * DAY)  # before it was set
    assert Attempt.objects.count() == 3
    attempt_of(who(one), seed=4, now=NOON - timedelta(minutes=1))  # running
    assert cells(gradebook(classroom.pk, now=NOON)) == [(wanted,)]


def test_a_sitting_that_its_deadline_ended_counts_before_anything_has_run() -> None:
    classroom, (one, two) = class_of(2)
    assigned(classroom, "exam")
    for place, position in ((one, 1), (two, 0)):
        attempt = attempt_of(who(place), now=NOON - HOUR)
        if position:
            item = attempt.items.select_related("version").get(position=position)
            exams.save(attempt=attempt, position=position, response=right(item.version), now=NOON - HOUR)
    assert cells(gradebook(classroom.pk, now=NOON)) == [("316",), ("100",)]
    exams.close_overdue(now=NOON)
    assert cells(gradebook(classroom.pk, now=NOON)) == [("316",), ("100",)]


def test_who_sat_an_exam_of_the_class_though_nobody_set_it() -> None:
    classroom, (one, two, three, _) = class_of(4)
    exam = own_exam(classroom)
    sat(one, rights=1, seed=1, now=NOON - 9 * DAY)
    sat(one, rights=4, seed=2)
    sat(two, rights=1)
    attempt_of(who(two), seed=4, now=NOON - timedelta(minutes=1))  # running
    attempt_of(who(three), now=NOON - HOUR)  # its deadline is over
    sat(MembershipFactory.create(name="Of another class"), rights=4)
    assert gradebook(classroom.pk, now=NOON).columns == ()
    assert sittings(exam, now=NOON) == (
        Sat(name="Learner 00", begun=2, running=False, best=1000, passed=True),
        Sat(name="Learner 01", begun=2, running=True, best=316, passed=False),
        Sat(name="Learner 02", begun=1, running=False, best=100, passed=False),
    )
    Membership.objects.filter(pk=one.pk).update(left_at=NOON)
    assert [row.name for row in sittings(exam, now=NOON)] == ["Learner 01", "Learner 02"]


def test_who_sat_costs_the_same_with_1_and_3(django_assert_num_queries: Any) -> None:
    classroom, places = class_of(3)
    exam = own_exam(classroom)
    for count, place in enumerate(places, 1):
        sat(place, rights=4)
        with django_assert_num_queries(2):
            assert len(sittings(exam, now=NOON)) == count


def own_exam(classroom: Classroom) -> Exam:
    """The small exam, as one of this class."""
    exam = Exam.objects.get(slug="mini")
    exam.classroom = classroom
    exam.save()
    return exam


def test_only_a_set_that_is_done_has_a_result_and_the_best_one_counts() -> None:
    classroom, (one,) = class_of(1)
    made = assigned(classroom, "practice")
    quizzed(one, made, answers=4)
    assert cells(gradebook(classroom.pk, now=NOON)) == [("",)]
    quizzed(one, made, misses=5)
    assert cells(gradebook(classroom.pk, now=NOON)) == [("80",)]
    quizzed(one, made, misses=5)
    assert cells(gradebook(classroom.pk, now=NOON)) == [("80",)]


def test_for_canvas() -> None:
    classroom, (one,) = class_of(1)
    one.roster_id = "S17"
    one.save()
    one.groups.add(ClassGroup.objects.create(classroom=classroom, name="Monday"))
    made = assigned(classroom, title="Read it")
    read_lesson(one)
    assert list(gradebook(classroom.pk, now=NOON).canvas()) == [
        ("Student", "ID", "SIS User ID", "SIS Login ID", "Section", f"Read it ({made.pk})"),
        ("    Points Possible", "", "", "", "", "1"),
        ("Learner 00", "", "S17", "", "Monday", "1"),
    ]


def test_of_one_group_and_of_no_other_class() -> None:
    classroom, (one, _) = class_of(2)
    group = ClassGroup.objects.create(classroom=classroom, name="Monday")
    one.groups.add(group)
    foreign = MembershipFactory.create()
    assigned(foreign.classroom)
    MembershipFactory.create(classroom=classroom, role="instructor")
    assert [line.name for line in gradebook(classroom.pk, group=group.pk, now=NOON).lines] == ["Learner 00"]
    book = gradebook(classroom.pk, now=NOON)
    assert ([line.name for line in book.lines], book.columns) == (["Learner 00", "Learner 01"], ())


def test_a_repaired_key_changes_the_score_and_taken_back_it_is_as_before() -> None:
    classroom, (one, two) = class_of(2)
    assigned(classroom, "exam")
    first = sat(one, rights=3)  # the fourth is wrong by its written key
    sat(two, rights=4)
    version = first.items.select_related("version").get(position=4).version
    before = cells(gradebook(classroom.pk, now=NOON))
    assert before == [("750",), ("1000",)]
    repair = repaired(version, "credit")
    assert cells(gradebook(classroom.pk, now=NOON)) == [("1000",), ("1000",)]
    take_back(repair=repair, staff=repair.made_by or staff(), reason="As it was.", now=NOON)
    assert cells(gradebook(classroom.pk, now=NOON)) == before
    assert Answer.objects.filter(version=version, points=0).count() == 1
