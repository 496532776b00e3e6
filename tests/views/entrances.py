"""Making an account, signing in, and who a browser then is."""

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.test import Client

from studyapp.models import Learner, User
from studyapp.views.access import GUEST_SESSION_KEY
from tests.factories.work import SECTION
from tests.views.htmlpage import Page
from tests.views.rows import Rows, all_rows
from tests.views.visitors import look, send

SIGN_UP, SIGN_IN, SIGN_OUT = "/account/sign-up/", "/account/sign-in/", "/account/sign-out/"
CORRECT = "correct-horse"


def sign_up(client: Client, name: str = "olga", password: str = CORRECT, *, then: str = "") -> Any:
    """Fill the form of a new account and send it; `then` is where it leads."""
    path = f"{SIGN_UP}?next={then}" if then else SIGN_UP
    form = next(form for form in look(client, path).forms if "username" in form.values)
    return send(client, path, {**form.values, "username": name, "password": password})


def sign_in(client: Client, name: str = "olga", password: str = CORRECT, *, bring: bool = True) -> Any:
    """Fill the form for an account there is and send it; without `bring`, take the tick away."""
    form = next(form for form in look(client, SIGN_IN).forms if "username" in form.values)
    kept = {field: value for field, value in form.values.items() if bring or field != "bring"}
    return send(client, SIGN_IN, {**kept, "username": name, "password": password})


def user_of(client: Client) -> User | None:
    """Whoever is signed in."""
    key = client.session.get(SESSION_KEY)
    return User.objects.get(pk=key) if key else None


def guest_of(client: Client) -> str | None:
    """The guest this browser knows."""
    return client.session.get(GUEST_SESSION_KEY)


def errors(page: Page) -> list[str]:
    """What the form says is wrong."""
    return [item.text for found in page.root.find("ul", class_="errorlist") for item in found.find("li")]


def read_a_bit(client: Client) -> Learner:
    """A first act, which makes a guest."""
    send(client, "/lessons/first/section/", {"section": SECTION})
    key = guest_of(client)
    assert key is not None
    return Learner.objects.get(key=key)


def work_rows() -> Rows:
    """Everything but people, sessions and the count of tries."""
    people = {"User", "Learner", "Session", "Throttle"}
    return {name: rows for name, rows in all_rows().items() if name not in people}
