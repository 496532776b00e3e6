"""The network between a browser and the site: a proxy that a test can cut, silence, and put a portal into.

Playwright's own switch does not reach what a service worker asks for.
"""

import contextlib
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal
from urllib.parse import urlsplit

type State = Literal["up", "cut", "silent", "one way", "portal"]
AT_ONCE = struct.pack("ii", 1, 0)  # a connection closed like this is reset, as when a cable is pulled
PORTAL = b"<!doctype html><title>Station Wi-Fi</title><h1>Welcome on board</h1>"
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"


class Network:
    """Listens on a port of its own and passes on what comes, as long as it is up.

    `cut`: every request fails at once. `silent`: nothing ever answers. `one way`: what is sent arrives, and
    the answer is lost. `portal`: somebody else answers everything with a page of their own.
    """

    def __init__(self, site: str) -> None:
        self.site = urlsplit(site)
        self.state: State = "up"
        self.server = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://{self.site.hostname}:{self.server.getsockname()[1]}"
        self.open: set[socket.socket] = set()
        threading.Thread(target=self._listen, daemon=True).start()

    def become(self, state: State) -> None:
        """Change the state; whatever is under way ends."""
        self.state = state
        for one in list(self.open):
            self._end(one)

    def _listen(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                browser, _ = self.server.accept()
                self.open.add(browser)
                threading.Thread(target=self._serve, args=(browser,), daemon=True).start()

    def _serve(self, browser: socket.socket) -> None:
        if self.state == "silent":
            return
        with contextlib.suppress(OSError):
            if self.state in ("up", "one way"):
                self._to_the_site(browser, answers=self.state == "up")
            elif self.state == "portal":
                browser.recv(65536)
                browser.sendall(ANSWER % (len(PORTAL), PORTAL))
                browser.shutdown(socket.SHUT_WR)
                while browser.recv(65536):  # until the browser has read the answer and closes
                    pass
        self._end(browser)

    def _to_the_site(self, browser: socket.socket, *, answers: bool) -> None:
        site = socket.create_connection((self.site.hostname or "", self.site.port or 80))
        self.open.add(site)
        threading.Thread(target=self._pass_on, args=(site, browser, answers), daemon=True).start()
        self._pass_on(browser, site, True)

    def _pass_on(self, one: socket.socket, other: socket.socket, arrives: bool) -> None:
        with contextlib.suppress(OSError):
            while piece := one.recv(65536):
                if not arrives:
                    break
                other.sendall(piece)
        self._end(one)
        self._end(other)

    def _end(self, one: socket.socket) -> None:
        self.open.discard(one)
        with contextlib.suppress(OSError):
            one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
            one.shutdown(socket.SHUT_RDWR)
        one.close()


@contextmanager
def network_to(site: str) -> Iterator[Network]:
    """A network that is taken down at the end."""
    network = Network(site)
    yield network
    with contextlib.suppress(OSError):  # where it listens for nobody it cannot be shut
        network.server.shutdown(socket.SHUT_RDWR)  # or its thread would wait for one more for ever
    network.server.close()
    network.become("cut")
