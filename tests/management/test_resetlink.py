"""manage.py resetlink: a link for whoever is locked out."""

import io

import pytest
from django.core.management import CommandError, call_command

from studyapp.models import User
from studyapp.queries.accounts import user_of_link
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def said(*arguments: str) -> tuple[str, str]:
    """What the command prints, and what it says beside."""
    out, err = io.StringIO(), io.StringIO()
    call_command("resetlink", *arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_it_prints_a_link_that_works() -> None:
    user = UserFactory.create(username="olga")
    before = User.objects.values().get()
    out, err = said("olga")
    site, path = out.strip().split("/account/reset/")
    uid, token, end = path.split("/")
    assert (site, end) == ("http://127.0.0.1:8000", "")
    assert user_of_link(uid, token) == user
    assert "It works once, for 3 days" in err
    assert User.objects.values().get() == before


def test_the_site_can_be_told() -> None:
    UserFactory.create(username="olga")
    assert said("olga", "--site", "https://study.example.org/")[0].startswith(
        "https://study.example.org/account/reset/"
    )


@pytest.mark.parametrize("name", ["nobody", "closed"])
def test_without_an_open_account_there_is_none(name: str) -> None:
    UserFactory.create(username="olga")
    UserFactory.create(username="closed", is_active=False)
    with pytest.raises(CommandError, match=f"There is no open account with the name '{name}'"):
        said(name)
