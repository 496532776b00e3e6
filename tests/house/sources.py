"""Reading a tree of Python files for the checks of the house."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
type Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


@dataclass(frozen=True)
class Source:
    """A parsed Python file. `name` is its dotted name, `file` its path from the root of the project."""

    name: str
    file: str
    text: str
    tree: ast.Module

    @property
    def room(self) -> str:
        """What follows the package in the dotted name: `views`, `urls`; empty for the package itself."""
        return ".".join(self.name.split(".")[1:2])

    def at(self, node: ast.AST, fault: str) -> str:
        """A fault as `file:line: fault`."""
        return f"{self.file}:{getattr(node, 'lineno', 1)}: {fault}"


def sources(root: Path, package: str = "studyapp") -> list[Source]:
    """Every Python file of a package under `root`, sorted by path. A package that is not there has none."""
    return [read(path, root) for path in sorted((root / package).rglob("*.py"))]


def read(path: Path, root: Path) -> Source:
    """One file; raises SyntaxError where it is not Python."""
    parts = path.relative_to(root).with_suffix("").parts
    name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    text = path.read_text("utf-8")
    return Source(name=name, file=path.relative_to(root).as_posix(), text=text, tree=ast.parse(text))


def functions(tree: ast.AST) -> Iterator[Function]:
    """Every function, method and lambda."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield node


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    """Every call."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def dotted(node: ast.AST) -> str:
    """The names of a chain, calls left out: `Answer.objects.filter` of `Answer.objects.filter(pk=1)`."""
    if isinstance(node, ast.Call):
        return dotted(node.func)
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else "?"
