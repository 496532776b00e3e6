"""The states of the pages about keys, each with how to get there; whoever else is there does not matter."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.test import Client

from studyapp.actions.keyrepair import take_back
from studyapp.models import Attempt, KeyRepair, User
from tests.factories.keys import class_of, repaired, respond, sat
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, attempt_of, rolled_back, version_of, wrong
from tests.factories.work import staff
from tests.views.visitors import as_guest, send

type Ask = Callable[[Any], Any]
SLUG = "x-k1-1"


def someone() -> tuple[Client, User]:
    """Of the staff, signed in."""
    user = staff(f"staff-{uuid4()}")
    client = Client()
    client.force_login(user)
    return client, user


def _of_a_class(path: str) -> Ask:
    """With figures, and a key that is suspicious."""

    def ask(_: Any) -> Any:
        class_of(12)
        return someone()[0].get(path.format(pk=version_of(SLUG).pk))

    return ask


def _sent(**fields: str) -> Ask:
    def ask(_: Any) -> Any:
        class_of(2)
        return send(someone()[0], f"/keys/versions/{version_of(SLUG).pk}/", fields)

    return ask


def _effect(_: Any) -> Any:
    class_of(12)
    version = version_of(SLUG)
    fields = {"kind": "key", "choice": wrong(version), "reason": "B is right."}
    return send(someone()[0], f"/keys/versions/{version.pk}/", fields)


def _repaired(*, back: bool) -> Ask:
    def ask(_: Any) -> Any:
        made, client = _repair(back=back)
        return client.get(f"/keys/repairs/{made.pk}/")

    return ask


def _repair(*, back: bool = False) -> tuple[KeyRepair, Client]:
    client, user = someone()
    class_of(2)
    made = repaired(version_of(SLUG), staff=user)
    if back:
        take_back(repair=made, reason="It was right.", staff=user, now=NOON + timedelta(hours=1))
    return made, client


def _below_another(_: Any) -> Any:
    made, client = _repair()
    repaired(version_of(SLUG), "credit", staff=someone()[1])
    return client.get(f"/keys/repairs/{made.pk}/")


def _told(**how: Any) -> Ask:
    """The report of a candidate after a repair: of somebody who gains, or who is spared."""

    def ask(_: Any) -> Any:
        learner = LearnerFactory.create()
        attempt = _sat_with(learner, right_one=bool(how.get("right_one")))
        made = repaired(_version(attempt), staff=someone()[1], never_lower=True)
        if how.get("back"):
            take_back(repair=made, reason="It was right.", staff=someone()[1], now=NOON)
        return as_guest(learner).get(f"/attempts/{attempt.pk}/report/")

    return ask


def _version(attempt: Attempt) -> Any:
    return attempt.items.select_related("version").get(position=1).version


def _sat_with(learner: Any, *, right_one: bool) -> Attempt:
    if right_one:
        return sat(learner, good=(True,))
    attempt = attempt_of(learner, now=NOON - timedelta(hours=2))
    respond(attempt, 1, wrong(_version(attempt)), NOON - timedelta(hours=2))
    return attempt


def _alone(ask: Ask) -> Ask:
    """Nothing of it is left for the states after it: it closes a pool and changes keys."""

    def asked(stage: Any) -> Any:
        with rolled_back():
            return ask(stage)

    return asked


_STATES: dict[str, Ask] = {
    "keys": lambda _: someone()[0].get("/keys/"),
    "keys of an exam": _of_a_class("/keys/mini/"),
    "keys of an exam, none yet": lambda _: someone()[0].get("/keys/mini/"),
    "keys, a question": _of_a_class(f"/keys/questions/{SLUG}/"),
    "keys, a question nobody met": lambda _: someone()[0].get("/keys/questions/q-k1-4/"),
    "key repair": _of_a_class("/keys/versions/{pk}/"),
    "key repair, refused": _sent(kind="key", reason=""),
    "key repair, no answer": _sent(kind="also", reason="So."),
    "key repair, what would change": _effect,
    "key repaired": _repaired(back=False),
    "key repaired, taken back": _repaired(back=True),
    "key repaired, below another": _below_another,
    "report, key repaired": _told(),
    "report, key repaired and spared": _told(right_one=True),
    "report, repair taken back": _told(back=True),
}
KEY_STATES = {name: _alone(ask) for name, ask in _STATES.items()}
