"""What somebody may say of a class, of its people, and of themselves when they join."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from studyapp.domain.joincode import LIFETIMES
from studyapp.domain.personname import LONGEST, clean_name
from studyapp.domain.roster import BETWEEN_GROUPS, LONGEST_GROUP, LONGEST_ID, MOST_BYTES
from studyapp.forms.zones import zones

LIFETIME_NAMES = (("day", "A day"), ("fortnight", "Two weeks"), ("term", "Four months"))
MISSING_NAME = "Write it with letters that can be seen."


class NameField(forms.CharField):
    """A name on one line, without signs that cannot be seen."""

    def to_python(self, value: Any) -> str:
        """The name as it is stored."""
        return clean_name(str(value or ""))


class ClassForm(forms.Form):
    """A title, and the zone that opening and due times are told in."""

    title = NameField(label="Title", max_length=LONGEST, error_messages={"required": MISSING_NAME})
    time_zone = forms.ChoiceField(
        label="Time zone", choices=zones, help_text="Times of the class are told in it."
    )


class ClassSettingsForm(ClassForm):
    """And who may come in."""

    accounts_only = forms.BooleanField(
        label="Only people with an account may join",
        required=False,
        help_text="A guest can clear the browser and come back as somebody else. Guests who are in stay in.",
    )


class NewClassForm(ClassForm):
    """And under which name its people know who made it."""

    name = NameField(
        label="Your name in the class",
        max_length=LONGEST,
        error_messages={"required": MISSING_NAME},
        help_text="As the learners know you.",
    )
    field_order = ("title", "name", "time_zone")


class CodeForm(forms.Form):
    """The code of a class, typed; whether it opens anything is decided elsewhere."""

    code = forms.CharField(
        label="Code",
        max_length=40,
        help_text="Nine letters and digits, or ten that are yours alone. Capitals and dashes do not matter.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )


class JoinForm(forms.Form):
    """Under which name somebody joins."""

    name = NameField(
        label="Your name in this class",
        max_length=LONGEST,
        error_messages={"required": MISSING_NAME},
        help_text="The staff of the class see it.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class LifetimeForm(forms.Form):
    """How long a new code works."""

    lifetime = forms.ChoiceField(label="The new code works for", choices=LIFETIME_NAMES, initial="fortnight")

    def clean_lifetime(self) -> Any:
        """As a length of time."""
        return LIFETIMES[self.cleaned_data["lifetime"]]


class GroupForm(forms.Form):
    """A group by its name."""

    name = NameField(label="Name of the group", max_length=LONGEST_GROUP)

    def clean_name(self) -> str:
        """Without the sign that parts groups in a class list."""
        return str(self.cleaned_data["name"]).replace(BETWEEN_GROUPS, "/")


class MemberForm(forms.Form):
    """What the class knows of somebody."""

    name = NameField(label="Name", max_length=LONGEST, error_messages={"required": MISSING_NAME})
    roster_id = NameField(
        label="Number", max_length=LONGEST_ID, required=False, help_text="Of the school, if there is one."
    )
    time_factor = forms.DecimalField(
        label="Time factor",
        min_value=Decimal(1),
        max_value=Decimal(5),
        max_digits=3,
        decimal_places=2,
        help_text="1 is the usual time, 1.5 half as much again. It moves limits and windows alike, at once.",
    )
    groups = forms.MultipleChoiceField(label="Groups", required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, groups: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["groups"].choices = [(str(pk), name) for pk, name in groups]  # type: ignore[attr-defined]  # a ChoiceField


class RoleForm(forms.Form):
    """One of the roles that may be given."""

    role = forms.ChoiceField(label="Role")

    def __init__(self, *args: Any, roles: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = list(roles)  # type: ignore[attr-defined]  # a ChoiceField


class HeirForm(forms.Form):
    """Who owns the class from now on."""

    member = forms.TypedChoiceField(label="New owner", coerce=int)

    def __init__(self, *args: Any, heirs: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].choices = [(str(pk), name) for pk, name in heirs]  # type: ignore[attr-defined]  # a ChoiceField


class DeleteClassForm(forms.Form):
    """The title of the class, to be sure."""

    title = NameField(label="Type the title of the class", max_length=LONGEST)

    def __init__(self, *args: Any, wanted: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wanted = wanted

    def clean_title(self) -> str:
        """Refuse any other title."""
        title = str(self.cleaned_data["title"])
        if title.casefold() != self.wanted.casefold():
            raise forms.ValidationError("Nothing was deleted: that is not its title.")
        return title


class RosterForm(forms.Form):
    """A file with a class list. What is in it is read elsewhere; one too large is not read at all."""

    file = forms.FileField(
        label="File",
        allow_empty_file=True,
        help_text="CSV, or “Unicode text” from Excel.",
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,text/csv,text/plain"}),
    )

    def clean_file(self) -> bytes:
        """The bytes, one more than are taken of a file that is too large."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        return bytes(file.read(MOST_BYTES + 1))
