"""Right answers by objective, and the weakest ideas."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from studyapp.models import Idea, Learner, Lesson, Question
from studyapp.queries.answerfigures import answered as read_answers
from studyapp.queries.strengths import Accuracy, WeakIdea, accuracies, weakest_ideas
from studyapp.queries.taught import Taught
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, course, question_of
from tests.factories.work import SECTION
from tests.queries.test_evidence import answered

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def weakest(learner: Learner, lapses: dict[int, int] | None = None, limit: int = 6) -> tuple[WeakIdea, ...]:
    return weakest_ideas(course(), read_answers(learner.pk, NOON + DAY), lapses or {}, limit=limit)


def answers(learner: Learner, slug: str, marks: str, place: str = "practice") -> int:
    """One answer a letter, "+" is right; returns the pk of the question's idea."""
    confidence = "sure" if place == "practice" else ""
    for mark in marks:
        answered(learner, slug, correct=mark == "+", place=place, confidence=confidence)
    return question_of(slug).idea_id


def test_accuracy_of_first_tries_and_of_all_answers() -> None:
    learner = LearnerFactory.create()
    answers(learner, "q-k1-2", "-++")
    answers(learner, "q-k1-3", "+")
    answers(learner, "q-s1-2", "+", place="lesson")
    answers(learner, "q-s1-2", "--")
    whole, k1, s1 = accuracies(course(), read_answers(learner.pk, NOON))
    assert k1 == Accuracy("K1", "Options", first=2, first_right=1, answers=4, right=3)
    assert s1 == Accuracy("S1", "Skills", first=0, first_right=0, answers=3, right=1)
    assert whole == Accuracy("", "All objectives", first=2, first_right=1, answers=7, right=4)
    assert [(line.first_share, line.share) for line in (whole, k1, s1)] == [(50, 57), (50, 75), (None, 33)]


def test_without_answers_there_is_no_share() -> None:
    lines = accuracies(course(), ())
    assert [line.code for line in lines] == ["", "K1", "S1"]
    assert {(line.first_share, line.share) for line in lines} == {(None, None)}


def test_ideas_by_the_share_of_right_answers_and_lapses() -> None:
    learner = LearnerFactory.create()
    half = answers(learner, "q-k1-12", "+-+-")
    answers(learner, "q-k1-13", "+--")
    known = answers(learner, "q-k1-14", "+++")
    answers(learner, "q-k1-15", "--")  # too few
    assert [idea.slug for idea in weakest(learner)] == ["question:q-k1-13", "question:q-k1-12"]
    found = weakest(learner, {half: 3, known: 1})
    assert [(idea.slug, idea.share, idea.lapses) for idea in found] == [
        ("question:q-k1-12", 50, 3),  # 2 of 7
        ("question:q-k1-13", 33, 0),  # 1 of 3
        ("question:q-k1-14", 100, 1),  # 3 of 4
    ]
    assert [idea.slug for idea in weakest(learner, limit=1)] == ["question:q-k1-13"]


def test_the_questions_of_an_idea_are_taken_together() -> None:
    learner = LearnerFactory.create()
    Question.objects.filter(slug="q-k1-2").update(section=SECTION)
    answers(learner, "q-k1-2", "+-")
    idea = answers(learner, "x-k1-2", "--", place="exam")  # its parallel in the exam
    words = " ".join(f"q-k1-2-word{n}" for n in range(12))
    (found,) = weakest(learner, {idea: 2})
    assert found.share == 25
    assert found.strength == pytest.approx(1 / 6)
    assert found == WeakIdea(
        slug="k1-2",
        text=f"Scenario q-k1-2: {words}. What fits?",
        objective="K1",
        taught=Taught("First lesson", "What to remember", f"/lessons/first/#{SECTION}"),
        answers=4,
        right=1,
        lapses=2,
        drill=True,
    )


def test_nobody_is_told_what_an_exam_asks_but_sent_to_its_parallel() -> None:
    learner = LearnerFactory.create()
    answers(learner, "x-k1-2", "---", place="exam")
    (only,) = weakest(learner)
    assert (only.text, only.drill, only.taught.url) == ("", True, "/lessons/first/")


def test_what_has_left_the_course_is_named_and_not_drilled() -> None:
    learner = LearnerFactory.create()
    answers(learner, "q-k1-12", "---")
    assert [one.drill for one in weakest(learner)] == [True]
    idea, lesson = (
        Idea.objects.create(slug="left"),
        Lesson.objects.create(
            slug="old",
            digest="",
            title="Old",
            summary="",
            minutes=1,
            position=9,
            parts=[],
            toc=[],
            needs=[],
            sources=[],
            retired_at=NOON,
        ),
    )
    Question.objects.filter(slug="q-k1-12").update(idea=idea, lesson=lesson, retired_at=NOON)
    (only,) = weakest(learner)
    assert (only.slug, only.drill, only.taught) == ("left", False, Taught("", "", ""))


@pytest.mark.parametrize("count", [1, 3])
def test_no_query_once_the_course_has_been_read(
    django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    learner, found = LearnerFactory.create(), course()
    for n in range(count):
        answers(learner, f"q-k1-{n + 12}", "---")
    rows = read_answers(learner.pk, NOON)
    weakest_ideas(found, rows, {})
    with django_assert_num_queries(0):
        assert len(weakest_ideas(found, rows, {})) == count
        assert accuracies(found, rows)[0].answers == 3 * count
