"""Install what uv.lock names into the environment this runs in, every file checked against its hash.

`bootstrap` runs it as `python -m studyapp.install [group or extra …]` inside .venv, before anything else is
installed: standard library only. pip is given the whole closure, so it resolves nothing by itself.
"""

import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

type Table = Mapping[str, Any]  # a TOML table of uv.lock
type Condition = frozenset[str]  # environment markers that must all hold

ROOT = Path(__file__).resolve().parent.parent
PIP = ("-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-input", "--require-virtualenv")


def requirements(lock: Table, groups: Sequence[str]) -> list[str]:
    """One pip requirement with hashes per package that the project or one of `groups` needs, sorted.

    `groups` are dependency groups or extras of the project. Raises KeyError for a name that is neither.
    """
    project = next(package for package in lock["package"] if package["source"] == {"virtual": "."})
    choices = project.get("optional-dependencies", {}) | project.get("dev-dependencies", {})
    edges = [edge for group in groups for edge in choices[group]] + project.get("dependencies", [])
    needed: dict[tuple[str, str], set[Condition]] = {}
    for package, condition in closure(lock, edges):
        needed.setdefault((package["name"], package["version"]), set()).add(condition)
    hashes = {(package["name"], package["version"]): hashes_of(package) for package in lock["package"]}
    return sorted(requirement(*key, conditions, hashes[key]) for key, conditions in needed.items())


def closure(lock: Table, edges: Sequence[Table]) -> Iterator[tuple[Table, Condition]]:
    """Every package reached from `edges`, once for each set of markers on a way to it."""
    todo = [(edge, frozenset[str]()) for edge in edges]
    seen = set()
    while todo:
        edge, condition = todo.pop()
        condition |= {edge["marker"]} if "marker" in edge else set()
        package = next(found for found in lock["package"] if is_meant(edge, found))
        extras = tuple(edge.get("extra", ()))
        if (step := (package["name"], package["version"], extras, condition)) in seen:
            continue
        seen.add(step)
        yield package, condition
        nearby = [*package.get("dependencies", ())]
        nearby += [near for extra in extras for near in package["optional-dependencies"].get(extra, ())]
        todo += [(near, condition) for near in nearby]


def is_meant(edge: Table, package: Table) -> bool:
    """Whether `edge` names this package; it gives a version only where the lock holds several."""
    same = bool(package["name"] == edge["name"])
    return same and edge.get("version", package["version"]) == package["version"]


def hashes_of(package: Table) -> list[str]:
    """The hash of every file of a package, as `sha256:…`, in the order of the lock file."""
    files = [*package.get("wheels", ()), *([package["sdist"]] if "sdist" in package else [])]
    return [file["hash"] for file in files]


def requirement(name: str, version: str, conditions: set[Condition], hashes: Sequence[str]) -> str:
    """A line of a requirements file. A package needed on one way without a marker is needed everywhere."""
    marker = ""
    if frozenset() not in conditions:
        ways = (" and ".join(f"({part})" for part in sorted(condition)) for condition in conditions)
        marker = " ; " + " or ".join(sorted(ways))
    return f"{name}=={version}{marker} " + " ".join(f"--hash={digest}" for digest in hashes)


def main(groups: Sequence[str]) -> int:
    """Install; returns the exit code of pip."""
    try:
        lines = requirements(tomllib.loads((ROOT / "uv.lock").read_text("utf-8")), groups)
    except KeyError as name:
        sys.exit(f"pyproject.toml has no dependency group or extra {name}.")
    if not find_spec("pip"):  # an environment made by uv has none
        subprocess.run([sys.executable, "-m", "ensurepip"], check=True, stdout=subprocess.DEVNULL)
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder, "requirements.txt")
        listed.write_text("\n".join(lines), "utf-8")
        command = [sys.executable, *PIP, "--no-deps", "--require-hashes", "--requirement", str(listed)]
        # Open files stay open in pip: one of them is bootstrap's lock on .venv.
        pip = subprocess.run(command, check=False, stderr=subprocess.PIPE, text=True, close_fds=False)
    if pip.returncode:  # its warnings repeat the same failed connection many times
        print(*[line for line in pip.stderr.splitlines() if "ERROR" in line], sep="\n", file=sys.stderr)
    return pip.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
