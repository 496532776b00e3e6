"""From the converter's plain element tree to the page's: headings, links, tables, figures, boxes.

Each function changes the tree it is given. The tree holds no raw HTML; text is still unescaped.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from xml.etree.ElementTree import Element, SubElement

from studyapp.domain.markup_scan import Source

type Parents = Mapping[Element, Element]
type TocEntry = tuple[int, str, str]

_SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_LESSON_LINK = re.compile(rf"lessons/({_SLUG})")
_TERM_LINK = re.compile(rf"glossary#({_SLUG})")
_DIAGRAM = re.compile(rf"diagrams/({_SLUG})\.svg")
_EXTERNAL = re.compile(r"https://[^\s<>\"]+")
_FOOTNOTE_CLASSES = {"footnote-ref", "footnote-backref"}
_ALIGNMENTS: Mapping[str, str] = {
    "text-align: center;": "align-center",
    "text-align: right;": "align-right",
}
_LEFTOVERS: Mapping[re.Pattern[str], str] = {
    re.compile(r"\[\^[^\]\s]+\]"): "footnote '{}' is not defined",
    re.compile(r"\]\["): "a link like [text][name] needs a line [name]: address",
    re.compile(r"\]\("): "a link whose address is not closed",
}
# What the converter and this module write. Anything else came from an author and goes.
_ATTRIBUTES = frozenset(
    {"aria-label", "class", "data-id", "href", "id", "rel", "role", "scope", "start", "tabindex", "title"}
)


def parents_of(root: Element) -> Parents:
    """The parent of every element under `root`."""
    return {child: parent for parent in root.iter() for child in parent}


def text_of(element: Element) -> str:
    """All text in an element, white space collapsed."""
    return " ".join("".join(element.itertext()).split())


def remove(element: Element, parent: Element, replacement: str = "") -> None:
    """Take an element out of its parent, keeping the text after it."""
    at = list(parent).index(element)
    kept = replacement + (element.tail or "")
    parent.remove(element)
    if at:
        before = parent[at - 1]
        before.tail = (before.tail or "") + kept
    else:
        parent.text = (parent.text or "") + kept


def strip_attributes(root: Element) -> None:
    """Turn a cell's alignment into a class, and drop every attribute that nothing here writes."""
    for element in root.iter():
        alignment = _ALIGNMENTS.get(element.attrib.pop("style", ""))
        for name in set(element.attrib) - _ATTRIBUTES:
            del element.attrib[name]
        if alignment:
            element.set("class", alignment)


def anchor_headings(root: Element) -> tuple[TocEntry, ...]:
    """Give every heading a link to itself; return (level, anchor, title) of levels 2 and 3."""
    toc: list[TocEntry] = []
    for heading in root.iter():
        if re.fullmatch("h[1-6]", heading.tag) and "id" in heading.attrib:
            title, anchor = text_of(heading), heading.attrib["id"]
            if heading.tag in ("h2", "h3"):
                toc.append((int(heading.tag[1]), anchor, title))
            label = f"Link to this section: {title}"
            link = SubElement(heading, "a", {"class": "anchor", "href": f"#{anchor}", "aria-label": label})
            link.text = "#"
    return tuple(toc)


def label_boxes(root: Element) -> None:
    """Name each box after its title. `note` is no landmark: a lesson would have a dozen of them."""
    for box in root.iter("aside"):
        kind, title = box[0][0], text_of(box[0])
        word = kind.text or ""
        box.set("role", "note")
        box.set("aria-label", f"{word}: {title.removeprefix(word).strip()}")


def wrap_tables(root: Element) -> None:
    """Put each table in a region that scrolls by itself, and tell headers from cells."""
    parents = parents_of(root)
    labels: dict[str, int] = {}
    for table in list(root.iter("table")):
        headers = list(table.iter("th"))
        for header in headers:
            header.set("scope", "col")
        label = "Table: " + ", ".join(filter(None, map(text_of, headers)))
        labels[label] = labels.get(label, 0) + 1
        if labels[label] > 1:
            label = f"{label} ({labels[label]})"
        attributes = {"class": "table-scroll", "role": "region", "tabindex": "0", "aria-label": label}
        _wrap(table, parents[table], Element("div", attributes))


def _wrap(element: Element, parent: Element, wrapper: Element) -> None:
    parent[list(parent).index(element)] = wrapper
    wrapper.tail, element.tail = element.tail, None
    wrapper.append(element)


def resolve_links(root: Element, source: Source, lessons: frozenset[str], terms: frozenset[str]) -> None:
    """Point course links at pages; report and unlink what leads nowhere."""
    for link in root.iter("a"):
        if link.get("class") in _FOOTNOTE_CLASSES:
            continue
        href = link.get("href", "")
        lesson, term = _LESSON_LINK.fullmatch(href), _TERM_LINK.fullmatch(href)
        fault = ""
        if _EXTERNAL.fullmatch(href):
            link.set("rel", "noopener")
        elif lesson:
            link.set("href", f"/lessons/{lesson[1]}/")
            fault = "" if lesson[1] in lessons else f"there is no lesson '{lesson[1]}'"
        elif term:
            link.set("href", f"/glossary/#term-{term[1]}")
            fault = "" if term[1] in terms else f"there is no glossary term '{term[1]}'"
        else:
            fault = f"link to '{href}': use https://…, lessons/<id> or glossary#<id>"
        if not fault and not text_of(link):
            fault = f"link to '{href}' has no text"
        if fault:
            source.report(source.line_of(href), fault)
            link.tag = "span"
            link.attrib.clear()


def place_figures(root: Element, source: Source, draw: Callable[[str, str], Element | None]) -> None:
    """Replace each image that is a paragraph of its own by a figure; report the rest.

    `draw` makes the figure from the diagram's name and the caption; None if there is no such diagram.
    """
    parents = parents_of(root)
    for image in list(root.iter("img")):
        parent, address = parents[image], image.get("src", "")
        caption = " ".join(image.get("alt", "").split())
        diagram = _DIAGRAM.fullmatch(address)
        alone = parent.tag == "p" and len(parent) == 1 and not (parent.text or "").strip()
        alone = alone and not (image.tail or "").strip()
        figure = draw(diagram[1], caption) if diagram and alone and caption else None
        if figure is not None:
            grandparent = parents[parent]
            figure.tail = parent.tail
            grandparent[list(grandparent).index(parent)] = figure
            continue
        if not diagram:
            fault = f"image '{address}': only the course's own diagrams/<name>.svg can be shown"
        elif not caption:
            fault = f"'{address}' needs a sentence in the square brackets that says what it shows"
        elif not alone:
            fault = f"'{address}' must be a paragraph of its own"
        else:
            fault = f"there is no '{address}'"
        source.report(source.line_of(address), fault)
        remove(image, parent, caption)


def report_leftovers(root: Element, source: Source) -> None:
    """Report markdown that the converter left as text, and footnotes that nothing refers to."""
    for parent, after in text_slots(root, lambda element: element.tag in ("code", "pre")):
        text = (parent.text if after is None else after.tail) or ""
        for fragment, message in _LEFTOVERS.items():
            for match in fragment.finditer(text):
                source.report(source.line_of(match.group()), message.format(match.group()))
    used = {link.get("href") for link in root.iter("a") if link.get("class") == "footnote-ref"}
    for note in root.iter("li"):
        anchor = note.get("id", "")
        if anchor.startswith("fn:") and f"#{anchor}" not in used:
            name = anchor.removeprefix("fn:")
            source.report(source.line_of(f"[^{name}]:"), f"footnote '{name}' is never used")


def text_slots(root: Element, skip: Callable[[Element], bool]) -> Iterator[tuple[Element, Element | None]]:
    """Every stretch of running text in reading order, as (parent, child it follows or None for the first).

    Text inside elements for which `skip` is true is left out; the text after them is not.
    """
    stack: list[tuple[Element, Element | None]] = [(root, None)]
    while stack:
        parent, after = stack.pop()
        yield parent, after
        following = list(parent) if after is None else []
        for child in reversed(following):
            stack.append((parent, child))
            if not skip(child):
                stack.append((child, None))
