"""Weights fitted to a learner: kept, adopted only if better, and the memories follow."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from studyapp import fitter
from studyapp.actions.fitting import TooFewReviews, fit, use_defaults
from studyapp.domain.memory import DEFAULT_PARAMETERS, Rating
from studyapp.models import Card, Learner, Memory, ParameterSet
from studyapp.queries.fitting import fit_state, histories
from studyapp.queries.memories import schedule_of
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, MemoryFactory, graded
from tests.queries.queues import DAY

pytestmark = pytest.mark.django_db

QUICK = (
    *(weight * 0.2 for weight in DEFAULT_PARAMETERS[:4]),
    *DEFAULT_PARAMETERS[4:],
)  # forgets five times as fast


def forgetful(monkeypatch: pytest.MonkeyPatch) -> Learner:
    """Somebody who forgets at every second review; forty predictions are enough for this test."""
    monkeypatch.setattr("studyapp.domain.fitting.FEWEST", 40)
    learner = LearnerFactory.create()
    for n, card in enumerate(Card.objects.order_by("pk")[:10]):
        memory = MemoryFactory.create(learner=learner, card=card, added_at=NOON - 60 * DAY)
        for k in range(6):
            rating = Rating.GOOD if (n + k) % 2 else Rating.AGAIN
            graded(memory, rating, NOON - (50 - 7 * k) * DAY + timedelta(minutes=n))
    return learner


def fitted(learner: Learner, weights: Sequence[float]) -> ParameterSet:
    fresh = Learner.objects.select_related("parameter_set").get(pk=learner.pk)
    return fit(learner=fresh, optimizer=lambda items: weights, name=lambda: "test 1", now=NOON)


def test_a_better_set_is_kept_and_used_and_the_memories_follow(monkeypatch: pytest.MonkeyPatch) -> None:
    learner = forgetful(monkeypatch)
    due = dict(Memory.objects.values_list("pk", "due_day"))
    stability = dict(Memory.objects.values_list("pk", "stability"))
    made = fitted(learner, QUICK)
    stored = ParameterSet.objects.get()
    assert stored == made
    assert (stored.number, stored.parameters, stored.optimizer, stored.fitted_at) == (
        1,
        list(QUICK),
        "test 1",
        NOON,
    )
    assert (stored.fitted_on, stored.held_out) == (40, 10)
    assert stored.loss_after < stored.loss_before
    assert stored.adopted
    fresh = Learner.objects.get()
    assert fresh.parameter_set == stored
    assert schedule_of(fresh).parameters == QUICK
    assert dict(Memory.objects.values_list("pk", "due_day")) == due
    after = dict(Memory.objects.values_list("pk", "stability"))
    assert all((after[pk] or 0) < (before or 0) for pk, before in stability.items())
    assert fit_state(fresh).own


def test_a_set_that_is_no_better_is_kept_but_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    learner = forgetful(monkeypatch)
    before = list(Memory.objects.order_by("pk").values())
    fitted(learner, DEFAULT_PARAMETERS)
    stored = ParameterSet.objects.get()
    assert (stored.adopted, stored.loss_after == stored.loss_before) == (False, True)
    assert Learner.objects.get().parameter_set is None
    assert list(Memory.objects.order_by("pk").values()) == before


def test_a_second_fit_is_measured_against_the_set_in_use(monkeypatch: pytest.MonkeyPatch) -> None:
    learner = forgetful(monkeypatch)
    first = fitted(learner, QUICK)
    second = fitted(learner, DEFAULT_PARAMETERS)
    assert (second.number, second.adopted, second.loss_before) == (2, False, first.loss_after)
    assert Learner.objects.get().parameter_set == first


def test_the_defaults_come_back_as_they_were(monkeypatch: pytest.MonkeyPatch) -> None:
    learner = forgetful(monkeypatch)
    before = {row["id"]: row for row in Memory.objects.values()}
    fitted(learner, QUICK)
    use_defaults(learner=learner)
    assert Learner.objects.get().parameter_set is None
    assert ParameterSet.objects.count() == 1
    for row in Memory.objects.values():
        assert row["stability"] == pytest.approx(before[row["id"]]["stability"])
        assert row["difficulty"] == pytest.approx(before[row["id"]]["difficulty"])


def test_with_too_few_reviews_nothing_is_fitted() -> None:
    learner = LearnerFactory.create()
    memory = MemoryFactory.create(learner=learner)
    graded(memory, Rating.EASY, NOON - 9 * DAY)
    graded(memory, Rating.GOOD, NOON)
    with pytest.raises(TooFewReviews) as few:
        fitted(learner, QUICK)
    assert few.value.needed == 399
    assert ParameterSet.objects.count() == 0
    assert (fit_state(learner).needed, fit_state(learner).own, fit_state(learner).last) == (399, False, None)


def test_a_review_taken_back_is_not_fitted_on() -> None:
    memory = MemoryFactory.create()
    made = graded(memory)
    graded(memory, now=NOON + DAY)
    made.__class__.objects.filter(number=1).update(undone_at=NOON)
    assert [len(history) for history in histories(memory.learner_id).values()] == [1]


def test_the_optimizer_runs_in_a_process_of_its_own() -> None:
    assert fitter.is_there(), "the test group installs it"
    items = [[(3, 0), (3 if n % 5 else 1, 1 + n % 9)] for n in range(200)]
    weights = fitter.fit(items)
    assert len(weights) == len(DEFAULT_PARAMETERS)
    assert fitter.name().startswith("fsrs-rs-python ")


def test_an_optimizer_that_is_missing_or_fails_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(fitter.NoOptimizer, match="gave up"):
        fitter.fit([[(9, 0), (9, -1)]])
    monkeypatch.setattr(fitter, "PACKAGE", "nowhere_to_be_found")
    with pytest.raises(fitter.NoOptimizer, match="comes with the extra"):
        fitter.fit([])
