"""Reporting a question, and answering a report."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django import forms

LONGEST = 2000


class PlainText(forms.CharField):
    """Text of several lines. A browser counts a line's end as one character and sends two."""

    def to_python(self, value: Any) -> str:
        """Line ends as the browser counted them."""
        return super().to_python(value.replace("\r\n", "\n") if isinstance(value, str) else value) or ""


class ReportForm(forms.Form):
    """What is wrong with a question."""

    kind = forms.ChoiceField(label="What is wrong?", widget=forms.RadioSelect)
    text = PlainText(
        label="In your words",
        required=False,
        max_length=LONGEST,
        help_text="Optional. What did you expect, and where do you know it from?",
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    token = forms.UUIDField(initial=uuid4, widget=forms.HiddenInput)

    def __init__(self, *args: Any, kinds: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(kinds)

    def clean(self) -> dict[str, Any]:
        """ "Something else" alone says nothing."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("kind") == "other" and not cleaned.get("text") and "text" not in self.errors:
            self.add_error("text", "Say in a sentence what it is.")
        return cleaned


class OutcomeForm(forms.Form):
    """What came of a report."""

    state = forms.ChoiceField(
        label="Outcome",
        choices=[("accepted", "Accepted: it is or will be changed"), ("declined", "Declined: it stays")],
        widget=forms.RadioSelect,
    )
    reply = PlainText(
        label="Answer to the reporter",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    alike = forms.BooleanField(required=False)
