"""Signing up."""

import unicodedata
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

LONGEST_NAME = 150


class SignUpForm(forms.Form):
    """A name and a password. Whether the name is free is decided where it is stored."""

    username = forms.RegexField(
        label="Name",
        regex=r"^[\w.@+-]+$",
        max_length=LONGEST_NAME,
        help_text="Letters, digits and @ . + - _",
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
    )
    password = forms.CharField(
        label="Password",
        max_length=200,
        strip=False,
        help_text="At least 8 characters, and not a common one.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_username(self) -> str:
        """The name as it is stored: letters that look alike are one, and may be more than were typed."""
        name = unicodedata.normalize("NFKC", self.cleaned_data["username"])
        if len(name) > LONGEST_NAME:
            raise forms.ValidationError(f"At most {LONGEST_NAME} letters.")
        return name

    def clean_password(self) -> Any:
        """Refuse what Django's validators refuse."""
        password = self.cleaned_data["password"]
        validate_password(password)
        return password
