"""What may be wrong with a page: broken HTML, references to nothing, and what its CSP would stop."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

from tests.views.htmlpage import CONTROLS, Element, Page

REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "popovertarget")
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def page_faults(page: Page) -> list[str]:
    """Everything wrong with a whole page."""
    return [*part_faults(page), *_frame(page), *_references(page)]


def part_faults(page: Page) -> list[str]:
    """Everything wrong with a part of a page, as far as it can be seen without the rest."""
    return [*page.unbalanced, *_ids(page), *_code(page.elements), *_tokens(page), *_names(page)]


def _ids(page: Page) -> Iterator[str]:
    counts = Counter(element.attrs["id"] for element in page.elements if "id" in element.attrs)
    yield from (f"id {name!r} is there {count} times" for name, count in counts.items() if count > 1)


def _frame(page: Page) -> Iterator[str]:
    for tag in ("html", "title", "main", "h1"):
        found = [element for element in page.elements if element.tag == tag and not _drawn(element)]
        if len(found) != 1:
            yield f"{len(found)} <{tag}> on the page"
        elif tag == "html" and found[0].attrs.get("lang") != "en":
            yield "the page does not say its language"
        elif tag in ("title", "h1") and not found[0].text:
            yield f"an empty <{tag}>"
    levels = [HEADINGS.index(element.tag) for element in page.elements if element.tag in HEADINGS]
    for above, below in pairwise(levels):
        if below > above + 1:
            yield f"<h{below + 1}> comes after <h{above + 1}>"


def _drawn(element: Element) -> bool:
    """Whether it belongs to a drawing, whose <title> is another thing."""
    return any(above.tag == "svg" for above in element.ancestors())


def _references(page: Page) -> Iterator[str]:
    ids = {element.attrs["id"] for element in page.elements if "id" in element.attrs}
    for element in page.elements:
        for attribute in REFERENCES:
            for name in element.attrs.get(attribute, "").split():
                if name not in ids:
                    yield f"line {element.line}: {attribute} names {name!r}, which is not there"
        for attribute in ("href", "hx-target"):
            target = element.attrs.get(attribute, "")
            if target.startswith("#") and target[1:] not in ids:
                yield f"line {element.line}: {attribute} points at {target!r}, which is not there"


def _code(elements: Iterable[Element]) -> Iterator[str]:
    for element in elements:
        if element.tag in ("style", "iframe", "object", "embed", "base"):
            yield f"line {element.line}: a <{element.tag}> element"
        if element.tag == "script" and (not element.attrs.get("src") or element.children):
            yield f"line {element.line}: an inline <script>"
        loads = [element.attrs.get("src", ""), *element.attrs.get("data-then", "").split()]
        if element.tag == "link":
            loads.append(element.attrs.get("href", ""))
        for address in filter(None, loads):
            if not address.startswith("/") or address.startswith("//"):
                yield f"line {element.line}: loads {address!r} from elsewhere"
        for name, value in element.attrs.items():
            if name == "style" or name.startswith("on"):
                yield f"line {element.line}: {name} attribute"
            if value.strip().lower().startswith("javascript:"):
                yield f"line {element.line}: code in {name}"


def _tokens(page: Page) -> Iterator[str]:
    for form in page.forms:
        if form.method == "get":
            if "csrfmiddlewaretoken" in form.values:
                yield f"the form to {form.action!r} puts its token into the address"
        elif [len(token) for token in form.values.get("csrfmiddlewaretoken", [])] != [64]:
            yield f"the form to {form.action!r} has no CSRF token"
        if form.action and not form.action.startswith("/"):
            yield f"a form goes to {form.action!r}"


def _names(page: Page) -> Iterator[str]:
    labelled = {element.attrs["for"] for element in page.elements if "for" in element.attrs}
    for element in page.elements:
        if element.tag in CONTROLS and element.attrs.get("type") != "hidden":
            wrapped = any(above.tag == "label" for above in element.ancestors())
            if not (wrapped or element.attrs.get("id") in labelled or element.attrs.get("aria-label")):
                yield f"line {element.line}: a <{element.tag}> without a label"
        if element.tag in ("button", "a") and not (element.text or element.attrs.get("aria-label")):
            yield f"line {element.line}: an empty <{element.tag}>"
