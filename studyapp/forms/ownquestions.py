"""What somebody types of a question of a class, and a file with several."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from studyapp.domain.documentparts import HTTPS_URL

KINDS = (
    ("single", "One right option"),
    ("multiple", "Several right options"),
    ("ordering", "Put in order"),
    ("matching", "Match pairs"),
)
DIFFICULTIES = (
    (1, "1 · recall"),
    (2, "2 · apply"),
    (3, "3 · choose a design"),
    (4, "4 · constraints collide"),
)
LONGEST_BODY = 12_000  # letters; each may be sent as nine signs, and a request has 64 kB at most
LONGEST_PASTE = 20_000
MOST_SOURCES = 8
MOST_BYTES = 1_000_000
STARTER = """\
What is asked, in markdown.

- [x] The right option
  > Why it is the answer.
- [ ] A second option
  > Why it is not, and when it would be.
- [ ] A third option
  > Why it is not.
- [ ] A fourth option
  > Why it is not.

**Takeaway.** One sentence that carries to the next question.
"""

type Choices = Iterable[tuple[str, str]]


class PlaceForm(forms.Form):
    """Where a question belongs in the course."""

    objective = forms.ChoiceField(label="Objective", help_text="The one it really tests.")
    lesson = forms.ChoiceField(label="Lesson", help_text="Who misses it is led there.")

    def __init__(self, *args: Any, objectives: Choices, lessons: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["objective"].choices = list(objectives)  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["lesson"].choices = list(lessons)  # type: ignore[attr-defined]  # a ChoiceField


class QuestionForm(PlaceForm):
    """A question: its kind, where it belongs, its text in the content format, what it replaces."""

    kind = forms.ChoiceField(label="Kind", choices=KINDS)
    difficulty = forms.TypedChoiceField(label="Difficulty", choices=DIFFICULTIES, coerce=int)
    body = forms.CharField(
        label="Question",
        max_length=LONGEST_BODY,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 20, "spellcheck": "true", "class": "source"}),
    )
    sources = forms.CharField(
        label="Sources",
        required=False,
        max_length=4_000,
        help_text="Addresses that begin with https://, one a line. May stay empty.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    over = forms.IntegerField(required=False, min_value=1, max_value=2**31, widget=forms.HiddenInput)

    def clean_sources(self) -> tuple[str, ...]:
        """The addresses."""
        urls = tuple(dict.fromkeys(str(self.cleaned_data["sources"]).split()))
        for url in urls:
            if len(url) > 500 or not re.fullmatch(HTTPS_URL, url):
                raise forms.ValidationError("Each source is an address that begins with https://.")
        if len(urls) > MOST_SOURCES:
            raise forms.ValidationError(f"At most {MOST_SOURCES} sources.")
        return urls


class ImportForm(PlaceForm):
    """A file, or a text pasted; objective and lesson for questions that name none."""

    file = forms.FileField(
        label="File",
        required=False,
        allow_empty_file=True,
        help_text="GIFT, a QTI 2.1 package or file, or the format of the course.",
        widget=forms.FileInput(attrs={"accept": ".txt,.gift,.md,.xml,.zip"}),
    )
    text = forms.CharField(
        label="Or paste it",
        required=False,
        max_length=LONGEST_PASTE,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "class": "source", "spellcheck": "false"}),
    )
    field_order = ("file", "text", "objective", "lesson")

    def clean(self) -> dict[str, Any]:
        """`data`: the bytes of the file, one more than are taken of one too large; else of the text."""
        said = super().clean() or {}
        file: UploadedFile[bytes] | None = said.get("file")
        said["data"] = bytes(file.read(MOST_BYTES + 1)) if file else str(said.get("text", "")).encode()
        if not said["data"].strip() and not self.errors:
            empty = file is not None
            raise forms.ValidationError("This file is empty." if empty else "Choose a file, or paste a text.")
        return said
