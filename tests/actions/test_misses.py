"""What was missed in an exam comes back as something else."""

from datetime import timedelta

import pytest

from studyapp.actions import exams
from studyapp.actions.misses import enrol_exam_misses, enrol_some_cards
from studyapp.models import Attempt, AttemptItem, Card, Idea, Learner, Memory, Question
from tests.actions.sittings import DEADLINE, GRACE_OVER, fill, log, save
from tests.factories.ideas import share_idea
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, MemoryFactory, attempt_of, card_of, question_of

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(minutes=5)


def sitting(*marks: bool, **learner: object) -> Attempt:
    """A paper of four, answered from its first question: right or wrong."""
    attempt = attempt_of(LearnerFactory.create(**learner))
    fill(attempt, marks)
    return attempt


def handed_in(*marks: bool, **learner: object) -> Attempt:
    attempt = sitting(*marks, **learner)
    exams.submit(attempt=attempt, now=LATER)
    return attempt


def exam_question(attempt: Attempt, position: int) -> Question:
    return AttemptItem.objects.get(attempt=attempt, position=position).version.question


def queue(learner: Learner) -> set[str]:
    """The ids of all that is in the queue."""
    rows = Memory.objects.filter(learner=learner).select_related("card", "question")
    return {str(row.card or row.question) for row in rows}


def test_items_of_the_same_idea_stand_in() -> None:
    attempt = handed_in(False, True, True, True)
    asked = exam_question(attempt, 1)
    share_idea("macsec", asked.slug, "q-s1-9", "card-s1-3")
    assert exams.queue_misses(attempt=attempt, now=LATER) == 2
    assert queue(attempt.learner) == {"q-s1-9", "card-s1-3"}
    for memory in Memory.objects.select_related("idea"):
        assert (memory.idea.slug, memory.stage, memory.added_at) == ("macsec", "new", LATER)


def test_else_of_the_same_section_else_of_the_same_lesson() -> None:
    attempt = handed_in(False, True, True, True)
    asked = exam_question(attempt, 1)
    other = "second" if str(asked.lesson) == "first" else "first"
    alone = Idea.objects.create(slug="alone")
    Question.objects.filter(pk=asked.pk).update(section="keys", idea=alone)
    Card.objects.filter(lesson__slug=other).update(section="keys")
    own_card = Card.objects.filter(lesson=asked.lesson)[4]
    Card.objects.filter(pk=own_card.pk).update(section="keys")
    assert exams.queue_misses(attempt=attempt, now=LATER) == 1
    assert queue(attempt.learner) == {own_card.slug}

    again = handed_in(False, True, True, True)
    Question.objects.all().update(section="")
    Question.objects.filter(pk=exam_question(again, 1).pk).update(idea=alone)
    assert exams.queue_misses(attempt=again, now=LATER) == 2
    lessons = set(
        Memory.objects.filter(learner=again.learner).values_list("question__lesson__slug", flat=True)
    )
    assert lessons == {exam_question(again, 1).lesson.slug}


def test_no_exam_question_enters_the_queue() -> None:
    attempt = handed_in(False, False, False, False)
    share_idea("all", *Question.objects.values_list("slug", flat=True))
    assert exams.queue_misses(attempt=attempt, now=LATER) > 0
    pools = Memory.objects.exclude(question=None).values_list("question__pool", flat=True)
    assert set(pools) == {"practice"}


def test_what_is_retired_does_not_stand_in() -> None:
    attempt = handed_in(False, True, True, True)
    share_idea("macsec", exam_question(attempt, 1).slug, "q-s1-9", "card-s1-3")
    Question.objects.filter(slug="q-s1-9").update(retired_at=NOON)
    assert exams.queue_misses(attempt=attempt, now=LATER) == 1
    assert queue(attempt.learner) == {"card-s1-3"}


def test_twice_is_once_and_what_waits_already_is_not_counted() -> None:
    attempt = handed_in(False, True, True, True)
    share_idea("macsec", exam_question(attempt, 1).slug, "q-s1-9", "card-s1-3")
    MemoryFactory.create(learner=attempt.learner, card=card_of("card-s1-3"), stage="review", reviews=4)
    assert exams.queue_misses(attempt=attempt, now=LATER) == 1
    assert exams.queue_misses(attempt=attempt, now=LATER) == 0
    assert sorted(Memory.objects.values_list("stage", "reviews")) == [("new", 0), ("review", 4)]
    assert [entry[:3] for entry in log(attempt) if entry[0] == "queued"] == [("queued", None, 1)]


def test_right_answers_and_questions_left_out_are_no_misses() -> None:
    attempt = handed_in(True, True)
    assert exams.queue_misses(attempt=attempt, now=LATER) == 0
    assert queue(attempt.learner) == set()
    assert [entry[:3] for entry in log(attempt) if entry[0] == "queued"] == [("queued", None, 0)]


def test_a_paper_left_lying_fills_no_queue() -> None:
    attempt = attempt_of(LearnerFactory.create(queue_misses=True))
    attempt_of(attempt.learner, now=GRACE_OVER)  # closes it
    assert Attempt.objects.get(pk=attempt.pk).submitted_at == DEADLINE
    assert queue(attempt.learner) == set()


def test_while_answers_are_taken_nothing_is_queued() -> None:
    attempt = sitting(False)
    for now in (LATER, GRACE_OVER - timedelta(seconds=1)):
        assert exams.queue_misses(attempt=attempt, now=now) == 0
    assert (Memory.objects.count(), Attempt.objects.get().submitted_at) == (0, None)
    save(attempt, 2, flagged=True)


def test_an_attempt_that_only_its_deadline_ended_is_handed_in_by_it() -> None:
    attempt = sitting(False)
    assert exams.queue_misses(attempt=attempt, now=GRACE_OVER) == 1
    assert Attempt.objects.get().submitted_at == DEADLINE
    assert [entry[0] for entry in log(attempt)][-2:] == ["closed", "queued"]


def test_misses_queue_themselves_if_the_learner_wants_it() -> None:
    attempt = handed_in(False, queue_misses=True)
    stands_in = exam_question(attempt, 1).slug.replace("x-", "q-")  # of the same idea
    assert queue(attempt.learner) == {stands_in}
    assert [entry[:3] for entry in log(attempt)][-1] == ("queued", None, 1)
    assert queue(handed_in(False).learner) == set()


def test_somebody_elses_queue_is_left_alone() -> None:
    other = LearnerFactory.create()
    MemoryFactory.create(learner=other, question=question_of("q-k1-2"))
    attempt = handed_in(False, False, False, False)
    share_idea("all", *Question.objects.values_list("slug", flat=True), "card-k1-1")
    assert enrol_exam_misses(attempt=attempt, now=LATER) > 0
    assert queue(other) == {"q-k1-2"}


def test_cards_enter_once() -> None:
    learner = LearnerFactory.create()
    cards = [card_of("card-k1-1"), card_of("card-s1-1")]
    Card.objects.filter(slug="card-k1-2").update(retired_at=NOON)
    ids = [card.pk for card in (*cards, card_of("card-k1-2"))]
    assert enrol_some_cards(learner=learner, card_ids=ids, now=NOON) == 2
    assert enrol_some_cards(learner=learner, card_ids=ids, now=LATER) == 0
    kept = Memory.objects.values_list("card", "idea", "added_at")
    assert set(kept) == {(card.pk, card.idea_id, NOON) for card in cards}
