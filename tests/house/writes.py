"""Only actions write. Read from the spelling of calls, since types are not known here:

- `.update(…)` counts where it is given names only (`update(due=day)`), as a queryset's always is and a set's
  or a hash's never; a `dict` is extended with `|` instead of `update(key=…)`.
- An action may be called `save`: what is called on a name imported from actions is one.
- What a relation's `.add()`, `.set()`, `.remove()` and `.clear()` do looks like a set and is not seen.
"""

import ast
from collections.abc import Iterable

from tests.house.imports import begins, origin
from tests.house.sources import Source, calls, dotted

WRITERS = ("actions", "migrations")
WRITING = {
    "bulk_create",
    "bulk_update",
    "create",
    "create_superuser",
    "create_user",
    "delete",
    "get_or_create",
    "save",
    "update_or_create",
}
NOT_MODELS = {"cache", "request.session"}  # these have a delete and a save of their own
RECORDER = "studyapp.actions.answers"  # the only module that may make an Answer, or delete one
NOT_SAID = {"learner", "token"}  # whose an Answer is: the one thing about it that the recorder may change


def writes(found: Iterable[Source]) -> list[str]:
    """Every call outside actions and migrations that looks like a write to the database."""
    return [
        source.at(call, f"only actions may call {dotted(call.func)}")
        for source in found
        if source.room not in WRITERS
        for call in calls(source.tree)
        if is_write(call) and dotted(call.func).split(".")[0] not in names_of_actions(source)
    ]


def names_of_actions(source: Source) -> set[str]:
    """What a file calls the modules and functions it imports from actions."""
    return {
        alias.asname or alias.name.split(".")[-1]
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ImportFrom) and begins(origin(source, node), "studyapp.actions")
        for alias in node.names
    }


def is_write(call: ast.Call) -> bool:
    """Whether a call is spelled like a write, its asynchronous twin included."""
    owner, _, method = dotted(call.func).rpartition(".")
    if not owner or owner in NOT_MODELS:
        return False
    if method in {"update", "aupdate"}:
        return bool(call.keywords) and not call.args
    return method in WRITING or (method[:1] == "a" and method[1:] in WRITING)


def answer_writers(found: Iterable[Source]) -> list[str]:
    """Every place but the recorder that makes, hands over or deletes an Answer, and all that change one."""
    faults = []
    for source in found:
        for call in calls(source.tree) if source.room != "migrations" else ():
            *owner, method = dotted(call.func).split(".")
            if not ("Answer" in owner or "answers" in owner or method == "Answer"):
                continue
            if method.lstrip("a") in {"update", "delete", "bulk_update"} and is_write(call):
                if source.name == RECORDER and (method == "delete" or changes_whose(call)):
                    continue
                faults.append(source.at(call, "an Answer is never changed or deleted"))
            elif source.name != RECORDER and (method == "Answer" or is_write(call)):
                faults.append(source.at(call, "only actions.answers.record makes an Answer"))
    return faults


def changes_whose(call: ast.Call) -> bool:
    """Whether an `update` leaves everything that an Answer says as it is."""
    names = {keyword.arg for keyword in call.keywords}
    return dotted(call.func).endswith(".update") and names <= NOT_SAID
