"""Which answers count, and what came of each question."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from pytest_django import DjangoAssertNumQueries

from studyapp.actions import practice, reviews
from studyapp.actions.exams import save, submit
from studyapp.domain.evidence import FirstTry
from studyapp.domain.grading import Confidence
from studyapp.domain.sending import Sent
from studyapp.models import Idea, Learner, PracticeSession, Question
from studyapp.queries.answerfigures import Answered, Asked, answered
from studyapp.queries.calibration import calibration_page
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, attempt_of, question_of, quiz_of, right, version_of, wrong
from tests.factories.work import SECTION, due, stored_answers
from tests.queries.test_evidence import answered as give

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


def found(learner: Learner, now: datetime = NOON + DAY) -> dict[str, Answered]:
    return {one.question.slug: one for one in answered(learner.pk, now)}


def counts(learner: Learner, now: datetime = NOON + DAY) -> dict[str, tuple[int, int]]:
    """Of each question: how many answers count, and how many of them are right."""
    return {slug: (one.answers, one.right) for slug, one in found(learner, now).items()}


def test_what_came_of_a_question() -> None:
    learner = LearnerFactory.create()
    idea = Idea.objects.create(slug="an-idea")
    Question.objects.filter(slug="q-k1-2").update(idea=idea, section=SECTION, difficulty=4)
    give(learner, "q-k1-2", correct=False, confidence="guess", now=NOON - DAY)
    give(learner, "q-k1-2", now=NOON)
    give(learner, "q-k1-2", correct=False, place="review", now=NOON + MINUTE)
    question = question_of("q-k1-2")
    first = FirstTry("K1", 4, "practice", guessed=True, correct=False, at=NOON - DAY)
    asked = Asked(question.pk, "q-k1-2", "K1", 4, question.lesson_id, SECTION, idea.pk, "an-idea", live=True)
    assert answered(learner.pk, NOON) == (
        Answered(asked, answers=3, right=1, first=first, sure_wrong_at=NOON + MINUTE),
    )


def test_a_question_that_cannot_be_practised_stays_known() -> None:
    learner = LearnerFactory.create()
    for slug in ("q-k1-2", "q-k1-3", "q-k1-4"):
        give(learner, slug)
    Question.objects.filter(slug="q-k1-2").update(retired_at=NOON)
    Question.objects.filter(slug="q-k1-3").update(pool="exam")
    assert {slug: one.question.live for slug, one in found(learner).items()} == {
        "q-k1-2": False,
        "q-k1-3": False,
        "q-k1-4": True,
    }
    assert set(counts(learner).values()) == {(1, 1)}


def test_before_a_lesson_and_left_empty_counts_for_nothing() -> None:
    learner = LearnerFactory.create()
    give(learner, "q-k1-1", place="precheck", confidence="")
    attempt = attempt_of(learner)
    version = attempt.items.select_related("version__question").get(position=1).version
    save(attempt=attempt, position=1, response=right(version), flagged=None, now=NOON)
    submit(attempt=attempt, now=NOON + MINUTE)
    assert counts(learner).pop("q-k1-1") == (0, 0)
    assert sorted(counts(learner).values()) == [(0, 0)] * 4 + [(1, 1)]
    assert counts(learner)[version.question.slug] == (1, 1)


def test_an_answer_in_a_lesson_counts_as_an_answer_and_not_as_a_first_try() -> None:
    learner = LearnerFactory.create()
    give(learner, "q-k1-1", place="lesson", confidence="", correct=False)
    give(learner, "q-k1-1")
    (only,) = answered(learner.pk, NOON)
    assert (only.answers, only.right, only.first) == (2, 1, None)


def asked_in_review(learner: Learner, slug: str = "q-s1-2") -> None:
    """A question of the queue, answered sure and wrong."""
    memory, version = due(learner, question=slug), version_of(slug)
    reviews.grade_question(
        memory=memory,
        sent=Sent(memory.reviews),
        version_id=version.pk,
        response=wrong(version),
        confidence=Confidence.SURE,
        token=uuid4(),
        now=NOON,
    )


def test_an_answer_whose_review_was_taken_back_counts_for_nothing() -> None:
    learner = LearnerFactory.create()
    asked_in_review(learner)
    one = found(learner)["q-s1-2"]
    assert (one.answers, one.right, one.sure_wrong_at) == (1, 0, NOON)
    assert one.first == FirstTry("S1", 3, "review", guessed=False, correct=False, at=NOON)
    assert calibration_page(learner.pk, now=NOON).answers == 1
    reviews.undo(learner=learner, now=NOON + MINUTE)
    one = found(learner)["q-s1-2"]
    assert (one.answers, one.right, one.first, one.sure_wrong_at) == (0, 0, None, None)
    assert calibration_page(learner.pk, now=NOON).answers == 0
    # It was seen nevertheless: the next answer is no first try.
    give(learner, "q-s1-2")
    one = found(learner)["q-s1-2"]
    assert (one.answers, one.right, one.first) == (1, 1, None)


def test_an_answer_given_again_after_it_was_taken_back_stands() -> None:
    learner = LearnerFactory.create()
    memory, version, token = due(learner, question="q-s1-2"), version_of("q-s1-2"), uuid4()
    for n in range(2):
        memory.refresh_from_db()
        reviews.grade_question(
            memory=memory,
            sent=Sent(memory.reviews),
            version_id=version.pk,
            response=right(version),
            confidence=Confidence.SURE,
            token=token,  # from the same page: it is the same answer
            now=NOON + n * MINUTE,
        )
        if n == 0:
            reviews.undo(learner=learner, now=NOON)
    assert counts(learner) == {"q-s1-2": (1, 1)}


def missed_first(quiz: PracticeSession) -> str:
    """Answer the first question of the quiz sure and wrong; returns its id."""
    version = quiz.items.select_related("version__question").get(position=1).version
    practice.answer(session=quiz, position=1, response=wrong(version), confidence="sure", now=NOON)
    return version.question.slug


def test_a_running_quiz_keeps_to_itself_what_it_tells_at_the_end() -> None:
    learner = LearnerFactory.create()
    quiz = quiz_of(learner, mode="end")
    slug = missed_first(quiz)
    one = found(learner)[slug]
    assert (one.answers, one.right, one.first, one.sure_wrong_at) == (0, 0, None, None)
    assert calibration_page(learner.pk, now=NOON).answers == 0
    practice.finish(session=quiz, now=NOON)
    one = found(learner)[slug]
    assert (one.answers, one.right, one.sure_wrong_at) == (1, 0, NOON)
    assert one.first is not None
    assert calibration_page(learner.pk, now=NOON).answers == 1


def test_a_timed_quiz_is_over_at_its_deadline() -> None:
    learner = LearnerFactory.create()
    quiz = quiz_of(learner, mode="end")
    PracticeSession.objects.filter(pk=quiz.pk).update(deadline=NOON + 9 * MINUTE)
    slug = missed_first(quiz)
    assert counts(learner, NOON + 8 * MINUTE) == {slug: (0, 0)}
    assert counts(learner, NOON + 9 * MINUTE) == {slug: (1, 0)}


def test_a_quiz_that_tells_at_once_counts_at_once() -> None:
    learner = LearnerFactory.create()
    slug = missed_first(quiz_of(learner))
    assert counts(learner) == {slug: (1, 0)}


@pytest.mark.parametrize("count", [1, 3, 300])
def test_one_query(django_assert_num_queries: DjangoAssertNumQueries, count: int) -> None:
    learner = LearnerFactory.create()
    stored_answers(learner, count)
    with django_assert_num_queries(1):
        assert sum(one.answers for one in answered(learner.pk, NOON)) == count
