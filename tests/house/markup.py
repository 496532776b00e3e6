"""What a template or drawing may not hold: code and styles in the page, htmx against the house rules.

The pages are served with `default-src 'self'`: inline code and styles would be dead there.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path

COMMENT = re.compile(r"<!--.*?-->|{#.*?#}|{%\s*comment.*?endcomment\s*%}", re.S)
# A value in quotes may hold template tags, and those quotes of their own.
QUOTED = r"""(?:"(?:{%.*?%}|{{.*?}}|[^"])*"|'(?:{%.*?%}|{{.*?}}|[^'])*')"""
TAG = re.compile(rf"<([a-zA-Z][\w-]*)((?:{{%.*?%}}|{{{{.*?}}}}|{QUOTED}|(?!{{[%{{])[^<>\"'])*)>", re.S)
TEMPLATE_TAG = re.compile(r"{%.*?%}|{{.*?}}", re.S)
DATA_TYPES = {"application/json", "application/ld+json"}
VERBS = {"hx-get", "hx-post", "hx-put", "hx-patch", "hx-delete"}


@dataclass(frozen=True)
class Tag:
    """A start tag: its name, its attributes as written, the line it begins on."""

    name: str
    attributes: Mapping[str, str]
    line: int


type Check = Callable[[Tag], Iterable[str]]


def tags(text: str) -> Iterator[Tag]:
    """Every start tag of a template or drawing, comments left out."""
    text = COMMENT.sub(lambda comment: re.sub(r"[^\n]", " ", comment[0]), text)
    for found in TAG.finditer(text):
        yield Tag(found[1].lower(), attributes(found[2]), text.count("\n", 0, found.start()) + 1)


def attributes(text: str) -> dict[str, str]:
    """Attributes by name, those inside `{% if %}` too; names in lower case, values without their quotes."""
    values = [value[0][1:-1] for value in re.finditer(QUOTED, text, re.S)]
    number = count()  # values give way to numbers, for what looks like a template tag in one is part of it
    bare = TEMPLATE_TAG.sub(" ", re.sub(QUOTED, lambda _: f"\0{next(number)}\0", text, flags=re.S))
    pairs = re.findall(r"([@:a-zA-Z][\w:.@-]*)(?:\s*=\s*(?:\0(\d+)\0|([^\s\0]+)))?", bare)
    return {name.lower(): values[int(at)] if at else plain for name, at, plain in pairs}


def inline_code(tag: Tag) -> Iterator[str]:
    """Scripts, styles and handlers that stand in the page itself."""
    if tag.name == "style":
        yield "a <style> element: use a file under static/css/"
    if tag.name == "script" and "src" not in tag.attributes and tag.attributes.get("type") not in DATA_TYPES:
        yield "an inline <script>: use a file under static/js/"
    for name, value in tag.attributes.items():
        if name == "style":
            yield "a style attribute: use a class"
        if re.fullmatch(r"on[a-z]+", name):
            yield f"an {name} handler: use a file under static/js/"
        if value.strip().lower().startswith("javascript:"):
            yield f"a javascript: address in {name}"


def htmx_rules(tag: Tag) -> Iterator[str]:
    """Uses of htmx that need `eval`, that hide what is swapped, or that leave nothing without JavaScript."""
    for name, value in tag.attributes.items():
        if name.startswith(("hx-on", "data-hx-")):
            yield f"{name}: listen in static/js/"
        if name.startswith("hx-") and re.match(r"\s*(js|javascript):", value):
            yield f"js: in {name}: it needs eval"
        if name == "hx-trigger" and "[" in value:
            yield "a [filter] in hx-trigger: it needs eval"
        if name == "hx-ext":
            yield "hx-ext: no extension is part of this project"
    if tag.name == "button" and tag.attributes.get("type") == "submit" and "form" not in tag.attributes:
        yield "type=submit: a button sends its form without it, and htmx takes time for each that says so"
    if not VERBS & tag.attributes.keys():
        return
    if "hx-target" not in tag.attributes:
        yield "no hx-target: every element states its own"
    if tag.name == "a" and "href" not in tag.attributes:
        yield "a link without href: it must work without JavaScript"
    if tag.name == "form" and "action" not in tag.attributes:
        yield "a form without action: it must work without JavaScript"


def faults(root: Path, patterns: Iterable[str], check: Check) -> list[str]:
    """What `check` finds in every file under `root` that one of the patterns names, as `file:line: fault`."""
    return [
        f"{path.relative_to(root).as_posix()}:{tag.line}: {fault}"
        for pattern in patterns
        for path in sorted(root.glob(pattern))
        for tag in tags(path.read_text("utf-8"))
        for fault in check(tag)
    ]


def homes_of_events(root: Path) -> list[str]:
    """The scripts that name events of htmx. There is one, so that a new version of htmx changes one file."""
    scripts = sorted((root / "static" / "js").rglob("*.js"))
    return [path.name for path in scripts if re.search(r"[\"'`]htmx:", path.read_text("utf-8"))]
