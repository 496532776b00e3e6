"""A granian server of the bench's own, on a scratch database, and the CPU time its worker uses."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TICKS = os.sysconf("SC_CLK_TCK")


@contextmanager
def scratch() -> Iterator[Mapping[str, str]]:
    """An environment with an empty data folder of its own; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        yield {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "bench.settings",
            "DATA_DIR": folder,
            "DEBUG": "0",
            "SECRET_KEY": "only of a bench: 0123456789 " * 3,
        }


@contextmanager
def serving(
    environment: Mapping[str, str],
    *,
    workers: int = 1,
    threads: int = 4,
    python: str = sys.executable,
    target: str = "studyapp.wsgi:application",
) -> Iterator["Server"]:
    """The site behind granian, as `up` runs it unless told otherwise: WSGI, one worker, four threads.

    Another `python` has another site, `target`.
    """
    port = free_port()
    command = [python, "-m", "granian", "--interface", "wsgi", "--workers", str(workers)]
    command += ["--blocking-threads", str(threads), "--no-access-log", "--log-level", "warning"]
    command += ["--host", "127.0.0.1", "--port", str(port), target]
    log = None if python == sys.executable else subprocess.DEVNULL  # of another site: each request is a line
    process = subprocess.Popen(command, cwd=ROOT, env=dict(environment), stdout=log, stderr=log)
    try:
        wait_for(port)
        yield Server(port, process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)


class Server:
    """A running server: fetch pages over one kept connection, and read its worker's CPU time."""

    def __init__(self, port: int, main_pid: int) -> None:
        self.port = port
        children = Path(f"/proc/{main_pid}/task/{main_pid}/children").read_text().split()
        self.pids = [main_pid, *map(int, children)]
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def get(self, path: str, headers: Mapping[str, str]) -> bytes:
        """The body as it came over the wire; anything but 200 is an error."""
        self.connection.request("GET", path, headers=dict(headers))
        response = self.connection.getresponse()
        body = response.read()
        if response.status != 200:
            raise RuntimeError(f"{path}: {response.status}")
        return body

    def cpu_seconds(self) -> float:
        """User and system time of the server's processes so far."""
        total = 0
        for pid in self.pids:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            total += int(fields[11]) + int(fields[12])
        return total / TICKS


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int) -> None:
    """Until something listens there. RuntimeError after half a minute."""
    for _ in range(600):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("nothing listens at the port")
