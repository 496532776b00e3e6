"""Measurements in a process of their own: of this project, or of Anki's library in a folder of its own."""

import json
import subprocess
import sys
import venv
from collections.abc import Mapping
from pathlib import Path

from bench.server import ROOT


def told(environment: Mapping[str, str], module: str, *arguments: str, python: str = "") -> dict[str, float]:
    """What a module prints as JSON."""
    done = subprocess.run(
        [python or sys.executable, "-m", module, *arguments],
        cwd=ROOT,
        env=dict(environment),
        check=True,
        stdout=subprocess.PIPE,
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def told_by_anki(environment: Mapping[str, str], module: str, *arguments: str) -> dict[str, float]:
    """The same where `anki` is installed from PyPI and nothing of this project; it gets a folder first."""
    folder = Path(environment["DATA_DIR"]) / "anki"
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", "anki"], check=True)
    plain = {name: value for name, value in environment.items() if not name.startswith("DJANGO")}
    return told(plain, module, str(folder), *arguments, python=str(python))
