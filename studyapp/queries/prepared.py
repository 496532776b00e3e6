"""Statements that the ORM builds once, asked again with other values.

To build and compile a query takes several times as long as a database takes to answer it. So it is built with
marks in the place of the values, and where the marks come out among the parameters is remembered, for each
thread and for each number of values. What comes back is what the ORM would have made of it.
"""

import re
import threading
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import FETCH_ONE, Field, Model, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.query import get_related_populators

type Kind = Field[Any, Any]
type One = int | str | date | datetime | UUID
type Values = Mapping[str, One | Sequence[One]]
type Make[Q: QuerySet[Any, Any]] = Callable[[Mapping[str, Any]], Q]

FEW = "/* few rows */ "  # studyapp.postgres reads it
MOST = 64  # statements a thread remembers
_EPOCH = datetime(1970, 1, 2, tzinfo=UTC)  # nothing here is so old
_NAMED = re.compile(r"%\((\w+)\)s")
_kept = threading.local()


class _Maker:
    """Makes an object of a row, as a queryset does."""

    def __init__(self, compiler: Any) -> None:
        info = compiler.klass_info
        self.model = info["model"]
        self.first, self.end = info["select_fields"][0], info["select_fields"][-1] + 1
        self.names = [column.target.attname for column, *_ in compiler.select[self.first : self.end]]
        self.joined = get_related_populators(info, compiler.select, "default", FETCH_ONE)
        self.added = tuple(compiler.annotation_col_map.items())

    def made(self, row: Sequence[Any]) -> Any:
        """With what is joined and added."""
        one = self.model.from_db("default", self.names, row[self.first : self.end])
        for part in self.joined:
            part.populate(row, one)
        for name, column in self.added:
            setattr(one, name, row[column])
        return one


@dataclass(frozen=True, slots=True)
class _Statement:
    """Compiled: its parameters, and for those that were marks the number of the value.

    `converters` make Python's values of the database's, by their column; `maker` makes objects of rows.
    """

    compiler: Any
    converters: Mapping[int, Any]
    maker: _Maker | None
    sql: str
    parameters: tuple[Any, ...]
    places: tuple[tuple[int, int], ...]

    def ask(self, values: Values, word: str = "") -> list[Sequence[Any]]:
        """The rows for these values. The word goes before the statement."""
        given = [adapted(value) for value in _flat(values)]
        parameters = list(self.parameters)
        for place, number in self.places:
            old = parameters[place]
            # psycopg is told the size of each whole number by its type.
            parameters[place] = type(old)(given[number]) if isinstance(old, int) else given[number]
        with connection.cursor() as cursor:
            cursor.execute(word + self.sql, parameters)
            rows = cursor.fetchall()
        return list(self.compiler.apply_converters(rows, self.converters)) if self.converters else rows


def rows_of(
    name: Hashable, values: Values, make: Make[QuerySet[Any, Any]], *, few: bool = False
) -> list[tuple[Any, ...]]:
    """The rows of `make(values)`, a queryset by `values_list` that depends on nothing but name and values.

    `make` must use every value, and may look at how many there are, never at what they are. Whole numbers are
    keys: of a smaller column Django knows without asking that it cannot hold a mark. `few` says that whatever
    the values are, it comes to few rows, each by an index: PostgreSQL may then plan even a union only once.
    """
    return [tuple(row) for row in _statement(name, values, make).ask(values, FEW if few else "")]


def objects_of[M: Model](name: Hashable, values: Values, make: Make[QuerySet[M, M]]) -> list[M]:
    """The same of a queryset of objects, with what `select_related` joins and `annotate` adds."""
    statement = _statement(name, values, make)
    assert statement.maker is not None, "a queryset by values_list makes no objects"
    return [statement.maker.made(row) for row in statement.ask(values)]


def by_hand(sql: str, values: Mapping[str, Any], kind: Kind) -> RawSQL:
    """A column written by hand, with values named as in `%(name)s`, in a query that the ORM builds."""
    given = [adapted(values[name]) for name in _NAMED.findall(sql)]
    return RawSQL(_NAMED.sub("%s", sql), given, kind)  # noqa: S611 (constants)


def _statement(name: Hashable, values: Values, make: Make[Any]) -> _Statement:
    known: dict[Hashable, _Statement] = _kept.__dict__.setdefault("statements", {})
    shape = tuple((key, len(value) if _is_many(value) else None) for key, value in values.items())  # type: ignore[arg-type]  # many have a length
    key = (connection.vendor, name, shape)
    if key not in known:
        if len(known) >= MOST:
            known.pop(next(iter(known)))
        known[key] = _compiled(values, make)
    return known[key]


def _compiled(values: Values, make: Make[Any]) -> _Statement:
    marks = [_mark(value, number) for number, value in enumerate(_flat(values))]
    left = iter(marks)
    marked = {
        key: [next(left) for _ in value] if _is_many(value) else next(left)  # type: ignore[union-attr]  # many can be gone through
        for key, value in values.items()
    }
    compiler = make(marked).query.get_compiler(connection.alias)
    sql, parameters = compiler.as_sql()
    known = {adapted(mark): number for number, mark in enumerate(marks)}
    places = tuple((n, known[one]) for n, one in enumerate(parameters) if _can_be(one) and one in known)
    if {number for _, number in places} != set(range(len(marks))):
        raise ValueError("a value is not among the parameters of its statement")
    converters = compiler.get_converters([column for column, *_ in compiler.select[: compiler.col_count]])
    maker = _Maker(compiler) if compiler.klass_info else None
    return _Statement(compiler, converters, maker, sql, tuple(parameters), places)


def _mark(value: One, number: int) -> One:
    match value:
        case datetime():
            return _EPOCH + timedelta(microseconds=number + 1)
        case date():
            return _EPOCH.date() + timedelta(days=number + 1)
        case UUID():
            return UUID(int=number + 1)
        case int():
            return -8_000_000_000_000_000 - number
        case _:
            return f"\x02{number}\x03"


def adapted(value: One | None) -> Any:
    """As a parameter of this database."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, UUID) and not connection.features.has_native_uuid_field:
        return value.hex
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value


def _flat(values: Values) -> list[Any]:
    return [one for value in values.values() for one in (value if _is_many(value) else (value,))]  # type: ignore[union-attr]  # many can be gone through


def _is_many(value: object) -> bool:
    return isinstance(value, (list, tuple))


def _can_be(parameter: object) -> bool:
    return isinstance(parameter, (int, str, date, UUID))
