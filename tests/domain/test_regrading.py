"""Results under repaired keys: who gains, who is spared, and that taking back leaves no trace."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.domain.grading import InvalidResponse, Key, Response
from studyapp.domain.regrading import (
    KINDS,
    Kind,
    PaperItem,
    Regraded,
    Ruling,
    accepted,
    answers_after,
    in_force,
    is_right,
    lower,
    regrade,
)

FIGURES = json.loads((Path(__file__).parents[1] / "vectors" / "item_analysis.json").read_text())
LETTERS = ("a", "b", "c", "d")
SINGLE = Key("single", LETTERS, (), ("a",))
MULTIPLE = Key("multiple", LETTERS, (), ("a", "b"))
ORDERING = Key("ordering", LETTERS, (), LETTERS)
MATCHING = Key("matching", ("l", "m"), ("x", "y"), ("l=x", "m=y"))


def paper(*responses: str, scored: bool = True) -> list[PaperItem]:
    """Single-answer questions numbered from 0, all with the key "a"; "" is no answer."""
    return [PaperItem(n, "K1", SINGLE, (one,) if one else (), scored) for n, one in enumerate(responses)]


def rule(text: int, kind: Kind, *answers: str, number: int = 1, never_lower: bool = False) -> Ruling:
    return Ruling(number, text, kind, tuple((answer,) for answer in answers), never_lower)


def points(found: Regraded) -> tuple[int, int]:
    return found.score.right, found.score.total


def test_the_agreed_example_of_a_wrong_key() -> None:
    example = FIGURES["example_1_single_answer_wrong_key"]["input"]
    changes = FIGURES["example_1b_same_answers_key_corrected"]["score_changes_caused_by_regrade"]
    found = []
    for candidate, row in enumerate(example["responses"]):
        items = [
            PaperItem(n, "K1", Key("single", ("A", "B", "C", "D"), (), (key,)), (one,) if one else ())
            for n, (one, key) in enumerate(zip(row, example["key"], strict=True))
        ]
        result = regrade(items, [rule(4, "key", "A")], pass_mark=750)
        if result.score != result.written:
            found.append(
                {"candidate": candidate, "before": result.written.right, "after": result.score.right}
            )
    assert found == changes


@pytest.mark.parametrize(
    ("ruling", "given", "wanted"),
    [
        (rule(0, "key", "b"), "a", (1, 3)),
        (rule(0, "key", "b"), "b", (2, 3)),
        (rule(0, "also", "a", "b"), "a", (2, 3)),
        (rule(0, "also", "a", "b"), "b", (2, 3)),
        (rule(0, "also", "a", "b"), "c", (1, 3)),
        (rule(0, "dropped"), "a", (1, 2)),
        (rule(0, "dropped"), "c", (1, 2)),
        (rule(0, "credit"), "c", (2, 3)),
        (rule(0, "credit"), "", (2, 3)),
        (rule(0, "key", "b", never_lower=True), "a", (2, 3)),
        (rule(0, "key", "b", never_lower=True), "b", (2, 3)),
        (rule(9, "key", "b"), "a", (2, 3)),
    ],
)
def test_what_each_kind_does(ruling: Ruling, given: str, wanted: tuple[int, int]) -> None:
    assert points(regrade(paper(given, "a", "c"), [ruling], pass_mark=750)) == wanted


def test_the_steps_tell_what_each_ruling_did() -> None:
    rulings = [rule(1, "credit", number=2), rule(0, "key", "b", number=1), rule(7, "credit", number=3)]
    found = regrade(paper("b", "c"), rulings, pass_mark=750)
    assert [(step.ruling.number, step.before.right, step.after.right, step.kept) for step in found.steps] == [
        (1, 0, 1, False),
        (2, 1, 2, False),
    ]
    assert (found.written.right, found.score.right) == (0, 2)


def test_a_dropped_question_that_would_lower_a_score_stays_with_never_lower() -> None:
    items = paper("a", "a", "c", "c")
    assert points(regrade(items, [rule(0, "dropped")], pass_mark=750)) == (1, 3)
    kept = regrade(items, [rule(0, "dropped", never_lower=True)], pass_mark=750)
    assert (points(kept), kept.steps[0].kept) == ((2, 4), True)


def test_the_last_question_that_counts_cannot_be_dropped() -> None:
    found = regrade(paper("a"), [rule(0, "dropped")], pass_mark=750)
    assert (points(found), found.steps[0].kept) == ((1, 1), True)


def test_a_pilot_changes_no_score() -> None:
    items = [*paper("a"), replace(paper("b")[0], text=5, scored=False)]
    found = regrade(items, [rule(5, "key", "b")], pass_mark=750)
    assert (points(found), found.steps[0].before) == ((1, 1), found.steps[0].after)


def test_what_is_right() -> None:
    assert [is_right(SINGLE, (one,)) for one in LETTERS] == [True, False, False, False]
    both = Ruling(1, 0, "also", (("a", "b"), ("a", "c")))
    assert is_right(MULTIPLE, ("a", "c"), both)
    assert not is_right(MULTIPLE, ("b", "c"), both)
    turned = Ruling(1, 0, "key", (LETTERS[::-1],))
    assert is_right(ORDERING, LETTERS[::-1], turned)
    assert not is_right(ORDERING, LETTERS, turned)
    assert is_right(MATCHING, ("l=y", "m=y"), Ruling(1, 0, "key", (("l=y", "m=y"),)))
    assert accepted(SINGLE) == (("a",),)
    assert accepted(SINGLE, rule(0, "credit")) == (("a",),)


@pytest.mark.parametrize(
    ("key", "kind", "response", "present", "wanted"),
    [
        (SINGLE, "key", ("b",), None, (("b",),)),
        (SINGLE, "also", ("b",), None, (("a",), ("b",))),
        (SINGLE, "also", ("c",), rule(0, "also", "a", "b"), (("a",), ("b",), ("c",))),
        (SINGLE, "key", ("a",), rule(0, "key", "b"), (("a",),)),
        (SINGLE, "key", ("a",), rule(0, "credit"), (("a",),)),
        (SINGLE, "dropped", ("b",), None, ()),
        (SINGLE, "credit", (), None, ()),
        (MULTIPLE, "key", ("d", "c"), None, (("c", "d"),)),
    ],
)
def test_what_is_accepted_from_then_on(
    key: Key, kind: Kind, response: Response, present: Ruling | None, wanted: tuple[Response, ...]
) -> None:
    assert answers_after(key, kind, response, present) == wanted


@pytest.mark.parametrize(
    ("key", "kind", "response", "present", "sentence"),
    [
        (SINGLE, "key", (), None, "Choose an option."),
        (SINGLE, "key", ("a",), None, "This answer is the key already. Choose another one."),
        (SINGLE, "also", ("a",), None, "This answer is right already. Choose the one that is right as well."),
        (SINGLE, "key", ("b",), rule(0, "key", "b"), "This answer is the key already. Choose another one."),
        (SINGLE, "key", ("z",), None, "One of your choices does not belong to this question."),
        (MULTIPLE, "key", ("a",), None, "Choose 2 options, as the question asks for."),
        (ORDERING, "also", (), None, "Answer it first."),
    ],
)
def test_what_no_ruling_can_be(
    key: Key, kind: Kind, response: Response, present: Ruling | None, sentence: str
) -> None:
    with pytest.raises(InvalidResponse) as refused:
        answers_after(key, kind, response, present)
    assert str(refused.value) == sentence


answers = st.lists(st.sampled_from(("", *LETTERS)), min_size=1, max_size=8)
kinds = st.sampled_from(KINDS)


@st.composite
def histories(draw: st.DrawFn) -> list[Ruling]:
    """Some decisions about the first five texts, in order."""
    made = []
    for number in range(draw(st.integers(0, 6))):
        kind: Kind = draw(kinds)
        count = {"key": 1, "also": 2}.get(kind, 0)
        options = draw(st.permutations(LETTERS))[:count]
        made.append(
            rule(draw(st.integers(0, 4)), kind, *options, number=number, never_lower=draw(st.booleans()))
        )
    return made


many = settings(max_examples=200, deadline=None)


@many
@given(given_=answers, history=histories())
def test_never_lower_never_lowers(given_: list[str], history: list[Ruling]) -> None:
    careful = [replace(ruling, never_lower=True) for ruling in history]
    found = regrade(paper(*given_), careful, pass_mark=750)
    assert all(not lower(step.after, step.before) for step in found.steps)
    assert found.score.scaled >= found.written.scaled
    assert found.score.passed or not found.written.passed


@many
@given(given_=answers, history=histories(), data=st.data())
def test_a_ruling_taken_back_is_as_if_it_had_never_been(
    given_: list[str], history: list[Ruling], data: st.DataObject
) -> None:
    items = paper(*given_)
    last = Ruling(99, data.draw(st.integers(0, 4)), "credit")
    before = regrade(items, history, pass_mark=750)
    with_it = regrade(items, [*history, last], pass_mark=750)
    assert with_it.steps[: len(before.steps)] == before.steps
    assert regrade(items, history, pass_mark=750) == before
    if with_it.steps != before.steps:
        assert with_it.steps[-1].before == before.score  # what taking it back leads to


@many
@given(given_=answers, history=histories(), seed=st.randoms(use_true_random=False))
def test_the_newest_about_a_text_is_what_counts(
    given_: list[str], history: list[Ruling], seed: st.DataObject
) -> None:
    """Unless somebody is spared, or nothing would be left to score, earlier ones leave no trace."""
    plain = [replace(ruling, never_lower=False) for ruling in history if ruling.kind != "dropped"]
    turned = list(plain)
    seed.shuffle(turned)  # type: ignore[attr-defined]  # it is a Random
    items = paper(*given_)
    found = regrade(items, turned, pass_mark=750)
    assert found == regrade(items, plain, pass_mark=750)
    assert found.score == regrade(items, list(in_force(plain).values()), pass_mark=750).score
