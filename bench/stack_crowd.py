"""People on the grown site while parts of it are killed: they try again as the page does, and note what they
were told.

A save or grade is acknowledged when its own answer was read. `static/js/sitting.js` waits a second after
a save that got none, and has three, six, then twelve seconds of patience; so do these.
"""

import http.client
import re
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from threading import Event
from urllib.parse import urlencode
from uuid import UUID

from bench.candidates import LENGTH, answer_to
from bench.stack_site import NAME, Door
from bench.swarm import CSRF, cookies

PATIENCE = (3.0, 6.0, 12.0)
GRADE = re.compile(r"/review/(\d+)/(\d+)/card/")
SHOW = re.compile(r"[?&;]show=(\d+)")


@dataclass(frozen=True)
class Got:
    """An answer that was read to its end."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Save:
    """An acknowledged save of an answer: when the answer to it had been read, and what it said."""

    at: float
    attempt: int
    position: int
    revision: int
    fields: dict[str, str]


@dataclass(frozen=True)
class Grade:
    """An acknowledged grade: of this showing of this item."""

    at: float
    memory: int
    number: int


@dataclass
class Person:
    """Somebody with a session and a connection; `waits` are seconds from the first try to the answer."""

    door: Door
    session: str
    seed: int
    saves: list[Save] = field(default_factory=list)
    grades: list[Grade] = field(default_factory=list)
    waits: list[tuple[float, float]] = field(default_factory=list)  # when it was first sent, how long it took
    failed: list[tuple[float, str]] = field(default_factory=list)  # tries without an answer of the site
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.random = Random(self.seed)  # noqa: S311 - moments, not a secret
        self.connection: http.client.HTTPSConnection | None = None
        self.attempt = 0

    def sit(self, slug: str, over: Event) -> None:
        """An exam: through all questions, saved again and again, until it is over; then hand in."""
        started = self.ask("POST", f"/exams/{slug}/", {})
        home = started.headers["Location"].partition("?")[0]
        self.attempt = int(home.split("/")[2])
        tab, revision = str(UUID(int=self.random.getrandbits(128))), 0
        page = self.ask("GET", f"{home}?q=1")
        length = int((LENGTH.search(page.body) or [b"", b"0"])[1])
        while not over.is_set():
            position = self.random.randint(1, length)
            page = self.ask("GET", f"{home}?q={position}")
            for _ in range(3):
                revision += 1
                fields = answer_to(page.body, self.random)
                numbers = {"client": tab, "revision": str(revision), "client_at": "1764000000000"}
                got = self.ask("POST", f"{home}{position}/save/", {**fields, **numbers}, mark="Exam-Save")
                if got.headers["Exam-Save"] != "stored":
                    self.faults.append(f"{home}{position}: {got.status} {got.headers['Exam-Save']}")
                self.saves.append(Save(time.monotonic(), self.attempt, position, revision, fields))
                time.sleep(self.random.uniform(0, 0.3))
        self.ask("POST", f"{home}submit/", {})
        if b"practice estimate" not in self.ask("GET", f"{home}report/").body:
            self.faults.append(f"{home}: no report")

    def review(self, over: Event) -> None:
        """Cards of the queue, one after the other."""
        while not over.is_set():
            shown = SHOW.search(self.ask("GET", "/review/").body.decode())
            if shown is None:
                return
            page = self.ask("GET", f"/review/?show={shown[1]}").body.decode()
            asked = GRADE.search(page)
            if asked is None:
                self.faults.append("a card without grades")
                return
            fields = {"rating": "3", "token": str(UUID(int=self.random.getrandbits(128)))}
            self.ask("POST", asked[0], fields)
            self.grades.append(Grade(time.monotonic(), int(asked[1]), int(asked[2])))
            time.sleep(self.random.uniform(0, 0.5))

    def ask(self, method: str, path: str, fields: Mapping[str, str] | None = None, mark: str = "") -> Got:
        """Until an answer of the site is there; with `mark` one that has this header."""
        begun = time.monotonic()
        for number in range(60):
            got = self._try(method, path, fields, PATIENCE[min(number, len(PATIENCE) - 1)], mark)
            if got is not None:
                self.waits.append((begun, time.monotonic() - begun))
                return got
            time.sleep(1)
        raise RuntimeError(f"{method} {path}: no answer in a minute")

    def _try(
        self, method: str, path: str, fields: Mapping[str, str] | None, patience: float, mark: str
    ) -> Got | None:
        headers = {"Cookie": cookies(self.session), "Origin": f"https://{NAME}"}
        if fields is not None:
            headers |= {"X-CSRFToken": CSRF, "Content-Type": "application/x-www-form-urlencoded"}
        if mark:
            headers["HX-Request"] = "true"
        try:
            connection = self.connection or self._connected(patience)
            connection.request(method, path, urlencode(fields) if fields is not None else None, headers)
            response = connection.getresponse()
            got = Got(response.status, response.headers, response.read())  # type: ignore[arg-type]  # a Message reads like a Mapping
        except (OSError, http.client.HTTPException) as fault:
            self._left(type(fault).__name__)
            return None
        if got.status >= 400 or (mark and mark not in got.headers):
            self._left(str(got.status))
            if got.status in (403, 404, 422):
                self.faults.append(f"{method} {path}: {got.status}")
            return None
        return got

    def _left(self, why: str) -> None:
        self.failed.append((time.monotonic(), why))
        if self.connection is not None:
            self.connection.close()
        self.connection = None

    def _connected(self, patience: float) -> http.client.HTTPSConnection:
        self.connection = http.client.HTTPSConnection(NAME, timeout=patience)
        self.connection.sock = self.door.connect(patience)
        return self.connection


class Crowd:
    """All of them at once, each in a thread."""

    def __init__(
        self, door: Door, candidates: list[str], learners: list[str], over: Event, slug: str
    ) -> None:
        self.candidates = [Person(door, session, seed) for seed, session in enumerate(candidates)]
        self.learners = [Person(door, session, 1000 + seed) for seed, session in enumerate(learners)]
        self.people = self.candidates + self.learners
        works = [(one, lambda one=one: one.sit(slug, over)) for one in self.candidates]
        works += [(one, lambda one=one: one.review(over)) for one in self.learners]
        self.threads = [threading.Thread(target=_kept, args=work) for work in works]

    def begin(self) -> None:
        """Let them in, one after the other."""
        for thread in self.threads:
            thread.start()
            time.sleep(0.02)

    def end(self) -> None:
        """Until the last one is done."""
        for thread in self.threads:
            thread.join()

    def told(self, before: float) -> dict[str, list[list[object]]]:
        """Every save and grade that was acknowledged before this moment."""
        saves = [save for one in self.candidates for save in list(one.saves) if save.at < before]
        grades = [grade for one in self.learners for grade in list(one.grades) if grade.at < before]
        return {
            "saves": [[save.attempt, save.position, save.revision, save.fields] for save in saves],
            "grades": [[grade.memory, grade.number] for grade in grades],
        }


def _kept(person: Person, work: object) -> None:
    try:
        work()  # type: ignore[operator]  # a function without arguments
    except Exception as fault:
        person.faults.append(repr(fault))
