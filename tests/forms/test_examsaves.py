"""What a browser sends of an exam question -> one save."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.grading import Response
from studyapp.forms.examsaves import ExamSave, read_exam_save, read_time_factor

UNTOUCHED = ExamSave(None, None, None, clears=False, client="", revision=0, at=None)


@pytest.mark.parametrize(
    ("sent", "response", "clears"),
    [
        ("choice=a", ("a",), False),
        ("", (), False),
        ("clear=1", (), True),
        ("clear=0", (), False),
        ("was=a&choice=a", None, False),
        ("was=&", None, False),
        ("was=a b&choice=b&choice=a", None, False),
        ("was=a&choice=b", ("b",), False),
        ("was=&choice=b", ("b",), False),
        ("was=a&", (), True),
        ("was=x y&place-x=1&place-y=2", None, False),
        ("was=y x&place-x=1&place-y=2", ("x", "y"), False),
        ("was=l%3Dr&match-l=r", None, False),
        ("was=l%3Dr&match-l=s", ("l=s",), False),
        ("was=l%3Dr&match-l=", (), True),
    ],
)
def test_a_form_sent_back_as_it_was_says_nothing_and_an_emptied_one_clears(
    sent: str, response: Response | None, clears: bool
) -> None:
    read = read_exam_save(QueryDict(sent))
    assert (read.response, read.clears) == (response, clears)


@pytest.mark.parametrize(
    ("sent", "response", "clears"),
    [
        ("was=a&choice=a", ("a",), True),
        ("was=", (), True),
        ("was=&client=tab&revision=1", (), False),
        ("was=&client=tab&revision=1&clear=1", (), True),
    ],
)
def test_a_change_just_made_is_taken_as_it_is(sent: str, response: Response, clears: bool) -> None:
    read = read_exam_save(QueryDict(sent), touched=True)
    assert (read.response, read.clears) == (response, clears)


def test_every_field() -> None:
    data = QueryDict("choice=a&flag=on&struck=b+c&client=Tab-1&revision=7&client_at=1790000000123")
    assert read_exam_save(data) == ExamSave(
        response=("a",),
        flagged=True,
        struck=("b", "c"),
        clears=False,
        client="Tab-1",
        revision=7,
        at=datetime(2026, 9, 21, 14, 13, 20, 123000, tzinfo=UTC),
    )
    assert read_exam_save(QueryDict("was=&flag=off&struck=")) == ExamSave(
        response=None, flagged=False, struck=(), clears=False, client="", revision=0, at=None
    )


@pytest.mark.parametrize(
    "numbers",
    [
        "client=tab",
        "client=tab&revision=0",
        "client=tab&revision=-1",
        "client=tab&revision=2147483648",
        "client=tab&revision=٣",
        "revision=5",
        "client=&revision=5",
        "client=a b&revision=5",
        f"client={'x' * 37}&revision=5",
    ],
)
def test_numbers_that_are_none_count_as_none(numbers: str) -> None:
    assert read_exam_save(QueryDict(f"was=&{numbers}")) == UNTOUCHED


@given(
    fields=st.dictionaries(
        st.sampled_from(["client", "revision", "client_at", "struck", "was", "clear", "flag", "choice"]),
        st.text(max_size=40),
    )
)
def test_nothing_that_is_sent_breaks_it(fields: dict[str, str]) -> None:
    data = QueryDict(mutable=True)
    data.update(fields)
    read = read_exam_save(data)
    assert bool(read.client) == (read.revision > 0)


@pytest.mark.parametrize(
    ("sent", "factor"),
    [("1.25", "1.25"), ("1.5", "1.5"), ("2", "2"), ("1", None), ("9", None), ("NaN", None), ("", None)],
)
def test_the_times_that_can_be_asked_for(sent: str, factor: str | None) -> None:
    assert read_time_factor(QueryDict(f"times={sent}")) == (Decimal(factor) if factor else None)
