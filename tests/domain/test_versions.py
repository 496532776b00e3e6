"""The frozen shape of a question: its digest, its stored body and its key."""

from collections.abc import Callable
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.documents import Choice, Pair, Question, Step
from studyapp.domain.grading import Key
from studyapp.domain.versions import body_of, digest_of, ids_to_shuffle, key_of, part_id
from tests.domain.samplecourse import choice, choices, matching, ordering, question

MULTIPLE = question(
    "tls-multi", kind="multiple", choices=[choice("a", correct=True), choice("b"), choice("c", correct=True)]
)
EVERY_KIND = [question(), MULTIPLE, ordering(), matching()]

every_kind = pytest.mark.parametrize("asked", EVERY_KIND, ids=lambda asked: asked.kind)


def render(text: str, line: int) -> str:
    """Stands in for the markdown: shows what was rendered, and from which line."""
    return f"<p>{text} @{line}</p>"


@every_kind
@pytest.mark.parametrize(
    "facts",
    [
        {"id": "other"},
        {"file": "questions/other/tls-a.md", "line": 9, "stem_line": 8, "takeaway_line": 7},
        {"objectives": ["S1"]},
        {"lesson": "other"},
        {"difficulty": 1},
        {"pool": "exam"},
        {"sources": ["https://other.example.org/"]},
        {"checked": "2020-01-01"},
    ],
    ids=lambda facts: next(iter(facts)),
)
def test_facts_about_a_question_are_not_its_text(asked: Question, facts: dict[str, object]) -> None:
    other = Question.model_validate(asked.model_dump() | facts)
    assert other != asked
    assert digest_of(other) == digest_of(asked)


@every_kind
def test_the_lines_of_a_file_are_not_its_text(asked: Question) -> None:
    def moved[Part: (Choice, Step, Pair)](parts: tuple[Part, ...]) -> tuple[Part, ...]:
        return tuple(part.model_copy(update={"line": part.line + 5}) for part in parts)

    parts = {
        "choices": moved(asked.choices),
        "steps": moved(asked.steps),
        "pairs": moved(asked.pairs),
    }
    assert digest_of(asked.model_copy(update=parts)) == digest_of(asked)


def variants() -> list[Question]:
    """One question of each kind and everything that changes what a learner reads or is graded by."""
    first, *rest = choices()
    step, *steps = ordering().steps
    pair, *pairs = matching().pairs
    return [
        question(),
        question(stem="Another stem?"),
        question(takeaway="Another takeaway."),
        question(kind="multiple"),
        question(choices=[first.model_copy(update={"text": "other"}), *rest]),
        question(choices=[first.model_copy(update={"why": "Other."}), *rest]),
        question(choices=choices(key=1)),
        question(choices=[*rest, first]),
        question(choices=rest),
        ordering(),
        ordering(steps=[step.model_copy(update={"text": "other"}), *steps]),
        ordering(steps=[step.model_copy(update={"why": "Other."}), *steps]),
        ordering(steps=[*steps, step]),
        matching(),
        matching(pairs=[pair.model_copy(update={"left": "other"}), *pairs]),
        matching(pairs=[pair.model_copy(update={"right": "other"}), *pairs]),
        matching(pairs=[pair.model_copy(update={"why": "Other."}), *pairs]),
    ]


def test_every_change_of_the_text_is_another_digest() -> None:
    digests = [digest_of(variant) for variant in variants()]
    assert digests == [digest_of(variant) for variant in variants()]
    assert len(set(digests)) == len(digests)


def test_a_digest_stays_what_it_is() -> None:
    """Another one for the same text would give every question a new version."""
    asked = question(stem="A stem?", takeaway="Remember.", choices=[choice("a", correct=True), choice("b")])
    assert digest_of(asked) == "be48f509a722bed015bb2bea5b380f7efb2083987d26cb966c8ea7e684e2a79a"


def test_a_part_has_an_id_of_its_question_its_side_and_its_text() -> None:
    made = [
        part_id(*words)
        for words in (("q", "left", "a"), ("q", "right", "a"), ("q", "left", "b"), ("p", "left", "a"))
    ]
    assert len(set(made)) == 4
    assert all(len(name) == 8 and int(name, 16) >= 0 for name in made)
    assert part_id("q", "left", "a") == made[0]


def test_the_body_of_a_single_question() -> None:
    asked = question(choices=[choice("first", line=12), choice("second", correct=True, line=14)])
    assert body_of(asked, render) == {
        "choices": [
            {
                "id": part_id("tls-a", "choice", "first"),
                "html": "first @12",
                "correct": False,
                "why": "<p>Why first. @12</p>",
            },
            {
                "id": part_id("tls-a", "choice", "second"),
                "html": "second @14",
                "correct": True,
                "why": "<p>Why second. @14</p>",
            },
        ]
    }


def test_the_body_of_an_ordering_question() -> None:
    asked = ordering(
        steps=[Step(text="one", why="Why one.", line=3), Step(text="two", why="Why two.", line=5)]
    )
    assert body_of(asked, render) == {
        "steps": [
            {"id": part_id("tls-order", "step", "one"), "html": "one @3", "why": "<p>Why one. @3</p>"},
            {"id": part_id("tls-order", "step", "two"), "html": "two @5", "why": "<p>Why two. @5</p>"},
        ]
    }


def test_the_body_of_a_matching_question_has_plain_text_on_the_right() -> None:
    pair = Pair(left="one", right="side", why="Why.", line=3)

    def marked(text: str, line: int) -> str:
        return f"<p><em>{text}</em> &amp; more</p>"

    right = part_id("tls-match", "right", "side")
    assert body_of(matching(pairs=[pair]), marked) == {
        "pairs": [
            {
                "id": part_id("tls-match", "left", "one"),
                "html": "<em>one</em> &amp; more",
                "target": right,
                "why": "<p><em>Why.</em> &amp; more</p>",
            }
        ],
        "targets": [{"id": right, "text": "side & more"}],
    }


def test_more_than_one_paragraph_stays_as_it_is() -> None:
    asked = question(choices=[choice("first", correct=True)])
    body = body_of(asked, lambda text, line: "<p>one</p>\n<p>two</p>")
    assert body["choices"][0]["html"] == "<p>one</p>\n<p>two</p>"


def test_the_key_of_every_kind() -> None:
    def name(slug: str, side: str, text: str) -> str:
        return part_id(slug, side, text)

    one = key_of("single", body_of(question(choices=choices(key=2)), render))
    texts = ("first thing", "other stuff", "third place", "final stage")
    options = tuple(name("tls-a", "choice", text) for text in texts)
    assert one == Key("single", options, (), (options[2],))
    letters = tuple(name("tls-multi", "choice", text) for text in "abc")
    several = key_of("multiple", body_of(MULTIPLE, render))
    assert several == Key("multiple", letters, (), tuple(sorted((letters[0], letters[2]))))
    steps = tuple(name("tls-order", "step", f"Step {at}") for at in range(4))
    assert key_of("ordering", body_of(ordering(), render)) == Key("ordering", steps, (), steps)
    lefts = tuple(name("tls-match", "left", f"Left {at}") for at in range(3))
    rights = tuple(name("tls-match", "right", f"Right {at}") for at in range(3))
    pairs = tuple(sorted(f"{left}={right}" for left, right in zip(lefts, rights, strict=True)))
    assert key_of("matching", body_of(matching(), render)) == Key("matching", lefts, rights, pairs)


@pytest.mark.parametrize(
    ("kind", "make"),
    [
        ("single", lambda order: question(choices=[choices()[at] for at in order])),
        ("ordering", lambda order: ordering(steps=[ordering().steps[at] for at in order])),
    ],
)
def test_what_is_shuffled_does_not_depend_on_the_order_written(
    kind: str, make: Callable[[tuple[int, ...]], Question]
) -> None:
    found = {ids_to_shuffle(kind, body_of(make(order), render)) for order in permutations(range(4))}
    assert len(found) == 1
    assert list(found.pop()) == sorted(key_of(kind, body_of(make((0, 1, 2, 3)), render)).options)


@given(order=st.permutations(range(3)), sides=st.permutations(range(3)))
def test_the_right_sides_do_not_tell_which_pair_they_are_of(order: list[int], sides: list[int]) -> None:
    def paired(lefts: list[int], rights: list[int]) -> Question:
        return matching(
            pairs=[
                Pair(left=f"Left {left}", right=f"Right {right}", why="Why.", line=1)
                for left, right in zip(lefts, rights, strict=True)
            ]
        )

    plain, other = body_of(paired([0, 1, 2], [0, 1, 2]), render), body_of(paired(order, sides), render)
    assert ids_to_shuffle("matching", other) == ids_to_shuffle("matching", plain)
    assert sorted(pair["id"] for pair in other["pairs"]) == sorted(pair["id"] for pair in plain["pairs"])
