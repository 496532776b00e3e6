"""A PostgreSQL server of the bench's own, on scratch files; gone afterwards."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.server import free_port

OPTIONS = "-c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=60"


class Postgres:
    """A running server. It syncs to the disk as one in earnest does."""

    def __init__(self, programs: Path, folder: Path, port: int, options: str) -> None:
        self.programs, self.folder, self.port = programs, folder, port
        self.extra = options
        self.options = f"-p {port} {OPTIONS} {options}"
        self.url = f"postgresql://postgres@127.0.0.1:{port}/postgres"

    def start(self) -> None:
        """Until it takes connections."""
        self._control("start", "-l", str(self.folder / "log"), "-o", self.options)

    def stop(self) -> None:
        """As a power cut would, except that what was written is written."""
        self._control("stop", "-m", "immediate")

    def restart(self) -> None:
        """Pull the plug, and recover from the write-ahead log."""
        self._control("restart", "-m", "immediate", "-l", str(self.folder / "log"), "-o", self.options)

    def _control(self, word: str, *options: str) -> None:
        data = ["-D", str(self.folder / "data")]
        run_as_owner([str(self.programs / "pg_ctl"), word, "-s", "-w", *data, *options])


def programs() -> Path | None:
    """Where this computer has PostgreSQL, if it has it: the newest."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("pg_ctl")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


@contextmanager
def scratch_postgres(options: str = "") -> Iterator[Postgres]:
    """An empty cluster that runs meanwhile; `options` go to the server."""
    where = programs()
    if where is None:
        raise SystemExit("PostgreSQL is not installed here.")
    with tempfile.TemporaryDirectory(prefix="bench-postgres-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        if os.geteuid() == 0:
            owner = pwd.getpwnam("postgres")
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        initdb = [str(where / "initdb"), "-D", str(folder / "data"), "-U", "postgres", "-A", "trust"]
        run_as_owner([*initdb, "-E", "UTF8", "--locale=C.UTF-8"])
        server = Postgres(where, folder, free_port(), options)
        server.start()
        try:
            yield server
        finally:
            server.stop()


def run_as_owner(command: list[str]) -> None:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() == 0:
        command = ["/usr/sbin/runuser", "-u", "postgres", "--", *command]
    subprocess.run(command, cwd="/", check=True, stdout=subprocess.DEVNULL)
