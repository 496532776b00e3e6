"""Every template and part that code or a template names is there.

A misspelt part fails only when it is asked for. Names are read where they stand literally: anywhere in code,
in `page_or_part` of `views.fragments`, and in `{% include %}`, `{% extends %}` and `{% partial %}`.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.house.sources import Source, dotted

PART = re.compile(r"{%\s*partialdef\s+([\w-]+)")
SHOWN = re.compile(r"{%\s*partial\s+([\w-]+)")
INCLUDED = re.compile(r"{%\s*(?:include|extends)\s+[\"']([^\"']+)[\"']")
TEMPLATE = re.compile(r"[\w/.-]+\.html(#[\w-]+)?")
type Parts = dict[str, set[str]]  # template -> the parts it defines


def parts(folder: Path) -> Parts:
    """Every template under a folder, by its name, with the parts it defines."""
    return {
        path.relative_to(folder).as_posix(): set(PART.findall(path.read_text("utf-8")))
        for path in sorted(folder.rglob("*.html"))
    }


def unresolved_in_code(found: Iterable[Source], known: Parts) -> list[str]:
    """Every template or part named in code that does not exist, and every part not named literally."""
    faults = []
    for source in found:
        for node, name in named(source):
            if name is None:
                faults.append(source.at(node, "name the part literally: it cannot be checked otherwise"))
            elif missing(name, known):
                faults.append(source.at(node, f"there is no {name}"))
    return sorted(set(faults))


def named(source: Source) -> Iterator[tuple[ast.AST, str | None]]:
    """Every template that a file names, as `page.html` or `page.html#part`; None for a part not literal."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and TEMPLATE.fullmatch(node.value):
            yield node, node.value
    for scope in ast.walk(source.tree):
        if not isinstance(scope, ast.FunctionDef):
            continue
        for call in ast.walk(scope):
            if isinstance(call, ast.Call) and dotted(call.func).split(".")[-1] == "page_or_part":
                yield from ((call, name) for name in asked_for(call, scope))


def asked_for(call: ast.Call, scope: ast.FunctionDef) -> list[str | None]:
    """What `page_or_part(request, template, part, …)` may render as a part.

    Where the template is a name, every template named in the function must have the part.
    """
    _, template, part, *_ = call.args
    if not (isinstance(part, ast.Constant) and isinstance(part.value, str)):
        return [None]
    within: ast.AST = template if isinstance(template, ast.Constant) else scope
    pages = [node.value for node in ast.walk(within) if isinstance(node, ast.Constant)]
    return [f"{page}#{part.value}" for page in pages if isinstance(page, str) and TEMPLATE.fullmatch(page)]


def unresolved_in_templates(folder: Path, known: Parts) -> list[str]:
    """Every include, extends and partial that names what is not there."""
    faults = []
    for name, own in known.items():
        text = (folder / name).read_text("utf-8")
        faults += [
            f"{name}: there is no {other}" for other in INCLUDED.findall(text) if missing(other, known)
        ]
        faults += [f"{name}: there is no part {part}" for part in SHOWN.findall(text) if part not in own]
    return faults


def missing(name: str, known: Parts) -> bool:
    """Whether `page.html` or `page.html#part` is not among the known templates."""
    page, _, part = name.partition("#")
    return page not in known or bool(part and part not in known[page])
