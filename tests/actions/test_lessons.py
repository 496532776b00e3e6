"""Reading: the section remembered, the lesson finished once, and the questions inside it."""

from datetime import timedelta
from uuid import UUID

import pytest

from studyapp.actions.lessons import answer_check, finish, remember_section
from studyapp.domain.grading import InvalidResponse
from studyapp.models import Answer, Card, Lesson, LessonProgress, Memory
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, right, version_of

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(hours=1)


def lesson_pk(slug: str = "first") -> int:
    return Lesson.objects.get(slug=slug).pk


def test_the_section_last_read_is_remembered() -> None:
    learner, lesson = LearnerFactory.create(), lesson_pk()
    remember_section(learner=learner, lesson_id=lesson, section="one", now=NOON)
    remember_section(learner=learner, lesson_id=lesson, section="two", now=LATER)
    assert LessonProgress.objects.values(
        "learner_id", "lesson_id", "section", "updated_at", "finished_at"
    ).get() == {
        "learner_id": learner.pk,
        "lesson_id": lesson,
        "section": "two",
        "updated_at": LATER,
        "finished_at": None,
    }


def test_a_finished_lesson_brings_its_cards_in_order() -> None:
    learner, lesson = LearnerFactory.create(), lesson_pk("second")
    assert finish(learner=learner, lesson_id=lesson, now=NOON) == 12
    progress = LessonProgress.objects.get()
    assert (progress.learner, progress.lesson_id, progress.finished_at) == (learner, lesson, NOON)
    queued = Memory.objects.filter(learner=learner).order_by("pk")
    assert [memory.card.slug for memory in queued if memory.card] == [f"card-s1-{n}" for n in range(1, 13)]
    assert {(memory.stage, memory.reviews, memory.added_at) for memory in queued} == {("new", 0, NOON)}


def test_a_lesson_is_finished_once() -> None:
    learner, lesson = LearnerFactory.create(), lesson_pk()
    finish(learner=learner, lesson_id=lesson, now=NOON)
    before = list(LessonProgress.objects.values()), list(Memory.objects.order_by("pk").values())
    assert finish(learner=learner, lesson_id=lesson, now=LATER) == 0
    assert (list(LessonProgress.objects.values()), list(Memory.objects.order_by("pk").values())) == before


def test_a_lesson_begun_before_keeps_its_section_when_finished() -> None:
    learner, lesson = LearnerFactory.create(), lesson_pk()
    remember_section(learner=learner, lesson_id=lesson, section="two", now=NOON)
    finish(learner=learner, lesson_id=lesson, now=LATER)
    progress = LessonProgress.objects.get()
    assert (progress.section, progress.finished_at, progress.updated_at) == ("two", LATER, LATER)


def test_reading_again_does_not_unfinish_a_lesson() -> None:
    learner, lesson = LearnerFactory.create(), lesson_pk()
    finish(learner=learner, lesson_id=lesson, now=NOON)
    remember_section(learner=learner, lesson_id=lesson, section="one", now=LATER)
    progress = LessonProgress.objects.get()
    assert (progress.section, progress.finished_at) == ("one", NOON)


def test_cards_that_came_later_or_are_retired() -> None:
    learner, lesson = LearnerFactory.create(), lesson_pk()
    late = Card.objects.filter(slug__in=["card-k1-1", "card-k1-2"])
    late.update(retired_at=NOON)
    assert finish(learner=learner, lesson_id=lesson, now=NOON) == 10
    late.update(retired_at=None)
    assert finish(learner=learner, lesson_id=lesson, now=LATER) == 2


def test_two_learners_read_apart() -> None:
    one, two, lesson = LearnerFactory.create(), LearnerFactory.create(), lesson_pk()
    assert finish(learner=one, lesson_id=lesson, now=NOON) == 12
    assert finish(learner=two, lesson_id=lesson, now=LATER) == 12
    assert dict(LessonProgress.objects.values_list("learner_id", "finished_at")) == {
        one.pk: NOON,
        two.pk: LATER,
    }


def test_an_inline_question_is_answered_without_confidence() -> None:
    learner, version = LearnerFactory.create(), version_of("q-k1-1")
    made = answer_check(
        learner=learner, version_id=version.pk, response=right(version), token=UUID(int=1), now=NOON
    )
    stored = Answer.objects.get()
    assert stored == made
    assert (stored.place, stored.confidence, stored.correct, stored.version) == ("lesson", "", True, version)


def test_an_inline_question_refuses_what_does_not_fit() -> None:
    with pytest.raises(InvalidResponse):
        answer_check(
            learner=LearnerFactory.create(),
            version_id=version_of("q-k1-1").pk,
            response=["nonsense"],
            token=UUID(int=1),
            now=NOON,
        )
    assert Answer.objects.count() == 0
