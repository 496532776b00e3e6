"""The frozen shape of a question: what is stored of a version, shown to a learner, and graded against."""

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from studyapp.domain.documents import Question
from studyapp.domain.grading import Key
from studyapp.domain.markup import plain_text, unwrapped

Body = Mapping[str, Any]


def digest_of(question: Question) -> str:
    """SHA-256 of all that a learner reads or is graded by; a new digest means a new version."""
    parts = (*question.choices, *question.steps, *question.pairs)
    told = {
        "kind": question.kind,
        "stem": question.stem,
        "takeaway": question.takeaway,
        "parts": [part.model_dump(mode="json", exclude={"line"}) for part in parts],
    }
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def part_id(question_id: str, side: str, text: str) -> str:
    """An id that gives nothing away: neither the written place nor the pair the text belongs to."""
    return hashlib.sha256(f"{question_id}\n{side}\n{text}".encode()).hexdigest()[:8]


def body_of(question: Question, render: Callable[[str, int], str]) -> Body:
    """What is stored of the options. `render` turns markdown, written at a line, into HTML."""

    def label(text: str, line: int) -> str:
        return unwrapped(render(text, line))  # stands in a <label>, which may hold no paragraph

    def name(side: str, text: str) -> str:
        return part_id(question.id, side, text)

    if question.kind == "ordering":
        return {
            "steps": [
                {"id": name("step", s.text), "html": label(s.text, s.line), "why": render(s.why, s.line)}
                for s in question.steps
            ]
        }
    if question.kind == "matching":
        return {
            "pairs": [
                {
                    "id": name("left", p.left),
                    "html": label(p.left, p.line),
                    "target": name("right", p.right),
                    "why": render(p.why, p.line),
                }
                for p in question.pairs
            ],
            "targets": [
                {"id": name("right", p.right), "text": plain_text(render(p.right, p.line))}
                for p in question.pairs
            ],
        }
    return {
        "choices": [
            {
                "id": name("choice", c.text),
                "html": label(c.text, c.line),
                "correct": c.correct,
                "why": render(c.why, c.line),
            }
            for c in question.choices
        ]
    }


def key_of(kind: str, body: Body) -> Key:
    """The grading key of a stored version."""
    if kind == "ordering":
        steps = tuple(step["id"] for step in body["steps"])
        return Key(kind="ordering", options=steps, targets=(), answer=steps)
    if kind == "matching":
        return Key(
            kind="matching",
            options=tuple(pair["id"] for pair in body["pairs"]),
            targets=tuple(target["id"] for target in body["targets"]),
            answer=tuple(sorted(f"{pair['id']}={pair['target']}" for pair in body["pairs"])),
        )
    choices = body["choices"]
    return Key(
        kind="single" if kind == "single" else "multiple",
        options=tuple(choice["id"] for choice in choices),
        targets=(),
        answer=tuple(sorted(choice["id"] for choice in choices if choice["correct"])),
    )


def ids_to_shuffle(kind: str, body: Body) -> tuple[str, ...]:
    """The ids whose order on the page is drawn: choices, steps, or the right sides of pairs.

    Sorted, so that the drawn order does not depend on the order the author wrote them in.
    """
    side = {"ordering": "steps", "matching": "targets"}.get(kind, "choices")
    return tuple(sorted(part["id"] for part in body[side]))
