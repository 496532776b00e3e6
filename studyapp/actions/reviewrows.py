"""The two rows that every grade writes, by hand: the memory as it is now, and the review.

The statements are put together once a process. Through the ORM putting them together again for every grade
costs more than everything else about it; `bench queue` shows the whole.
"""

from functools import lru_cache
from typing import Any

from django.db import connection, models

from studyapp.domain.memory import Memory as Remembered
from studyapp.models import Memory, Review
from studyapp.queries.memories import to_row

type Fields = tuple[models.Field[Any, Any], ...]


def advance(memory: Memory, after: Remembered, *, expected: int) -> bool:
    """Move a memory on, unless somebody else did: only a row with `expected` reviews is written."""
    fields, statement = _update()
    row = to_row(after)
    values = [field.get_db_prep_save(row[field.name], connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, memory.pk, expected])
        written: int = cursor.rowcount
    return written == 1


def append(review: Review) -> Review:
    """Store a review that has no row yet, and tell it its id."""
    fields, statement = _insert()
    values = [field.get_db_prep_save(getattr(review, field.attname), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        (review.pk,) = cursor.fetchone()
    review._state.adding = False
    review._state.db = "default"
    return review


@lru_cache(maxsize=1)
def _update() -> tuple[Fields, str]:
    names = set(to_row(Remembered()))
    fields = tuple(field for field in Memory._meta.concrete_fields if field.name in names)
    changes = ", ".join(f'"{field.column}" = %s' for field in fields)
    return fields, f"UPDATE studyapp_memory SET {changes} WHERE id = %s AND reviews = %s"  # noqa: S608 (constants)


@lru_cache(maxsize=1)
def _insert() -> tuple[Fields, str]:
    fields = tuple(
        field for field in Review._meta.concrete_fields if not field.primary_key and not field.generated
    )
    columns = ", ".join(f'"{field.column}"' for field in fields)
    places = ", ".join(["%s"] * len(fields))
    return fields, f"INSERT INTO studyapp_review ({columns}) VALUES ({places}) RETURNING id"  # noqa: S608 (constants)
