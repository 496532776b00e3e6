"""Links a lesson's first use of each glossary term to the glossary."""

import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element

from studyapp.domain.documents import Term
from studyapp.domain.markup_tree import text_slots

_ADDRESS = "/glossary/#term-"
_UNTOUCHED = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "a", "code", "pre", "summary", "figure", "th"})


class TermLinks:
    """Finds the spellings of all terms: whole words, the longest first.

    A spelling with a capital after the first letter of a word (MACsec, ALB) must match as it is written;
    others match in any case, so that "Private key" finds "private key".
    """

    def __init__(self, terms: Iterable[Term]) -> None:
        spellings = [(spelling, term.id) for term in terms for spelling in (term.name, *term.also)]
        # Reversed, so that of two terms with one spelling the first wins.
        self._ids = {_folded(spelling): term for spelling, term in reversed(spellings) if spelling.strip()}
        ordered = sorted(self._ids, key=lambda spelling: (-len(spelling), spelling))
        alternatives = "|".join(map(_pattern_of, ordered)) or r"(?!)"  # (?!) matches nothing
        self._pattern = re.compile(rf"(?<![\w-])(?:{alternatives})(?![\w-])")

    def link(self, root: Element) -> None:
        """Add the links to the text of `root`, except in headings, links, code, titles and captions."""
        linked = {link.get("href", "").removeprefix(_ADDRESS) for link in root.iter("a")}
        for parent, after in list(text_slots(root, _is_untouched)):
            text = (parent.text if after is None else after.tail) or ""
            pieces = list(self._pieces(text, linked))
            if len(pieces) == 1:
                continue
            at = 0 if after is None else list(parent).index(after) + 1
            if after is None:
                parent.text = pieces[0][0]
            else:
                after.tail = pieces[0][0]
            for place, (tail, link) in enumerate(pieces[1:], start=at):
                if link is not None:
                    link.tail = tail
                    parent.insert(place, link)

    def _pieces(self, text: str, linked: set[str]) -> Iterable[tuple[str, Element | None]]:
        """The text before the first new term, then each link with the text after it."""
        links: list[tuple[int, int, Element]] = []
        for match in self._pattern.finditer(text):
            found = " ".join(match.group().split())
            term = self._ids.get(found) or self._ids.get(found.lower())
            if term is not None and term not in linked:
                linked.add(term)
                link = Element("a", {"class": "term", "href": f"{_ADDRESS}{term}"})
                link.text = match.group()
                links.append((match.start(), match.end(), link))
        ends = [*(start for start, _, _ in links), len(text)]
        yield text[: ends[0]], None
        for (_, end, link), until in zip(links, ends[1:], strict=True):
            yield text[end:until], link


def _is_untouched(element: Element) -> bool:
    return element.tag in _UNTOUCHED or element.get("class") == "box-title"


def _folded(spelling: str) -> str:
    """How a spelling is looked up: one space between words, and lower case unless its case matters."""
    words = spelling.split()
    keeps_case = any(word[1:] != word[1:].lower() for word in words)
    return " ".join(words) if keeps_case else " ".join(words).lower()


def _pattern_of(folded: str) -> str:
    pattern = r"\s+".join(map(re.escape, folded.split(" ")))
    return f"(?i:{pattern})" if folded == folded.lower() else pattern
