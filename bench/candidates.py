"""Scripts of candidates for bench sitting: an exam from its start to its report; saves without a pause."""

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from uuid import UUID

from bench.swarm import Answer, Ask, Script, request

CHOICE = re.compile(rb'name="choice" value="([0-9a-f]+)"')
PLACE = re.compile(rb'name="place-([0-9a-f]+)"')
MATCH = re.compile(rb'name="match-([0-9a-f]+)"')
TARGET = re.compile(rb'<option value="([0-9a-f]{4,})"')
LENGTH = re.compile(rb"of (\d+)</span>")


@dataclass(frozen=True)
class Times:
    """When candidates come, begin, have all begun, when the end is near, and when it comes."""

    opens: float
    begin: float
    begun: float
    last: float
    end: float


@dataclass
class Paper:
    """What a candidate was told is stored: fields by position, and how many saves of answers there were."""

    attempt: int = 0
    given: dict[int, dict[str, str]] = field(default_factory=dict)
    saves: int = 0


class Fault(Exception):
    """An answer that a candidate must not get."""


def exam(session: str, slug: str, times: Times, seed: int, paper: Paper) -> Script:
    """Start; go through the questions at an even pace, two saves each; a last change; hand in; report.

    Before the bell, the page that tells of the exam is read.
    """
    random = Random(seed)  # noqa: S311 - moments, not a secret
    tab = str(UUID(int=random.getrandbits(128)))
    yield Ask(
        random.uniform(times.opens, times.begin - 1), "before", request("GET", f"/exams/{slug}/", session)
    )
    started = yield Ask(
        random.uniform(times.begin, times.begun), "start", request("POST", f"/exams/{slug}/", session, {})
    )
    home = _location(started).partition("?")[0]
    paper.attempt = int(home.split("/")[2])
    page = yield Ask(time.monotonic(), "first page", request("GET", f"{home}?q=1", session))
    length = int((LENGTH.search(page.body) or [b"", b"0"])[1])
    step = (times.last - times.begun) / length
    for position in range(1, length + 1):
        opened = times.begun + (position - 1) * step + random.uniform(0, step / 3)
        if position > 1:
            page = yield Ask(opened, "page", request("GET", f"{home}?q={position}", session))
        opened = max(opened, time.monotonic())  # nobody answers a question that has not come yet
        for moment in sorted(random.uniform(opened, opened + step / 2) for _ in range(2)):
            yield from _save(session, home, position, page, moment, random, tab, paper)
    yield from _save(session, home, length, page, random.uniform(times.last, times.end), random, tab, paper)
    handed_in = yield Ask(
        times.end + random.uniform(0, 1), "submit", request("POST", f"{home}submit/", session, {})
    )
    report = yield Ask(time.monotonic(), "report", request("GET", _location(handed_in), session))
    if b"practice estimate" not in report.body:
        raise Fault("no report")


def _save(
    session: str, home: str, position: int, page: Answer, at: float, random: Random, tab: str, paper: Paper
) -> Script:
    fields = answer_to(page.body, random)
    paper.saves += 1
    numbers = {"client": tab, "revision": str(paper.saves), "client_at": str(int(time.time() * 1000))}
    path = f"{home}{position}/save/"
    got = yield Ask(at, "save", request("POST", path, session, {**fields, **numbers}))
    if got.headers.get("exam-save") != "stored":
        raise Fault(f"{path}: {got.status} {got.headers.get('exam-save')}")
    paper.given[position] = fields


def answer_to(body: bytes, random: Random) -> dict[str, str]:
    """Some answer to the question on a page."""
    if choices := CHOICE.findall(body):
        return {"choice": random.choice(choices).decode()}
    if places := PLACE.findall(body):
        return {
            f"place-{step.decode()}": str(n) for n, step in enumerate(random.sample(places, len(places)), 1)
        }
    targets = TARGET.findall(body)
    return {f"match-{left.decode()}": random.choice(targets).decode() for left in MATCH.findall(body)}


def _location(answer: Answer) -> str:
    """Where an answer leads: under htmx it is a header of its own."""
    return answer.headers.get("hx-redirect") or answer.headers["location"]


def saving(session: str, tab: str, paths: list[str], bodies: list[bytes], until: float) -> Script:
    """Saves without a pause: the same few questions in turn, another answer each time."""
    revision = 0
    while time.monotonic() < until:
        revision += 1
        page = bodies[revision % len(bodies)]
        fields = answer_to(page, Random(revision))  # noqa: S311 - any answer
        numbers = {"client": tab, "revision": str(revision), "client_at": "1764000000000"}
        sent = request("POST", paths[revision % len(paths)], session, {**fields, **numbers})
        got = yield Ask(time.monotonic(), "save", sent)
        if got.headers.get("exam-save") != "stored":
            raise Fault(f"{got.status} {got.headers.get('exam-save')}")


def updating(session: str, path: str, until: float) -> Script:
    """POSTs to the bare view without a pause."""
    revision = 0
    while time.monotonic() < until:
        revision += 1
        fields: Mapping[str, str] = {
            "choice": "0" * 8,
            "client": "load",
            "revision": str(revision),
            "client_at": "1",
        }
        yield Ask(time.monotonic(), "bare", request("POST", path, session, fields))
