"""Make `python3 manage.py …` work on a machine that has nothing but some Python.

Runs before anything is installed: standard library only, and in the syntax of Python 3.6, so that an old
`python3` can look for a newer one. It makes .venv with the packages of uv.lock and starts manage.py there
again. Where the packages can be imported already (`uv run`, a container) it does nothing.

`python3 studyapp/bootstrap.py test lint` only installs, with the dependency groups or extras named.
"""

import contextlib
import glob
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import typing

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

OLDEST, NEWEST = (3, 12), (3, 14)
MINORS = range(NEWEST[1], OLDEST[1] - 1, -1)
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, *(["Scripts", "python.exe"] if os.name == "nt" else ["bin", "python"]))
STAMP = os.path.join(VENV, "installed.txt")  # digest of uv.lock, then the groups that are installed
BUSY = os.path.join(ROOT, ".venv.lock")  # locked while .venv changes; not empty if that was cut short
GROUPS = {"test": ["test"]}  # command -> dependency groups it needs
PROBES = {"": ["django", "granian", "pydantic", "whitenoise"], "test": ["pytest", "pytest_django"]}
PLACES = [
    os.path.join(os.environ.get("PYENV_ROOT", "~/.pyenv"), "versions/3.%d*/bin/python"),
    "~/.asdf/installs/python/3.%d*/bin/python",
    "~/.local/share/mise/installs/python/3.%d*/bin/python",
    "~/.local/share/uv/python/cpython-3.%d*/bin/python3",
    "/opt/homebrew/bin/python3.%d",
    "/usr/local/bin/python3.%d",
    "/Library/Frameworks/Python.framework/Versions/3.%d/bin/python3",
    "~/AppData/Local/Programs/Python/Python3%d/python.exe",
]
NO_PYTHON = (
    "In Transit needs Python 3.12, 3.13 or 3.14 with its venv module, and no such Python works here.\n"
    "Install one from https://www.python.org/downloads/ (Debian, Ubuntu: apt install python3 python3-venv)\n"
    "and run the same command again."
)
NO_PACKAGES = (
    "The packages could not be installed. The first run needs the internet:\n"
    "check the connection and run the same command again."
)
FOREIGN = (
    "This virtual environment lacks the packages of In Transit: {}\n"
    "Leave it (run: deactivate) and run the same command again; the app then makes its own in .venv."
)


def say(text: str) -> None:
    print("[setup] " + text, file=sys.stderr, flush=True)


def succeeds(command: "list[str]", quiet: bool = False) -> bool:
    """Whether a command can be started and ends well. `quiet` hides what it complains about."""
    try:
        errors = subprocess.DEVNULL if quiet else None
        return subprocess.call(command, cwd=ROOT, stderr=errors, close_fds=False) == 0
    except OSError:
        return False


def fits(python: "list[str]", prefix: str = "") -> bool:
    """Whether a Python really runs, has a right version and can make environments.

    Dead pyenv shims and the Windows Store stub are found by name but do not run. With `prefix` it must also
    be the environment of that folder: without pyvenv.cfg, .venv/bin/python is the Python it was made from.
    """
    code = "import sys, venv, ensurepip; print(sys.version_info[0], sys.version_info[1], sys.prefix)"
    try:
        told = subprocess.check_output([*python, "-I", "-c", code], stderr=subprocess.DEVNULL, timeout=20)
        major, minor, where = told.decode().strip().split(" ", 2)
        right = OLDEST <= (int(major), int(minor)) <= NEWEST
    except (OSError, ValueError, subprocess.SubprocessError):
        return False
    return right and (not prefix or os.path.realpath(where) == os.path.realpath(prefix))


def candidates() -> "list[list[str]]":
    """Command lines that may be a Python, the likeliest first."""
    found = [[getattr(sys, "_base_executable", None) or sys.executable]]
    for minor in MINORS:
        if os.name == "nt":
            found.append(["py", "-3.%d" % minor])
        found.append(["python3.%d" % minor])
    for minor in MINORS:
        for place in PLACES:
            found += [[path] for path in glob.glob(os.path.expanduser(place % minor))]
    return [*found, ["python3"], ["python"]]


def find_python() -> "list[str] | None":
    return next((command for command in candidates() if fits(command)), None)


def fetch_python() -> None:
    """Let uv download a Python into its own folder, where `candidates` looks."""
    say("no Python 3.12, 3.13 or 3.14 here; fetching one with uv")
    uv = shutil.which("uv")
    with tempfile.TemporaryDirectory() as folder:
        if not uv and succeeds([sys.executable, "-m", "venv", folder], quiet=True):
            uv = os.path.join(folder, "Scripts" if os.name == "nt" else "bin", "uv")
            python = os.path.join(os.path.dirname(uv), "python")
            succeeds([python, "-m", "pip", "install", "-q", "uv"], quiet=True)
        if uv:
            succeeds([uv, "python", "install", "--quiet", "--no-bin", "3.13"], quiet=True)


def make_venv() -> None:
    if not find_python():
        fetch_python()
    python = find_python()
    if not python:
        sys.exit(NO_PYTHON)
    say("making .venv with " + " ".join(python))
    if not succeeds([*python, "-m", "venv", "--clear", VENV]):
        sys.exit("The folder .venv could not be made. Delete it and run the same command again.")


@contextlib.contextmanager
def alone() -> "typing.Iterator[typing.IO[str]]":
    """Hold the lock file, open for writing: of two starts at once, the second waits for the first."""
    with open(BUSY, "a+") as handle:
        if sys.platform == "win32":
            handle.seek(0)  # the byte that is locked must be the same one for all
            while True:
                with contextlib.suppress(OSError):  # it gives up after ten seconds
                    msvcrt.locking(handle.fileno(), msvcrt.LK_LOCK, 1)
                    break
        else:
            fcntl.flock(handle, fcntl.LOCK_EX)
            # A child holds the lock too: if this process is killed, its pip may still be writing into .venv.
            os.set_inheritable(handle.fileno(), True)
        yield handle


def installed() -> "list[str]":
    """What the stamp says: digest of the lock file, then groups. Empty where .venv is not whole."""
    try:
        with open(STAMP) as handle:
            whole = os.path.exists(PYTHON) and os.path.exists(os.path.join(VENV, "pyvenv.cfg"))
            return handle.read().split() if whole else []
    except OSError:
        return []


def install(groups: "list[str]", afresh: bool = False) -> bool:
    """Bring .venv to what uv.lock says, with `groups`; False where its stamp says that it is so already.

    `afresh` makes it anew, whatever the stamp says.
    """
    with open(os.path.join(ROOT, "uv.lock"), "rb") as handle:
        digest = hashlib.sha256(handle.read()).hexdigest()
    wanted = {digest}.union(groups)
    if wanted.issubset(installed()) and not afresh:
        return False
    with alone() as busy:
        if wanted.issubset(installed()) and not afresh:
            return True  # another start has done it meanwhile
        cut_short = os.path.getsize(BUSY) > 0
        groups = sorted(set(installed()[1:] + groups))
        busy.write("unfinished")
        busy.flush()
        if afresh or cut_short or not fits([PYTHON], prefix=VENV):
            make_venv()
        say("installing packages into .venv, once" + (" (with: " + ", ".join(groups) + ")" if groups else ""))
        if not succeeds([PYTHON, "-m", "studyapp.install", *groups]):
            sys.exit(NO_PACKAGES)
        with open(STAMP, "w") as stamp:
            stamp.write(" ".join([digest, *groups]))
        busy.truncate(0)
    return True


def missing(groups: "list[str]") -> "list[str]":
    """The packages that cannot be imported here, as far as a look at the main ones tells."""
    probes = [name for group in ["", *groups] for name in PROBES.get(group, [])]
    return [name for name in probes if not importlib.util.find_spec(name)]


def ensure_environment(argv: "list[str]") -> None:
    """Return in a Python that can run `argv`: this one, or the one of .venv after starting again there."""
    groups = GROUPS.get(argv[1] if len(argv) > 1 else "", [])
    inside = os.path.realpath(sys.prefix) == os.path.realpath(VENV)
    lacking = missing(groups)
    if not lacking and OLDEST <= sys.version_info[:2] <= NEWEST and not (inside and installed()):
        return  # somebody else made this environment and keeps it up to date
    if not inside and sys.prefix != sys.base_prefix:
        sys.exit(FOREIGN.format(", ".join(lacking) or "Python 3.12, 3.13 or 3.14"))
    try:
        changed = install(groups)
        if inside and lacking and not changed:  # what the stamp promises is gone
            changed = install(groups, afresh=True)
        if changed or not inside:
            become([PYTHON, *argv])
    except KeyboardInterrupt:
        sys.exit("\nStopped. Run the same command again to go on.")
    except OSError as error:
        sys.exit("[setup] " + str(error))


def become(command: "list[str]") -> None:
    """Go on as another program. Windows has no real exec, so there it is waited for."""
    os.environ.pop("PYTHONHOME", None)  # it would point .venv's Python at another one's library
    if os.name != "nt":
        os.execv(command[0], command)
    with contextlib.suppress(KeyboardInterrupt):  # Ctrl-C goes to the child as well, which answers it
        sys.exit(subprocess.call(command))


if __name__ == "__main__":
    install(sys.argv[1:])
