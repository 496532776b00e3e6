"""The states of the support pages, each with how to get there."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.test import Client

from studyapp.actions import exams
from studyapp.models import Attempt
from tests.factories.classes import MembershipFactory
from tests.factories.people import LearnerFactory, UserFactory
from tests.factories.study import NOON, attempt_of, rolled_back
from tests.factories.work import ended_quiz, reported, staff
from tests.views.visitors import send

type Ask = Callable[[Any], Any]


def of_staff() -> Client:
    """Somebody's browser, of the staff."""
    client = Client()
    client.force_login(staff(f"staff-{uuid4()}"))
    return client


def sitting_of(name: str = "leo") -> Attempt:
    """An open sitting of somebody with an account."""
    return attempt_of(LearnerFactory.create(user=UserFactory.create(username=name)))


def account_of(attempt: Attempt) -> str:
    """Its owner's page."""
    assert attempt.learner.user is not None
    return f"/support/{attempt.learner.user.pk}/"


def time_for(attempt: Attempt) -> str:
    """The form that gives it more time."""
    return f"{account_of(attempt)}sittings/{attempt.pk}/"


def _full(_: Any) -> Any:
    attempt = sitting_of()
    MembershipFactory.create(learner=attempt.learner)
    MembershipFactory.create(learner=attempt.learner, left_at=NOON)
    reported(ended_quiz(attempt.learner, seed=1))
    return of_staff().get(account_of(attempt))


def _empty(_: Any) -> Any:
    return of_staff().get(f"/support/{UserFactory.create(is_active=False).pk}/")


def _own(_: Any) -> Any:
    user = staff(f"staff-{uuid4()}")
    attempt = attempt_of(LearnerFactory.create(user=user))
    client = Client()
    client.force_login(user)
    return client.get(account_of(attempt))


def _time(*, submitted: bool = False, **change: Any) -> Ask:
    def ask(_: Any) -> Any:
        attempt = sitting_of()
        if submitted:
            exams.submit(attempt=attempt, now=NOON)
        Attempt.objects.filter(pk=attempt.pk).update(**change)
        return of_staff().get(time_for(attempt))

    return ask


def _sent(**fields: str) -> Ask:
    return lambda _: send(of_staff(), time_for(sitting_of()), fields)


def _alone(ask: Ask) -> Ask:
    """Nothing of it is left for the states after it."""

    def asked(stage: Any) -> Any:
        with rolled_back():
            return ask(stage)

    return asked


_STATES: dict[str, Ask] = {
    "support": lambda _: of_staff().get("/support/"),
    "support, found": lambda _: of_staff().get("/support/?name=staff"),
    "support, nobody found": lambda _: of_staff().get("/support/?name=nobody"),
    "support, refused": lambda _: of_staff().get(f"/support/?name={'x' * 151}"),
    "support, an account": _full,
    "support, an empty account": _empty,
    "support, one's own account": _own,
    "more time": _time(),
    "more time, until the keys are shown": _time(
        review="after_window", review_from=NOON + timedelta(hours=1)
    ),
    "more time, none before the keys": _time(review="after_window", review_from=NOON),
    "more time, no limit": _time(deadline=None),
    "more time, over": _time(submitted=True),
    "more time, refused": _sent(minutes="0"),
    "more time, meanwhile": _sent(minutes="5", reason="Alarm.", seen="then"),
}
SUPPORT_STATES = {name: _alone(ask) for name, ask in _STATES.items()}
