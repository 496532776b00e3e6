"""The grid and the list of one learner: from stored facts, within the window of each."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from studyapp.actions import classwork
from studyapp.actions.classwork import ask_for_help, set_exception, take_help_back, withdraw
from studyapp.models import Assignment, ClassGroup, Membership
from studyapp.queries.classwork import grid, todo_list
from tests.factories.classes import ClassExamFactory, MembershipFactory
from tests.factories.classwork import (
    DAY,
    HOUR,
    all_kinds,
    assigned,
    class_of,
    quizzed,
    read_lesson,
    reviewed,
    sat,
    who,
)
from tests.factories.study import NOON, attempt_of, quiz_of
from tests.factories.work import tried as tried_path

pytestmark = pytest.mark.django_db


def states(classroom_id: int, *, now: object = NOON) -> list[list[str]]:
    """The words of the grid; "late" and "overdue" with them, "" for what is not for somebody."""
    shown = grid(classroom_id, now=now)  # type: ignore[arg-type]  # a moment
    return [
        [
            "" if cell is None else cell.word + " late" * cell.late + " overdue" * cell.overdue
            for cell in row.cells
        ]
        for row in shown.rows
    ]


def test_every_kind_from_not_started_to_done() -> None:
    classroom, (idle, begun, busy) = class_of(3)
    made = all_kinds(classroom)
    order = [item.kind for item in grid(classroom.pk, now=NOON).items]
    assert order == ["lesson", "practice", "review", "exam", "path"]
    quizzed(begun, made["practice"], answers=2)
    reviewed(begun, 1)
    attempt_of(who(begun), now=NOON - HOUR / 60)
    read_lesson(busy)
    quizzed(busy, made["practice"], misses=1)
    reviewed(busy, 2)
    sat(busy, rights=2)
    assert states(classroom.pk) == [
        ["not started"] * 5,
        ["not started", "started", "started", "started", "not started"],
        ["done", "done", "done", "done", "not started"],
    ]
    assert idle.name == grid(classroom.pk, now=NOON).rows[0].member.name


def test_help_stands_until_it_is_taken_back_or_all_is_done() -> None:
    classroom, (one,) = class_of(1)
    made = assigned(classroom)
    for _ in range(2):
        ask_for_help(assignment=made, membership=one, now=NOON)
    assert states(classroom.pk) == [["help needed"]]
    assert grid(classroom.pk, now=NOON).calls == 1
    take_help_back(assignment=made, membership=one)
    assert states(classroom.pk) == [["not started"]]
    ask_for_help(assignment=made, membership=one, now=NOON)
    read_lesson(one)
    assert states(classroom.pk) == [["done"]]


def test_late_is_told_and_so_is_what_is_overdue() -> None:
    classroom, (late, idle) = class_of(2)
    made = assigned(classroom, due_at=NOON - HOUR)
    assigned(classroom, "review", due_at=NOON - DAY)
    assigned(classroom, "exam", due_at=NOON - HOUR * 3)
    read_lesson(late, now=NOON - HOUR + timedelta(seconds=1))
    reviewed(late, 2)
    sat(late, rights=4, now=NOON - 2 * HOUR)
    assert states(classroom.pk)[0] == ["done late", "done late", "done late"]
    assert states(classroom.pk)[1] == ["not started overdue"] * 3
    Assignment.objects.filter(pk=made.pk).update(due_at=NOON)
    assert states(classroom.pk)[0][2] == "done"
    assert idle.left_at is None


def test_what_was_done_before_does_not_count_but_for_a_lesson_read() -> None:
    classroom, (one,) = class_of(1)
    read_lesson(one, now=NOON - 9 * DAY)
    sat(one, rights=4, now=NOON - 9 * DAY)
    reviewed(one, 2, now=NOON - 9 * DAY)
    quiz_of(who(one), objectives=["K1"])
    all_kinds(classroom)
    assert states(classroom.pk) == [["done", "not started", "not started", "not started", "not started"]]


def test_groups_and_single_learners_and_no_others() -> None:
    classroom, (one, two, three) = class_of(3)
    group = ClassGroup.objects.create(classroom=classroom, name="Monday")
    one.groups.add(group)
    foreign = MembershipFactory.create()
    assigned(classroom, for_all=False, groups=(group.pk,), members=(three.pk, foreign.pk))
    assert states(classroom.pk) == [["not started"], [""], ["not started"]]
    assert [row.total for row in grid(classroom.pk, now=NOON).rows] == [1, 0, 1]
    assert [row.member.pk for row in grid(classroom.pk, group=group.pk, now=NOON).rows] == [one.pk]
    assert [len(todo_list(who(place).pk, now=NOON).now) for place in (one, two, three, foreign)] == [
        1,
        0,
        1,
        0,
    ]


def test_an_exception_holds_for_its_member_and_a_factor_moves_the_window_of_an_exam() -> None:
    classroom, (one, two, three) = class_of(3)
    exam = assigned(classroom, "exam", opens_at=NOON - 2 * DAY, due_at=NOON - DAY, now=NOON - 3 * DAY)
    lesson = assigned(classroom, opens_at=NOON - 2 * DAY, due_at=NOON - DAY)
    Membership.objects.filter(pk=two.pk).update(time_factor=Decimal("2"))
    assert set_exception(assignment=lesson, member=three.pk, opens_at=NOON + HOUR, due_at=NOON + DAY)
    found = {
        place.name: {todo.item.kind: todo.window for todo in (*todo.now, *todo.later)}
        for place in (one, two, three)
        if (todo := todo_list(who(place).pk, now=NOON))
    }
    assert found["Learner 00"]["exam"].due_at == NOON - DAY
    assert found["Learner 01"]["exam"].due_at == NOON
    assert found["Learner 01"]["lesson"].due_at == NOON - DAY
    assert (found["Learner 02"]["lesson"].opens_at, found["Learner 02"]["lesson"].due_at) == (
        NOON + HOUR,
        NOON + DAY,
    )
    assert [todo.item.kind for todo in todo_list(who(three).pk, now=NOON).later] == ["lesson"]
    who(one).time_factor = Decimal("3")
    who(one).save()
    assert todo_list(who(one).pk, now=NOON).now[-1].window.due_at == NOON + DAY
    assert exam.due_at == NOON - DAY


def test_nobody_sees_what_was_withdrawn_nor_whoever_left() -> None:
    classroom, (one, two) = class_of(2)
    made = assigned(classroom)
    Membership.objects.filter(pk=two.pk).update(left_at=NOON)
    MembershipFactory.create(classroom=classroom, role="assistant")
    assert states(classroom.pk) == [["not started"]]
    assert todo_list(who(two).pk, now=NOON).now == ()
    withdraw(assignment=made, now=NOON)
    assert states(classroom.pk) == [[]]
    assert todo_list(who(one).pk, now=NOON).now == ()


def test_the_list_of_all_classes_and_what_is_due_first() -> None:
    classroom, (one,) = class_of(1)
    other = MembershipFactory.create(learner=one.learner).classroom
    assigned(classroom, "review", title="Later", due_at=None)
    assigned(classroom, title="Second", due_at=NOON + 2 * DAY)
    assigned(other, "exam", title="First", due_at=NOON + DAY)
    found = todo_list(who(one).pk, now=NOON)
    assert [todo.item.title for todo in found.now] == ["First", "Second", "Later"]
    assert found.next is not None
    assert (found.next.room.pk, found.next.url, found.overdue) == (other.pk, "/exams/mini/", 0)
    assert found.now[-1].progress == "0 of 2"


def test_a_seat_that_waits_has_not_started() -> None:
    classroom, _ = class_of(0)
    MembershipFactory.create(classroom=classroom, learner=None, joined_at=None)
    all_kinds(classroom)
    assert states(classroom.pk) == [["not started"] * 5]


def test_two_queries_with_1_and_with_3_of_everything() -> None:
    for learners in (1, 3):
        classroom, places = class_of(learners)
        for _ in range(learners):
            made = all_kinds(classroom)
        for place in places:
            read_lesson(place)
            quizzed(place, made["practice"])
            sat(place, rights=3)
            reviewed(place, 2)
            ask_for_help(assignment=made["path"], membership=place, now=NOON)
        with CaptureQueriesContext(connection) as seen:
            assert len(grid(classroom.pk, now=NOON).rows) == learners
        assert len(seen) == 2


def test_a_set_is_begun_once_and_again_after_its_end() -> None:
    classroom, (one,) = class_of(1)
    made = assigned(classroom, "practice")
    first = quizzed(one, made, answers=1)
    assert quizzed(one, made, answers=4).pk == first.pk
    first.refresh_from_db()
    assert (first.finished_at, first.assignment_id) == (None, made.pk)
    quizzed(one, made, answers=5)
    assert quizzed(one, made, answers=0).pk != first.pk
    assert states(classroom.pk) == [["done"]]


def test_a_change_is_told_by_the_grid_at_once() -> None:
    classroom, (one, two) = class_of(2)
    made = assigned(classroom)
    plan = classwork.Plan(
        kind="lesson", title="Other", task={"lesson": "second"}, for_all=False, members=(two.pk,)
    )
    classwork.change(assignment=made, plan=plan)
    read_lesson(one)
    read_lesson(two, "second")
    assert states(classroom.pk) == [[""], ["done"]]
    assert grid(classroom.pk, now=NOON).items[0].title == "Other"


def test_an_exam_of_the_class_has_an_address_of_its_own() -> None:
    classroom, (one,) = class_of(1)
    exam = ClassExamFactory.create(classroom=classroom)
    assigned(classroom, "exam", exam=exam.pk)
    (found,) = todo_list(who(one).pk, now=NOON).now
    assert found.url == f"/classes/{classroom.pk}/exams/{exam.pk}/"


def test_a_challenge_is_done_by_a_try_that_met_it_after_it_was_set() -> None:
    classroom, places = class_of(5)
    before, missed, solved, late, other = places
    assigned(classroom, "path", opens_at=NOON - DAY, due_at=NOON - HOUR)
    good = ("https", "targets")
    tried_path(who(before), now=NOON - 2 * DAY, chosen=good)
    tried_path(who(missed), now=NOON - 2 * HOUR)
    tried_path(who(solved), now=NOON - 3 * HOUR)
    tried_path(who(solved), now=NOON - 2 * HOUR, chosen=good)
    tried_path(who(late), now=NOON, chosen=good)
    tried_path(who(other), challenge="first-hop", now=NOON - 2 * HOUR, chosen=good)
    assert states(classroom.pk) == [
        ["not started overdue"],
        ["started overdue"],
        ["done"],
        ["done late"],
        ["not started overdue"],
    ]


def test_what_is_set_before_anybody_has_joined_is_there() -> None:
    classroom, _ = class_of(0)
    made = assigned(classroom)
    assert [item.pk for item in grid(classroom.pk, now=NOON).items] == [made.pk]
