"""Forms filled with what no page offers: every name a view reads, and texts that break careless code."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch
from urllib.parse import quote_plus

from django.http import QueryDict
from django.test import Client
from django.utils.datastructures import MultiValueDict

from studyapp.views.wholebody import FORM
from tests.cast import Cast
from tests.factories.classes import ClassWork
from tests.factories.live import brought_to, evening
from tests.factories.study import right, version_of
from tests.factories.work import Work, staff
from tests.views.addresses import ADDRESSES
from tests.views.classroles import ROLE_ADDRESSES
from tests.views.visitors import Fields, answered, signed_in

MARKUP = "<zap x='\"&"  # shown raw it would begin an element
EVALUATED = "zapzop"  # what a template makes of the next
TEMPLATE = "{{ 'zap'|add:'zop' }}{% firstof 'zap' %}{% load zap %}{# zap #}"
TEXTS = (
    MARKUP + "><script>alert(1)</script>",
    TEMPLATE,
    "'; DROP TABLE studyapp_user; --",
    "\" OR ''='",
    "%s %(zap)s {0.__class__} ${zap}",
    "nul\x00nul",
    "\x00",
    "\ud800 alone",
    "\u202eturned\u2066\ufeff",
    "\r\nSet-Cookie: zap=1",
    "//evil.example/",
    "javascript:alert(1)",
    "../../../../etc/passwd",
    "=cmd|' /C calc'!A0",
    "9" * 400,
    "-1",
    "0",
    "9223372036854775808",
    "1e999",
    "NaN",
    "Infinity",
    "\u0663\u00b2",
    "0x10",
    "2026-13-45T99:99",
    "0001-01-01T00:00",
    "9999-12-31T23:59",
    "[" * 3000,
    "{" * 3000,
    "a" * 20_000,
    "1m " * 400,
    "x y z " * 500,
    "\U0001f468\u200d\U0001f469\u200d\U0001f467" * 40,
    "a\u0300" * 500,
    "---\nid: &a [*a, *a]\n---\n{=\\~#",
    "```zap\n" * 50,
    ">" * 2000 + "* " * 500,
    "![zap](javascript:alert(1)) [zap](<zap>) <zap>",
)


@dataclass(frozen=True)
class Way:
    """One form that somebody may send, as it is when nothing is wrong with it."""

    name: str
    client: Client
    path: str
    fields: Fields
    names: frozenset[str]  # of all that the view reads, sent or not

    def send(self, forged: Mapping[str, str]) -> Any:
        """The response to the form with these texts in it instead of, or beside, its own."""
        fields = {
            name: [value] if isinstance(value, str) else list(value) for name, value in self.fields.items()
        }
        fields |= {name: [value] for name, value in forged.items()}
        pairs = [(name, value) for name, values in fields.items() for value in values]
        return self.client.post(self.path, encoded(pairs), content_type=FORM)


def encoded(pairs: Iterable[tuple[str, str]]) -> bytes:
    """As a browser would send them; surrogates, which none sends, as the bytes they would have."""
    return "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in pairs).encode()


def _quoted(text: str) -> str:
    return quote_plus(text.encode("utf-8", "surrogatepass"))


@contextmanager
def names_read() -> Iterator[set[str]]:
    """Every name that is looked for among what was sent, in body and query alike."""
    found: set[str] = set()

    def spied(method: str) -> Callable[..., Any]:
        original = getattr(MultiValueDict, method)

        def look(self: Any, key: Any, *more: Any, **options: Any) -> Any:
            if isinstance(self, QueryDict):
                found.add(str(key))
            return original(self, key, *more, **options)

        return look

    with (
        patch.object(QueryDict, "get", spied("get")),
        patch.object(QueryDict, "getlist", spied("getlist")),
        patch.object(QueryDict, "__getitem__", spied("__getitem__")),
        patch.object(QueryDict, "__contains__", spied("__contains__")),
    ):
        yield found
    found -= {"csrfmiddlewaretoken"}


def posts_of(cast: Cast, work: Work, room: ClassWork) -> list[tuple[str, Client, str, Fields]]:
    """Every POST of the site with somebody who may send it."""
    owner = signed_in(cast.owner_learner)
    desk, visitor, teacher = Client(), Client(), _browser(room.cast.owner.learner)
    desk.force_login(staff("desk"))
    found = []
    for address in ADDRESSES:
        if address.method == "POST":
            own = owner if address.statuses[0] != 404 else desk
            own = visitor if address.name in {"sign-up", "sign-in", "recover", "reset"} else own
            found.append((address.name, own, address.path(work), address.fields(work)))
    for role in ROLE_ADDRESSES:
        if role.method == "POST":
            learns = role.name in {"class-exam", "class-leave", "join-code"}
            client = _browser(room.cast.learner.learner) if learns else teacher
            found.append((role.name, client, role.path(room), role.fields(room)))
    return [*found, *_votes()]


def _votes() -> list[tuple[str, Client, str, Fields]]:
    """What a learner sends into a live room; the owner of the tables above runs it."""
    found = evening()
    brought_to(found.question, "vote1")
    client, question = _browser(found.cast.learner.learner), found.question
    version = version_of("q-k1-1")
    vote = {"question": str(question.pk), "round": "1", **answered(version, right(version))}
    sent: Sequence[tuple[str, Fields]] = (("join", {}), ("vote", vote), ("queue", {"pk": str(question.pk)}))
    return [(f"live-{act}", client, f"/live/{found.room.code}/{act}/", fields) for act, fields in sent]


def _browser(learner: Any) -> Client:
    return signed_in(learner)


def faults_in(response: Any) -> list[str]:
    """What a response must not be or hold, whatever was sent."""
    faults = [f"status {response.status_code}"] if response.status_code >= 500 else []
    away = response.headers.get("Location", "/")
    if not away.startswith("/") or away.startswith("//"):
        faults.append(f"leads to {away}")
    if "zap=1" in response.cookies.output():
        faults.append("sets a cookie")
    if response.streaming or "html" not in response.headers.get("Content-Type", ""):
        return faults
    text = response.content.decode()
    return faults + [f"shows {part!r}" for part in ("<zap", EVALUATED, "<script>alert") if part in text]
