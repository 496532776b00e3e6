"""What a browser sends -> one response that can be graded."""

from collections.abc import Callable
from uuid import UUID

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.domain.grading import (
    NO_ANSWER,
    Confidence,
    Filled,
    InvalidResponse,
    Response,
    check_response,
    grade,
)
from studyapp.domain.versions import key_of
from studyapp.forms.responses import (
    JudgedAnswer,
    Submission,
    read_answer,
    read_filled,
    read_judged_answer,
    read_submission,
)

TOKEN = UUID("3f2b6a52-90f4-4f8e-9d2a-6b6f5f9d7f11")
SAME_PLACE = "Two steps have the same place. Give each step its own."


def sent(query: str) -> QueryDict:
    return QueryDict(query)


@pytest.mark.parametrize(
    ("query", "response"),
    [
        ("", ()),
        ("choice=a", ("a",)),
        ("choice=c&choice=a", ("c", "a")),
        ("choice=a&choice=a", ("a", "a")),  # refused when graded
        ("choice=", ("",)),  # likewise
        ("place-a=3&place-b=1&place-c=2", ("b", "c", "a")),
        ("place-a=10&place-b=9", ("b", "a")),  # as numbers, not as texts
        ("place-a=2&place-b=&place-c=1", ("c", "a")),  # incomplete, refused when graded
        ("place-a=&place-b=", ()),
        ("place-a=1&choice=x", ("a",)),
        ("match-b=t1&match-a=t2", ("a=t2", "b=t1")),
        ("match-b=t1&match-a=", ("b=t1",)),
        ("match-a=&match-b=", ()),
        ("match-a=x%3Dy", ("a=x=y",)),
        ("other=1&csrfmiddlewaretoken=x", ()),
    ],
)
def test_every_kind_of_form_is_read(query: str, response: Response) -> None:
    assert read_submission(sent(query)).response == response
    assert read_filled(sent(query)) == Filled(response, "")


@pytest.mark.parametrize("query", ["place-a=1&place-b=1", "place-a=2&place-b=1&place-c=2"])
def test_two_steps_in_one_place_are_refused(query: str) -> None:
    for read in (read_submission, read_answer, read_judged_answer):
        with pytest.raises(InvalidResponse) as refusal:
            read(sent(query))
        assert str(refusal.value) == SAME_PLACE
    assert read_filled(sent(query + "&confidence=sure")) == Filled(NO_ANSWER, "sure")


@pytest.mark.parametrize(
    ("text", "confidence"),
    [
        ("sure", Confidence.SURE),
        ("unsure", Confidence.UNSURE),
        ("guess", Confidence.GUESS),
        ("", None),
        ("SURE", None),
        ("certain", None),
    ],
)
def test_the_confidence_is_one_of_three(text: str, confidence: Confidence | None) -> None:
    data = sent(f"choice=a&confidence={text}")
    assert read_submission(data).confidence is confidence
    assert read_filled(data) == Filled(("a",), text)


def test_the_token_of_the_form_is_taken() -> None:
    data = sent(f"choice=a&confidence=sure&token={TOKEN}")
    assert read_submission(data) == Submission(("a",), Confidence.SURE, TOKEN)
    assert read_judged_answer(data) == JudgedAnswer(("a",), Confidence.SURE, TOKEN)


@pytest.mark.parametrize("token", ["", "nonsense", "1", f"{TOKEN}0", "\ud800", "x" * 100_000])
def test_a_form_without_a_token_gets_one_of_its_own(token: str) -> None:
    data = sent("choice=a").copy()
    data["token"] = token
    one, two = read_submission(data).token, read_submission(data).token
    assert one != two
    assert (one.version, two.version) == (4, 4)


@pytest.mark.parametrize("read", [read_answer, read_judged_answer])
@pytest.mark.parametrize("query", ["", "place-a=", "match-a=", "confidence=sure"])
def test_where_an_answer_is_needed_none_is_refused(read: Callable[[QueryDict], object], query: str) -> None:
    with pytest.raises(InvalidResponse) as refusal:
        read(sent(query))
    assert str(refusal.value) == "Choose an answer first."


@pytest.mark.parametrize("confidence", ["", "&confidence=", "&confidence=certain"])
def test_where_confidence_is_needed_none_is_refused(confidence: str) -> None:
    data = sent(f"choice=a{confidence}")
    assert read_answer(data).response == ("a",)
    with pytest.raises(InvalidResponse) as refusal:
        read_judged_answer(data)
    assert str(refusal.value) == "Say how sure you are, then check the answer."


@given(order=st.permutations("abcdefghijkl"))
def test_places_give_back_the_order_they_were_given_for(order: list[str]) -> None:
    data = QueryDict(mutable=True)
    for step in sorted(order):
        data[f"place-{step}"] = str(order.index(step) + 1)
    assert read_submission(data).response == tuple(order)


@given(sides=st.permutations("pqr"), turned=st.permutations("abc"))
def test_a_right_match_is_graded_as_right_in_whatever_order_it_comes(
    sides: list[str], turned: list[str]
) -> None:
    pairs = [
        {"id": left, "html": "", "target": right, "why": ""} for left, right in zip("abc", sides, strict=True)
    ]
    key = key_of("matching", {"pairs": pairs, "targets": [{"id": side, "text": ""} for side in "pqr"]})
    data = QueryDict(mutable=True)
    for left in turned:
        data[f"match-{left}"] = sides["abc".index(left)]
    response = check_response(key, read_submission(data).response)
    assert grade(key, response).correct


texts = st.text(max_size=6)
fields = st.sampled_from(
    ["choice", "token", "confidence", "place-", "place-a", "place-b", "match-", "match-a"]
)


@settings(max_examples=60)
@given(pairs=st.lists(st.tuples(fields | texts, texts), max_size=8))
def test_whatever_is_sent_is_read_or_refused_with_a_sentence(pairs: list[tuple[str, str]]) -> None:
    data = QueryDict(mutable=True)
    for name, value in pairs:
        data.appendlist(name, value)
    outcome = read_or_refused(data)
    assert read_filled(data).response == (NO_ANSWER if outcome == SAME_PLACE else outcome)
    assert outcome == SAME_PLACE or all(isinstance(part, str) for part in outcome)


def read_or_refused(data: QueryDict) -> Response | str:
    """The response, or the sentence it is refused with."""
    try:
        return read_submission(data).response
    except InvalidResponse as refusal:
        return str(refusal)
