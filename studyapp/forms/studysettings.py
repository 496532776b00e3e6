"""How somebody wants to study."""

from typing import Any

from django import forms

from studyapp.domain.memory import RETENTION_MAX, RETENTION_MIN
from studyapp.domain.steps import InvalidSteps, parse_steps, steps_text
from studyapp.forms.zones import zones


def zones_or_browser() -> list[tuple[str, str]]:
    """Every zone, after the choice to follow the browser."""
    return [("", "As my browser says"), *zones()]


class StepsField(forms.CharField):
    """Learning steps in seconds, written as "1m 10m"."""

    def prepare_value(self, value: Any) -> Any:
        """What the field shows: a list of seconds as text, and what was typed as it was typed."""
        return steps_text(tuple(value)) if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> Any:
        """The steps as a list of seconds."""
        try:
            return list(parse_steps(value or ""))
        except InvalidSteps as fault:
            raise forms.ValidationError(str(fault)) from fault


class StudySettingsForm(forms.Form):
    """The settings of the review queue; every field states what it does and what is usual."""

    desired_retention = forms.FloatField(
        label="Desired retention",
        min_value=round(RETENTION_MIN * 100),
        max_value=round(RETENTION_MAX * 100),
        help_text="How much you want to recall, in per cent: 80 to 97. More costs more reviews.",
    )
    new_per_day = forms.IntegerField(
        label="New items a day", min_value=0, max_value=999, help_text="0 begins nothing new."
    )
    reviews_per_day = forms.IntegerField(
        label="Reviews a day",
        min_value=0,
        max_value=9999,
        help_text="What is over waits until tomorrow; nothing is lost.",
    )
    learning_steps = StepsField(
        label="Learning steps", required=False, max_length=60, help_text="Waits of a new item, like 1m 10m."
    )
    relearning_steps = StepsField(
        label="Steps after a lapse", required=False, max_length=60, help_text="Waits of a forgotten item."
    )
    rollover_hour = forms.IntegerField(
        label="The day begins at",
        min_value=0,
        max_value=23,
        help_text="An hour when you sleep: 4 is four in the morning.",
    )
    time_zone = forms.ChoiceField(label="Time zone", required=False, choices=zones_or_browser)
    queue_misses = forms.BooleanField(
        label="Put what I miss in practice and exams into my reviews by itself", required=False
    )

    def clean_desired_retention(self) -> float:
        """As a share, which is how it is stored."""
        return round(float(self.cleaned_data["desired_retention"]) / 100, 4)
