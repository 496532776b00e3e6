"""A page as a browser reads it: its elements, its forms, and what is wrong with its HTML."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
CONTROLS = frozenset({"input", "select", "textarea"})
TOGGLES = frozenset({"checkbox", "radio"})
# What ends an open <p> whether or not its end tag has come: the page is then not what its source says.
ENDS_P = {
    "div",
    "dl",
    "fieldset",
    "figure",
    "footer",
    "form",
    "header",
    "hr",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
}
ENDS_P |= {"article", "aside", "blockquote", "details", "section", "table", "ul"}
ENDS_P |= {"h1", "h2", "h3", "h4", "h5", "h6"}


@dataclass(eq=False)
class Element:
    """An element with its attributes (names in lower case, "" for those without a value)."""

    tag: str
    attrs: Mapping[str, str]
    line: int
    parent: "Element | None" = None
    children: "list[Element | str]" = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text in it, with runs of white space as one space."""
        return " ".join("".join(self._texts()).split())

    def _texts(self) -> Iterator[str]:
        for child in self.children:
            yield from (child,) if isinstance(child, str) else child._texts()

    def walk(self) -> Iterator["Element"]:
        """Itself and every element below it, in document order; what a <template> holds is left out."""
        yield self
        for child in self.children:
            if isinstance(child, Element) and self.tag != "template":
                yield from child.walk()

    def ancestors(self) -> Iterator["Element"]:
        """The elements around it, the nearest first."""
        above = self.parent
        while above is not None:
            yield above
            above = above.parent

    def find(self, tag: str = "", **attrs: str) -> list["Element"]:
        """The elements below with this tag and these attributes; `class_` names one class."""
        wanted = attrs.pop("class_", "")
        return [
            element
            for element in self.walk()
            if element is not self
            and tag in ("", element.tag)
            and (not wanted or wanted in element.attrs.get("class", "").split())
            and all(element.attrs.get(name.replace("_", "-")) == value for name, value in attrs.items())
        ]


@dataclass(frozen=True)
class Form:
    """A form: where it goes, what it sends untouched, and every value that its controls offer."""

    action: str
    method: str
    values: Mapping[str, list[str]]
    offers: Mapping[str, list[str]]
    buttons: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Page:
    """A parsed page. `unbalanced` are tags that do not pair up, as sentences."""

    root: Element
    unbalanced: tuple[str, ...]

    @property
    def elements(self) -> list[Element]:
        """Every element in document order."""
        return [element for element in self.root.walk() if element is not self.root]

    @property
    def forms(self) -> list[Form]:
        """Every form that a browser would send to the server."""
        found = (form for form in self.root.find("form") if form.attrs.get("method") != "dialog")
        return [_form(form) for form in found]

    def form(self, action: str) -> Form:
        """The one form that goes to this address."""
        (form,) = (form for form in self.forms if form.action == action)
        return form


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {}, 0)
        self.open = [self.root]
        self.unbalanced: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._add(tag, attrs)
        if tag in VOID:
            self.open.pop()

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._add(tag, attrs)
        self.open.pop()

    def _add(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line = self.getpos()[0]
        names = [name for name, _ in attrs]
        if len(set(names)) < len(names):
            self.unbalanced.append(f"line {line}: <{tag}> has an attribute twice")
        if tag in ENDS_P and self.open[-1].tag == "p":
            self.unbalanced.append(f"line {line}: <{tag}> inside a <p>")
        element = Element(tag, {name: value or "" for name, value in attrs}, line, self.open[-1])
        self.open[-1].children.append(element)
        self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if self.open[-1].tag == tag:
            self.open.pop()
            return
        line = self.getpos()[0]
        self.unbalanced.append(f"line {line}: </{tag}> closes <{self.open[-1].tag}>")
        if any(element.tag == tag for element in self.open):
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def parse(html: str) -> Page:
    """Read a page or a part of one."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    left = [f"line {element.line}: <{element.tag}> is not closed" for element in reader.open[1:]]
    return Page(reader.root, (*reader.unbalanced, *left))


def _form(element: Element) -> Form:
    values: dict[str, list[str]] = {}
    offers: dict[str, list[str]] = {}
    for control in element.walk():
        name = control.attrs.get("name", "")
        if not name or control.tag not in CONTROLS:
            continue
        offered, sent = _control(control)
        offers.setdefault(name, []).extend(offered)
        if sent is not None:
            values.setdefault(name, []).append(sent)
    buttons = (
        (button.attrs.get("name", ""), button.attrs.get("value", ""))
        for button in element.find("button")
        if button.attrs.get("type", "submit") == "submit"  # what a button is that does not say
    )
    return Form(
        element.attrs.get("action", ""), element.attrs.get("method", "get"), values, offers, tuple(buttons)
    )


def _control(control: Element) -> tuple[list[str], str | None]:
    """What a control can send, and what it sends untouched (None for nothing)."""
    if control.tag == "select":
        options = control.find("option")
        offered = [option.attrs.get("value", option.text) for option in options]
        chosen = [value for value, option in zip(offered, options, strict=True) if "selected" in option.attrs]
        return offered, [offered[0], *chosen][-1]
    value = control.attrs.get("value", "")
    if control.attrs.get("type") in TOGGLES:
        return [value], value if "checked" in control.attrs else None
    return [], value
