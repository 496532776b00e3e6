"""The states of the pages of an account, and of getting into one."""

from collections.abc import Callable
from typing import Any

from django.test import Client

from studyapp.queries.accounts import link_of
from tests.views.entrances import sign_in, sign_up
from tests.views.queuestates import guest
from tests.views.visitors import send

type Ask = Callable[[Any], Any]


def _owner(path: str) -> Ask:
    return lambda stage: stage.owner.get(path)


def _nobody(path: str) -> Ask:
    return lambda stage: stage.nobody.get(path)


def _sent(path: str, **fields: Any) -> Ask:
    return lambda stage: send(stage.owner, path, fields)


def _name_taken(stage: Any) -> Any:
    sign_up(Client(), "twin", "correct-horse-battery")
    return sign_up(Client(), "twin", "correct-horse-battery")


def _welcome(stage: Any) -> Any:
    client = Client()
    sign_up(client, "nora")
    return client.get("/")


def _tried_too_often(stage: Any) -> Any:
    for _ in range(11):
        response = sign_in(Client(REMOTE_ADDR="192.0.2.77"), password="wrong-horse")
    return response


def _guest_account(stage: Any) -> Any:
    return guest()[1].get("/account/")


def _guest_with_work(path: str) -> Ask:
    """A guest who has read a lesson."""

    def ask(stage: Any) -> Any:
        client = guest()[1]
        send(client, "/lessons/first/finish/")
        return client.get(path)

    return ask


def _reset(stage: Any) -> Any:
    assert stage.work.learner.user is not None
    return stage.nobody.get("/account/reset/{}/{}/".format(*link_of(stage.work.learner.user)))


ACCOUNT_STATES: dict[str, Ask] = {
    "account": _owner("/account/"),
    "in and out": _owner("/account/in-and-out/"),
    "in and out, first visit": _nobody("/account/in-and-out/"),
    "in and out, refused": _sent("/account/in-and-out/bring/"),
    "in and out, Anki refused": _sent("/account/in-and-out/anki/"),
    "account, guest": _guest_account,
    "account, first visit": _nobody("/account/"),
    "sign up": _nobody("/account/sign-up/"),
    "sign up, refused": lambda stage: sign_up(Client(), "olga", "short"),
    "sign up, name taken": _name_taken,
    "sign in": _nobody("/account/sign-in/"),
    "sign in, refused": lambda stage: sign_in(Client(), "olga", "wrong-horse"),
    "sign up, welcome": _welcome,
    "sign in, guest": _guest_with_work("/account/sign-in/"),
    "today, guest told": _guest_with_work("/"),
    "password": _owner("/account/password/"),
    "password, refused": _sent("/account/password/", old_password="x", new_password1="x", new_password2="y"),
    "too many tries": _tried_too_often,
    "recovery codes": _owner("/account/codes/"),
    "recovery codes, made": _sent("/account/codes/"),
    "recover": _nobody("/account/recover/"),
    "recover, guest": _guest_with_work("/account/recover/"),
    "recover, refused": _sent("/account/recover/", username="olga", code="x", password="correct-horse"),
    "reset": _reset,
    "reset, gone": _nobody("/account/reset/MQ/no-token/"),
    "delete": _owner("/account/delete/"),
    "delete, guest": lambda stage: guest()[1].get("/account/delete/"),
    "delete, refused": _sent("/account/delete/", password="wrong-horse"),
}
