"""Repairing a key: what may be sent, and what the second form says again."""

from uuid import uuid4

import pytest
from django.http import QueryDict

from studyapp.forms.keys import LONGEST, RepairForm, TakeBackForm, sent_again

KINDS = [("key", "Another"), ("credit", "Everybody")]


def form(**fields: str) -> RepairForm:
    return RepairForm(fields, kinds=KINDS)


def test_a_preview_has_no_token_and_a_deed_has_one() -> None:
    token = uuid4()
    seen = form(kind="key", reason="So.\r\nThere.")
    done = form(kind="credit", reason="So.", token=str(token), seen="7", never_lower="on")
    assert (seen.is_valid(), done.is_valid()) == (True, True)
    assert seen.cleaned_data == {
        "kind": "key",
        "never_lower": False,
        "reason": "So.\nThere.",
        "seen": None,
        "token": None,
    }
    assert done.cleaned_data == {
        "kind": "credit",
        "never_lower": True,
        "reason": "So.",
        "seen": 7,
        "token": token,
    }


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"kind": "key"}, "reason"),
        ({"kind": "key", "reason": "  "}, "reason"),
        ({"kind": "key", "reason": "x" * (LONGEST + 1)}, "reason"),
        ({"kind": "also", "reason": "So."}, "kind"),
        ({"reason": "So."}, "kind"),
        ({"kind": "key", "reason": "So.", "token": "1"}, "token"),
        ({"kind": "key", "reason": "So.", "seen": "x"}, "seen"),
    ],
)
def test_what_is_refused(fields: dict[str, str], fault: str) -> None:
    assert set(form(**fields).errors) == {fault}


def test_taking_back_needs_a_reason() -> None:
    assert TakeBackForm({"reason": "So."}).is_valid()
    assert set(TakeBackForm({"reason": ""}).errors) == {"reason"}


def test_the_fields_of_a_preview_are_sent_again_without_what_is_made_anew() -> None:
    data = QueryDict("choice=a&choice=b&kind=key&token=1&seen=2&csrfmiddlewaretoken=3&do=x&reason=So.")
    assert sent_again(data) == [("choice", "a"), ("choice", "b"), ("kind", "key"), ("reason", "So.")]
