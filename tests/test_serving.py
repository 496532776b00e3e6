"""Whether the port is free, whether the app answers, and what is done about it."""

import socket
import threading
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from studyapp import serving


@contextmanager
def listening() -> Iterator[int]:
    """A port that something listens on."""
    with socket.create_server((serving.HOST, 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture
def answering() -> Iterator[Callable[[int], int]]:
    """Starts servers that answer everything with one status, and returns their port."""
    servers = []

    def start(status: int) -> int:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(status)
                self.end_headers()

            def log_message(self, *args: object) -> None:
                """Say nothing."""

        server = HTTPServer((serving.HOST, 0), Handler)
        threading.Thread(target=server.serve_forever, args=(0.01,)).start()
        servers.append(server)
        return server.server_port

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def test_a_port_is_taken_while_something_listens_there() -> None:
    with listening() as port:
        assert serving.port_is_taken(port)
    assert not serving.port_is_taken(port)


def test_the_next_free_port_is_past_every_taken_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "port_is_taken", {8001: True, 8002: False}.__getitem__)
    assert serving.free_port(8000) == 8002


@pytest.mark.parametrize(
    ("status", "answers"), [(200, True), (301, True), (404, True), (500, False), (503, False)]
)
def test_any_reply_but_a_server_error_is_an_answer(
    answering: Callable[[int], int], status: int, answers: bool
) -> None:
    assert serving.answers(answering(status)) is answers


def test_nothing_there_is_no_answer() -> None:
    with listening() as port:
        pass
    assert serving.answers(port) is False
    assert serving.answers_within(0, port) is False


@pytest.mark.parametrize("open_browser", [True, False])
def test_where_the_app_is_is_said_once_it_answers(
    answering: Callable[[int], int],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    open_browser: bool,
) -> None:
    shown: list[str] = []
    monkeypatch.setattr(serving, "show", shown.append)
    port = answering(200)
    serving.announce(port, open_browser)
    url = f"http://127.0.0.1:{port}"
    assert capsys.readouterr() == (f"In Transit is ready: {url}  (stop with Ctrl-C)\n", "")
    assert shown == ([url] if open_browser else [])


def test_a_server_that_does_not_answer_is_not_called_ready(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(serving, "answers_within", lambda seconds, port: False)
    serving.announce(8000, open_browser=True)
    assert capsys.readouterr() == (
        "",
        "In Transit has started at http://127.0.0.1:8000 but does not answer.\n",
    )


class Window(webbrowser.BaseBrowser):
    """A browser with windows, that only remembers."""

    opened: list[str]

    def open(self, url: str, new: int = 0, autoraise: bool = True) -> bool:
        self.opened = [url]
        return True


class Terminal(webbrowser.GenericBrowser):
    """A browser in the terminal."""

    def open(self, url: str, new: int = 0, autoraise: bool = True) -> bool:
        raise AssertionError("it would take the terminal over")


def test_a_window_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    window = Window("window")
    monkeypatch.setattr(webbrowser, "get", lambda: window)
    serving.show("http://127.0.0.1:8000")
    assert window.opened == ["http://127.0.0.1:8000"]


def test_a_browser_in_the_terminal_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webbrowser, "get", lambda: webbrowser.GenericBrowser("false"))
    monkeypatch.setattr(webbrowser.GenericBrowser, "open", Terminal.open)
    serving.show("http://127.0.0.1:8000")


def test_no_browser_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def get() -> webbrowser.BaseBrowser:
        raise webbrowser.Error("could not locate runnable browser")

    monkeypatch.setattr(webbrowser, "get", get)
    serving.show("http://127.0.0.1:8000")
