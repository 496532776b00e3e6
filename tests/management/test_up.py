"""`manage.py up`: what it prepares, what it refuses, and one real start from nothing to Ctrl-C."""

import argparse
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.recorder import MigrationRecorder
from pytest_django import Settings

from studyapp.management.commands import up
from studyapp.models import Release
from studyapp.serving import HOST

ROOT = Path(__file__).resolve().parent.parent.parent
type Served = list[tuple[str, int, bool]]


@pytest.fixture
def port() -> int:
    """A port that nothing listens on."""
    with socket.create_server((HOST, 0)) as server:
        return int(server.getsockname()[1])


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path) -> Served:
    """What would have been served; the data folder is an empty one."""
    calls: Served = []
    monkeypatch.setattr(
        up, "serve", lambda target, port, open_browser: calls.append((target, port, open_browser))
    )
    monkeypatch.setattr(connections, "close_all", lambda: None)  # the test's transaction is on one of them
    settings.DATA_DIR = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    settings.CONTENT_ROOT = tmp_path / "content"
    return calls


@pytest.fixture
def faulty(settings: Settings, tmp_path: Path) -> None:
    """A content folder that cannot be published."""
    settings.CONTENT_ROOT = tmp_path / "faulty"
    settings.CONTENT_ROOT.mkdir()
    (settings.CONTENT_ROOT / "course.yaml").write_text("tittle: A misspelt key\n")


@pytest.mark.django_db
def test_it_serves_on_the_port_asked_for(
    served: Served, settings: Settings, small_content: Path, port: int
) -> None:
    settings.CONTENT_ROOT = small_content
    call_command("up", "--port", str(port), "--no-browser")
    call_command("up", "--port", str(port))
    assert served == [("studyapp.wsgi.application", port, False), ("studyapp.wsgi.application", port, True)]


def test_a_port_in_use_is_refused_with_a_way_out(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(up, "free_port", lambda after: after + 1)
    with socket.create_server((HOST, 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(SystemExit) as refusal:
            call_command("up", "--port", str(port))
    assert refusal.value.code == (
        f"Port {port} is in use. Stop the other program, or run: python3 manage.py up --port {port + 1}"
    )
    assert served == []


@pytest.mark.parametrize("text", ["0", "65536", "-1", "http", "8000.0", ""])
def test_a_port_is_a_number_in_range(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="a port is a number from 1 to 65535"):
        up.port_number(text)


def test_the_first_and_the_last_port_are_in_range() -> None:
    assert (up.port_number("1"), up.port_number("65535")) == (1, 65535)


@pytest.mark.django_db
def test_a_missing_migration_is_noticed() -> None:
    assert up.migrations_are_pending() is False
    recorder = MigrationRecorder(connection)
    name = recorder.migration_qs.filter(app="studyapp").order_by("-name").values_list("name", flat=True)[0]
    recorder.record_unapplied("studyapp", name)
    assert up.migrations_are_pending() is True


@pytest.mark.django_db
@pytest.mark.usefixtures("faulty")
def test_faulty_content_leaves_what_was_published_before(
    served: Served, capsys: pytest.CaptureFixture[str], port: int
) -> None:
    before = Release.objects.count()
    call_command("up", "--port", str(port))
    told = capsys.readouterr().err
    assert "course.yaml:1: " in told
    assert told.endswith("The app shows what was published before.\n")
    assert (Release.objects.count(), len(served)) == (before, 1)


@pytest.mark.django_db
@pytest.mark.usefixtures("faulty")
def test_faulty_content_and_nothing_published_before_stops_the_start(
    served: Served, capsys: pytest.CaptureFixture[str], port: int
) -> None:
    Release.objects.all().delete()
    with pytest.raises(SystemExit, match="There is nothing to show: no content was ever published"):
        call_command("up", "--port", str(port))
    assert "course.yaml:1: " in capsys.readouterr().err
    assert served == []


def test_static_files_are_collected_only_when_they_changed(
    served: Served, settings: Settings, tmp_path: Path
) -> None:
    source, collected = tmp_path / "source" / "a.css", tmp_path / "static" / "a.css"
    source.parent.mkdir()
    source.write_text("p {}")
    settings.STATICFILES_DIRS = [source.parent]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    up.collect_static()
    assert collected.read_text() == "p {}"
    collected.write_text("kept")
    up.collect_static()
    assert collected.read_text() == "kept"
    os.utime(collected, (1, 1))  # an older file than its source, as after an edit
    source.write_text("a {}")
    up.collect_static()
    assert collected.read_text() == "a {}"


class Started:
    """`manage.py up` in a process of its own, from an empty data folder."""

    def __init__(self, port: int, data: Path, content: Path) -> None:
        environment = {**os.environ, "DATA_DIR": str(data), "CONTENT_ROOT": str(content), "DATABASE_URL": ""}
        command = [sys.executable, "manage.py", "up", "--no-browser", "--port", str(port)]
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
        self.alarm = threading.Timer(300, self.process.kill)
        self.alarm.start()

    def line(self) -> str:
        """The next line it prints; empty when it has ended."""
        assert self.process.stdout
        return self.process.stdout.readline()

    def stop(self, number: int) -> int:
        """Its exit code after a signal."""
        self.process.send_signal(number)
        return self.process.wait()

    def end(self) -> None:
        """Leave nothing behind, whatever happened."""
        self.alarm.cancel()
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def started(port: int, tmp_path: Path, small_content: Path) -> Iterator[Started]:
    app = Started(port, tmp_path, small_content)
    yield app
    app.end()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a process instead of signalling it")
def test_from_nothing_to_a_page_and_a_clean_stop(started: Started, port: int) -> None:
    url = f"http://{HOST}:{port}"
    assert started.line() == f"In Transit is ready: {url}  (stop with Ctrl-C)\n"
    with urlopen(f"{url}/", timeout=10) as page:  # noqa: S310 - an address on this computer
        assert page.status == 200
        assert b"</html>" in page.read()
    assert started.stop(signal.SIGINT) == 0
    assert started.line() == ""  # its worker has ended too, or the pipe would still be open
    with pytest.raises(ConnectionRefusedError), socket.create_connection((HOST, port)):
        pass
