"""Statements that the ORM builds once, asked again with other values.

To build and compile a union of eight small queries takes several times as long as a database takes to answer
it. So it is built with marks in the place of the values, and where the marks come out among the parameters is
remembered, for each thread and for each number of values. What comes back is what the ORM would have made of
it.
"""

import threading
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import QuerySet

type One = int | str | date | datetime
type Values = Mapping[str, One | Sequence[One]]
type Make = Callable[[Mapping[str, Any]], QuerySet[Any, Any]]

MOST = 64  # statements a thread remembers
_EPOCH = datetime(1970, 1, 2, tzinfo=UTC)  # nothing here is so old
_kept = threading.local()


@dataclass(frozen=True, slots=True)
class _Statement:
    """Compiled: its parameters, and for those that were marks the number of the value."""

    compiler: Any
    sql: str
    parameters: tuple[Any, ...]
    places: tuple[tuple[int, int], ...]


def rows_of(name: Hashable, values: Values, make: Make) -> list[tuple[Any, ...]]:
    """The rows of `make(values)`, a queryset by `values_list` that depends on nothing but name and values.

    `make` must use every value, and may look at how many there are, never at what they are. Whole numbers are
    keys: of a smaller column Django knows without asking that it cannot hold a mark.
    """
    statement = _statement(name, values, make)
    given = [_adapted(value) for value in _flat(values)]
    parameters = list(statement.parameters)
    for place, number in statement.places:
        old = parameters[place]
        # psycopg is told the size of each whole number by its type.
        parameters[place] = type(old)(given[number]) if isinstance(old, int) else given[number]
    with connection.cursor() as cursor:
        cursor.execute(statement.sql, parameters)
        rows = cursor.fetchall()
    return list(statement.compiler.results_iter(results=[rows], tuple_expected=True))


def _statement(name: Hashable, values: Values, make: Make) -> _Statement:
    known: dict[Hashable, _Statement] = _kept.__dict__.setdefault("statements", {})
    shape = tuple((key, len(value) if _is_many(value) else None) for key, value in values.items())  # type: ignore[arg-type]  # many have a length
    key = (connection.vendor, name, shape)
    if key not in known:
        if len(known) >= MOST:
            known.pop(next(iter(known)))
        known[key] = _compiled(values, make)
    return known[key]


def _compiled(values: Values, make: Make) -> _Statement:
    marks = [_mark(value, number) for number, value in enumerate(_flat(values))]
    left = iter(marks)
    marked = {
        key: [next(left) for _ in value] if _is_many(value) else next(left)  # type: ignore[union-attr]  # many can be gone through
        for key, value in values.items()
    }
    compiler = make(marked).query.get_compiler(connection.alias)
    sql, parameters = compiler.as_sql()
    known = {_adapted(mark): number for number, mark in enumerate(marks)}
    places = tuple((n, known[one]) for n, one in enumerate(parameters) if _can_be(one) and one in known)
    if {number for _, number in places} != set(range(len(marks))):
        raise ValueError("a value is not among the parameters of its statement")
    return _Statement(compiler, sql, tuple(parameters), places)


def _mark(value: One, number: int) -> One:
    match value:
        case datetime():
            return _EPOCH + timedelta(microseconds=number + 1)
        case date():
            return _EPOCH.date() + timedelta(days=number + 1)
        case int():
            return -8_000_000_000_000_000 - number
        case _:
            return f"\x02{number}\x03"


def _adapted(value: One) -> Any:
    """As a parameter of this database."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value


def _flat(values: Values) -> list[Any]:
    return [one for value in values.values() for one in (value if _is_many(value) else (value,))]  # type: ignore[union-attr]  # many can be gone through


def _is_many(value: object) -> bool:
    return isinstance(value, (list, tuple))


def _can_be(parameter: object) -> bool:
    return isinstance(parameter, (int, str, date))
