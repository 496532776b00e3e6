"""The domain gives the same result for the same arguments: it asks no clock, no file and no die.

And nobody but the settings asks the environment.

What a name stands for is taken from its spelling: `from datetime import datetime as dt` would slip through.
"""

import ast
from collections.abc import Iterable

from tests.house.imports import begins, imports
from tests.house.sources import Source, calls, dotted

IMPURE_MODULES = (
    "glob",
    "io",
    "os",
    "secrets",
    "shutil",
    "socket",
    "subprocess",
    "sys",
    "tempfile",
    "threading",
    "time",
    "urllib.request",
)
IMPURE_CALLS = {
    "date.today",
    "datetime.now",
    "datetime.today",
    "datetime.utcnow",
    "input",
    "open",
    "print",
    "uuid1",
    "uuid4",
}
READ_ENVIRONMENT = {"studyapp.settings", "studyapp.bootstrap", "studyapp.wsgi"}
FILE_METHODS = {"read_text", "read_bytes", "write_text", "write_bytes", "iterdir", "rglob", "exists"}


def impurities(found: Iterable[Source]) -> list[str]:
    """Every import and call in `domain` by which something other than its arguments could decide."""
    faults = []
    for source in found:
        if source.room != "domain":
            continue
        faults += [
            source.at(item.node, f"domain may not use {item.target}")
            for item in imports(source)
            if any(begins(item.target, module) for module in IMPURE_MODULES)
        ]
        faults += [
            source.at(call, f"domain may not call {dotted(call.func)}")
            for call in calls(source.tree)
            if is_impure(call)
        ]
    return faults


def is_impure(call: ast.Call) -> bool:
    """Whether a call reads the clock, a file or the shared random generator, or makes an unseeded one."""
    name = dotted(call.func)
    last = ".".join(name.split(".")[-2:])
    if name in {"Random", "random.Random"}:
        return not call.args
    if name.startswith("random."):
        return True
    return (
        last in IMPURE_CALLS
        or name.split(".")[-1] in {"uuid1", "uuid4"}
        or last.split(".")[-1] in FILE_METHODS
    )


def environment_readers(found: Iterable[Source]) -> list[str]:
    """Every use of the environment outside the settings and the two modules that run before them."""
    return [
        source.at(node, "only settings.py reads the environment")
        for source in found
        if source.name not in READ_ENVIRONMENT
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute) and dotted(node) in {"os.environ", "os.getenv"}
    ]
