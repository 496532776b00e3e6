"""Looking an account up, and giving more time in a sitting."""

from typing import Any

from django import forms

from studyapp.domain.timing import MORE_AT_MOST
from studyapp.forms.reports import PlainText

LONGEST_NAME = 150
LONGEST = 300


class LookUpForm(forms.Form):
    """The name of an account, or how it begins."""

    name = forms.CharField(
        label="Account name",
        max_length=LONGEST_NAME,
        required=False,
        help_text="The whole name or its beginning. Capitals do not matter.",
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )


class TimeForm(forms.Form):
    """So many minutes more, and why. `seen` is the end that was shown beside the form."""

    minutes = forms.IntegerField(
        label="Minutes more",
        min_value=1,
        max_value=MORE_AT_MOST,
        error_messages={
            "min_value": "Give at least one minute.",
            "max_value": f"Give {MORE_AT_MOST} minutes or fewer at once.",
        },
    )
    reason = PlainText(
        label="Why",
        error_messages={"required": "Say in a few words why."},
        max_length=LONGEST,
        help_text="Kept in the log of the sitting with your name. The learner can read the reason alone.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, most: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["minutes"].help_text = f"At most {most} at once."
        self.fields["minutes"].widget.attrs["max"] = most
