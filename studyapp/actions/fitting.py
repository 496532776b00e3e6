"""Fitting FSRS weights to a learner."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction

from studyapp.domain import fitting
from studyapp.domain.memory import DEFAULT_PARAMETERS
from studyapp.models import Learner, Memory, ParameterSet
from studyapp.queries.fitting import histories

type Optimizer = Callable[[Sequence[Sequence[tuple[int, int]]]], Sequence[float]]
BATCH = 500


class TooFewReviews(Exception):
    """There is not enough to fit on yet; `needed` more reviews are."""

    def __init__(self, needed: int) -> None:
        super().__init__(f"{needed} reviews more")
        self.needed = needed


def fit(*, learner: Learner, optimizer: Optimizer, name: Callable[[], str], now: datetime) -> ParameterSet:
    """Fit on the older reviews, test on the newer ones, keep the result, and use it if it is better.

    `optimizer` is called outside any transaction: it takes its time. `name` says which one it is. Due days
    stay; stability and difficulty are worked out anew when a set is adopted. Raises TooFewReviews.
    """
    past = histories(learner.pk)
    needed = fitting.still_needed(past.values())
    if needed:
        raise TooFewReviews(needed)
    since = fitting.held_out_from(list(past.values()))
    seen = fitting.sequences(past.values(), before=since)
    weights = tuple(optimizer(seen.items))
    used = tuple(learner.parameter_set.parameters) if learner.parameter_set else DEFAULT_PARAMETERS
    before, held_out = fitting.log_loss(used, past.values(), since=since)
    after, _ = fitting.log_loss(weights, past.values(), since=since)
    with transaction.atomic():
        Learner.objects.select_for_update().get(pk=learner.pk)  # two fits at once get two numbers
        made = ParameterSet.objects.create(
            learner=learner,
            number=1 + ParameterSet.objects.filter(learner=learner).count(),
            parameters=list(weights),
            optimizer=name(),
            fitted_at=now,
            fitted_on=len(seen.items),
            held_out=held_out,
            loss_before=before,
            loss_after=after,
            adopted=fitting.is_better(before=before, after=after),
        )
        if made.adopted:
            _adopt(learner, made)
    return made


@transaction.atomic
def use_defaults(*, learner: Learner) -> None:
    """Back to the weights everybody begins with. The sets that were fitted stay on record."""
    Learner.objects.filter(pk=learner.pk).update(parameter_set=None)
    _work_out(learner, DEFAULT_PARAMETERS)


def _adopt(learner: Learner, made: ParameterSet) -> None:
    Learner.objects.filter(pk=learner.pk).update(parameter_set=made)
    _work_out(learner, made.parameters)


def _work_out(learner: Learner, weights: Sequence[float]) -> None:
    """Stability and difficulty of everything under these weights, from all reviews up to this moment."""
    rows = []
    list(Memory.objects.select_for_update().filter(learner=learner).values_list("pk"))  # a grade waits
    for pk, history in histories(learner.pk).items():
        memory = fitting.replayed(weights, history)
        rows.append(Memory(pk=pk, stability=memory.stability, difficulty=memory.difficulty))
    Memory.objects.bulk_update(rows, ["stability", "difficulty"], batch_size=BATCH)
