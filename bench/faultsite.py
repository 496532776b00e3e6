"""The site under the fault harness: a web process that serves, and another for when it is killed."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from bench.server import ROOT, free_port
from studyapp.serving import answers


class Process:
    """A web process as `manage.py up` runs it: granian's main process and its worker."""

    def __init__(self, environment: Mapping[str, str], log: Path) -> None:
        self.port = free_port()
        with log.open("ab") as out:
            self.main = subprocess.Popen(
                [sys.executable, "-m", "bench.faultserve", str(self.port)],
                cwd=ROOT,
                env=dict(environment),
                stdout=out,
                stderr=out,
            )

    def wait(self) -> "Process":
        """Until it answers."""
        late = time.monotonic() + 60
        while not answers(self.port):
            if time.monotonic() > late or self.main.poll() is not None:
                raise RuntimeError("a web process did not start")
            time.sleep(0.01)
        return self

    def kill(self) -> None:
        """Both of them, as `kill -9` or a lack of memory would."""
        with contextlib.suppress(OSError):
            children = Path(f"/proc/{self.main.pid}/task/{self.main.pid}/children").read_text().split()
            for pid in [*map(int, children), self.main.pid]:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        self.main.wait()


class Site:
    """Whatever serves just now. When it dies the one that stands by takes over, and another is started."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.environment = environment
        self.log = Path(environment["DATA_DIR"]) / "web.log"
        self.deaths = 0
        self.closing = False
        self.serving = self._started().wait()
        self.next = self._started()
        self.port = self.serving.port
        self.watcher = threading.Thread(target=self._watch, daemon=True)
        self.watcher.start()

    def kill(self) -> None:
        """End the process that serves."""
        self.serving.kill()

    def settle(self) -> None:
        """Until a process serves that is alive."""
        while self.serving.main.poll() is not None or self.port != self.serving.port:
            time.sleep(0.005)
        if not answers(self.port):
            time.sleep(0.05)
            self.settle()

    def close(self) -> None:
        """End both."""
        self.closing = True
        self.serving.kill()
        self.next.kill()
        self.watcher.join()

    def _started(self) -> Process:
        return Process(self.environment, self.log)

    def _watch(self) -> None:
        while True:
            self.serving.main.wait()
            if self.closing:
                return
            self.deaths += 1
            following = self.next.wait()
            self.serving, self.port = following, following.port
            self.next = self._started()


@contextmanager
def site_of(environment: Mapping[str, str]) -> Iterator[Site]:
    """A site that is ended at the end."""
    site = Site(environment)
    try:
        yield site
    finally:
        site.close()
