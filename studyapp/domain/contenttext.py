"""Questions in the format of the course's own files (`docs/authoring.md`), several in one text.

Each begins with its keys between two lines of ---, the first of which is `id`. Keys may be missing.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import cast

from pydantic import Field

from studyapp.domain import questiontext, yamltext
from studyapp.domain.documentparts import HttpsUrl, Located, ObjectiveId, Slug
from studyapp.domain.documents import Choice, Kind, Pair, Problem, Step
from studyapp.domain.exchange import Fault, Found, Item, Part, Written, limited, refusal, tidy
from studyapp.domain.sourcelines import Line, lines_of
from studyapp.domain.validation import Written as WrittenKeys
from studyapp.domain.validation import build

_FILE = "questions"
_BEGINS = re.compile(r"id:(\s|$)")
_IGNORED = ("section", "idea", "pool", "checked")  # the course's own; they mean nothing in a class


class Keys(Located):
    """What may stand above a question; all but the kind may be left out."""

    id: Slug | None = None
    kind: Kind
    objectives: tuple[ObjectiveId, ...] = ()
    lesson: Slug | None = None
    difficulty: int | None = Field(ge=1, le=4, default=None)
    sources: tuple[HttpsUrl, ...] = ()


def write(items: tuple[Item, ...]) -> Written:
    """One text. A question that would be read as another one is left out and told."""
    texts, faults = [], []
    for item in items:
        whole = completed(item)
        nameless = replace(whole, id="")
        # With another one after it: a fence that nothing closes takes the next question in.
        if read(f"{said(whole)}\n{said(nameless)}").items == (whole, nameless):
            texts.append(said(item))
        else:
            faults.append(Fault(0, "It holds lines that mean something else in this format.", item.id))
    return Written("\n".join(texts), tuple(faults))


def completed(item: Item) -> Item:
    """The same with something in each place that may not stay empty: to see how the rest is read."""
    parts = tuple(replace(part, why=part.why or "?") for part in item.parts)
    return replace(item, parts=parts, takeaway=item.takeaway or "?")


def said(item: Item) -> str:
    """The file of one question, as far as it is known."""
    keys = [f"id: {_plain(item.id)}".rstrip(), f"kind: {item.kind}"]
    if item.objectives:
        keys.append(f"objectives: [{', '.join(item.objectives)}]")
    if item.lesson:
        keys.append(f"lesson: {_plain(item.lesson)}")
    if item.difficulty:
        keys.append(f"difficulty: {item.difficulty}")
    if item.sources:
        keys.append(f"sources: {json.dumps(item.sources, ensure_ascii=False)}")
    return "\n".join(["---", *keys, "---", body(item), ""])


def _plain(slug: str) -> str:
    """Quoted if YAML would take it for a number or a word of its own."""
    return slug if not slug or yamltext.plain_value(slug) == slug else f'"{slug}"'


def body(item: Item) -> str:
    """The text under the keys: stem, options with their reasons, takeaway."""
    parts = "\n".join(_part(item.kind, number, part) for number, part in enumerate(item.parts, start=1))
    return f"{item.stem}\n\n{parts}\n\n{questiontext.TAKEAWAY} {item.takeaway}".rstrip() + "\n"


def read(text: str) -> Found:
    """The questions of a text, each with its faults in the lines of the whole."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    refused = refusal(text)
    if refused:
        return Found((), (refused,))
    above, blocks = _blocks(text)
    faults = [Fault(1, "Text before the first question: a question begins with --- and its id.")] * above
    items = []
    for first_line, block in blocks:
        item, found = _question(block, first_line)
        faults += found
        items += [item] if item is not None else []
    return limited(items, faults)


def read_body(text: str, keys: Item) -> tuple[Item | None, tuple[Problem, ...]]:
    """What was typed under the keys that are known already."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    found = questiontext.read(plain, kind=keys.kind, file=keys.id or _FILE, first_line=1)
    return (None if found.problems else _filled(keys, found)), found.problems


def _filled(keys: Item, body: questiontext.QuestionBody) -> Item:
    fields = body.fields
    parts = [part for name in _MAKERS for part in _parts(name, fields.get(name, []))]
    return replace(
        keys,
        stem=tidy(str(fields["stem"])),
        takeaway=tidy(str(fields["takeaway"])),
        stem_line=cast(int, fields["stem_line"]),
        takeaway_line=cast(int, fields["takeaway_line"]),
        parts=tuple(parts),
    )


def _parts(name: str, rows: object) -> list[Part]:
    return [_MAKERS[name](row) for row in cast(list[dict[str, object]], rows)]


def _choice(row: dict[str, object]) -> Part:
    one = Choice.model_validate(row)
    return Part(one.text, one.why, one.correct, line=one.line)


def _step(row: dict[str, object]) -> Part:
    one = Step.model_validate(row)
    return Part(one.text, one.why, line=one.line)


def _pair(row: dict[str, object]) -> Part:
    one = Pair.model_validate(row)
    return Part(one.left, one.why, right=one.right, line=one.line)


_MAKERS: Mapping[str, Callable[[dict[str, object]], Part]] = {
    "choices": _choice,
    "steps": _step,
    "pairs": _pair,
}


def _part(kind: Kind, number: int, part: Part) -> str:
    mark = {"ordering": f"{number}. ", "matching": "- "}.get(kind, "- [x] " if part.correct else "- [ ] ")
    text = f"{part.text} => {part.right}" if kind == "matching" else part.text
    first, *rest = text.split("\n")
    why = [f"> {line}".rstrip() for line in part.why.split("\n")] if part.why else []
    return "\n".join([f"{mark}{first}", *(f"  {line}" if line else "" for line in (*rest, *why))])


def _blocks(text: str) -> tuple[bool, list[tuple[int, str]]]:
    """Whether something stands above the first question; of each question its first line and its text."""
    lines = list(lines_of(text))
    starts = [at for at, (line, following) in enumerate(pairwise(lines)) if _starts(line, following)]
    above = any(not line.blank for line in lines[: starts[0] if starts else len(lines)])
    ends = [*starts[1:], len(lines)] if starts else []
    blocks = [
        (lines[start].number, "\n".join(line.text for line in lines[start:end]))
        for start, end in zip(starts, ends, strict=True)
    ]
    return above, blocks


def _starts(line: Line, following: Line) -> bool:
    return not line.fenced and line.text.rstrip() == "---" and _BEGINS.match(following.text) is not None


def _question(block: str, first_line: int) -> tuple[Item | None, list[Fault]]:
    lines = block.split("\n")
    end = next((at for at, line in enumerate(lines) if at and line.rstrip() == "---"), 0)
    if not end:
        return None, [Fault(first_line, "Its keys end with a line of --- of their own.")]
    front = yamltext.read("\n".join(lines[1:end]), file=_FILE, first_line=first_line + 1)
    if not isinstance(front.value, dict):
        faults = [Fault(problem.line, problem.message) for problem in front.problems]
        return None, faults or [Fault(first_line, "Its keys are lines of `key: value`.")]
    values = {name: value for name, value in front.value.items() if name not in _IGNORED}
    written = WrittenKeys(_FILE, {k: v for k, v in values.items() if v is not None}, front.line_of)
    keys, wrong = build(Keys, written, {})
    name = values.get("id")
    called = name if isinstance(name, str) else ""
    read_under = questiontext.read(
        "\n".join(lines[end + 1 :]), kind=values.get("kind"), file=_FILE, first_line=first_line + end + 1
    )
    problems = (*front.problems, *wrong, *read_under.problems)
    if keys is None or problems:
        return None, [Fault(p.line, p.message, called) for p in problems]
    return _filled(_known(keys, first_line), read_under), []


def _known(keys: Keys, line: int) -> Item:
    return Item(
        kind=keys.kind,
        stem="",
        parts=(),
        id=keys.id or "",
        objectives=keys.objectives,
        lesson=keys.lesson or "",
        difficulty=keys.difficulty or 0,
        sources=keys.sources,
        line=line,
    )
