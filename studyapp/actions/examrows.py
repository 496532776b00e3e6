"""The rows of a save, by hand: sitting and question in one locked read, the question, a line of the log.

Everything a save does besides who is asking; and the questions of a paper, which everybody begins in the same
second. Through the ORM it would cost several times as much as the bare
update of a row; `bench sitting` shows the whole.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from django.db import connection, models

from studyapp.models import Attempt, AttemptEvent, AttemptItem, QuestionVersion

type Column = models.Field[Any, Any]
type Fields = tuple[Column, ...]
type Converters = tuple[Callable[[Any, Any, Any], Any], ...]

# What a save needs of each; whoever asks such an object for more is given it by another query.
_PARTS: tuple[tuple[type[models.Model], str, frozenset[str]], ...] = (
    (Attempt, "attempt", frozenset({"id", "learner", "started_at", "deadline", "submitted_at"})),
    (AttemptItem, "item", frozenset(field.name for field in AttemptItem._meta.concrete_fields)),
    (QuestionVersion, "version", frozenset({"id", "kind", "body"})),
)


def held(attempt: Attempt, position: int) -> tuple[Attempt, AttemptItem] | None:
    """A question of a sitting with its version, as they stand now, until the transaction ends; or None.

    `attempt` says which and whose, and nothing else of it is believed. Both rows are locked: under PostgreSQL
    a row that is only joined would be read as it was before the wait.
    """
    if not (attempt.pk < 2**63 and position < 2**15):
        return None  # more than a column holds, so there is no such row
    with connection.cursor() as cursor:
        cursor.execute(_select(), [attempt.pk, attempt.learner_id, position])
        row = cursor.fetchone()
    if row is None:
        return None
    found, values = [], iter(row)
    for model, names, converters in _readers():
        read = [_converted(next(values), own) for own in converters]
        found.append(model.from_db("default", names, read))
    sitting, item, version = found
    assert isinstance(sitting, Attempt)
    assert isinstance(item, AttemptItem)
    assert isinstance(version, QuestionVersion)
    item.attempt, item.version = sitting, version
    return sitting, item


def put(item: AttemptItem, names: tuple[str, ...]) -> None:
    """Write these fields of a question."""
    fields, statement = _update(names)
    values = [field.get_db_prep_save(getattr(item, field.attname), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, item.pk])


def append(rows: Sequence[AttemptEvent] | Sequence[AttemptItem]) -> None:
    """Store lines of the log, or the questions of a new paper. What is stored is not told its number."""
    fields, statement = _insert(type(rows[0]), len(rows))
    values = [
        field.get_db_prep_save(getattr(row, field.attname), connection) for row in rows for field in fields
    ]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@lru_cache(maxsize=1)
def _fields() -> tuple[Fields, ...]:
    return tuple(
        tuple(field for field in model._meta.concrete_fields if field.name in names)
        for model, _, names in _PARTS
    )


@lru_cache(maxsize=1)
def _readers() -> tuple[tuple[type[models.Model], list[str], tuple[Converters, ...]], ...]:
    """Of each row the names of its fields, and what makes of each column what the ORM would make of it."""
    return tuple(
        (model, [field.attname for field in fields], tuple(_converters(field) for field in fields))
        for (model, _, _), fields in zip(_PARTS, _fields(), strict=True)
    )


def _converters(field: Column) -> Converters:
    column = field.get_col(field.model._meta.db_table)
    return (*connection.ops.get_db_converters(column), *field.get_db_converters(connection))


def _converted(value: Any, converters: Converters) -> Any:
    for convert in converters:
        value = convert(value, None, connection)
    return value


@lru_cache(maxsize=1)
def _select() -> str:
    columns = ", ".join(
        f'{alias}."{field.column}"'
        for (_, alias, _), fields in zip(_PARTS, _fields(), strict=True)
        for field in fields
    )
    lock = " FOR UPDATE OF attempt, item" if connection.features.has_select_for_update else ""
    return (
        f"SELECT {columns} FROM studyapp_attempt attempt"  # noqa: S608 (names of fields)
        " JOIN studyapp_attemptitem item ON item.attempt_id = attempt.id"
        " JOIN studyapp_questionversion version ON version.id = item.version_id"
        f" WHERE attempt.id = %s AND attempt.learner_id = %s AND item.position = %s{lock}"
    )


@lru_cache(maxsize=4)
def _update(names: tuple[str, ...]) -> tuple[Fields, str]:
    fields = tuple(field for field in AttemptItem._meta.concrete_fields if field.name in names)
    changes = ", ".join(f'"{field.column}" = %s' for field in fields)
    return fields, f"UPDATE studyapp_attemptitem SET {changes} WHERE id = %s"  # noqa: S608 (names of fields)


@lru_cache(maxsize=8)
def _insert(model: type[models.Model], count: int) -> tuple[Fields, str]:
    fields = tuple(field for field in model._meta.concrete_fields if not field.primary_key)
    columns = ", ".join(f'"{field.column}"' for field in fields)
    row = f"({', '.join(['%s'] * len(fields))})"
    rows = ", ".join([row] * count)
    return fields, f"INSERT INTO {model._meta.db_table} ({columns}) VALUES {rows}"  # noqa: S608 (names of fields)
