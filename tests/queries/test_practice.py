"""The running quiz: what it shows and when, and the list of quizzes."""

from datetime import timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from studyapp.actions import practice
from studyapp.domain.grading import Filled
from studyapp.models import PracticeSession
from studyapp.queries.practice import EMPTY, Quiz, QuizLine, is_over, quiz, recent, title_of
from tests.factories.ideas import pair_of, release, share_idea
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, course, missed, quiz_of, reasons_of, right, wrong

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(minutes=5)


def answer(session: PracticeSession, position: int, *, good: bool = True, confidence: str = "sure") -> None:
    version = session.items.select_related("version").get(position=position).version
    practice.answer(
        session=session,
        position=position,
        response=right(version) if good else wrong(version),
        confidence=confidence,
        now=LATER,
    )


def shown(session: PracticeSession, position: int | None = None, filled: Filled = EMPTY) -> Quiz:
    """The quiz as a page that has just been loaded shows it."""
    stored = PracticeSession.objects.get(pk=session.pk)
    return quiz(course(), stored, position=position, now=LATER, filled=filled)


def reasons(session: PracticeSession, *positions: int) -> list[str]:
    """Every rationale and takeaway of these questions."""
    items = session.items.select_related("version").filter(position__in=positions)
    return [reason for item in items for reason in reasons_of(item.version)]


def told(seen: object, texts: list[str]) -> list[str]:
    """Which of these texts are somewhere in the object."""
    return [text for text in texts if text in repr(seen)]


def test_a_quiz_just_drawn() -> None:
    session = quiz_of(LearnerFactory.create(), size=5, mode="end")
    seen = shown(session)
    assert (seen.pk, seen.mode, seen.size, seen.started_at) == (session.pk, "end", 5, NOON)
    assert (seen.answered, seen.right, seen.misses, seen.unanswered, seen.finished) == (0, 0, 0, 5, False)
    assert [(item.position, item.state, item.heading) for item in seen.items] == [
        (n, "open", f"Question {n} of 5") for n in range(1, 6)
    ]
    assert seen.item == seen.items[0]
    assert seen.skip_url == f"/practice/{session.pk}/?q=2"
    for item, row in zip(seen.items, session.items.select_related("version__question"), strict=True):
        assert item.question.id == row.version.question.slug
        assert [part.id for part in item.question.targets or item.question.options] == row.order
        assert item.question.prefix == f"q{row.position}"


@pytest.mark.parametrize("mode", ["each", "end"])
def test_nothing_is_told_of_an_open_question(mode: str) -> None:
    session = quiz_of(LearnerFactory.create(), size=40, mode=mode)
    everything = reasons(session, *range(1, 33))
    assert len(everything) > 100
    assert told(shown(session), [*everything, "correct=True", "correct=False", "right_place=1"]) == []


def test_feedback_after_each_tells_of_the_answered_ones_only() -> None:
    session = quiz_of(LearnerFactory.create(), size=5, mode="each")
    answer(session, 1)
    answer(session, 2, good=False, confidence="guess")
    seen = shown(session)
    assert [item.state for item in seen.items] == ["right", "wrong", "open", "open", "open"]
    assert [item.question.correct for item in seen.items] == [True, False, None, None, None]
    assert seen.items[1].question.confidence == "guess"
    assert told(seen.items[2:], reasons(session, 3, 4, 5)) == []
    assert told(seen.items[:2], reasons(session, 1, 2)) == reasons(session, 1, 2)
    assert (seen.answered, seen.right, seen.misses, seen.item) == (2, 1, 1, seen.items[2])


def test_feedback_at_the_end_tells_nothing_before() -> None:
    session = quiz_of(LearnerFactory.create(), size=5, mode="end")
    answer(session, 1)
    answer(session, 2, good=False)
    seen = shown(session)
    assert [item.state for item in seen.items] == ["answered", "answered", "open", "open", "open"]
    assert told(seen, [*reasons(session, 1, 2, 3, 4, 5), "correct=True", "correct=False"]) == []
    practice.finish(session=session, now=LATER)
    seen = shown(session)
    assert [item.state for item in seen.items] == ["right", "wrong", "open", "open", "open"]
    assert told(seen, reasons(session, 1, 2, 3, 4, 5)) == reasons(session, 1, 2, 3, 4, 5)


def test_a_finished_quiz_has_no_question_at_hand_unless_asked_for_one() -> None:
    session = quiz_of(LearnerFactory.create(), size=5)
    answer(session, 1, confidence="guess")
    practice.finish(session=session, now=LATER)
    seen = shown(session)
    assert (seen.finished, seen.item) == (True, None)
    assert (seen.answered, seen.right, seen.misses, seen.unanswered) == (1, 1, 1, 4)
    assert shown(session, 4).item == seen.items[3]


@pytest.mark.parametrize("position", [0, 6])
def test_a_position_the_quiz_does_not_have(position: int) -> None:
    assert shown(quiz_of(LearnerFactory.create(), size=5), position).item is None


def test_skipping_goes_round_the_open_questions() -> None:
    session = quiz_of(LearnerFactory.create(), size=5)
    answer(session, 2)
    address = f"/practice/{session.pk}/?q="
    assert [shown(session, n).skip_url for n in range(1, 6)] == [address + n for n in "33451"]
    for position in (1, 3, 5):
        answer(session, position)
    assert (shown(session, 4).skip_url, shown(session, 1).skip_url) == ("", address + "4")


def test_what_a_refused_form_held_is_kept_at_that_question_and_tells_nothing() -> None:
    session = quiz_of(LearnerFactory.create(), size=40)
    rows = session.items.select_related("version")
    position, version = next((row.position, row.version) for row in rows if row.version.kind == "multiple")
    option = version.body["choices"][1]["id"]
    filled = Filled((option,), "guess")
    seen = shown(session, position, filled)
    assert seen.item is not None
    assert [part.id for part in seen.item.question.options if part.chosen] == [option]
    assert (seen.item.state, seen.item.question.confidence, seen.answered) == ("open", "guess", 0)
    assert told(seen, [*reasons_of(version), "correct=True", "correct=False"]) == []
    assert [item for item in seen.items if item.question.confidence] == [seen.item]
    answer(session, position)
    seen = shown(session, position, filled)
    assert seen.item is not None
    assert {part.id for part in seen.item.question.options if part.chosen} == set(right(version))
    assert seen.item.question.confidence == "sure"


def test_the_newest_quizzes_are_listed() -> None:
    learner = LearnerFactory.create()
    first = quiz_of(learner, size=5, objectives=["K1"])
    second = quiz_of(learner, size=10, now=LATER)
    quiz_of(LearnerFactory.create())
    for position in range(1, 6):
        answer(first, position, good=position != 3)
    answer(second, 1)
    assert recent(course(), learner.pk, now=LATER) == (
        QuizLine(second.pk, LATER, False, size=10, answered=1, right=1, title="All objectives"),
        QuizLine(first.pk, NOON, True, size=5, answered=5, right=4, title="K1"),
    )
    assert [line.pk for line in recent(course(), learner.pk, now=LATER, limit=1)] == [second.pk]


@pytest.mark.parametrize("rows", [1, 3])
def test_one_query_for_the_list(django_assert_num_queries: DjangoAssertNumQueries, rows: int) -> None:
    learner = LearnerFactory.create()
    for n in range(rows):
        session = quiz_of(learner, seed=n)
        for position in range(1, rows + 1):
            answer(session, position)
    found = course()
    with django_assert_num_queries(1):
        assert len(recent(found, learner.pk, now=LATER)) == rows


@pytest.mark.parametrize("answered", [0, 1, 3])
@pytest.mark.parametrize("size", [1, 3, 20])
def test_one_query_for_a_quiz(
    django_assert_num_queries: DjangoAssertNumQueries, size: int, answered: int
) -> None:
    session = quiz_of(LearnerFactory.create(), size=size)
    for position in range(1, min(size, answered) + 1):
        answer(session, position)
    found = course()
    session.refresh_from_db()
    with django_assert_num_queries(1):
        assert quiz(found, session, position=None, now=LATER).size == size


@pytest.mark.parametrize(("minutes", "over"), [(0, False), (9, False), (10, True), (600, True)])
@pytest.mark.parametrize("mode", ["each", "end"])
def test_past_its_deadline_a_quiz_is_over_for_every_reader(mode: str, minutes: int, over: bool) -> None:
    learner = LearnerFactory.create()
    session = quiz_of(learner, size=5, mode=mode, pace=timedelta(minutes=2))
    missed(session)
    stored, now = PracticeSession.objects.get(pk=session.pk), NOON + timedelta(minutes=minutes)
    seen = quiz(course(), stored, position=None, now=now)
    assert (is_over(stored, now), seen.finished, seen.in_time) == (over, over, not over)
    assert (seen.item is None, seen.answered) == (over, 1)
    assert seen.seconds_left == max(600 - 60 * minutes, 0)
    assert (seen.total_seconds, seen.deadline) == (600, NOON + timedelta(minutes=10))
    assert seen.items[1].question.revealed is over
    assert [line.finished for line in recent(course(), learner.pk, now=now)] == [over]


def test_a_quiz_without_a_limit_has_no_clock() -> None:
    seen = shown(quiz_of(LearnerFactory.create()))
    assert (seen.deadline, seen.seconds_left, seen.total_seconds, seen.in_time) == (None, 0, 0, True)


def test_a_timed_quiz_finished_early_was_in_time_for_good() -> None:
    session = quiz_of(LearnerFactory.create(), pace=timedelta(minutes=2))
    practice.finish(session=session, now=LATER)
    stored = PracticeSession.objects.get(pk=session.pk)
    assert quiz(course(), stored, position=None, now=NOON + timedelta(days=1)).in_time


def test_before_a_lesson_the_quiz_names_it_and_does_not_count() -> None:
    seen = shown(quiz_of(LearnerFactory.create(), pick="precheck", subject="second", size=3, mode="end"))
    assert (seen.size, seen.counted, {item.place for item in seen.items}) == (3, False, {"precheck"})
    assert seen.lesson == course().lessons[1].link
    other = shown(quiz_of(LearnerFactory.create(), pick="idea", subject="lesson:second"))
    assert (other.counted, {item.place for item in other.items}, other.lesson) == (True, {"practice"}, None)


@pytest.mark.parametrize(
    ("stored", "title"),
    [
        ({"pick": "mixed", "objectives": []}, "All objectives"),
        ({"pick": "mixed", "objectives": ["K1", "S1"]}, "K1, S1"),
        ({"pick": "unseen", "objectives": []}, "Never seen"),
        ({"pick": "weakest", "objectives": ["K1"]}, "Weakest first: K1"),
        ({"pick": "idea", "subject": "lesson:first"}, "Drill: First lesson"),
        ({"pick": "idea", "subject": "lesson:gone"}, "One idea"),
        ({"pick": "idea", "subject": "macsec"}, "One idea"),
        ({"pick": "precheck", "subject": "second"}, "Before a lesson: Second lesson"),
        ({"pick": "confusable", "subject": "pair"}, "one or two"),
        ({"pick": "confusable", "subject": "gone"}, "Easily confused"),
    ],
)
def test_a_quiz_is_called_by_what_was_picked(stored: dict[str, Any], title: str) -> None:
    share_idea("one", "q-k1-2")
    share_idea("two", "q-s1-2")
    pair_of("pair", "one", "two")
    release()
    session = PracticeSession(**{"objectives": [], "subject": "", **stored})
    assert title_of(course(), session) == title
