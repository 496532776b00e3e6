"""Serving the app on this computer: one process under granian, and a word when it answers."""

import contextlib
import http.client
import multiprocessing
import os
import signal
import socket
import sys
import threading
import time
import webbrowser
from collections.abc import Callable
from functools import partial
from typing import Any

from django.utils.module_loading import import_string
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

HOST = "127.0.0.1"
THREADS = 4  # SQLite takes one writer at a time: more threads only wait for each other
PATIENCE = 30.0  # seconds until a server that does not answer is reported


def port_is_taken(port: int) -> bool:
    """Whether something listens there. Asked before serving: granian would share the port silently."""
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


def free_port(after: int) -> int:
    """The next port that nothing listens on."""
    return next(port for port in range(after + 1, 65536) if not port_is_taken(port))


def serve(target: str, port: int, *, open_browser: bool) -> None:
    """Serve the WSGI application at the dotted path `target` until Ctrl-C, SIGTERM or a closed terminal.

    Exits with 1 if the worker process ends by itself, such as for an error while the application loads.
    """
    server = Granian(
        target,
        address=HOST,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        log_level=LogLevels.error,
        workers_kill_timeout=5,
    )
    if hasattr(signal, "SIGHUP"):  # granian would take a closed terminal for a wish to reload, and stay
        server.on_startup(partial(signal.signal, signal.SIGHUP, server.signal_handler_interrupt))
    server.serve(target_loader=partial(load, port=port, open_browser=open_browser))


def load(target: str, *, port: int, open_browser: bool) -> Callable[..., Any]:
    """Runs in the worker process: the application to serve, watched by two threads."""
    threading.Thread(target=announce, args=(port, open_browser), daemon=True).start()
    threading.Thread(target=end_with_parent, daemon=True).start()
    application: Callable[..., Any] = import_string(target)
    return application


def announce(port: int, open_browser: bool) -> None:
    """Say where the app is as soon as it answers, and show it."""
    url = f"http://{HOST}:{port}"
    if not answers_within(PATIENCE, port):
        print(f"In Transit has started at {url} but does not answer.", file=sys.stderr, flush=True)
        return
    print(f"In Transit is ready: {url}  (stop with Ctrl-C)", flush=True)
    if open_browser:
        show(url)


def answers_within(seconds: float, port: int) -> bool:
    """Wait until the app answers a request without a fault of its own."""
    until = time.monotonic() + seconds
    while not answers(port):
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


def answers(port: int) -> bool:
    """Whether a request gets any answer but a server error."""
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    with contextlib.closing(connection), contextlib.suppress(OSError, http.client.HTTPException):
        connection.request("GET", "/healthz")
        return connection.getresponse().status < http.HTTPStatus.INTERNAL_SERVER_ERROR
    return False


def show(url: str) -> None:
    """Open a browser window if this computer has one; a browser inside the terminal would take it over."""
    with contextlib.suppress(webbrowser.Error, OSError):
        browser = webbrowser.get()
        if type(browser) is not webbrowser.GenericBrowser:
            browser.open(url)


def end_with_parent() -> None:
    """End this worker when the process that started it is gone, even if that was killed."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
