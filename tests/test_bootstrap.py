"""The first start: finding a Python, making and mending .venv, starting again in it."""

import ast
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from studyapp import bootstrap, install

ROOT = Path(__file__).resolve().parent.parent
type Calls = list[list[str]]

posix = pytest.mark.skipif(sys.platform == "win32", reason="uses a shell script and fcntl")


@pytest.fixture
def python(tmp_path: Path) -> Callable[[str], list[str]]:
    """Makes a command line out of a shell script that stands in for a Python."""

    def make(script: str) -> list[str]:
        path = tmp_path / "python"
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
        return [str(path)]

    return make


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty project for bootstrap to work in; its .venv lies in the same folder."""
    venv = tmp_path / ".venv"
    monkeypatch.setattr(bootstrap, "ROOT", str(tmp_path))
    monkeypatch.setattr(bootstrap, "VENV", str(venv))
    monkeypatch.setattr(bootstrap, "PYTHON", str(venv / "python"))
    monkeypatch.setattr(bootstrap, "STAMP", str(venv / "installed.txt"))
    monkeypatch.setattr(bootstrap, "BUSY", str(tmp_path / ".venv.lock"))
    (tmp_path / "uv.lock").write_text("version = 1\n")
    return tmp_path


@pytest.fixture
def steps(project: Path, monkeypatch: pytest.MonkeyPatch) -> Calls:
    """What bootstrap would have run: making .venv, and commands; each makes what a later look finds."""
    ran: Calls = []

    def make_venv() -> None:
        ran.append(["make .venv"])
        (project / ".venv").mkdir(exist_ok=True)
        (project / ".venv" / "python").touch()
        (project / ".venv" / "pyvenv.cfg").touch()

    def succeeds(command: list[str], quiet: bool = False) -> bool:
        ran.append(command[1:])
        return True

    monkeypatch.setattr(bootstrap, "make_venv", make_venv)
    monkeypatch.setattr(bootstrap, "succeeds", succeeds)
    monkeypatch.setattr(bootstrap, "fits", lambda command, prefix="": Path(command[0]).exists())
    return ran


INSTALL = ["-m", "studyapp.install"]


def test_old_pythons_can_read_what_they_run() -> None:
    for file in ("manage.py", "studyapp/__init__.py", "studyapp/bootstrap.py"):
        ast.parse((ROOT / file).read_text("utf-8"), feature_version=(3, 6))
    with pytest.raises(SyntaxError):
        ast.parse("(newer := 1)", feature_version=(3, 6))


@pytest.mark.parametrize("module", [bootstrap, install])
def test_set_up_needs_the_standard_library_alone(module: object) -> None:
    tree = ast.parse(Path(str(vars(module)["__file__"])).read_text("utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in names} - set(sys.stdlib_module_names) == set()


def test_the_packages_looked_for_are_ones_the_lock_file_brings() -> None:
    assert bootstrap.missing(["test"]) == []


def test_this_python_fits() -> None:
    assert bootstrap.fits([sys.executable])
    assert bootstrap.fits([sys.executable], prefix=sys.prefix)


@posix
@pytest.mark.parametrize(
    ("script", "fits"),
    [
        ("echo 3 12 /usr", True),
        ("echo 3 14 '/a folder/with spaces'", True),
        ("echo 3 11 /usr", False),
        ("echo 3 15 /usr", False),
        ("echo 'pyenv: python3.12: command not found' >&2; exit 127", False),
        ("echo 3 12 /usr; exit 1", False),
        ("echo", False),
        ("echo Python was not found", False),
    ],
)
def test_a_python_must_run_and_be_of_a_right_version(
    python: Callable[[str], list[str]], script: str, fits: bool
) -> None:
    assert bootstrap.fits(python(script)) is fits


@posix
def test_an_environment_that_fell_apart_does_not_fit(
    python: Callable[[str], list[str]], tmp_path: Path
) -> None:
    assert bootstrap.fits(python(f"echo 3 12 {tmp_path}"), prefix=str(tmp_path))
    assert not bootstrap.fits(python("echo 3 12 /usr"), prefix=str(tmp_path))
    assert not bootstrap.fits([str(tmp_path / "gone")])


def test_the_first_python_that_fits_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "candidates", lambda: [["dead"], ["py", "-3.13"], ["python3.12"]])
    monkeypatch.setattr(bootstrap, "fits", lambda command: command != ["dead"])
    assert bootstrap.find_python() == ["py", "-3.13"]


def test_no_python_is_said_in_plain_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "candidates", lambda: [["dead"]])
    monkeypatch.setattr(bootstrap, "fetch_python", lambda: None)
    with pytest.raises(SystemExit, match=r"needs Python 3\.12, 3\.13 or 3\.14"):
        bootstrap.make_venv()


def test_a_first_start_makes_the_environment_and_a_second_does_nothing(project: Path, steps: Calls) -> None:
    assert bootstrap.install([]) is True
    assert steps == [["make .venv"], INSTALL]
    assert bootstrap.install([]) is False
    assert len(steps) == 2


def test_a_group_is_added_once_and_kept_when_the_lock_file_changes(project: Path, steps: Calls) -> None:
    bootstrap.install([])
    bootstrap.install(["test"])
    bootstrap.install(["test"])
    assert steps[2:] == [[*INSTALL, "test"]]
    (project / "uv.lock").write_text("version = 2\n")
    bootstrap.install([])
    assert steps[3:] == [[*INSTALL, "test"]]


def test_a_start_that_was_cut_short_is_made_anew(
    project: Path, steps: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    bootstrap.install([])
    with monkeypatch.context() as patch:
        patch.setattr(bootstrap, "succeeds", lambda command: False)
        with pytest.raises(SystemExit, match="check the connection"):
            bootstrap.install(["test"])
    bootstrap.install(["test"])
    assert steps[2:] == [["make .venv"], [*INSTALL, "test"]]


@pytest.mark.parametrize("lost", ["python", "pyvenv.cfg", "installed.txt"])
def test_an_environment_that_lost_a_part_is_mended(project: Path, steps: Calls, lost: str) -> None:
    bootstrap.install([])
    (project / ".venv" / lost).unlink()
    assert bootstrap.install([]) is True
    assert steps[-1] == INSTALL


@posix
def test_of_two_starts_the_second_waits(project: Path) -> None:
    other = "import fcntl, sys; fcntl.flock(open(sys.argv[1], 'a'), fcntl.LOCK_EX | fcntl.LOCK_NB)"
    command = [sys.executable, "-c", other, bootstrap.BUSY]
    with bootstrap.alone():
        assert b"BlockingIOError" in subprocess.run(command, check=False, capture_output=True).stderr
    assert subprocess.run(command, check=False).returncode == 0


@pytest.fixture
def started(steps: Calls, monkeypatch: pytest.MonkeyPatch) -> Calls:
    """The command lines that bootstrap goes on as."""
    ran: Calls = []
    monkeypatch.setattr(bootstrap, "become", ran.append)
    return ran


def lack(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    monkeypatch.setattr(bootstrap, "missing", lambda groups: list(names))


def test_where_the_packages_are_nothing_is_done(started: Calls, steps: Calls) -> None:
    bootstrap.ensure_environment(["manage.py", "test"])
    assert (started, steps) == ([], [])


def test_a_bare_python_goes_on_in_the_environment(
    project: Path, started: Calls, steps: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    lack(monkeypatch, "django")
    monkeypatch.setattr(sys, "prefix", sys.base_prefix)
    bootstrap.ensure_environment(["manage.py", "test", "-q"])
    assert steps == [["make .venv"], [*INSTALL, "test"]]
    assert started == [[bootstrap.PYTHON, "manage.py", "test", "-q"]]


def test_somebody_elses_environment_is_left_alone(
    project: Path, started: Calls, steps: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    lack(monkeypatch, "django", "granian")
    monkeypatch.setattr(sys, "prefix", str(project / "other"))
    with pytest.raises(SystemExit, match=r"(?s)lacks .*: django, granian\n.*deactivate"):
        bootstrap.ensure_environment(["manage.py", "up"])
    assert (started, steps) == ([], [])


def test_what_the_stamp_promises_and_is_gone_is_made_anew(
    project: Path, started: Calls, steps: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    bootstrap.install([])
    lack(monkeypatch, "django")
    monkeypatch.setattr(sys, "prefix", str(project / ".venv"))
    bootstrap.ensure_environment(["manage.py", "up"])
    assert steps[2:] == [["make .venv"], INSTALL]
    assert started == [[bootstrap.PYTHON, "manage.py", "up"]]


def test_inside_a_whole_environment_the_command_just_runs(
    project: Path, started: Calls, steps: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    bootstrap.install([])
    lack(monkeypatch)
    monkeypatch.setattr(sys, "prefix", str(project / ".venv"))
    bootstrap.ensure_environment(["manage.py", "up"])
    assert (started, len(steps)) == ([], 2)


def test_the_test_command_is_pytest_in_this_project_from_any_folder(tmp_path: Path) -> None:
    command = [
        sys.executable,
        str(ROOT / "manage.py"),
        "test",
        "--collect-only",
        "-q",
        "tests/house/test_lock.py",
    ]
    told = subprocess.run(command, cwd=tmp_path, check=False, capture_output=True, text=True)
    assert (told.returncode, told.stderr) == (0, "")
    assert "tests/house/test_lock.py::test_the_lock_file_is_up_to_date" in told.stdout
