"""The result of a quiz: by objective, where to read again, and what is in the reviews."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from studyapp.actions import practice
from studyapp.models import PracticeSession, Question
from studyapp.queries.exams import ObjectiveRow
from studyapp.queries.nextsteps import NextStep
from studyapp.queries.quizresult import Result, result
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, MemoryFactory, course, missed, quiz_of, right
from tests.factories.work import SECTION

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(minutes=5)


def ended(session: PracticeSession) -> Result:
    """The result once the quiz has ended."""
    practice.finish(session=session, now=LATER)
    return result(course(), PracticeSession.objects.get(pk=session.pk), now=LATER)


def answer_right(session: PracticeSession, position: int, confidence: str = "sure") -> None:
    version = session.items.select_related("version").get(position=position).version
    practice.answer(
        session=session, position=position, response=right(version), confidence=confidence, now=NOON
    )


def objective_at(session: PracticeSession, position: int) -> str:
    return session.items.get(position=position).version.question.objective_id


def test_by_objective_what_was_left_out_counts_as_not_right() -> None:
    session = quiz_of(LearnerFactory.create(), size=40)
    of = {code: [n for n in range(1, 33) if objective_at(session, n) == code] for code in ("K1", "S1")}
    for position in of["K1"][:3]:
        answer_right(session, position)
    missed(session, of["S1"][0])
    seen = ended(session)
    assert seen.objectives == (
        ObjectiveRow("K1", "Options", 3, 16, "3 of 16"),
        ObjectiveRow("S1", "Skills", 0, 16, "0 of 16"),
    )
    only = ended(quiz_of(LearnerFactory.create(), objectives=["S1"]))
    assert [row.id for row in only.objectives] == ["S1"]


def test_the_lessons_of_the_misses_with_their_sections() -> None:
    Question.objects.filter(slug__in=["q-k1-2", "q-k1-3"]).update(section=SECTION)
    Question.objects.filter(slug="q-k1-4").update(section="s-gone")
    Question.objects.exclude(slug__in=["q-k1-2", "q-k1-3", "q-k1-4", "q-s1-2"]).update(retired_at=NOON)
    session = quiz_of(LearnerFactory.create())
    missed(session, 1, 2, 3, 4)
    first, second = (text.link for text in course().lessons)
    assert ended(session).steps == (
        NextStep(first, ((f"/lessons/first/#{SECTION}", "What to remember"),), 3, "lesson:first"),
        NextStep(second, (), 1, "lesson:second"),
    )


def test_those_with_most_misses_come_first() -> None:
    session = quiz_of(LearnerFactory.create(), size=40)
    of = {code: [n for n in range(1, 33) if objective_at(session, n) == code] for code in ("K1", "S1")}
    missed(session, of["K1"][0], *of["S1"][:2])
    answer_right(session, of["K1"][1], "guess")
    answer_right(session, of["K1"][2])
    assert [(step.lesson.slug, step.misses) for step in ended(session).steps] == [("first", 2), ("second", 2)]
    other = quiz_of(LearnerFactory.create(), size=40)
    missed(other, next(n for n in range(1, 33) if objective_at(other, n) == "K1"))
    missed(other, *[n for n in range(1, 33) if objective_at(other, n) == "S1"][:2])
    assert [(step.lesson.slug, step.misses) for step in ended(other).steps] == [("second", 2), ("first", 1)]


def test_nothing_missed_is_nothing_to_do() -> None:
    session = quiz_of(LearnerFactory.create())
    answer_right(session, 1)
    seen = ended(session)
    assert (seen.steps, seen.to_queue, seen.queued, seen.sure_wrong) == ((), 0, 0, 0)


def test_what_is_in_the_reviews_and_what_is_not() -> None:
    learner = LearnerFactory.create()
    session = quiz_of(learner)
    first, _, third = missed(session, 1, 2, 3)
    answer_right(session, 4, "guess")
    MemoryFactory.create(learner=learner, question=first.question)
    MemoryFactory.create(question=third.question)  # somebody else's
    seen = ended(session)
    assert (seen.quiz.misses, seen.to_queue, seen.queued) == (4, 3, 1)
    practice.queue_misses(session=session, now=LATER)
    seen = ended(session)
    assert (seen.to_queue, seen.queued) == (0, 4)


def test_a_miss_that_cannot_be_queued_is_not_offered() -> None:
    session = quiz_of(LearnerFactory.create())
    gone, moved, _ = missed(session, 1, 2, 3)
    Question.objects.filter(pk=gone.question_id).update(retired_at=NOON)
    Question.objects.filter(pk=moved.question_id).update(pool="exam")
    seen = ended(session)
    assert (seen.quiz.misses, seen.to_queue, seen.queued) == (3, 1, 0)


def test_sure_and_wrong_are_counted() -> None:
    session = quiz_of(LearnerFactory.create())
    missed(session, 1, 2)
    missed(session, 3, sure=False)
    answer_right(session, 4)
    assert ended(session).sure_wrong == 2


@pytest.mark.parametrize("misses", [1, 3])
def test_two_queries_for_a_result(django_assert_num_queries: DjangoAssertNumQueries, misses: int) -> None:
    session = quiz_of(LearnerFactory.create())
    missed(session, *range(1, misses + 1))
    practice.finish(session=session, now=LATER)
    stored, found = PracticeSession.objects.get(pk=session.pk), course()
    with django_assert_num_queries(2):
        assert result(found, stored, now=LATER).quiz.misses == misses
