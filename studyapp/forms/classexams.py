"""The exam of a class as an instructor writes it down, and the access code as a learner types it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django import forms

from studyapp.domain.personname import LONGEST
from studyapp.forms.classes import MISSING_NAME, NameField
from studyapp.forms.classwork import PAST

MOMENT = "%Y-%m-%dT%H:%M"
PREFIX = "count-"


class ClassExamForm(forms.Form):
    """Title, blueprint, limit, window, access code, attempts and review. Times are in the zone at work.

    With `now` it is a new exam, and must not be over already.
    """

    title = NameField(label="Title", max_length=LONGEST, error_messages={"required": MISSING_NAME})
    minutes = forms.IntegerField(
        label="Minutes", required=False, min_value=1, max_value=600, help_text="Empty for no time limit."
    )
    opens_at = forms.DateTimeField(label="Opens", required=False)
    closes_at = forms.DateTimeField(label="Closes", required=False)
    access_code = forms.CharField(
        label="Access code",
        max_length=40,
        required=False,
        help_text="A word you say in the room. Empty for none.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    attempts_allowed = forms.IntegerField(
        label="Attempts allowed", required=False, min_value=1, max_value=50, help_text="Empty for any number."
    )
    review = forms.ChoiceField(label="Which answers were right is shown")

    def __init__(
        self,
        *args: Any,
        pool: Iterable[tuple[str, str, int]],
        reviews: Iterable[tuple[str, str]],
        frozen: bool = False,
        now: datetime | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        self.counts = {} if frozen else {code: holds for code, _, holds in pool}
        self.fields["review"].choices = list(reviews)  # type: ignore[attr-defined]  # a ChoiceField
        for name in ("opens_at", "closes_at"):
            self.fields[name].widget = forms.DateTimeInput(format=MOMENT, attrs={"type": "datetime-local"})
        for code, name, holds in () if frozen else pool:
            self.fields[f"{PREFIX}{code}"] = forms.IntegerField(
                label=f"{code} {name}",
                required=False,
                min_value=0,
                max_value=holds,
                initial=0,
                error_messages={"max_value": f"The pool holds {holds} of {code}."},
                help_text=f"of {holds}",
            )

    def clean(self) -> dict[str, Any]:
        """A window that is one, and a paper with at least one question."""
        cleaned = super().clean() or {}
        opens, closes = cleaned.get("opens_at"), cleaned.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", "It must close after it opens.")
        elif closes and self.now and closes <= self.now:
            self.add_error("closes_at", PAST)
        if cleaned.get("review") == "after_window" and not closes:
            self.add_error("closes_at", "Keys that wait for the window need a day on which it closes.")
        cleaned["blueprint"] = self._blueprint(cleaned)
        if self.counts and not cleaned["blueprint"] and not self.errors:
            self.add_error(None, "Choose at least one question.")
        return cleaned

    def blueprint_fields(self) -> list[Any]:
        """The fields of the blueprint, for the page."""
        return [self[f"{PREFIX}{code}"] for code in self.counts]

    def _blueprint(self, cleaned: Mapping[str, Any]) -> dict[str, int]:
        found = {code: cleaned.get(f"{PREFIX}{code}") or 0 for code in self.counts}
        return {code: count for code, count in found.items() if count}


class AccessCodeForm(forms.Form):
    """The word that opens an exam."""

    access_code = forms.CharField(
        label="Access code",
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
