"""Memories between the database and the rules: rows, JSON, and a learner's schedule."""

from dataclasses import fields
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from studyapp.domain.memory import DEFAULT_PARAMETERS, Schedule, Stage
from studyapp.domain.memory import Memory as Remembered
from studyapp.models import Learner, Memory, Review
from studyapp.queries.prepared import objects_of


@lru_cache(maxsize=256)
def _schedule(
    zone: str,
    rollover_hour: int,
    desired_retention: float,
    learning_steps: tuple[int, ...],
    relearning_steps: tuple[int, ...],
    parameters: tuple[float, ...],
) -> Schedule:
    return Schedule(
        zone=ZoneInfo(zone),
        rollover_hour=rollover_hour,
        desired_retention=desired_retention,
        learning_steps=learning_steps,
        relearning_steps=relearning_steps,
        parameters=parameters,
    )


_DEFAULT = Schedule()


def schedule_of(learner: Learner | None) -> Schedule:
    """How this learner's memory is scheduled; the defaults for a visitor."""
    if learner is None:
        return _DEFAULT
    fitted = learner.parameter_set
    return _schedule(
        learner.time_zone,
        learner.rollover_hour,
        learner.desired_retention,
        tuple(learner.learning_steps),
        tuple(learner.relearning_steps),
        tuple(fitted.parameters) if fitted else DEFAULT_PARAMETERS,
    )


def memory_of(learner_id: int, pk: int) -> Memory | None:
    """An item in the queue of a learner, with its card or question."""
    rows = objects_of(
        "item of a learner",
        {"item": pk, "learner": learner_id},
        lambda own: Memory.objects.select_related("card", "question").filter(
            pk=own["item"], learner=own["learner"]
        ),
    )
    return next(iter(rows), None)


def review_by(learner_id: int, token: UUID) -> Review | None:
    """The review that was stored with this token, taken back since or not."""
    rows = objects_of(
        "review by a token",
        {"learner": learner_id, "token": token},
        lambda own: Review.objects.filter(learner=own["learner"], token=own["token"]),
    )
    return next(iter(rows), None)


def seed_of(memory: Memory) -> str:
    """The seed of this item's fuzz: the same for the preview on a button and for the result."""
    return f"memory:{memory.pk}"


_FIELDS = tuple(field.name for field in fields(Remembered))


def remembered(row: Memory) -> Remembered:
    """The row as the value the rules work on."""
    values = {name: getattr(row, name) for name in _FIELDS}
    return Remembered(**values | {"stage": Stage(row.stage)})


def to_row(value: Remembered) -> dict[str, Any]:
    """The value as the fields of a row."""
    return {name: getattr(value, name) for name in _FIELDS}


def to_json(value: Remembered) -> dict[str, Any]:
    """A memory as stored in a review."""
    return {
        name: item.isoformat() if isinstance(item, date) else item for name, item in to_row(value).items()
    }


def from_json(stored: dict[str, Any]) -> Remembered:
    """The inverse of `to_json`."""

    def moment(text: str | None) -> datetime | None:
        return None if text is None else datetime.fromisoformat(text)

    def day(text: str | None) -> date | None:
        return None if text is None else date.fromisoformat(text)

    return Remembered(
        stage=Stage(stored["stage"]),
        step=stored["step"],
        stability=stored["stability"],
        difficulty=stored["difficulty"],
        due_day=day(stored["due_day"]),
        due_at=moment(stored["due_at"]),
        last_at=moment(stored["last_at"]),
        last_day=day(stored["last_day"]),
        reviews=stored["reviews"],
        lapses=stored["lapses"],
        missed=stored.get("missed", False),  # reviews from before it was known do not hold it
    )
