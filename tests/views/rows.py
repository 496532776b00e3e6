"""Every row of every table: what a request changed, and that it changed nothing else."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.apps import apps

type Rows = Mapping[str, Sequence[tuple[Any, ...]]]


def all_rows() -> Rows:
    """The rows of every model, sessions and many-to-many tables included, by the model's name."""
    return {
        model.__name__: list(model._base_manager.order_by("pk").values_list())
        for model in apps.get_models(include_auto_created=True)
    }


def changed(before: Rows) -> dict[str, int]:
    """The models whose rows are no longer what they were, with how many more there are now."""
    after = all_rows()
    return {name: len(after[name]) - len(rows) for name, rows in before.items() if after[name] != rows}


def changed_but_tries(before: Rows) -> dict[str, int]:
    """The same, apart from the count of tries: whoever fails at a password is counted."""
    return {name: more for name, more in changed(before).items() if name != "Throttle"}
