"""Closing what a test has opened, which Chromium now and then does not do by itself."""

import contextlib
import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import BrowserContext

LONG = 60  # seconds; a context closes in less than one


def close(context: BrowserContext, *, patience: float = LONG) -> None:
    """Close it, if need be by force.

    Playwright waits without limit, and once in several thousand times a page that a service worker brought
    never ended. When the processes of all its pages do, the browser goes on.
    """
    late = threading.Timer(patience, end_pages, [os.getpid()])
    late.start()
    try:
        context.close()
    finally:
        late.cancel()


def end_pages(pid: int) -> None:
    """End the processes of pages in browsers that this process has started; those of others stay."""
    for child in below(pid):
        with contextlib.suppress(OSError):  # it is gone already
            if b"--type=renderer" in Path(f"/proc/{child}/cmdline").read_bytes():
                os.kill(child, signal.SIGKILL)


def below(pid: int, processes: Path = Path("/proc")) -> Iterator[int]:
    """The processes it has started, and those they have; none where there is no /proc.

    Each is listed with the thread that has started it, and threads of servers under test end all the time.
    """
    for file in (processes / str(pid) / "task").glob("*/children"):
        children = ""
        with contextlib.suppress(OSError):  # the thread has ended since it was listed
            children = file.read_text()
        for child in map(int, children.split()):
            yield child
            yield from below(child, processes)
