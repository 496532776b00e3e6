"""Many visitors of a site at once from one process: each a script over one kept connection.

A script is a generator: it yields what to ask and when, and gets the answer back. Latency counts from the
moment a request was due, so that a visitor who is kept waiting is not counted as one who came later.
"""

import heapq
import re
import selectors
import socket
import ssl
import time
from collections import defaultdict
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import urlencode

CSRF = "c" * 32
_LENGTH = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)
_HEADER = re.compile(r"\r\n([A-Za-z-]+): ([^\r]*)")


@dataclass(frozen=True)
class Ask:
    """A request: when it is due by `time.monotonic`, under which name it is counted, and its bytes."""

    at: float
    name: str
    request: bytes


@dataclass(frozen=True)
class Answer:
    """What came back; header names in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes


type Script = Generator[Ask, Answer, None]


@dataclass
class Figures:
    """Milliseconds by the name of the request, and what went wrong."""

    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    faults: list[str] = field(default_factory=list)

    def count(self, name: str) -> int:
        return len(self.times[name])

    def percentile(self, name: str, share: float) -> float:
        """The time that this share of the requests did not exceed."""
        ranked = sorted(self.times[name])
        return ranked[min(int(len(ranked) * share), len(ranked) - 1)] if ranked else 0.0


class Way(Protocol):
    """How visitors reach the site."""

    def connect(self) -> socket.socket:
        """A connection of one visitor."""

    def dressed(self, request: bytes) -> bytes:
        """A request as it is sent this way."""


@dataclass(frozen=True)
class Port:
    """The port of a server on this computer, as requests are made for it."""

    number: int

    def connect(self) -> socket.socket:
        """Without the pause in which small packets are gathered."""
        connection = socket.create_connection(("127.0.0.1", self.number))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection

    def dressed(self, request: bytes) -> bytes:
        """As it is."""
        return request


class Visitor:
    """One connection, and the script that goes over it."""

    def __init__(self, way: Way, script: Script) -> None:
        self.script = script
        self.socket = way.connect()
        self.received = b""
        self.asked: Ask = next(script)

    def take(self) -> Answer | None:
        """The answer, once it is whole."""
        piece = self.socket.recv(1 << 18)
        if not piece:
            raise ConnectionError("the site closed the connection")
        self.received += piece
        while isinstance(self.socket, ssl.SSLSocket) and self.socket.pending():  # no selector tells of these
            self.received += self.socket.recv(1 << 18)
        head, found, body = self.received.partition(b"\r\n\r\n")
        length = _LENGTH.search(head)
        if not found or len(body) < (int(length[1]) if length else 0):
            return None
        self.received = b""
        text = head.decode("latin-1")
        headers = {name.lower(): value for name, value in _HEADER.findall(text)}
        return Answer(int(text[9:12]), headers, body)


def swarm(way: Way | int, scripts: Sequence[Script]) -> Figures:
    """Let all scripts run to their end."""
    figures = Figures()
    way = Port(way) if isinstance(way, int) else way
    selector = selectors.DefaultSelector()
    waiting: list[tuple[float, int, Visitor]] = []
    for number, script in enumerate(scripts):
        visitor = Visitor(way, script)
        heapq.heappush(waiting, (visitor.asked.at, number, visitor))
    under_way = 0
    while waiting or under_way:
        now = time.monotonic()
        while waiting and waiting[0][0] <= now:
            _, number, visitor = heapq.heappop(waiting)
            visitor.socket.sendall(way.dressed(visitor.asked.request))
            selector.register(visitor.socket, selectors.EVENT_READ, (number, visitor))
            under_way += 1
        pause = max(waiting[0][0] - time.monotonic(), 0) if waiting else None
        for key, _ in selector.select(pause):
            number, visitor = key.data
            answer = visitor.take()
            if answer is None:
                continue
            selector.unregister(visitor.socket)
            under_way -= 1
            if _go_on(figures, visitor, answer):
                heapq.heappush(waiting, (visitor.asked.at, number, visitor))
    return figures


def _go_on(figures: Figures, visitor: Visitor, answer: Answer) -> bool:
    """Count an answer and let the script say what comes next; False at its end."""
    figures.times[visitor.asked.name].append((time.monotonic() - visitor.asked.at) * 1000)
    if answer.status >= 400:
        figures.faults.append(f"{visitor.asked.name}: {answer.status}")
    try:
        visitor.asked = visitor.script.send(answer)
    except StopIteration:
        visitor.socket.close()
        return False
    except Exception as fault:
        figures.faults.append(f"{visitor.asked.name}: {fault!r}")
        return False
    return True


def cookies(session: str) -> str:
    """By the names that the site gives them over HTTP, and by those over HTTPS."""
    return "; ".join(f"{name}sessionid={session}; {name}csrftoken={CSRF}" for name in ("", "__Host-"))


def request(
    method: str, path: str, session: str, fields: Mapping[str, str | Sequence[str]] | None = None
) -> bytes:
    """The bytes of a request by whoever has this session, as a script of the page would send it."""
    body = urlencode(fields, doseq=True).encode() if fields is not None else b""
    headers = [
        f"{method} {path} HTTP/1.1",
        "Host: 127.0.0.1",
        f"Cookie: {cookies(session)}",
    ]
    if fields is not None:
        headers += [
            f"X-CSRFToken: {CSRF}",
            "HX-Request: true",
            "Content-Type: application/x-www-form-urlencoded",
            f"Content-Length: {len(body)}",
        ]
    return "\r\n".join(headers).encode() + b"\r\n\r\n" + body
