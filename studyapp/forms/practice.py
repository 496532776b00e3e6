"""Putting a quiz together."""

import re
from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django import forms

PICKS = [(name, name) for name in ("mixed", "weakest", "missed", "sure-wrong", "unseen", "confusable")]
DRILLS = [(name, name) for name in ("idea", "missed", "sure-wrong")]
SIZES = [(5, "5"), (10, "10"), (20, "20"), (40, "40")]
MODES = [("each", "after each question"), ("end", "at the end")]
TIMES = [("none", "no limit"), ("relaxed", "half as much again as in the exam"), ("exam", "exam pace")]
TIMES_THE_PACE = {"none": None, "relaxed": 1.5, "exam": 1.0}
SUBJECT = re.compile(r"^[a-z0-9:-]*\Z")  # ids of the course


class PracticeForm(forms.Form):
    """What to draw from, objectives (none means all), size, time and mode of a quiz.

    `times` in the cleaned data is how many times the pace of the exam a question may take, None for no limit.
    """

    pick = forms.ChoiceField(choices=PICKS, initial="mixed", required=False)
    pair = forms.ChoiceField(required=False, label="Which pair")
    objectives = forms.MultipleChoiceField(required=False)
    size = forms.TypedChoiceField(choices=SIZES, coerce=int, initial=10)
    time = forms.ChoiceField(choices=TIMES, initial="none", required=False)
    mode = forms.ChoiceField(choices=MODES, initial="each")
    token = forms.UUIDField(initial=uuid4, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        objectives: Iterable[tuple[str, str]],
        pairs: Iterable[tuple[str, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._offer("objectives", objectives)
        self._offer("pair", [("", "The one you know least"), *pairs])

    def clean(self) -> dict[str, Any]:
        """A pair names its questions itself: objectives do not narrow it down."""
        cleaned = super().clean() or self.cleaned_data
        pick = cleaned.pop("pick", "") or "mixed"
        pair = cleaned.pop("pair", "")
        times = TIMES_THE_PACE[cleaned.pop("time", "") or "none"]
        if pick == "confusable":
            return cleaned | {"pick": pick, "subject": pair, "times": times, "objectives": []}
        return cleaned | {"pick": pick, "subject": "", "times": times}

    def _offer(self, name: str, choices: Iterable[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(choices)


class DrillForm(forms.Form):
    """One press: what was missed, what was sure and wrong, or one idea or lesson named by `subject`."""

    pick = forms.ChoiceField(choices=DRILLS)
    subject = forms.RegexField(SUBJECT, max_length=100, required=False)
    token = forms.UUIDField()

    def clean(self) -> dict[str, Any]:
        """A drill of an idea names it; the others name nothing."""
        cleaned = super().clean() or self.cleaned_data
        if (cleaned.get("pick") == "idea") != bool(cleaned.get("subject")):
            raise forms.ValidationError("A drill needs an idea or a lesson.")
        return cleaned


class PrecheckForm(forms.Form):
    """Three questions before a lesson."""

    token = forms.UUIDField()
