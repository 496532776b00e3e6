"""Writers of SQLite take turns; nobody waits inside a transaction, and nobody who is gone is waited for."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest
from django.db import connection, connections, transaction

from studyapp.actions.turns import turn

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has a queue of its own"),
]


def lock_file() -> Path:
    return Path(f"{connection.settings_dict['NAME']}-turn")


def test_one_after_the_other() -> None:
    inside: list[int] = []
    most: list[int] = []

    def write(number: int) -> None:
        try:
            with turn():
                inside.append(number)
                most.append(len(inside))
                Event().wait(0.002)
                inside.remove(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(24)))
    assert most == [1] * 24


def test_nobody_waits_inside_a_transaction() -> None:
    def write(held: Event, done: Event) -> None:
        try:
            with turn():
                held.set()
                done.wait(20)
        finally:
            connections.close_all()

    held, done = Event(), Event()
    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(write, held, done)
        held.wait(20)
        with transaction.atomic(), turn():
            done.set()
        other.result()


def test_a_killed_process_is_not_waited_for() -> None:
    code = (
        "import fcntl, sys\nfile = open(sys.argv[1], 'ab')\nfcntl.flock(file, 2)\nprint(flush=True)\ninput()"
    )
    command = [sys.executable, "-c", code, str(lock_file())]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        os.kill(holder.pid, signal.SIGKILL)
        with turn():
            pass
    assert lock_file().stat().st_size == 0
