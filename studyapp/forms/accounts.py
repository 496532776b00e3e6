"""Signing up."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password


class SignUpForm(forms.Form):
    """A name and a password. Whether the name is free is decided where it is stored."""

    username = forms.RegexField(
        label="Name",
        regex=r"^[\w.@+-]+$",
        max_length=150,
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

    def clean_password(self) -> Any:
        """Refuse what Django's validators refuse."""
        password = self.cleaned_data["password"]
        validate_password(password)
        return password
