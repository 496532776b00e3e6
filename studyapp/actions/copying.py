"""Everything from one database into another, empty one: from SQLite on a desk to PostgreSQL on a server."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import batched
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connections, transaction
from django.db.models import GeneratedField, Model

BATCH = 1000
MADE_BY_MIGRATING = {"contenttypes.ContentType", "auth.Permission"}  # the same rows, under numbers of its own


class NotEmpty(Exception):
    """The other database holds something already; nothing was copied."""


class NotTheSame(Exception):
    """After copying a table differs; nothing was kept."""


@dataclass(frozen=True)
class Copied:
    """One table: how many rows, and a digest over all of them that both databases gave."""

    table: str
    rows: int
    digest: str


def copy_everything(*, source: str, target: str) -> tuple[Copied, ...]:
    """All rows of all tables, or none. Both aliases have every migration; the target holds no row yet.

    NotEmpty or NotTheSame, and then the target is as it was.
    """
    models = list(_models())
    for model in models:
        if model._base_manager.using(target).exists():
            raise NotEmpty(model._meta.db_table)
    # Foreign keys are checked at the end of the transaction, so the order of tables does not matter.
    with transaction.atomic(using=source), transaction.atomic(using=target):
        for model in models:
            _copy(model, source, target)
        _count_on(models, target)
        return tuple(_compared(model, source, target) for model in models)


def _models() -> Iterator[type[Model]]:
    """Every table with rows of its own, those between two tables among them."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy and model._meta.label not in MADE_BY_MIGRATING:
            yield model


def _copy(model: type[Model], source: str, target: str) -> None:
    rows = model._base_manager.using(source).order_by("pk").iterator(chunk_size=BATCH)
    for batch in batched(rows, BATCH, strict=False):
        model._base_manager.using(target).bulk_create(batch)


def _count_on(models: list[type[Model]], target: str) -> None:
    """The next row of each table gets a number that is free."""
    connection = connections[target]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def _compared(model: type[Model], source: str, target: str) -> Copied:
    here, there = _digest(model, source), _digest(model, target)
    if here != there:
        raise NotTheSame(model._meta.db_table)
    return Copied(model._meta.db_table, *here)


def _digest(model: type[Model], alias: str) -> tuple[int, str]:
    """How many rows, and SHA-256 over them, in the order of their numbers."""
    fields = [field.attname for field in model._meta.concrete_fields if not isinstance(field, GeneratedField)]
    total, count = hashlib.sha256(), 0
    rows = model._base_manager.using(alias).order_by("pk").values_list(*fields)
    for count, row in enumerate(rows.iterator(chunk_size=BATCH), start=1):  # noqa: B007 (counted at the end)
        total.update(_as_text(row).encode())
    return count, total.hexdigest()


def _as_text(row: tuple[Any, ...]) -> str:
    return json.dumps(row, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=True)
