"""What is in the database as values, so that two runs of one request can be compared; and what to forge."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.apps import apps
from django.db import models

BY_CHANCE = {"token", "session_data", "session_key", "expire_date", "key", "password", "date_joined"}
# What the server decides. No form of the site has a field of such a name and such a meaning.
FORGED: Mapping[str, str] = {
    "score": "1000",
    "scaled": "1000",
    "points": "1",
    "correct": "1",
    "passed": "1",
    "pass_mark": "100",
    "scored": "1",
    "user": "2",
    "user_id": "2",
    "learner": "2",
    "learner_id": "2",
    "attempt": "2",
    "attempt_id": "2",
    "pk": "2",
    "id": "2",
    "item": "2",
    "position": "3",
    "version_id": "2",
    "order": "a b",
    "deadline": "2099-01-01T00:00:00Z",
    "time_limit": "999999",
    "time_factor": "3",
    "factor": "3",
    "minutes": "999",
    "started_at": "2099-01-01T00:00:00Z",
    "submitted_at": "",
    "now": "2020-01-01T00:00:00Z",
    "at": "2020-01-01T00:00:00Z",
    "late": "0",
    "seed": "1",
    "blueprint": "{}",
    "unscored": "0",
    "review": "at_once",
    "session_tag": "aaaaaaaaaaaa",
    "heard": "[]",
    "kind": "extended",
    "is_staff": "on",
    "is_superuser": "on",
    "is_active": "on",
    "last_login": "2020-01-01T00:00:00Z",
    "date_joined": "2020-01-01T00:00:00Z",
    "email": "zap@evil.example",
    "created_at": "2020-01-01T00:00:00Z",
    "joined_at": "2020-01-01T00:00:00Z",
    "left_at": "2020-01-01T00:00:00Z",
    "removed": "on",
    "role": "owner",
    "owner": "2",
    "classroom": "2",
    "classroom_id": "2",
    "membership": "2",
    "membership_id": "2",
    "seat_code": "S000000009",
    "code_expires_at": "2099-01-01T00:00:00Z",
    "archived_at": "",
    "retired_at": "",
    "withdrawn_at": "",
    "pool": "exam",
    "stability": "9999",
    "due_day": "2099-01-01",
    "due_at": "2099-01-01T00:00:00Z",
    "reviews": "0",
    "undone_at": "",
    "phase": "revealed",
    "pseudonym": "zap",
    "tag": "zap",
    "slug": "zap",
    "digest": "zap",
    "staff": "2",
    "answered_by": "2",
}


def content_of(known: Mapping[str, int]) -> Mapping[str, Sequence[Mapping[str, Any]]]:
    """Every row as values; ids made since `known` are left out, for a rollback does not give them back."""
    return {model.__name__: [values(row, known) for row in rows_of(model)] for model in apps.get_models()}


def rows_of(model: type[models.Model]) -> models.QuerySet[Any]:
    """All of one table."""
    return model._base_manager.order_by("pk")


def values(row: models.Model, known: Mapping[str, int]) -> Mapping[str, Any]:
    """The fields of a row but for what chance decides."""
    found = {}
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        target = field.related_model if field.is_relation else type(row) if field.primary_key else None
        name = getattr(target, "__name__", "")
        is_new = isinstance(value, int) and value > known.get(name, 0)
        found[field.name] = "new" if name and is_new else value
    return {name: value for name, value in found.items() if name not in BY_CHANCE}


def highest() -> Mapping[str, int]:
    """The highest id of each table."""
    found = {
        model.__name__: model._base_manager.aggregate(top=models.Max("pk"))["top"]
        for model in apps.get_models()
    }
    return {name: top for name, top in found.items() if isinstance(top, int)}
