"""Writers of SQLite in a queue, for what everybody does in the same second.

SQLite takes one writer at a time and lets the others sleep, ever longer, though it may be free meanwhile.
At a lock of the kernel they wait in turn and wake at once. It is let go with the process.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

if sys.platform != "win32":
    import fcntl


@contextmanager
def turn() -> Iterator[None]:
    """Wait until it is one's turn to write. Other writers may still be in the way, as without it.

    Nothing where the database has a queue of its own, and nothing inside a transaction: whoever has the
    database already must not wait for somebody who waits for the database.
    """
    if sys.platform == "win32" or connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with Path(f"{connection.settings_dict['NAME']}-turn").open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
