"""Signing up: which names and passwords are taken."""

import pytest

from studyapp.forms.accounts import SignUpForm


@pytest.mark.parametrize("name", ["olga", "Ólga.K", "a+b@example.org", "x" * 150])
def test_a_name_and_a_password_come_out_as_typed(name: str) -> None:
    form = SignUpForm({"username": name, "password": " correct horse "})
    assert form.is_valid()
    assert form.cleaned_data == {"username": name, "password": " correct horse "}


@pytest.mark.parametrize("name", ["", "two words", "<b>", "x" * 151, "a/b"])
def test_a_name_of_other_signs_is_refused(name: str) -> None:
    form = SignUpForm({"username": name, "password": "correct-horse"})
    assert list(form.errors) == ["username"]


@pytest.mark.parametrize("password", ["", "short-1", "password", "12345678", "1234567890123", "x" * 201])
def test_a_password_that_is_easily_guessed_is_refused(password: str) -> None:
    form = SignUpForm({"username": "olga", "password": password})
    assert list(form.errors) == ["password"]
