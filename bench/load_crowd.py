"""What learners do under bench load: lessons, reviews, saves of an exam, pages of their class."""

import random
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from bench.candidates import Fault
from bench.swarm import Ask, Script, request

# Of a hundred requests: 40 lessons, 30 of reviews (a page and a grade each), 20 saves, 10 pages of the class.
DEEDS = {"lesson": 40, "review": 15, "save": 20, "class": 10}
GRIDS = 0.1  # of the pages of a class: the instructor's grid
SHOW = re.compile(rb"[?&;]show=(\d+)")
GRADE = re.compile(rb"/review/\d+/\d+/card/")


@dataclass
class Actor:
    """One learner with her session; `saves` counts the revisions of her tab."""

    session: str
    classroom: int
    owner: str
    attempt: int
    options: dict[str, list[str]]
    draw: random.Random
    lessons: Sequence[str]
    saves: int = 0
    tab: str = field(init=False)

    def __post_init__(self) -> None:
        self.tab = str(UUID(int=self.draw.getrandbits(128)))

    def act(self, at: float) -> Script:
        """One thing she does: one request, or a card and its grade."""
        deed = self.draw.choices(list(DEEDS), list(DEEDS.values()))[0]
        yield from {"lesson": self._read, "review": self._review, "save": self._save, "class": self._look}[
            deed
        ](at)

    def _read(self, at: float) -> Script:
        path = f"/lessons/{self.draw.choice(self.lessons)}/"
        yield Ask(at, "lesson", request("GET", path, self.session))

    def _review(self, at: float) -> Script:
        page = yield Ask(at, "review", request("GET", "/review/", self.session))
        shown = SHOW.search(page.body)
        if shown is None:
            raise Fault("the queue is empty")
        path = f"/review/{shown[1].decode()}/1000/card/"
        fields = {"rating": "3", "token": str(UUID(int=self.draw.getrandbits(128)))}
        got = yield Ask(time.monotonic(), "grade", request("POST", path, self.session, fields))
        if got.status != 302:
            raise Fault(f"{path}: {got.status}")

    def _save(self, at: float) -> Script:
        position, order = self.draw.choice(list(self.options.items()))
        self.saves += 1
        fields = {
            "choice": self.draw.choice(order),
            "client": self.tab,
            "revision": str(self.saves),
            "client_at": "1764000000000",
        }
        path = f"/attempts/{self.attempt}/{position}/save/"
        got = yield Ask(at, "save", request("POST", path, self.session, fields))
        if got.headers.get("exam-save") != "stored":
            raise Fault(f"{path}: {got.status} {got.headers.get('exam-save')}")

    def _look(self, at: float) -> Script:
        home = f"/classes/{self.classroom}/"
        if self.draw.random() < GRIDS:
            yield Ask(at, "grid", request("GET", f"{home}grid/", self.owner))
        else:
            yield Ask(at, "class", request("GET", home, self.session))


def actors(seeded: dict[str, Any]) -> list[Actor]:
    """All of them, each with chances of their own."""
    return [
        Actor(**one, draw=random.Random(seed), lessons=seeded["lessons"])  # noqa: S311 (no secret)
        for seed, one in enumerate(seeded["people"])
    ]


def at_leisure(actor: Actor, begin: float, until: float, every: float) -> Script:
    """One learner who does something about every so many seconds, by a clock of her own."""
    at = begin + actor.draw.uniform(0, every)
    while at < until:
        yield from actor.act(at)
        at = max(at, time.monotonic()) + every * actor.draw.uniform(0.8, 1.2)


def without_pause(some: Sequence[Actor], until: float) -> Script:
    """One connection over which these learners take turns, one after the other."""
    while time.monotonic() < until:
        for actor in some:
            if time.monotonic() >= until:
                return
            yield from actor.act(time.monotonic())


def bare(session: str, until: float) -> Script:
    """The bare view without a pause."""
    while time.monotonic() < until:
        yield Ask(time.monotonic(), "bare", request("GET", "/bare/", session))
