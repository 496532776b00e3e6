"""What may be answered, what it is worth, and which rating it gives."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.domain.documents import Kind
from studyapp.domain.grading import (
    NO_ANSWER,
    Confidence,
    Grade,
    InvalidResponse,
    Key,
    Response,
    check_response,
    grade,
    rating,
)
from studyapp.domain.memory import Rating

FIGURES = json.loads((Path(__file__).parents[1] / "vectors" / "item_analysis.json").read_text())
MULTI_RESPONSE = FIGURES["extra_multi_response"]["cases"]

SINGLE = Key("single", ("a", "b", "c"), (), ("b",))
MULTIPLE = Key("multiple", ("A", "B", "C", "D", "E"), (), ("A", "C"))
ORDERING = Key("ordering", ("s1", "s2", "s3"), (), ("s3", "s1", "s2"))
MATCHING = Key("matching", ("l1", "l2", "l3"), ("r1", "r2"), ("l1=r2", "l2=r1", "l3=r2"))
KEYS = (SINGLE, MULTIPLE, ORDERING, MATCHING)


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.kind)
def test_the_answer_is_right_and_no_answer_is_not(key: Key) -> None:
    parts = len(key.answer)
    assert grade(key, key.answer) == Grade(points=1, out_of=1, correct=True, right_parts=parts, parts=parts)
    assert grade(key, NO_ANSWER) == Grade(points=0, out_of=1, correct=False, right_parts=0, parts=parts)
    assert check_response(key, ()) == NO_ANSWER


@pytest.mark.parametrize("case", MULTI_RESPONSE, ids=lambda case: "".join(case["chosen"]) or "none")
def test_multiple_response_is_all_or_nothing(case: dict[str, Any]) -> None:
    key = Key("multiple", tuple("ABCDE"[: case["n_options"]]), (), tuple(case["key"]))
    result = grade(key, tuple(case["chosen"]))
    assert result.points / result.out_of == case["exact"]
    assert result.correct is (case["exact"] == 1.0)


@pytest.mark.parametrize("case", MULTI_RESPONSE, ids=lambda case: "".join(case["chosen"]) or "none")
def test_multiple_response_takes_no_more_options_than_asked_for(case: dict[str, Any]) -> None:
    chosen = tuple(case["chosen"])
    if len(chosen) <= len(case["key"]):
        assert check_response(MULTIPLE, chosen) == chosen
    else:
        with pytest.raises(InvalidResponse, match=r"^Choose no more than 2 options\.$"):
            check_response(MULTIPLE, chosen)


@pytest.mark.parametrize(
    ("key", "response", "right_parts"),
    [
        (SINGLE, ("a",), 0),
        (MULTIPLE, ("A",), 1),
        (MULTIPLE, ("A", "B"), 1),
        (MULTIPLE, ("B", "D"), 0),
        (MULTIPLE, ("A", "B", "C"), 1),  # possible after a key repair: two found, one too many
        (MULTIPLE, ("A", "B", "C", "D", "E"), 0),
        (ORDERING, ("s3", "s2", "s1"), 1),
        (ORDERING, ("s1", "s2", "s3"), 0),
        (MATCHING, ("l1=r2", "l2=r2", "l3=r2"), 2),
        (MATCHING, ("l1=r1", "l2=r2", "l3=r1"), 0),
    ],
)
def test_parts_are_feedback_and_give_no_points(key: Key, response: Response, right_parts: int) -> None:
    assert grade(key, response) == Grade(
        points=0, out_of=1, correct=False, right_parts=right_parts, parts=len(key.answer)
    )


def test_a_response_to_the_key_before_its_repair_is_graded() -> None:
    repaired = Key("single", ("A", "B", "C"), (), ("A",))
    assert grade(repaired, ("A", "C")).points == 0
    assert grade(repaired, ("gone",)).points == 0


@pytest.mark.parametrize(
    ("key", "response", "normal"),
    [
        (SINGLE, ("a",), ("a",)),
        (MULTIPLE, ("C", "A"), ("A", "C")),
        (MULTIPLE, ("E",), ("E",)),
        (ORDERING, ("s2", "s1", "s3"), ("s2", "s1", "s3")),
        (MATCHING, ("l3=r1", "l1=r1", "l2=r2"), ("l1=r1", "l2=r2", "l3=r1")),
    ],
)
def test_normal_form(key: Key, response: Response, normal: Response) -> None:
    assert check_response(key, response) == normal


def test_pairs_are_sorted_by_their_left_side() -> None:
    # As whole strings, "tls-1=x" would come before "tls=x".
    key = Key("matching", ("tls", "tls-1"), ("x",), ("tls=x", "tls-1=x"))
    assert check_response(key, ("tls-1=x", "tls=x")) == ("tls=x", "tls-1=x")


UNKNOWN = "One of your choices does not belong to this question."


@pytest.mark.parametrize(
    ("key", "response", "message"),
    [
        (SINGLE, ("x",), UNKNOWN),
        (SINGLE, ("a", "b"), "Choose one option."),
        (SINGLE, ("a", "a"), "Choose one option."),
        (MULTIPLE, ("A", "x"), UNKNOWN),
        (MULTIPLE, ("A", "A"), "Choose an option once."),
        (MULTIPLE, ("A", "B", "C"), "Choose no more than 2 options."),
        (ORDERING, ("s1", "s2", "x"), UNKNOWN),
        (ORDERING, ("s1", "s2"), "Give every step a place."),
        (ORDERING, ("s1", "s2", "s2"), "Give every step a place of its own."),
        (ORDERING, ("s1", "s2", "s3", "s1"), "Give every step a place of its own."),
        (MATCHING, ("l1=r1", "l2=r2"), "Match every item."),
        (MATCHING, ("l1=r1", "l1=r2", "l2=r1"), "Match every item only once."),
        (MATCHING, ("l1=r1", "l2=r2", "x=r1"), UNKNOWN),
        (MATCHING, ("l1=r1", "l2=r2", "l3=x"), UNKNOWN),
        (MATCHING, ("l1=r1", "l2=r2", "l3"), UNKNOWN),
        (MATCHING, ("l1=r1", "l2=r2", "l3=r1=r2"), UNKNOWN),
    ],
)
def test_what_a_question_does_not_allow_is_refused_with_a_sentence(
    key: Key, response: Response, message: str
) -> None:
    with pytest.raises(InvalidResponse) as refusal:
        check_response(key, response)
    assert str(refusal.value) == message


@pytest.mark.parametrize(
    ("kind", "options", "targets", "answer", "message"),
    [
        ("single", ("a", "b"), (), (), "normal order"),
        ("single", ("a", "b"), (), ("a", "b"), "not allowed: Choose one option"),
        ("single", ("a", "a"), (), ("a",), "an id of its own"),
        ("single", ("a", "b"), ("r",), ("a",), "has targets"),
        ("multiple", ("a", "b", "c"), (), ("b", "a"), "normal order"),
        ("multiple", ("a", "b", "c"), (), ("a", "x"), "not allowed: One of your choices"),
        ("ordering", ("a", "b"), (), ("a",), "not allowed: Give every step a place"),
        ("matching", ("a", "b"), (), ("a=r", "b=r"), "has targets"),
        ("matching", ("a", "b"), ("r", "r"), ("a=r", "b=r"), "an id of its own"),
        ("matching", ("a=", "b"), ("r",), ("a==r", "b=r"), "equals sign"),
        ("matching", ("a", "b"), ("r",), ("b=r", "a=r"), "normal order"),
    ],
)
def test_a_key_that_cannot_be_answered_is_refused(
    kind: Kind, options: tuple[str, ...], targets: tuple[str, ...], answer: tuple[str, ...], message: str
) -> None:
    with pytest.raises(ValueError, match=message) as refusal:
        Key(kind, options, targets, answer)
    assert not isinstance(refusal.value, InvalidResponse)


@pytest.mark.parametrize(
    ("correct", "confidence", "expected"),
    [
        (True, Confidence.SURE, Rating.GOOD),
        (True, Confidence.UNSURE, Rating.HARD),
        (True, Confidence.GUESS, Rating.AGAIN),
        (False, Confidence.SURE, Rating.AGAIN),
        (False, Confidence.UNSURE, Rating.AGAIN),
        (False, Confidence.GUESS, Rating.AGAIN),
    ],
)
def test_rating_from_answer_and_confidence(correct: bool, confidence: Confidence, expected: Rating) -> None:
    assert rating(correct, confidence) is expected


# Laws


@st.composite
def answered(draw: st.DrawFn) -> tuple[Key, Response]:
    """A question of any kind and a response that it allows, not in normal form."""
    kind = draw(st.sampled_from([key.kind for key in KEYS]))
    ids = st.lists(st.text("abc-", min_size=1, max_size=4), min_size=2, max_size=6, unique=True)
    options = tuple(draw(ids))
    if kind == "single":
        single = st.sampled_from(options).map(lambda option: (option,))
        return Key(kind, options, (), draw(single)), draw(single)
    if kind == "multiple":
        some = st.lists(st.sampled_from(options), min_size=1, unique=True)
        right = tuple(sorted(draw(some)))
        return Key(kind, options, (), right), tuple(draw(some)[: len(right)])
    orders = st.permutations(options).map(tuple)
    if kind == "ordering":
        return Key(kind, options, (), draw(orders)), draw(orders)
    targets = tuple(draw(ids))
    answer = tuple(f"{left}={draw(st.sampled_from(targets))}" for left in sorted(options))
    response = tuple(f"{left}={draw(st.sampled_from(targets))}" for left in draw(orders))
    return Key(kind, options, targets, answer), response


@given(answered())
@settings(deadline=None)
def test_normalising_twice_changes_nothing(case: tuple[Key, Response]) -> None:
    key, response = case
    once = check_response(key, response)
    assert check_response(key, once) == once
    assert sorted(once) == sorted(response)


@given(answered())
@settings(deadline=None)
def test_only_the_answer_earns_the_point(case: tuple[Key, Response]) -> None:
    key, response = case
    result = grade(key, response)
    assert result.correct is (check_response(key, response) == key.answer)
    assert (result.points, result.out_of) == (int(result.correct), 1)
    assert (result.right_parts == result.parts) is result.correct
    assert 0 <= result.right_parts <= result.parts == len(key.answer)


@given(answered(), st.data())
@settings(deadline=None)
def test_the_order_in_which_options_are_shown_changes_nothing(
    case: tuple[Key, Response], data: st.DataObject
) -> None:
    key, response = case
    options = tuple(data.draw(st.permutations(key.options)))
    targets = tuple(data.draw(st.permutations(key.targets)))
    shuffled = Key(key.kind, options, targets, key.answer)
    assert check_response(shuffled, response) == check_response(key, response)
    assert grade(shuffled, response) == grade(key, response)
    assert grade(key, check_response(key, response)) == grade(key, response)
