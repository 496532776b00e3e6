"""Files that a learner brings."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from studyapp.domain.ownfile import MOST_SENT


class _FileForm(forms.Form):
    def clean_file(self) -> bytes:
        """The bytes; of a file too large one more than are taken."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        return bytes(file.read(MOST_SENT + 1))


class OwnFileForm(_FileForm):
    """Everything of yours, as it was downloaded."""

    prefix = "own"
    file = forms.FileField(
        label="Your file",
        help_text="The zip that you downloaded, at most 3 MB.",
        widget=forms.FileInput(attrs={"accept": ".zip,.json"}),
    )


class AnkiForm(_FileForm):
    """A package from Anki, with its history."""

    prefix = "anki"
    file = forms.FileField(
        label="Your package from Anki",
        help_text="The deck “In Transit” with its scheduling information, without media; at most 3 MB.",
        widget=forms.FileInput(attrs={"accept": ".apkg"}),
    )


def files(name: str, sent: tuple[Any, ...]) -> tuple[OwnFileForm, AnkiForm]:
    """Both forms of the page; the one called `name` with what was sent."""
    own = OwnFileForm(*sent) if name == "own" else OwnFileForm()
    return own, AnkiForm(*sent) if name == "anki" else AnkiForm()
