"""A report, and an answer to one: what may be sent."""

from urllib.parse import urlencode
from uuid import UUID

import pytest
from django.http import QueryDict

from studyapp.forms.reports import OutcomeForm, ReportForm

TOKEN = UUID("3f2b6a52-90f4-4f8e-9d2a-6b6f5f9d7f11")
KINDS = [("key", "The key is wrong"), ("other", "Something else")]


def report(**fields: str) -> ReportForm:
    sent = {"kind": "key", "text": "", "token": str(TOKEN), **fields}
    return ReportForm(QueryDict(urlencode(sent)), kinds=KINDS)


def outcome(**fields: str) -> OutcomeForm:
    return OutcomeForm(QueryDict(urlencode({"state": "accepted", "reply": "You are right.", **fields})))


def test_a_report_comes_out_clean() -> None:
    form = report(text="  First line.\r\nSecond.  ")
    assert form.is_valid()
    assert form.cleaned_data == {"kind": "key", "text": "First line.\nSecond.", "token": TOKEN}


def test_words_are_optional_unless_nothing_else_says_what_is_wrong() -> None:
    assert report().is_valid()
    assert report(kind="other", text="The diagram.").is_valid()
    silent = report(kind="other", text=" \n ")
    assert silent.errors == {"text": ["Say in a sentence what it is."]}


def test_as_many_characters_as_the_browser_counts() -> None:
    lines = "\r\n".join(["x" * 99] * 20)  # 1,999 characters with their ends counted once
    assert report(text=lines).is_valid()
    assert report(text="x" * 2000).is_valid()
    assert list(report(text="x" * 2001).errors) == ["text"]
    assert list(outcome(reply="x" * 2001).errors) == ["reply"]
    assert 'maxlength="2000"' in str(report()["text"])


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"kind": "typo"}, "kind"),
        ({"kind": ""}, "kind"),
        ({"token": "x"}, "token"),
        ({"token": ""}, "token"),
        ({"text": "\0"}, "text"),
    ],
)
def test_what_was_not_offered_is_refused(fields: dict[str, str], field: str) -> None:
    assert list(report(**fields).errors) == [field]


def test_an_outcome_comes_out_clean() -> None:
    form = outcome()
    assert form.is_valid()
    assert form.cleaned_data == {"state": "accepted", "reply": "You are right.", "alike": False}
    ticked = outcome(state="declined", alike="on")
    assert ticked.is_valid()
    assert (ticked.cleaned_data["state"], ticked.cleaned_data["alike"]) == ("declined", True)


@pytest.mark.parametrize(
    ("fields", "field"), [({"state": "open"}, "state"), ({"state": ""}, "state"), ({"reply": " "}, "reply")]
)
def test_an_outcome_needs_a_decision_and_words(fields: dict[str, str], field: str) -> None:
    assert list(outcome(**fields).errors) == [field]
