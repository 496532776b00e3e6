"""A walk through every page of a running exam, and the same exam with other keys: not one byte may differ.

Two worlds are made from one seed. They have the same learner, paper, orders, answers and clock; in the second
another answer of each exam question is right, for other and longer reasons. What is received must be the same
in both: then no byte, no size, no order and no statement sent to the database can depend on a key.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from itertools import count
from unittest.mock import patch
from urllib.parse import urlencode
from zipfile import ZipFile

from django.conf import settings
from django.db import connection, reset_queries, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, get_resolver

from studyapp.actions.accounts import create_learner
from studyapp.actions.exams import start
from studyapp.domain.versions import key_of
from studyapp.models import Attempt, AttemptItem, Exam, Question, QuestionVersion, Release
from studyapp.views.access import GUEST_SESSION_KEY

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
HTMX = {"HX-Request": "true"}
FORM = "application/x-www-form-urlencoded"
# Tokens, and the moments that do not come from the clock of the views: until when a cookie lasts, and when
# one was signed.
TOKENS = (r"[A-Za-z0-9]{64}", r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", r"csrftoken=\w+")
SIGNED = r":[0-9A-Za-z]{6}:[\w-]{43}"
BY_CHANCE = (SIGNED, "expires=[^;]+", r'"session_tag": ?"\w+"', r"X-Request-ID: \w+")
CHANCE = re.compile("|".join([*TOKENS, *BY_CHANCE]))
REWRITTEN = "Rewritten reason"
OF_THE_REVEAL = ("is-key", "is-miss", "tag-right", "tag-miss", 'class="why"', "verdict", REWRITTEN)
ENDS_IT = {"attempt-submit", "report-queue"}
OPTION = re.compile(r'<label class="option">.*?</label>', re.DOTALL)
_number = count()


@dataclass(frozen=True)
class Received:
    """What came for one request, without what is drawn by chance; and what was asked of the database."""

    request: str
    text: str
    statements: tuple[str, ...]


@dataclass(frozen=True)
class Sat:
    """One sitting to walk through."""

    client: Client
    attempt: Attempt
    items: Sequence[AttemptItem]


def differences(seed: int, exam: Exam) -> tuple[list[str], int]:
    """What tells the key in a sitting drawn by this seed, and how many answers of the site were looked at."""
    _ = connection.features.supports_json_field  # Django asks its database once, at the first need
    with patch("django.utils.timezone.now", lambda: NOW), transaction.atomic():
        learner = create_learner(user=None, now=NOW)
        attempt = start(learner=learner, exam=exam, seed=seed, now=NOW)
        with transaction.atomic():
            reasons = reasons_of(QuestionVersion.objects.filter(pk__in=attempt.items.values("version")))
            new_release()
            one = list(walk(seat(attempt)))
            transaction.set_rollback(True)
        for question in Question.objects.filter(pool=exam.pool, retired_at=None).select_related("current"):
            if question.current is not None:
                rekey(question.current)
        new_release()
        other = list(walk(seat(attempt)))
        transaction.set_rollback(True)
    told = [f"{got.request}: {text[:60]!r}" for got in one for text in reasons if text in got.text]
    return [*told, *compared(one, other), *marked_options(one)], len(one) + len(other)


def new_release() -> None:
    """What a process keeps of the course is kept by release: so both worlds read it anew."""
    Release.objects.create(digest="-", info=Release.objects.latest("pk").info, published_at=NOW)


def compared(one: Sequence[Received], other: Sequence[Received]) -> Iterator[str]:
    """Where the two worlds differ."""
    if [got.request for got in one] != [got.request for got in other]:
        yield "the two worlds were not asked the same"
    for left, right in zip(one, other, strict=False):
        if left.text != right.text:
            yield f"{left.request}: {first_difference(left.text, right.text)}"
        if left.statements != right.statements:
            yield f"{left.request}: other statements: {len(left.statements)} or {len(right.statements)}"


def first_difference(one: str, other: str) -> str:
    """The text around the first letter that is another."""
    place = next((n for n, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), 0)
    around = slice(max(place - 40, 0), place + 40)
    return f"{one[around]!r} or {other[around]!r}"


def marked_options(received: Sequence[Received]) -> Iterator[str]:
    """Pages on which the options of a question differ in more than their letter, id and text."""
    for got in received:
        for question in got.text.split("<form"):  # a paper holds several, of different kinds
            shapes = {shape_of(option) for option in OPTION.findall(question) if "checked" not in option}
            if len(shapes) > 1:
                yield f"{got.request}: options that look different: {sorted(shapes)}"


def shape_of(option: str) -> str:
    """The markup of an option without what is its own."""
    bare = re.sub(r'value="[^"]*"|data-key="."|aria-keyshortcuts="."', "", option)
    bare = re.sub(r'(<span class="letter"[^>]*>).', r"\1", bare)
    return re.sub(r'(<span class="option-text">).*(</span>)', r"\1\2", bare, flags=re.DOTALL)


def reasons_of(versions: Iterable[QuestionVersion]) -> set[str]:
    """Every text of these questions that is told after the end only, and the marks of a page that tells."""
    told = set(OF_THE_REVEAL)
    for version in versions:
        parts = [part for side in ("choices", "steps", "pairs") for part in version.body.get(side, ())]
        told |= {version.takeaway_html, *(part["why"] for part in parts)}
    return told - {""}


def seat(attempt: Attempt) -> Sat:
    """A browser with the sitting in it."""
    client = Client(SERVER_NAME="127.0.0.1")
    session = client.session
    session[GUEST_SESSION_KEY] = str(attempt.learner.key)
    session.save()
    client.cookies["csrftoken"] = "c" * 32
    items = AttemptItem.objects.filter(attempt=attempt).select_related("version")
    return Sat(client, attempt, list(items))


def walk(sat: Sat) -> Iterator[Received]:
    """Every address with what it needs of this sitting; answers to each question; the same pages again."""
    yield from look_around(sat)
    for item in sat.items:
        for address in addresses("attempts/", item.position, sat):
            if item.position == 1 or "position" in address.pattern:
                yield from answers_to(sat, item, address)
        path = f"/attempts/{sat.attempt.pk}/?q={item.position}"
        for headers in ({}, HTMX):
            seen = ask(sat.client, "GET", path, {}, headers)
            if not seen.text.startswith("200") or str(item.order[0]) not in seen.text:
                raise RuntimeError(f"{path} does not show its question")
            yield seen
    yield from look_around(sat)
    for words in searches(sat):
        yield ask(sat.client, "GET", "/search/?" + urlencode({"q": words}), {}, {})


def look_around(sat: Sat) -> Iterator[Received]:
    """Every address by GET, whether it takes it or not."""
    for address in addresses("", 1, sat):
        for headers in ({}, HTMX):
            yield ask(sat.client, "GET", address.path, {}, headers)
    for version in {item.version_id for item in sat.items[:2]}:
        yield ask(sat.client, "GET", f"/reports/new/?version={version}&place=exam", {}, {})


@dataclass(frozen=True)
class Address:
    """An address with values put into it."""

    name: str
    pattern: str
    path: str


def addresses(prefix: str, position: int, sat: Sat) -> Iterator[Address]:
    """Those of the URL list that begin like this and need nothing but a sitting, a position or an exam."""
    exam = sat.attempt.exam.slug
    known = {"int:pk": sat.attempt.pk, "int:position": position, "slug:slug": exam}
    for entry in get_resolver().url_patterns:
        pattern = str(entry.pattern) if isinstance(entry, URLPattern) else ""
        path = re.sub(r"<([^>]+)>", lambda found: str(known.get(found[1], "?")), pattern)
        foreign = "<" in pattern and not pattern.startswith(("attempts/", "exams/"))
        if pattern.startswith(prefix) and not foreign and "?" not in path:
            yield Address(getattr(entry, "name", "") or "", pattern, "/" + path)


def answers_to(sat: Sat, item: AttemptItem, address: Address) -> Iterator[Received]:
    """POSTs with two answers, chosen by their place and so the same in both worlds; one that is refused."""
    if address.name in ENDS_IT:
        return
    for number, fields in enumerate([*two_answers(item), [("choice", "0" * 8)]], start=1):
        numbers = [
            ("client", "tab"),
            ("revision", str(number)),
            ("flag", "on"),
            ("struck", str(item.order[0])),
        ]
        for headers in (HTMX, {}):
            yield ask(sat.client, "POST", address.path, dict([*fields, *numbers]), headers)
    if address.name == "attempt-save" and not AttemptItem.objects.get(pk=item.pk).response:
        raise RuntimeError(f"{address.path} stores nothing")


def two_answers(item: AttemptItem) -> list[list[tuple[str, str]]]:
    """The first option and the last; the order shown and the reverse; each left side with each of two."""
    order = list(item.order)
    if item.version.kind == "ordering":
        return [
            [(f"place-{step}", str(n)) for n, step in enumerate(steps, 1)] for steps in (order, order[::-1])
        ]
    if item.version.kind == "matching":
        lefts = sorted(pair["id"] for pair in item.version.body["pairs"])
        return [[(f"match-{left}", right) for left in lefts] for right in (order[0], order[-1])]
    return [[("choice", order[0])], [("choice", order[-1])]]


def searches(sat: Sat) -> Iterator[str]:
    """Words of the paper: stems and options, as a candidate could type them."""
    for item in sat.items[:4]:
        plain = re.sub(r"<[^>]+>", " ", item.version.stem_html).split()
        yield " ".join(plain[:3])
        parts = item.version.body.get("choices", ())
        yield from (" ".join(re.sub(r"<[^>]+>", " ", part["html"]).split()[:3]) for part in parts[:1])


def ask(client: Client, method: str, path: str, fields: dict[str, str], headers: dict[str, str]) -> Received:
    """One request, and all that it brought."""
    reset_queries()  # Django keeps the last 9,000 and would find none of these behind them
    with CaptureQueriesContext(connection) as asked:
        response = client.generic(method, path, urlencode(fields), content_type=FORM, headers=headers)
    body = b"".join(response) if response.streaming else response.content
    head = "\n".join(f"{name}: {value}" for name, value in sorted(response.headers.items()))
    cookies = response.cookies.output()
    text = CHANCE.sub("*", f"{response.status_code}\n{head}\n{cookies}\n{readable(body)}")
    statements = tuple(re.sub(r"'[^']*'|\d+", "?", query["sql"]) for query in asked.captured_queries)
    part = " as a part" if headers else ""
    return Received(f"{method} {path} {urlencode(fields)}{part}", text, statements)


def readable(body: bytes) -> str:
    """The text of an answer; of the download of one's own data the texts that are packed in it."""
    if not body.startswith(b"PK"):
        return body.decode(errors="replace")
    with ZipFile(BytesIO(body)) as packed:
        return "\n".join(packed.read(name).decode() for name in packed.namelist())


def rekey(version: QuestionVersion) -> None:
    """Another answer is right now, for other reasons; what is asked and offered is the same."""
    before = key_of(version.kind, version.body).answer
    body = deepcopy(dict(version.body))
    for part in (part for side in ("choices", "steps", "pairs") for part in body.get(side, ())):
        part["why"] = f"<p>{REWRITTEN} {next(_number)} {'and so on ' * 40}</p>"
    if version.kind in ("single", "multiple"):
        flags = [choice["correct"] for choice in body["choices"]]
        for choice, flag in zip(body["choices"], [flags[-1], *flags[:-1]], strict=True):
            choice["correct"] = flag
    elif version.kind == "ordering":
        body["steps"] = body["steps"][::-1]
    else:
        targets = [pair["target"] for pair in body["pairs"]]
        for pair, target in zip(body["pairs"], [targets[-1], *targets[:-1]], strict=True):
            pair["target"] = target
    version.body, version.takeaway_html = body, f"<p>{REWRITTEN} {next(_number)}</p>"
    version.save(update_fields=["body", "takeaway_html"])
    if key_of(version.kind, version.body).answer == before:
        raise RuntimeError(f"{version} has the same key as before")


def static_files() -> Iterator[tuple[str, str]]:
    """What a browser may fetch besides: every collected file as text."""
    for path in sorted(settings.STATIC_ROOT.rglob("*")):
        if path.suffix in (".css", ".js", ".svg", ".json", ".html", ".txt"):
            yield path.name, path.read_text(encoding="utf-8")
