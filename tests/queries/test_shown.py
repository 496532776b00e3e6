"""A question as a page shows it. Before the reveal, nothing in it depends on the key."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.domain.grading import Response
from studyapp.domain.versions import Body, ids_to_shuffle, key_of
from studyapp.queries.shown import QuestionText, ShownOption, ShownPair, ShownQuestion, ShownTarget, show

KINDS = ("single", "multiple", "ordering", "matching")
SECRETS = ("SECRET-WHY", "SECRET-TAKEAWAY", "secret.example.org", "2026-11-01", "datetime.date")
REVEALED = ("correct=True", "correct=False", "right_place=1", "right_place=2")


def body_of(kind: str, key: Sequence[int]) -> Body:
    """Three options, steps or pairs: `key` names the right ones, their order or their right sides."""
    names = "abc"
    if kind == "ordering":
        return {"steps": [part(names[n]) for n in key]}
    if kind == "matching":
        targets = [{"id": f"t{name}", "text": f"side {name}"} for name in names]
        pairs = [part(name) | {"target": f"t{names[n]}"} for name, n in zip(names, key, strict=True)]
        return {"pairs": pairs, "targets": targets}
    return {"choices": [part(name) | {"correct": n in key} for n, name in enumerate(names)]}


def part(name: str) -> dict[str, Any]:
    return {"id": name, "html": f"text {name}", "why": f"<p>SECRET-WHY {name}</p>"}


def text_of(kind: str, key: Sequence[int]) -> QuestionText:
    return QuestionText(
        question_id=7,
        version_id=8,
        slug="q-one",
        kind=kind,
        stem_html="<p>The stem</p>",
        body=body_of(kind, key),
        takeaway_html="<p>SECRET-TAKEAWAY</p>",
        difficulty=3,
        sources=("https://secret.example.org/page", "https://secret.example.org/other"),
        checked=date(2026, 11, 1),
        lesson_url="/lessons/first/",
        lesson_title="First lesson",
    )


def keys_of(kind: str) -> list[tuple[int, ...]]:
    """Every key a question of this kind may have; of a multiple one, all with two right options."""
    if kind == "single":
        return [(0,), (1,), (2,)]
    if kind == "multiple":
        return [(0, 1), (0, 2), (1, 2)]
    return list(permutations(range(3)))


def order_of(text: QuestionText) -> tuple[str, ...]:
    return ids_to_shuffle(text.kind, text.body)


def responses_to(text: QuestionText) -> list[Response]:
    """No answer, the key, and other answers of its shape."""
    answers = [key_of(text.kind, body_of(text.kind, key)).answer for key in keys_of(text.kind)]
    return [(), *answers]


@pytest.mark.parametrize("kind", KINDS)
def test_before_the_reveal_nothing_depends_on_the_key(kind: str) -> None:
    one, *others = [text_of(kind, key) for key in keys_of(kind)]
    for response in responses_to(one):
        shown = show(one, order=order_of(one), prefix="q1", response=response, confidence="sure")
        for other in others:
            again = show(other, order=order_of(one), prefix="q1", response=response, confidence="sure")
            assert again == shown


@pytest.mark.parametrize("kind", KINDS)
def test_before_the_reveal_no_reason_is_anywhere_in_the_object(kind: str) -> None:
    for key in keys_of(kind):
        text = text_of(kind, key)
        for response in responses_to(text):
            told = repr(show(text, order=order_of(text), prefix="q1", response=response))
            assert [secret for secret in (*SECRETS, *REVEALED) if secret in told] == []
            assert "The stem" in told


@pytest.mark.parametrize("kind", KINDS)
def test_after_the_reveal_every_reason_is_there(kind: str) -> None:
    text = text_of(kind, keys_of(kind)[0])
    told = repr(show(text, order=order_of(text), prefix="q1", reveal=True))
    expected = [*(f"SECRET-WHY {name}" for name in "abc"), "SECRET-TAKEAWAY", "secret.example.org"]
    assert [secret for secret in expected if secret not in told] == []


def test_a_single_question_before_the_reveal() -> None:
    shown = show(
        text_of("single", (1,)), order=("c", "a", "b"), prefix="q3", response=("a",), confidence="guess"
    )
    assert shown == ShownQuestion(
        id="q-one",
        kind="single",
        prefix="q3",
        stem_html="<p>The stem</p>",
        choose=1,
        options=(
            ShownOption("c", "A", "text c", False, None, None, None, ""),
            ShownOption("a", "B", "text a", True, None, None, None, ""),
            ShownOption("b", "C", "text b", False, None, None, None, ""),
        ),
        pairs=(),
        targets=(),
        places=(),
        answered=True,
        revealed=False,
        correct=None,
        confidence="guess",
        takeaway_html="",
        sources=(),
        checked=None,
        lesson_url="/lessons/first/",
        lesson_title="First lesson",
        difficulty=3,
        version_id=None,
    )


def test_a_single_question_after_the_reveal() -> None:
    text = text_of("single", (1,))
    before = show(text, order=("c", "a", "b"), prefix="q3", response=("a",))
    after = show(text, order=("c", "a", "b"), prefix="q3", response=("a",), reveal=True)
    assert after == replace(
        before,
        options=(
            ShownOption("c", "A", "text c", False, None, False, None, "<p>SECRET-WHY c</p>"),
            ShownOption("a", "B", "text a", True, None, False, None, "<p>SECRET-WHY a</p>"),
            ShownOption("b", "C", "text b", False, None, True, None, "<p>SECRET-WHY b</p>"),
        ),
        revealed=True,
        correct=False,
        takeaway_html="<p>SECRET-TAKEAWAY</p>",
        sources=(
            ("https://secret.example.org/page", "secret.example.org"),
            ("https://secret.example.org/other", "secret.example.org"),
        ),
        checked=date(2026, 11, 1),
        version_id=8,
    )


def test_a_multiple_question_says_how_many_to_choose() -> None:
    text = text_of("multiple", (0, 2))
    shown = show(text, order=("a", "b", "c"), prefix="q", response=("a", "c"), reveal=True)
    assert (shown.choose, shown.correct) == (2, True)
    assert [(option.chosen, option.correct) for option in shown.options] == [
        (True, True),
        (False, False),
        (True, True),
    ]


def test_steps_have_the_place_given_and_after_the_reveal_the_right_one() -> None:
    text = text_of("ordering", (2, 0, 1))  # c, a, b
    before = show(text, order=("a", "b", "c"), prefix="q", response=("a", "c", "b"))
    assert before.places == (1, 2, 3)
    assert [(step.id, step.place, step.chosen) for step in before.options] == [
        ("a", 1, False),
        ("b", 3, False),
        ("c", 2, False),
    ]
    after = show(text, order=("a", "b", "c"), prefix="q", response=("a", "c", "b"), reveal=True)
    assert [(step.right_place, step.correct) for step in after.options] == [
        (2, False),
        (3, True),
        (1, False),
    ]
    assert after.correct is False
    assert show(text, order=("a", "b", "c"), prefix="q", response=("c", "a", "b"), reveal=True).correct


def test_pairs_have_the_side_given_and_after_the_reveal_the_right_one() -> None:
    text = text_of("matching", (1, 0, 2))
    before = show(text, order=("tc", "ta", "tb"), prefix="q", response=("a=tb", "b=tc", "c=ta"))
    assert before.targets == (
        ShownTarget("tc", "side c"),
        ShownTarget("ta", "side a"),
        ShownTarget("tb", "side b"),
    )
    assert before.pairs == (
        ShownPair("a", "text a", "tb", None, "", ""),
        ShownPair("b", "text b", "tc", None, "", ""),
        ShownPair("c", "text c", "ta", None, "", ""),
    )
    after = show(text, order=("tc", "ta", "tb"), prefix="q", response=("a=tb", "b=tc", "c=ta"), reveal=True)
    assert after.pairs == (
        ShownPair("a", "text a", "tb", True, "side b", "<p>SECRET-WHY a</p>"),
        ShownPair("b", "text b", "tc", False, "side a", "<p>SECRET-WHY b</p>"),
        ShownPair("c", "text c", "ta", False, "side c", "<p>SECRET-WHY c</p>"),
    )
    assert (after.options, after.places, after.correct) == ((), (), False)


@pytest.mark.parametrize("kind", KINDS)
def test_a_question_left_out_is_revealed_as_not_right(kind: str) -> None:
    text = text_of(kind, keys_of(kind)[0])
    shown = show(text, order=order_of(text), prefix="q", reveal=True)
    assert (shown.answered, shown.correct) == (False, False)
    assert not any(option.chosen or option.place for option in shown.options)
    assert not any(pair.chosen for pair in shown.pairs)


@settings(max_examples=30, deadline=None)
@given(data=st.data(), kind=st.sampled_from(KINDS), reveal=st.booleans())
def test_the_drawn_order_moves_options_and_changes_nothing_else(
    data: st.DataObject, kind: str, reveal: bool
) -> None:
    text = text_of(kind, data.draw(st.sampled_from(keys_of(kind))))
    response = data.draw(st.sampled_from(responses_to(text)))
    order = data.draw(st.permutations(order_of(text)))
    plain = show(text, order=order_of(text), prefix="q", response=response, reveal=reveal)
    moved = show(text, order=order, prefix="q", response=response, reveal=reveal)
    assert [side.id for side in moved.targets or moved.options] == order
    assert {replace(option, letter="") for option in moved.options} == {
        replace(option, letter="") for option in plain.options
    }
    assert set(moved.targets) == set(plain.targets)
    assert replace(moved, options=(), targets=()) == replace(plain, options=(), targets=())


def test_what_is_no_pair_is_shown_as_not_chosen() -> None:
    shown = show(text_of("matching", (0, 1, 2)), order=("ta", "tb", "tc"), prefix="q", response=("nonsense",))
    assert [pair.chosen for pair in shown.pairs] == [None, None, None]
