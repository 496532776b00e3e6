"""The import law: rooms import inwards only, no module imports itself through others, none imports late."""

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tests.house.sources import Source, functions

# Room -> rooms it may import. A room is a package or a module directly under studyapp.
LAW: Mapping[str, frozenset[str]] = {
    "domain": frozenset({"domain"}),
    "models": frozenset({"models", "domain"}),
    "queries": frozenset({"queries", "models", "domain"}),
    "actions": frozenset({"actions", "queries", "models", "domain"}),
    "forms": frozenset({"forms", "domain"}),
    "views": frozenset({"views", "actions", "queries", "forms", "domain", "fitter", "loglines"}),
    "templatetags": frozenset({"templatetags", "domain"}),
    "urls": frozenset({"urls", "views"}),
    "admin": frozenset({"admin", "models"}),
    "management": frozenset({"management", "actions", "queries", "models", "domain", "serving"}),
    "migrations": frozenset({"migrations", "models", "domain"}),
    # What starts the app knows nothing of the rooms.
    "": frozenset(),
    "bootstrap": frozenset(),
    "fitter": frozenset(),
    "install": frozenset(),
    "loglines": frozenset(),
    "postgres": frozenset(),
    "serving": frozenset(),
    "settings": frozenset(),
    "staticfiles": frozenset(),
    "wsgi": frozenset(),
}
MAY_ALSO: Mapping[str, frozenset[str]] = {"studyapp.views.access": frozenset({"models"})}

WEB = ("django.http", "django.shortcuts", "django.views", "django.template", "django.contrib.messages")
# Room -> libraries it may not import, besides rooms.
OUTSIDE: Mapping[str, tuple[str, ...]] = {
    "domain": ("django", "django_htmx", "whitenoise", "granian"),
    "models": (*WEB, "django.forms"),
    "queries": (*WEB, "django.forms"),
    "actions": (*WEB, "django.forms"),
    "forms": (*WEB[1:], "django.http.HttpRequest", "django.http.HttpResponse"),
    "views": ("django.db.models", "django.db.connection", "django.db.transaction"),
}
# Rooms whose functions are never handed a request.
NO_REQUEST = ("domain", "models", "queries", "actions", "forms")


@dataclass(frozen=True)
class Import:
    """One imported name: `target` is its dotted name, which may be a module or something in one."""

    node: ast.stmt
    target: str


def imports(source: Source) -> Iterator[Import]:
    """Everything a file imports, relative imports resolved, `import` under an `if` included."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            yield from (Import(node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = origin(source, node)
            yield from (Import(node, f"{base}.{alias.name}") for alias in node.names)


def origin(source: Source, node: ast.ImportFrom) -> str:
    """The module a `from … import` names, with leading dots resolved."""
    if not node.level:
        return node.module or ""
    here = source.name.split(".")
    up = node.level - source.file.endswith("__init__.py")
    return ".".join([*here[: len(here) - up], *([node.module] if node.module else [])])


def begins(name: str, prefix: str) -> bool:
    """Whether a dotted name is `prefix` or lies inside it."""
    return name == prefix or name.startswith(prefix + ".")


def broken_law(found: Iterable[Source]) -> list[str]:
    """Every import that the law forbids, every file in a room it does not know, every `request` let in."""
    faults = []
    for source in found:
        if source.room not in LAW:
            faults.append(source.at(source.tree, f"the import law knows no room {source.room!r}"))
            continue
        allowed = LAW[source.room] | MAY_ALSO.get(source.name, frozenset())
        for item in imports(source):
            package, _, rest = item.target.partition(".")
            room = rest.partition(".")[0]
            if package == "studyapp" and room not in allowed:
                faults.append(source.at(item.node, f"{source.room or package} may not import {item.target}"))
            if any(begins(item.target, library) for library in OUTSIDE.get(source.room, ())):
                faults.append(source.at(item.node, f"{source.room} may not import {item.target}"))
        faults += requests_in(source) if source.room in NO_REQUEST else []
    return faults


def requests_in(source: Source) -> list[str]:
    """Every function that takes a `request`. `authenticate` is exempt: Django's login backends get one."""
    return [
        source.at(function, f"{source.room} may not see a request")
        for function in functions(source.tree)
        if getattr(function, "name", "") != "authenticate"
        and any(argument.arg == "request" for argument in [*function.args.args, *function.args.kwonlyargs])
    ]


def late_imports(found: Iterable[Source]) -> list[str]:
    """Every import inside a function."""
    return [
        source.at(node, "an import inside a function")
        for source in found
        for function in functions(source.tree)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]


def loops(found: Iterable[Source]) -> list[str]:
    """Every set of modules that import each other in a circle, as `a -> b -> a`.

    That a module also loads the packages around it is left out: those are nearly empty.
    """
    found = list(found)
    modules = {source.name for source in found}
    graph = {
        source.name: sorted({module_of(item.target, modules) for item in imports(source)} - {"", source.name})
        for source in found
    }
    circles: dict[frozenset[str], str] = {}
    for start in sorted(graph):
        path = way_back(graph, start)
        if path:
            circles.setdefault(frozenset(path), " -> ".join(path))
    return sorted(circles.values())


def module_of(target: str, modules: set[str]) -> str:
    """The module an imported name is or lies in; empty for one outside."""
    inside = (target, target.rpartition(".")[0])
    return next((name for name in inside if name in modules), "")


def way_back(graph: Mapping[str, list[str]], start: str) -> list[str]:
    """The shortest way from a module back to itself, both ends included; empty if there is none."""
    todo, seen = [[start]], set[str]()
    while todo:
        path = todo.pop(0)
        for near in graph[path[-1]]:
            if near == start:
                return [*path, start]
            if near not in seen:
                seen.add(near)
                todo.append([*path, near])
    return []
