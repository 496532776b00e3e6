"""What a quiz is drawn from, its time, the questions before a lesson, and misses that queue themselves."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from studyapp.actions import practice
from studyapp.actions.practice import NothingToPractise, QuizIsOver
from studyapp.models import Answer, Learner, Memory, PracticeSession
from studyapp.queries.picking import candidates
from tests.factories.ideas import pair_of, share_idea
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, missed, quiz_of, right, wrong

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
LATER = NOON + 5 * MINUTE
DEADLINE = NOON + 10 * MINUTE


def slugs(session: PracticeSession) -> list[str]:
    """The questions of a quiz, in order."""
    return list(session.items.values_list("version__question__slug", flat=True))


def stored(session: PracticeSession) -> PracticeSession:
    return PracticeSession.objects.get(pk=session.pk)


def answer(
    session: PracticeSession, position: int, *, good: bool, confidence: str = "sure", now: object = LATER
) -> Answer:
    version = session.items.select_related("version").get(position=position).version
    return practice.answer(
        session=session,
        position=position,
        response=right(version) if good else wrong(version),
        confidence=confidence,
        now=now,  # type: ignore[arg-type]  # a moment; typed loosely to be given by keyword
    )


def timed(learner: Learner | None = None, **choices: object) -> PracticeSession:
    """A quiz of five questions in ten minutes."""
    return quiz_of(learner or LearnerFactory.create(), **{"pace": 2 * MINUTE, **choices})


def auto() -> Learner:
    """A learner whose misses join the reviews by themselves."""
    return LearnerFactory.create(queue_misses=True)


def queued(learner: Learner) -> set[int | None]:
    return set(Memory.objects.filter(learner=learner).values_list("question_id", flat=True))


def test_the_pick_and_its_subject_are_stored() -> None:
    learner = LearnerFactory.create()
    share_idea("one", "q-k1-2")
    share_idea("two", "q-s1-2")
    pair_of("pair", "one", "two")
    session = stored(quiz_of(learner, pick="confusable"))
    assert (session.pick, session.subject, session.deadline) == ("confusable", "pair", None)
    assert sorted(slugs(session)) == ["q-k1-2", "q-s1-2"]
    drill = stored(quiz_of(learner, pick="idea", subject="lesson:second", size=10))
    assert (drill.pick, drill.subject) == ("idea", "lesson:second")
    assert {slug[:4] for slug in slugs(drill)} == {"q-s1"}


def test_what_was_missed_is_asked_until_it_is_right() -> None:
    learner = LearnerFactory.create()
    versions = missed(quiz_of(learner), 1, 2)
    again = quiz_of(learner, pick="missed")
    assert sorted(slugs(again)) == sorted(version.question.slug for version in versions)
    answer(again, 1, good=True)
    answer(again, 2, good=True, confidence="guess")
    left = quiz_of(learner, pick="missed", token=uuid4())
    assert slugs(left) == slugs(again)[1:]
    answer(left, 1, good=True, confidence="unsure")
    with pytest.raises(NothingToPractise):
        quiz_of(learner, pick="missed")


def test_the_same_form_with_another_pick_subject_or_time_is_another_quiz() -> None:
    learner, token = LearnerFactory.create(), uuid4()
    choices: list[dict[str, object]] = [
        {},
        {"pick": "unseen"},
        {"pick": "idea", "subject": "lesson:first"},
        {"pick": "idea", "subject": "lesson:second"},
        {"pace": MINUTE},
    ]
    made = {quiz_of(learner, token=token, **choice).pk for choice in choices}
    assert len(made) == len(choices)
    assert made == {quiz_of(learner, token=token, **choice).pk for choice in choices}


@pytest.mark.parametrize(("factor", "minutes"), [("1", 10), ("1.5", 15)])
def test_the_time_is_for_the_questions_drawn_and_honours_the_learners_factor(
    factor: str, minutes: int
) -> None:
    learner = LearnerFactory.create(time_factor=Decimal(factor))
    assert stored(timed(learner)).deadline == NOON + minutes * MINUTE
    share_idea("macsec", "q-k1-2", "q-k1-3")
    few = stored(timed(learner, pick="idea", subject="macsec", size=10))
    assert (few.items.count(), few.deadline) == (2, NOON + minutes * MINUTE * 2 / 5)


def test_an_answer_counts_until_the_deadline_and_not_after() -> None:
    session = timed()
    last = answer(session, 1, good=True, now=DEADLINE - timedelta(microseconds=1))
    for now in (DEADLINE, DEADLINE + MINUTE):
        with pytest.raises(QuizIsOver):
            answer(session, 2, good=True, now=now)
    assert Answer.objects.get() == last
    assert answer(session, 1, good=False, now=DEADLINE + MINUTE) == last
    assert stored(session).finished_at is None  # nothing has run: every reader works it out


def test_a_quiz_ended_late_ended_at_its_deadline() -> None:
    session = timed()
    practice.finish(session=session, now=DEADLINE + MINUTE)
    assert stored(session).finished_at == DEADLINE
    early = timed()
    practice.finish(session=early, now=LATER)
    assert stored(early).finished_at == LATER


def test_the_next_quiz_closes_those_whose_time_is_over() -> None:
    learner = auto()
    session, running, other = timed(learner), timed(learner, pace=60 * MINUTE), timed()
    (version,) = missed(session)
    quiz_of(learner, now=DEADLINE + MINUTE)
    ended = {quiz.pk: stored(quiz).finished_at for quiz in (session, running, other)}
    assert ended == {session.pk: DEADLINE, running.pk: None, other.pk: None}
    assert queued(learner) == {version.question_id}


def test_misses_are_queued_from_a_quiz_that_only_its_deadline_ended() -> None:
    session = timed()
    (version,) = missed(session)
    assert practice.queue_misses(session=session, now=LATER) == 0
    assert practice.queue_misses(session=session, now=DEADLINE) == 1
    assert queued(session.learner) == {version.question_id}
    assert stored(session).finished_at == DEADLINE


def test_misses_queue_themselves_at_the_end_if_the_learner_wants_it() -> None:
    learner = auto()
    session = quiz_of(learner)
    wrong_one, guessed = (session.items.get(position=n).version.question_id for n in (1, 2))
    answer(session, 1, good=False)
    answer(session, 2, good=True, confidence="guess")
    answer(session, 3, good=True)
    assert queued(learner) == set()
    assert practice.finish(session=session, now=LATER) == 2
    assert queued(learner) == {wrong_one, guessed}
    assert practice.finish(session=session, now=LATER) == 0
    assert practice.queue_misses(session=session, now=LATER) == 0


def test_the_last_answer_queues_the_misses_too() -> None:
    learner = auto()
    session = quiz_of(learner, mode="end")
    for position in range(1, 6):
        answer(session, position, good=position != 3)
    assert queued(learner) == {session.items.get(position=3).version.question_id}


def test_without_that_setting_nothing_queues_itself() -> None:
    session = quiz_of(LearnerFactory.create())
    missed(session)
    assert practice.finish(session=session, now=LATER) == 0
    assert queued(session.learner) == set()


def test_before_a_lesson_nothing_counts() -> None:
    learner = auto()
    session = quiz_of(learner, pick="precheck", subject="first", size=3, mode="end")
    for position in (1, 2, 3):
        answer(session, position, good=False, confidence="")
    assert stored(session).finished_at == LATER
    assert set(Answer.objects.values_list("place", "confidence")) == {("precheck", "")}
    assert queued(learner) == set()
    known = {one.known for one in candidates(learner_id=learner.pk, now=LATER)}
    assert known == {None}
    assert sum(one.seen > 0 for one in candidates(learner_id=learner.pk, now=LATER)) == 3


def test_other_quizzes_answer_in_the_place_practice() -> None:
    session = quiz_of(LearnerFactory.create(), pick="unseen")
    assert answer(session, 1, good=True).place == "practice"
