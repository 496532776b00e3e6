"""The clock of the views stands at NOON until a test moves it; a cast with the owner's work."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from tests.cast import Cast, assemble
from tests.factories.study import NOON
from tests.factories.work import Work, work_of


@dataclass
class Clock:
    """What the server takes for the present moment."""

    now: datetime = NOON

    def pass_by(self, **time: float) -> None:
        """Let time pass: `pass_by(minutes=8)`."""
        self.now += timedelta(**time)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Every view reads the clock once, through `django.utils.timezone.now`."""
    stopped = Clock()
    monkeypatch.setattr("django.utils.timezone.now", lambda: stopped.now)
    return stopped


@pytest.fixture
def cast(db: None) -> Cast:
    """An owner, a class-mate, a stranger and somebody who has never been here."""
    return assemble()


@pytest.fixture
def work(cast: Cast) -> Work:
    """What the owner has."""
    return with_room(work_of(cast.owner_learner))


@pytest.fixture
def others(cast: Cast) -> None:
    """The others have work of the same kinds of their own."""
    with_room(work_of(cast.classmate_learner))
    with_room(work_of(cast.stranger_learner))


def with_room(work: Work) -> Work:
    """The same, its live room made: a test that counts rows must not be the one to make it."""
    assert work.room
    return work
