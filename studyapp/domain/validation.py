"""What an author wrote -> a frozen document, or Problems in words that an author understands."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from studyapp.domain.documents import HTTPS_URL, OBJECTIVE_ID, SLUG, Located, Problem
from studyapp.domain.pathdocuments import NEED
from studyapp.domain.yamltext import KeyPath, Value

_SHAPES: Mapping[str, str] = {
    SLUG: "must be lower-case letters and digits, words joined by single hyphens",
    OBJECTIVE_ID: "must be an objective id such as K1",
    HTTPS_URL: "must be an address that starts with https://",
    NEED: "must be the id of a control, or several with ' or ' between them",
}
_PHRASES: Mapping[str, str] = {
    "string_type": "must be a text; put it in quotes",
    "string_too_short": "is empty",
    "string_too_long": "is too long: at most {max_length} characters",
    "too_short": "needs at least {min_length}",
    "literal_error": "must be {expected}",
    "tuple_type": "must be a list",
    "model_type": "must be a group of keys",
    "mapping_type": "must be a group of keys",
    "greater_than_equal": "must be {ge} or more",
    "less_than_equal": "must be {le} or less",
}


@dataclass(frozen=True)
class Written:
    """The keys an author wrote in one place of a file. `line_of` knows the line of each key path."""

    file: str
    values: Mapping[str, Value]
    line_of: Callable[[KeyPath], int]

    def problem(self, path: KeyPath, message: str) -> Problem:
        """A Problem on the line of the key at `path`."""
        return Problem(file=self.file, line=self.line_of(path), message=message)


def build[D: Located](
    model: type[D], written: Written, derived: Mapping[str, object]
) -> tuple[D | None, tuple[Problem, ...]]:
    """The document that `written` and `derived` make, or None and every reason why not.

    `derived` holds the fields that come from the rest of the file (a body, options, line numbers); an
    author may not write them as keys. Faults of derived fields are reported at the start of `written`.
    """
    reserved = {"file", *derived} | ({"line"} & set(model.model_fields))
    known = [name for name in _written_names(model) if name not in reserved]
    problems = [
        written.problem((key,), _unknown(key, known))
        for key in written.values
        if key in reserved or key not in known
    ]
    values = {key: value for key, value in written.values.items() if key in known}
    try:
        document = model.model_validate({**values, **derived, "file": written.file})
    except ValidationError as error:
        problems += [_problem_of(detail, model, written) for detail in error.errors(include_url=False)]
        return None, tuple(problems)
    return (None if problems else document), tuple(problems)


def _written_names(model: type[BaseModel]) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()]


def _unknown(key: str, known: list[str]) -> str:
    near = get_close_matches(key, known, n=1)
    return f"unknown key '{key}'" + (f"; did you mean '{near[0]}'?" if near else "")


def _problem_of(detail: ErrorDetails, model: type[BaseModel], written: Written) -> Problem:
    path: KeyPath = tuple(part for part in detail["loc"] if part != "[key]")
    names = [part for part in path if isinstance(part, str)]
    name = f"'{names[-1]}'" + (f" in '{names[0]}'" if len(names) > 1 else "") if names else "this"
    match detail["type"]:
        case "missing":
            return written.problem(path[:-1], f"missing key {name}")
        case "extra_forbidden":
            # {title: Left, right} reads as two keys; nobody means that.
            hint = "; put a text with a comma in quotes" if detail["input"] is None else ""
            return written.problem(path, f"unknown key {name}{hint}")
    return written.problem(path, f"{name} {_phrase(detail)}")


def _phrase(detail: ErrorDetails) -> str:
    context = detail.get("ctx", {})
    kind = detail["type"]
    if kind == "string_pattern_mismatch":
        return _SHAPES.get(context["pattern"], "has the wrong shape")
    if kind.startswith("date"):
        return "must be a date such as 2026-11-23"
    if kind.startswith("int"):
        return "must be a whole number"
    if kind in _PHRASES:
        return _PHRASES[kind].format(**context)
    return f"is not valid: {detail['msg']}"
