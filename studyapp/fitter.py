"""A process of its own that fits FSRS weights: sequences of reviews in, 21 weights out, both as JSON.

The optimizer holds Python's lock for as long as it works, so a server must not run it in its own process.
It comes with the extra `fitting`; `fit` says so where it is missing.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec

PACKAGE = "fsrs_rs_python"
PATIENCE = 120  # seconds


class NoOptimizer(Exception):
    """The optimizer is not installed, or it gave up; the message says which."""


def is_there() -> bool:
    """Whether the extra `fitting` is installed."""
    return find_spec(PACKAGE) is not None


def name() -> str:
    """The optimizer and its version, to be kept with what it fitted."""
    return f"fsrs-rs-python {version('fsrs-rs-python')}"


def fit(items: Sequence[Sequence[tuple[int, int]]]) -> tuple[float, ...]:
    """Fit weights in another process; each item is (rating, days since the one before), …. NoOptimizer."""
    if not is_there():
        raise NoOptimizer("The optimizer is not installed here; it comes with the extra “fitting”.")
    try:
        done = subprocess.run(
            [sys.executable, "-m", "studyapp.fitter"],
            input=json.dumps(items),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=True,
        )
    except subprocess.SubprocessError as fault:
        raise NoOptimizer("The optimizer gave up. Your weights stay as they are.") from fault
    return tuple(float(weight) for weight in json.loads(done.stdout))


def main() -> None:
    """Read items, write weights."""
    rust = import_module(PACKAGE)  # heavy, and only there with the extra
    items = [
        rust.FSRSItem([rust.FSRSReview(rating, days) for rating, days in item])
        for item in json.load(sys.stdin)
    ]
    sys.stdout.write(json.dumps(list(rust.FSRS([]).compute_parameters(items))))


if __name__ == "__main__":
    main()
