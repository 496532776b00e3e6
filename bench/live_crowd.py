"""Browsers in a live room, as far as the server can tell: each polls as static/js/live.js does, and votes."""

import asyncio
import random
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

EVERY = 2.0  # seconds, give or take a tenth, as in static/js/live.js
ASKS = re.compile(rb'data-poll="([^"]+)"')
TOKEN = re.compile(rb'data-version="([^"]+)"')
VOTED = re.compile(rb"<dt>Voted in this round</dt><dd>(\d+)")
CSRF = "x" * 32


@dataclass(frozen=True)
class Answer:
    """What came back: the status, the mark of our server, the body, and the seconds it took."""

    status: int
    word: str
    body: bytes
    seconds: float


class Connection:
    """One kept connection of one browser."""

    def __init__(self, port: int, cookie: str) -> None:
        self.port, self.cookie = port, cookie
        self.streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, method: str, path: str, fields: Mapping[str, object] | None = None) -> Answer:
        """Send a request and wait for all of the answer."""
        if self.streams is None:
            self.streams = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self.streams
        body = urlencode(fields or {}).encode()
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
            f"Cookie: sessionid={self.cookie}; csrftoken={CSRF}\r\nX-CSRFToken: {CSRF}\r\nLive-Asks: 1\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        begun = time.perf_counter()
        writer.write(head.encode() + body)
        lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {
            name.lower(): value for name, _, value in (line.partition(": ") for line in lines[1:] if line)
        }
        text = await reader.readexactly(int(headers.get("content-length", "0")))
        seconds = time.perf_counter() - begun
        return Answer(int(lines[0].split()[1]), headers.get("live-room", ""), text, seconds)


@dataclass
class Browser:
    """A page of the room that polls. `seen` are the moments at which something new was shown."""

    port: int
    cookie: str
    path: str
    token: str = "0"  # noqa: S105 (what the page has shown, no secret)
    seen: list[float] = field(default_factory=list)
    counts: list[tuple[float, int]] = field(default_factory=list)
    took: list[float] = field(default_factory=list)
    faults: int = 0

    async def live(self, until: asyncio.Event) -> None:
        """Load the page, then poll until told to stop; all at moments of their own."""
        connection = Connection(self.port, self.cookie)
        await asyncio.sleep(2 * random.random() * EVERY)  # noqa: S311 (no secret)
        page = (await connection.ask("GET", self.path)).body
        asks = found[1].decode().replace("&amp;", "&") if (found := ASKS.search(page)) else ""
        while not until.is_set():
            answer = await connection.ask("GET", f"{asks}&v={self.token}")
            self.took.append(answer.seconds)
            if answer.word == "changed":
                self._show(answer.body)
            elif answer.status != 204 or answer.word != "same":
                self.faults += 1
            await asyncio.sleep(EVERY * (0.9 + 0.2 * random.random()))  # noqa: S311 (no secret)

    def _show(self, body: bytes) -> None:
        now = time.perf_counter()
        found, voted = TOKEN.search(body), VOTED.search(body)
        self.token = found[1].decode() if found else self.token
        self.seen.append(now)
        if voted:
            self.counts.append((now, int(voted[1])))


@dataclass(frozen=True)
class Receipt:
    """A vote and what the server said to it."""

    word: str
    at: float
    seconds: float


async def vote(port: int, cookie: str, code: str, fields: Mapping[str, object], after: float) -> Receipt:
    """Vote once, that many seconds from now, over a connection of its own."""
    await asyncio.sleep(after)
    answer = await Connection(port, cookie).ask("POST", f"/live/{code}/vote/", fields)
    return Receipt(answer.word, time.perf_counter(), answer.seconds)
