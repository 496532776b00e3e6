"""An item of the queue as a page shows it: faces, buttons, and the key after the answer only."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from studyapp.actions.lessons import finish
from studyapp.actions.reviews import grade_question
from studyapp.domain.grading import Confidence, Filled
from studyapp.domain.memory import Memory as Remembered
from studyapp.domain.memory import Rating, Stage, interval, interval_text
from studyapp.domain.sending import Sent
from studyapp.models import Lesson, Memory, Review
from studyapp.queries.memories import from_json, remembered, schedule_of, to_json
from studyapp.queries.queue import Counts
from studyapp.queries.reviews import Button, CardFace, review_shown
from tests.factories.course import SOURCE
from tests.factories.people import LearnerFactory
from tests.factories.study import (
    NOON,
    MemoryFactory,
    course,
    graded,
    reasons_of,
    right,
    rolled_back,
    version_of,
    wrong,
)
from tests.queries.queues import DAY, TODAY, due, page_of, queued


@pytest.mark.django_db
def test_the_first_card_of_a_lesson() -> None:
    learner = LearnerFactory.create()
    finish(learner=learner, lesson_id=Lesson.objects.get(slug="first").pk, now=NOON)
    page = page_of(learner)
    assert (page.counts, page.can_undo, page.enrolled) == (Counts(12, 0, 0), False, True)
    assert page.item is not None
    assert page.item.memory_id == Memory.objects.get(card__slug="card-k1-1").pk
    assert (page.item.number, page.item.stage, page.item.question, page.item.buttons) == (0, "new", None, ())
    assert page.item.card == CardFace(
        front_html="<p>What is fact 1 of K1?</p>",
        back_html="<p>Fact 1 is <strong>1</strong>.</p>",
        source=SOURCE,
        source_host="docs.example.com",
        lesson_url="/lessons/first/",
        lesson_title="First lesson",
    )


@pytest.mark.django_db
def test_the_buttons_of_a_new_card() -> None:
    learner = LearnerFactory.create()
    memory = queued(learner, "card-k1-1")
    item = page_of(learner, show=memory.pk).item
    assert item is not None
    again, hard, good, easy = item.buttons
    assert (again, hard, good) == (
        Button(1, "Again", "1 min"),
        Button(2, "Hard", "6 min"),
        Button(3, "Good", "10 min"),
    )
    assert (easy.value, easy.name) == (4, "Easy")
    assert easy.interval in {f"{days} days" for days in range(6, 11)}  # 8 days, and fuzz


@pytest.mark.django_db
def test_only_the_item_at_hand_has_buttons() -> None:
    learner = LearnerFactory.create()
    one, two = due(learner, "card-k1-1"), due(learner, "card-k1-2")
    items = [page_of(learner, show=show).item for show in (None, two.pk, one.pk)]
    assert [len(item.buttons) if item else None for item in items] == [0, 0, 4]


@settings(max_examples=15, deadline=None)
@given(rating=st.sampled_from(Rating), stability=st.floats(0.1, 900), days=st.integers(1, 400))
@pytest.mark.django_db
def test_a_button_keeps_its_word(rating: Rating, stability: float, days: int) -> None:
    with rolled_back():
        learner = LearnerFactory.create(time_zone="America/New_York")
        memory = queued(
            learner,
            "card-k1-1",
            stage="review",
            due_day=TODAY,
            stability=stability,
            difficulty=5.0,
            last_at=NOON - days * DAY,
            last_day=TODAY - days * DAY,
            reviews=3,
        )
        item = page_of(learner, show=memory.pk).item
        assert item is not None
        graded(memory, rating)
        after = remembered(Memory.objects.get(pk=memory.pk))
        promised = item.buttons[rating - 1]
        assert promised.value == rating
        assert promised.interval == interval_text(interval(after, NOON, schedule_of(learner)))


@pytest.mark.django_db
def test_a_question_is_shown_without_its_key_and_then_with_it_in_the_same_order() -> None:
    learner = LearnerFactory.create()
    version = version_of("q-k1-3")
    memory = queued(learner, "q-k1-3")
    item = page_of(learner).item
    assert item is not None
    assert item.question is not None
    told = repr(item)
    secrets = [*reasons_of(version), "correct=True", "correct=False", SOURCE]
    assert [text for text in secrets if text in told] == []
    made = grade_question(
        memory=memory,
        sent=Sent(item.number),
        version_id=version.pk,
        response=wrong(version),
        confidence=Confidence.UNSURE,
        token=uuid4(),
        now=NOON,
    )
    seen = review_shown(course(), learner, made.pk)
    assert seen is not None
    shown = seen.question
    assert shown is not None
    assert [option.id for option in shown.options] == [option.id for option in item.question.options]
    assert {option.id for option in shown.options if option.correct} == set(right(version))
    assert {option.id for option in shown.options if option.chosen} == set(wrong(version))
    assert (shown.revealed, shown.correct, shown.confidence) == (True, False, "unsure")
    assert [text for text in reasons_of(version) if text not in repr(shown)] == []


@pytest.mark.django_db
def test_what_a_refused_form_held_is_kept_and_tells_nothing() -> None:
    learner = LearnerFactory.create()
    memory = queued(learner, "q-k1-3")
    version = version_of("q-k1-3")
    filled = Filled(right(version), "unsure")
    assert page_of(learner, filled=filled, refused=memory.pk + 1) == page_of(learner)
    item = page_of(learner, filled=filled, refused=memory.pk).item
    assert item is not None
    assert item.question is not None
    assert {option.id for option in item.question.options if option.chosen} == set(right(version))
    assert (item.question.confidence, item.question.revealed) == ("unsure", False)
    secrets = [*reasons_of(version), "correct=True", "correct=False"]
    assert [text for text in secrets if text in repr(item)] == []


@pytest.mark.django_db
def test_the_options_stand_otherwise_at_the_next_showing() -> None:
    learner = LearnerFactory.create()
    memory = queued(learner, "q-k1-3")
    orders = set()
    for number in range(6):
        Memory.objects.filter(pk=memory.pk).update(reviews=number)
        item = page_of(learner).item
        assert item is not None
        assert item.question is not None
        orders.add(tuple(option.id for option in item.question.options))
    assert len(orders) > 1


@pytest.mark.django_db
def test_the_answer_to_a_question_is_shown_to_its_learner_only() -> None:
    learner = LearnerFactory.create()
    of_question = grade_question(
        memory=queued(learner, "q-k1-1"),
        sent=Sent(0),
        version_id=version_of("q-k1-1").pk,
        response=right(version_of("q-k1-1")),
        confidence=Confidence.SURE,
        token=uuid4(),
        now=NOON,
    )
    of_card = graded(queued(learner, "card-k1-1"))
    shown = review_shown(course(), learner, of_question.pk)
    assert shown is not None
    assert shown.question is not None
    assert (shown.question.id, shown.question.correct) == ("q-k1-1", True)
    assert review_shown(course(), learner, of_card.pk) is None
    assert review_shown(course(), learner, 10**9) is None
    assert review_shown(course(), LearnerFactory.create(), of_question.pk) is None


@pytest.mark.django_db
def test_one_query_for_the_answer_to_a_question(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    learner, found = LearnerFactory.create(), course()
    version = version_of("q-k1-1")
    made = grade_question(
        memory=queued(learner, "q-k1-1"),
        sent=Sent(0),
        version_id=version.pk,
        response=right(version),
        confidence=Confidence.SURE,
        token=uuid4(),
        now=NOON,
    )
    with django_assert_num_queries(1):
        assert review_shown(found, learner, made.pk) is not None


moments = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))

memories = st.builds(
    Remembered,
    stage=st.sampled_from(Stage),
    step=st.none() | st.integers(0, 9),
    stability=st.none() | st.floats(1e-6, 1e6),
    difficulty=st.none() | st.floats(1, 10),
    due_day=st.none() | st.dates(),
    due_at=st.none() | moments,
    last_at=st.none() | moments,
    last_day=st.none() | st.dates(),
    reviews=st.integers(0, 10**6),
    lapses=st.integers(0, 10**6),
)


@given(memory=memories)
def test_a_memory_as_json_is_the_same_memory(memory: Remembered) -> None:
    assert from_json(to_json(memory)) == memory


@settings(max_examples=25, deadline=None)
@given(memory=memories)
@pytest.mark.django_db
def test_a_memory_comes_out_of_the_database_as_it_went_in(memory: Remembered) -> None:
    with rolled_back():
        row = MemoryFactory.create(**to_json(memory) | {"due_at": memory.due_at, "last_at": memory.last_at})
        review = Review.objects.create(
            learner=row.learner,
            memory=row,
            number=0,
            stage=memory.stage,
            rating=3,
            reviewed_at=NOON,
            received_at=NOON,
            day=TODAY,
            before=to_json(memory),
            after={},
        )
        assert remembered(Memory.objects.get(pk=row.pk)) == memory
        assert from_json(Review.objects.get(pk=review.pk).before) == memory
