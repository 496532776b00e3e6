"""What is sent in a live room: opening one, a question on the spot, a press of the control page, a vote."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.http import QueryDict

from studyapp.domain.grading import Response
from studyapp.domain.live import PHASES, Phase
from studyapp.forms.reports import PlainText
from studyapp.forms.responses import read_submission

NAMING = [
    ("named", "Named: you see who chose what, from five voters on; neighbours find each other by name"),
    ("pseudonymous", "Pseudonymous: you see counts, they have names for the room"),
    ("anonymous", "Anonymous: nothing stored tells whose a vote is"),
]
IDEA = re.compile(r"^[a-z0-9:-]{1,100}\Z")
OPTIONS = 6
FEWEST_OPTIONS = 2
LARGEST_ID = 2**31


class IdeaField(forms.CharField):
    """The slug of an idea, of which a question is looked for; anything else is none."""

    def clean(self, value: Any) -> str:
        """The slug, or "" for what cannot be one."""
        text = str(value or "")
        return text if IDEA.match(text) else ""


class RoomForm(forms.Form):
    """A new room."""

    title = forms.CharField(label="What is it about?", max_length=120)
    naming = forms.ChoiceField(
        label="Names", choices=NAMING, initial="pseudonymous", widget=forms.RadioSelect
    )
    idea = IdeaField(required=False, widget=forms.HiddenInput)


class SpotForm(forms.Form):
    """A question put on the spot: two to six options, one of them right or none marked."""

    text = PlainText(label="Question", max_length=600, widget=forms.Textarea(attrs={"rows": 3}))
    right = forms.TypedChoiceField(
        label="Which is right?",
        choices=[("", "None, it is a matter of opinion"), *((str(n), "ABCDEF"[n]) for n in range(OPTIONS))],
        coerce=int,
        empty_value=None,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for n in range(OPTIONS):
            self.fields[f"option{n}"] = forms.CharField(
                label=f"Option {'ABCDEF'[n]}", max_length=200, required=n < FEWEST_OPTIONS
            )

    @property
    def option_fields(self) -> Iterable[forms.BoundField]:
        """The options, in order."""
        return [self[f"option{n}"] for n in range(OPTIONS)]

    def clean(self) -> dict[str, Any]:
        """Options are filled from the top, each is another, and what is right is among them."""
        cleaned = super().clean() or self.cleaned_data
        texts = [cleaned.pop(f"option{n}", "") for n in range(OPTIONS)]
        options = [text for text in texts if text]
        if texts[: len(options)] != options:
            self.add_error(None, "Leave no gap between the options.")
        elif len(set(options)) < len(options):
            self.add_error(None, "Two options are the same.")
        elif (cleaned.get("right") or 0) >= max(len(options), 1):
            self.add_error("right", "This option has no text.")
        return cleaned | {"options": options}


class MoveForm(forms.Form):
    """A press on the control page: which question goes from where to where."""

    question = forms.IntegerField(min_value=1, max_value=LARGEST_ID)
    old = forms.ChoiceField(choices=[(phase, phase) for phase in PHASES])
    new = forms.ChoiceField(choices=[(phase, phase) for phase in PHASES])
    pairs = forms.BooleanField(required=False)

    @property
    def phases(self) -> tuple[Phase, Phase]:
        """From where to where."""
        return cast(Phase, self.cleaned_data["old"]), cast(Phase, self.cleaned_data["new"])


class QuestionForm(forms.Form):
    """A question of the room, or a version to put into it, by its id."""

    pk = forms.IntegerField(min_value=1, max_value=LARGEST_ID)


@dataclass(frozen=True)
class SentVote:
    """A vote as it arrives; 0 for what cannot be read, which no question and no round is."""

    question: int
    round: int
    response: Response


def read_vote(data: QueryDict) -> SentVote:
    """The fields of a vote. What does not fit is refused when it is voted with."""
    return SentVote(_number(data.get("question")), _number(data.get("round")), read_submission(data).response)


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= 9 else 0
