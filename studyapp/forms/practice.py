"""Putting a quiz together."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django import forms

SIZES = [(5, "5"), (10, "10"), (20, "20"), (40, "40")]
MODES = [("each", "after each question"), ("end", "at the end")]


class PracticeForm(forms.Form):
    """Objectives (none means all), size and mode of a quiz."""

    objectives = forms.MultipleChoiceField(required=False)
    size = forms.TypedChoiceField(choices=SIZES, coerce=int, initial=10)
    mode = forms.ChoiceField(choices=MODES, initial="each")
    token = forms.UUIDField(initial=uuid4, widget=forms.HiddenInput)

    def __init__(self, *args: Any, objectives: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["objectives"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = list(objectives)
