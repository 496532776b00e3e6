"""Sets of questions that a teacher picks: asked, counted, and never of another class."""

from uuid import uuid4

import pytest

from studyapp.actions import classwork, memberships, practice
from studyapp.actions.classwork import Plan
from studyapp.actions.ownquestions import bring_back, retire, save
from studyapp.domain.grading import Filled
from studyapp.models import (
    Answer,
    Assignment,
    Classroom,
    Membership,
    Memory,
    PracticeSession,
    Question,
)
from studyapp.queries.answerfigures import answered as figures_of
from studyapp.queries.classwork import grid
from studyapp.queries.gradebook import gradebook
from studyapp.queries.practice import quiz
from studyapp.queries.quizresult import result
from tests.factories.classwork import DAY, class_of, who
from tests.factories.ownquestions import own_document, own_question, own_text
from tests.factories.study import NOON, course, question_of, right, wrong

pytestmark = pytest.mark.django_db


def set_of(classroom: Classroom, *slugs: str) -> Assignment:
    """Set two days ago, due tomorrow."""
    task = {"pick": "set", "questions": list(slugs)}
    plan = Plan(kind="practice", title="Hops", task=task, due_at=NOON + DAY)
    return classwork.assign(classroom=classroom, plan=plan, now=NOON - 2 * DAY)


def begun(place: Membership, assignment: Assignment) -> PracticeSession:
    return classwork.begin_quiz(
        assignment=assignment, learner=who(place), seed=7, token=uuid4(), now=NOON - DAY
    )


def answered(session: PracticeSession, *, misses: int = 0) -> PracticeSession:
    """Every question, the class's own ones first; the first so many of them wrong."""
    items = session.items.select_related("version__question").order_by("-version__question__classroom", "pk")
    for n, item in enumerate(sorted(items, key=lambda item: item.version.question.pool != "class")):
        response = wrong(item.version) if n < misses else right(item.version)
        practice.answer(
            session=session, position=item.position, response=response, confidence="sure", now=NOON - DAY
        )
    session.refresh_from_db()
    return session


def asked(session: PracticeSession) -> set[str]:
    return set(session.items.values_list("version__question__slug", flat=True))


def test_a_set_asks_what_was_picked_and_shows_every_reason() -> None:
    classroom, (place,) = class_of(1)
    own = own_question(classroom)
    session = begun(place, set_of(classroom, own.slug, "q-k1-1"))
    assert (session.pick, session.mode, session.subject) == ("set", "each", "Hops")
    assert asked(session) == {own.slug, "q-k1-1"}
    answered(session, misses=1)
    shown = quiz(course(), session, position=1, now=NOON)
    assert (shown.title, shown.answered, shown.right, shown.finished) == ("Hops", 2, 1, True)
    slugs = session.items.order_by("position").values_list("version__question__slug", flat=True)
    items = dict(zip(slugs, shown.items, strict=True))
    assert [option.why_html != "" for item in shown.items for option in item.question.options] == [True] * 7
    assert {slug: (item.state, item.kept, item.place) for slug, item in items.items()} == {
        own.slug: ("wrong", False, "class"),
        "q-k1-1": ("right", False, "practice"),
    }


def test_it_is_done_in_the_grid_and_counts_in_the_gradebook_once_all_is_answered() -> None:
    classroom, (one, two) = class_of(2)
    made = set_of(classroom, own_question(classroom).slug, "q-k1-1")
    answered(begun(one, made), misses=1)
    begun(two, made)
    states = [row.cells[0].state for row in grid(classroom.pk, now=NOON).rows if row.cells[0]]
    assert states == ["done", "started"]
    assert [line.cells for line in gradebook(classroom.pk, now=NOON).lines] == [("50",), ("",)]


def test_beginning_again_goes_on_with_the_one_that_runs() -> None:
    classroom, (place,) = class_of(1)
    made = set_of(classroom, "q-k1-1", "q-k1-2")
    first = begun(place, made)
    assert begun(place, made) == first
    answered(first)
    assert begun(place, made) != first


def test_questions_of_another_class_are_neither_stored_nor_asked() -> None:
    classroom, (place,) = class_of(1)
    other, _ = class_of(0)
    theirs = own_question(other)
    exam = Question.objects.filter(pool="exam").values_list("slug", flat=True)[0]
    made = set_of(classroom, theirs.slug, "q-k1-1", exam, "no-such")
    assert Assignment.objects.get(pk=made.pk).task == {"pick": "set", "questions": ["q-k1-1"]}
    Assignment.objects.filter(pk=made.pk).update(
        task={"pick": "set", "questions": [theirs.slug, exam, "q-k1-1"]}
    )
    made.refresh_from_db()
    assert asked(begun(place, made)) == {"q-k1-1"}


def test_a_retired_question_is_not_asked_and_one_that_is_being_answered_stays() -> None:
    classroom, (one, two, three) = class_of(3)
    own = own_question(classroom)
    made = set_of(classroom, own.slug, "q-k1-1")
    running = begun(one, made)
    retire(question=own, now=NOON)
    assert asked(begun(two, made)) == {"q-k1-1"}
    answered(running)
    assert (running.finished_at, asked(running)) == (NOON - DAY, {own.slug, "q-k1-1"})
    bring_back(question=own)
    assert asked(begun(three, made)) == {own.slug, "q-k1-1"}


def test_with_everything_retired_there_is_nothing_to_begin() -> None:
    classroom, (place,) = class_of(1)
    own = own_question(classroom)
    made = set_of(classroom, own.slug)
    retire(question=own, now=NOON)
    with pytest.raises(practice.NothingToPractise):
        begun(place, made)
    assert PracticeSession.objects.count() == 0


def test_a_new_text_is_asked_from_the_next_quiz_on() -> None:
    classroom, (one, two) = class_of(2)
    made = set_of(classroom, own_question(classroom).slug)
    before = begun(one, made)
    again = own_document(own_text("Which hop does it leave in the clear?"))
    save(classroom=classroom, question=again, now=NOON)
    assert [begun(place, made).items.get().version.number for place in (one, two)] == [1, 2]
    assert before.items.get().version.number == 1


def test_what_was_missed_joins_the_reviews_the_class_s_own_too() -> None:
    classroom, (place,) = class_of(1)
    own = own_question(classroom)
    session = answered(begun(place, set_of(classroom, own.slug, "q-k1-1")), misses=2)
    queued = Memory.objects.filter(learner=who(place))
    shown = result(course(), session, now=NOON)
    assert (shown.to_queue, shown.queued, queued.count()) == (2, 0, 0)
    for added in (2, 0):
        assert practice.queue_misses(session=session, now=NOON) == added
        assert set(queued.values_list("question", "stage")) == {
            (own.pk, "new"),
            (question_of("q-k1-1").pk, "new"),
        }
    shown = result(course(), session, now=NOON)
    assert (shown.to_queue, shown.queued) == (0, 2)


def test_an_answer_to_a_question_of_the_class_is_no_evidence_for_the_exam() -> None:
    classroom, (place,) = class_of(1)
    own = own_question(classroom)
    answered(begun(place, set_of(classroom, own.slug, "q-k1-1")))
    places = dict(Answer.objects.values_list("question__slug", "place"))
    assert places == {own.slug: "class", "q-k1-1": "practice"}
    firsts = {one.question.slug: one.first is not None for one in figures_of(who(place).pk, NOON)}
    assert firsts == {own.slug: False, "q-k1-1": True}


@pytest.mark.parametrize("go", ["leave", "remove"])
def test_a_set_of_somebody_who_goes_ends_as_it_stands(go: str) -> None:
    classroom, (gone, stays) = class_of(2)
    made = set_of(classroom, own_question(classroom).slug, "q-k1-1")
    drawn, other = begun(gone, made), begun(stays, made)
    getattr(memberships, go)(membership=gone, now=NOON)
    drawn.refresh_from_db()
    other.refresh_from_db()
    assert (drawn.finished_at, other.finished_at) == (NOON, None)
    item = drawn.items.first()
    assert item is not None
    with pytest.raises(practice.QuizIsOver):
        practice.answer(session=drawn, position=item.position, response=[], confidence="sure", now=NOON)
    assert quiz(course(), drawn, position=None, now=NOON, filled=Filled()).answered == 0
