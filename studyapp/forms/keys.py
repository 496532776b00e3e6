"""Repairing the key of a question, and taking that back. The answer in it is read by `forms.responses`."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict

from studyapp.forms.reports import PlainText

LONGEST = 1000


class RepairForm(forms.Form):
    """What is decided about a key, and why.

    `seen` is the repair that stood when the effects were shown, `token` was made with them: sent twice, it is
    one repair. Without a token nobody has seen the effects.
    """

    kind = forms.ChoiceField(label="What is decided", widget=forms.RadioSelect)
    never_lower = forms.BooleanField(label="Lower nobody", required=False)
    reason = PlainText(
        label="Why",
        max_length=LONGEST,
        help_text="Every candidate reads this below the score. One or two sentences.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    token = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, kinds: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(kinds)


class TakeBackForm(forms.Form):
    """Why a repair is taken back."""

    reason = PlainText(
        label="Why it is taken back",
        max_length=LONGEST,
        help_text="Every candidate reads this, too.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def sent_again(data: QueryDict) -> list[tuple[str, str]]:
    """The fields of a preview, for the form that makes it true."""
    left_out = {"csrfmiddlewaretoken", "do", "seen", "token"}
    return [(name, str(value)) for name in data if name not in left_out for value in data.getlist(name)]
