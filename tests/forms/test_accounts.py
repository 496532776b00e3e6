"""Making an account, getting back into it, leaving: which entries are taken."""

import pytest

from studyapp.forms.accounts import DeleteByPasswordForm, DeleteByWordForm, RecoverForm, SignUpForm


@pytest.mark.parametrize("name", ["olga", "Ólga.K", "a+b@example.org", "x" * 150])
@pytest.mark.parametrize("codes", [True, False])
def test_a_name_and_a_password_come_out_as_typed(name: str, codes: bool) -> None:
    sent = {"username": name, "password": " correct horse ", **({"codes": "on"} if codes else {})}
    form = SignUpForm(sent)
    assert form.is_valid()
    assert form.cleaned_data == {"username": name, "password": " correct horse ", "codes": codes}


@pytest.mark.parametrize("name", ["", "two words", "<b>", "x" * 151, "a/b"])
def test_a_name_of_other_signs_is_refused(name: str) -> None:
    form = SignUpForm({"username": name, "password": "correct-horse"})
    assert list(form.errors) == ["username"]


@pytest.mark.parametrize("name", ["\u037aolga", "\ufdfa"])
def test_a_name_whose_letters_stand_for_a_space_is_refused(name: str) -> None:
    form = SignUpForm({"username": name, "password": "correct-horse"})
    assert form.errors == {"username": ["Choose other letters: not all of these can be told apart."]}


@pytest.mark.parametrize("password", ["", "short-1", "password", "12345678", "1234567890123", "x" * 201])
def test_a_password_that_is_easily_guessed_is_refused(password: str) -> None:
    form = SignUpForm({"username": "olga", "password": password})
    assert list(form.errors) == ["password"]
    recovery = RecoverForm({"username": "olga", "code": "x", "password": password})
    assert list(recovery.errors) == ["password"]


def test_a_name_is_recovered_as_it_is_stored() -> None:
    form = RecoverForm(
        {"username": "\uff4flga", "code": " 7g0n ", "password": "correct-horse", "bring": "on"}
    )
    assert form.is_valid()
    assert form.cleaned_data == {
        "username": "olga",
        "code": "7g0n",
        "password": "correct-horse",
        "bring": True,
    }


@pytest.mark.parametrize("sent", [{}, {"username": "o\0", "code": "x"}, {"username": "o", "code": "\0"}])
def test_recovering_needs_a_name_and_a_code(sent: dict[str, str]) -> None:
    assert not RecoverForm({**sent, "password": "correct-horse"}).is_valid()


@pytest.mark.parametrize(
    ("word", "taken"), [("delete", True), (" Delete ", True), ("", False), ("yes", False)]
)
def test_a_guest_types_the_word(word: str, taken: bool) -> None:
    assert DeleteByWordForm({"word": word}).is_valid() is taken


@pytest.mark.parametrize(
    ("password", "taken"), [("right", True), ("Right", False), (" right", False), ("", False)]
)
def test_an_owner_types_the_password(password: str, taken: bool) -> None:
    form = DeleteByPasswordForm({"password": password}, check=lambda typed: typed == "right")
    assert form.is_valid() is taken
