"""Making an account, getting into it, getting back into it, and leaving for good."""

import re
import unicodedata
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, UsernameField
from django.contrib.auth.password_validation import validate_password

LONGEST_NAME = 150
NAME = r"^[\w.@+-]+$"
WORD = "delete"  # what a guest, who has no password, types to delete everything


def _bring() -> forms.BooleanField:
    """Whether what was done as a guest joins the account; asked only where there is something."""
    return forms.BooleanField(required=False, initial=True, label="Add what I did here to my account")


def _new_password(label: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=200,
        strip=False,
        help_text="At least 8 characters, and not a common one.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class SignInForm(AuthenticationForm):
    """Name, password, and whether the guest comes along."""

    username = UsernameField(label="Name", widget=forms.TextInput(attrs={"autofocus": True}))
    bring = _bring()
    # Django's own says that both may be case-sensitive; names here are not.
    error_messages = {
        **AuthenticationForm.error_messages,
        "invalid_login": "This name and this password do not belong together. Passwords tell capitals apart.",
    }


class NewPasswordForm(forms.Form):
    """A password for an account whose old one is lost."""

    password = _new_password("New password")

    def clean_password(self) -> Any:
        """Refuse what Django's validators refuse."""
        password = self.cleaned_data["password"]
        validate_password(password)
        return password


class RecoverForm(NewPasswordForm):
    """A name, one of its recovery codes, and a new password."""

    username = UsernameField(
        label="Name",
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
    )
    code = forms.CharField(
        label="Recovery code",
        max_length=80,
        help_text="One you have not used yet. Capitals and dashes do not matter.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    bring = _bring()


class ChangePasswordForm(PasswordChangeForm):
    """The old password and, twice, the new one."""

    new_password1 = _new_password("New password")
    new_password2 = forms.CharField(
        label="New password, once more",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class DeleteByPasswordForm(forms.Form):
    """The password, to be sure that it is the owner who deletes; `check` tells whether it is right."""

    password = forms.CharField(
        label="Your password",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, check: Callable[[str], bool], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.check = check

    def clean_password(self) -> Any:
        """Refuse any other password."""
        password = self.cleaned_data["password"]
        if not self.check(password):
            raise forms.ValidationError("Nothing was deleted: that is not your password.")
        return password


class DeleteByWordForm(forms.Form):
    """A typed word, since a guest has no password."""

    word = forms.CharField(
        label=f"Type the word “{WORD}”",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )

    def clean_word(self) -> str:
        """Refuse any other word."""
        word = str(self.cleaned_data["word"]).strip().casefold()
        if word != WORD:
            raise forms.ValidationError(f"Nothing was deleted. Type “{WORD}” to go on.")
        return word


class SignUpForm(NewPasswordForm):
    """A name and a password. Whether the name is free is decided where it is stored."""

    username = forms.RegexField(
        label="Name",
        regex=NAME,
        max_length=LONGEST_NAME,
        help_text="Letters, digits and @ . + - _",
        error_messages={"invalid": "Use letters, digits and @ . + - _ alone, without spaces."},
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
    )
    password = _new_password("Password")
    codes = forms.BooleanField(
        required=False,
        label="Show me recovery codes",
        help_text="The way back in without e-mail, should you ever be locked out.",
    )

    def clean_username(self) -> str:
        """The name as it is stored: letters that look alike are one, and may be more than were typed."""
        name = unicodedata.normalize("NFKC", self.cleaned_data["username"])
        if len(name) > LONGEST_NAME:
            raise forms.ValidationError(f"At most {LONGEST_NAME} letters.")
        if not re.match(NAME, name):  # some letters stand for several, among them spaces
            raise forms.ValidationError("Choose other letters: not all of these can be told apart.")
        return name
