"""The network between clients and the site: passes a request on, or does to it what a header asks for.

`Bench-Network: delay 0.05` and the like, see faultplan.NETWORK; the header is taken out on the way.
"""

import contextlib
import re
import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

AT_ONCE = struct.pack("ii", 1, 0)  # closed like this a connection is reset
PORTAL = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 16\r\n\r\n<h1>Welcome</h1>"
GATEWAY = b"HTTP/1.1 502 Bad Gateway\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
_WISH = re.compile(rb"\r\nBench-Network: ([a-z ]*?) ([\d.]+)(?=\r\n)")
_LENGTH = re.compile(rb"\r\nContent-Length: (\d+)", re.IGNORECASE)


class Proxy:
    """Listens on a port of its own; `upstream` says on which port the site is just now."""

    def __init__(self, upstream: Callable[[], int]) -> None:
        self.upstream = upstream
        self.done: Counter[str] = Counter()
        self.under_way: set[threading.Thread] = set()
        self.later: list[bytes] = []
        self.server = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.port: int = self.server.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    def deliver_the_rest(self) -> None:
        """Send what was kept for later, and wait until nothing is under way."""
        while self.later:
            self._ask(self.later.pop())
        while self.under_way:
            for thread in list(self.under_way):
                thread.join()

    def _listen(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self.server.accept()
                self._begin(self._serve, client)

    def _begin(self, work: Callable[..., object], *arguments: object) -> None:
        def run() -> None:
            try:
                work(*arguments)
            finally:
                self.under_way.discard(threading.current_thread())

        thread = threading.Thread(target=run, daemon=True)
        self.under_way.add(thread)
        thread.start()

    def _serve(self, client: socket.socket) -> None:
        answer = b""
        with contextlib.suppress(OSError):
            request = read_request(client)
            wish = _WISH.search(request)
            kind, seconds = (wish[1].decode(), float(wish[2])) if wish else ("", 0.0)
            answer = self._passed_on(_WISH.sub(b"", request), kind, seconds)
            client.sendall(answer)
        with contextlib.suppress(OSError):
            if not answer:
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
            client.close()

    def _passed_on(self, request: bytes, kind: str, seconds: float) -> bytes:
        """What the client gets; nothing for a connection that breaks."""
        if kind:
            self.done[kind] += 1
        if kind == "drop":
            return b""
        if kind == "portal":
            return PORTAL
        if kind == "bad gateway":
            self._ask(request)
            return GATEWAY
        if kind == "cut":
            self._ask(request, keep=0.5 + seconds)
            return b""
        if kind == "delay":
            time.sleep(seconds)
        if kind == "at once twice":
            self._begin(self._ask, request)
        if kind == "again later":
            self.later.append(request)
        answer = self._ask(request)
        if kind == "twice":
            answer = self._ask(request)
        return b"" if kind == "lose answer" else answer

    def _ask(self, request: bytes, keep: float = 1.0) -> bytes:
        """The site's answer; nothing if it breaks off. `keep` is how much of the body arrives."""
        head, _, body = request.partition(b"\r\n\r\n")
        whole, answer = keep == 1.0, b""
        try:
            with socket.create_connection(("127.0.0.1", self.upstream()), timeout=20) as site:
                site.sendall(head + b"\r\n\r\n" + body[: int(len(body) * keep)])
                if not whole:
                    site.shutdown(socket.SHUT_WR)
                while piece := site.recv(65536):
                    answer += piece
        except OSError:
            return b""
        return answer


def read_request(client: socket.socket) -> bytes:
    """A whole request, body and all."""
    request = b""
    while b"\r\n\r\n" not in request:
        request += _more(client)
    length = _LENGTH.search(request)
    end = request.index(b"\r\n\r\n") + 4 + (int(length[1]) if length else 0)
    while len(request) < end:
        request += _more(client)
    return request


def _more(client: socket.socket) -> bytes:
    piece = client.recv(65536)
    if not piece:
        raise OSError("the client broke off")
    return piece


@contextmanager
def proxy_to(upstream: Callable[[], int]) -> Iterator[Proxy]:
    """A proxy that stops listening at the end."""
    proxy = Proxy(upstream)
    try:
        yield proxy
    finally:
        proxy.server.close()
