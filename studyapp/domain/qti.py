"""QTI 2.1: one XML file for each question, and a manifest that names them.

QTI has no markdown: code and bold are carried as elements, all other signs of markdown as they were typed.
Nothing outside a file is ever followed: documents with a DTD, entities or references to others are refused.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from studyapp.domain.documents import Kind
from studyapp.domain.exchange import (
    MOST_SIGNS,
    Fault,
    Found,
    Item,
    Part,
    is_slug,
    limited,
    refusal,
    tidy,
    untrue,
    with_keys,
)
from studyapp.domain.qtitext import Reader, tag_of, verbatim
from studyapp.domain.qtiwriting import TOOL, manifest, said

DEEPEST = 60
MANIFEST = "imsmanifest.xml"
NOT_SAYABLE = "QTI cannot say one of its texts."

_OTHER_ROOTS: Mapping[str, str] = {
    "questestinterop": "This is QTI 1; only QTI 2.1 is read here.",
    "qti-assessment-item": "This is QTI 3; only QTI 2.1 is read here.",
    "quiz": "This is XML of Moodle, which is not read here. Export GIFT instead.",
}


@dataclass(frozen=True, slots=True)
class Package:
    """The files of a package by their names, and what they could not say."""

    files: Mapping[str, str]
    faults: tuple[Fault, ...] = ()


def write(items: tuple[Item, ...]) -> Package:
    """A file for each question, and the manifest."""
    files: dict[str, str] = {}
    faults = []
    for number, item in enumerate(items, start=1):
        name = f"items/{number:03}-{item.id or 'question'}.xml"
        text = said(item)
        if untrue(item, read({name: text})):
            faults.append(Fault(0, NOT_SAYABLE, item.id))
        else:
            files[name] = text
    return Package({MANIFEST: manifest(files), **files}, tuple(faults))


def read(files: Mapping[str, str]) -> Found:
    """The questions of a package, or of one file. Faults name the file: XML has no lines to speak of."""
    if sum(map(len, files.values())) > MOST_SIGNS * 4:
        return Found((), (Fault(0, "This is too long: import it in smaller parts."),))
    items: list[Item] = []
    faults: list[Fault] = []
    for number, name in enumerate(sorted(files), start=1):
        if name.rpartition("/")[2] == MANIFEST or not name.endswith(".xml"):
            continue
        found = _file(name, files[name], number)
        items += found.items
        faults += found.faults
    if not items and not faults:
        faults.append(Fault(0, "There is no question in QTI 2.1 here."))
    return limited(items, faults)


class _NotHere(Exception):
    """This question cannot be one of ours; the text says why."""


def _file(name: str, text: str, number: int) -> Found:
    refused = refusal(text)
    if refused:
        return Found((), (Fault(number, refused.text, name),))
    try:
        root = _parsed(text)
        if tag_of(root) == "assessmentTest":
            note = "The test around the questions is not kept."
            return Found((), (Fault(number, note, name, left_out=False),))
        item, notes = _item(root, number)
    except _NotHere as fault:
        return Found((), (Fault(number, str(fault), name),))
    return Found((item,), tuple(Fault(number, note, item.id or name, left_out=False) for note in notes))


def _parsed(text: str) -> Element:
    try:
        root: Element = fromstring(text.removeprefix("\ufeff"), forbid_dtd=True)
    except DefusedXmlException:
        raise _NotHere("It has a DTD or entities of its own, which are refused for safety.") from None
    except (ParseError, ValueError):
        raise _NotHere("It is not valid XML.") from None
    level, depth = [root], 0
    while level:
        level, depth = [child for element in level for child in element], depth + 1
        if depth > DEEPEST:
            raise _NotHere(f"Its elements are nested more than {DEEPEST} deep.")
    return root


def _item(root: Element, number: int) -> tuple[Item, list[str]]:
    if tag_of(root) != "assessmentItem":
        raise _NotHere(_OTHER_ROOTS.get(tag_of(root), "It is no question in QTI 2.1."))
    body = next(_named(root, "itemBody"), None)
    found = [] if body is None else [one for one in body.iter() if tag_of(one).endswith("Interaction")]
    if body is None or len(found) != 1:
        raise _NotHere(f"It asks {len(found)} things; a question here asks one.")
    texts = _Texts(own=root.get("toolName") == TOOL)
    kind, parts = _answers(root, found[0], texts)
    item = Item(kind, texts.stem(body, found[0]), parts, texts.takeaway(root), line=number)
    name = (root.get("identifier") or "").removeprefix("_")
    if is_slug(name):
        item = replace(item, id=name)
    item, unknown = with_keys(item, _beside(body))
    if not item.stem:
        raise _NotHere("It asks nothing before the answers.")
    lost = [f"{what} is not kept." for what in sorted(texts.reader.lost)]
    return item, [*lost, *(f"A note for authors is not kept: {word[:60]}" for word in unknown)]


class _Texts:
    """How the texts of one file are read: to the letter if it is ours."""

    def __init__(self, own: bool) -> None:
        self.own = own
        self.reader = Reader()

    def of(self, element: Element) -> str:
        """A text, without what stands in it for others."""
        return tidy(verbatim(element) if self.own else self.reader.text(element))

    def stem(self, body: Element, interaction: Element) -> str:
        """What is asked: all of the body but the answers, then the prompt."""
        prompts = [self.of(prompt) for prompt in _named(interaction, "prompt")]
        if self.own:
            return "\n\n".join([self.of(div) for div in body if div.get("class") == "stem"])
        return "\n\n".join(filter(None, [self.of(body), *prompts]))

    def why(self, option: Element) -> str:
        """The feedback inside an option."""
        found = (self.of(one) for name in ("feedbackInline", "feedbackBlock") for one in _named(option, name))
        return "\n\n".join(found)

    def takeaway(self, root: Element) -> str:
        """The feedback about the whole."""
        return "\n\n".join(self.of(one) for one in root if tag_of(one) == "modalFeedback")


def _answers(root: Element, interaction: Element, texts: _Texts) -> tuple[Kind, tuple[Part, ...]]:
    name, right = tag_of(interaction), _right(root, interaction)
    if name == "matchInteraction":
        return "matching", _pairs(interaction, right, texts)
    if name not in ("choiceInteraction", "orderInteraction"):
        raise _NotHere(f"Its answers are of a kind that there is not here ({name}).")
    options = {one.get("identifier", ""): one for one in _named(interaction, "simpleChoice")}
    if not set(right) <= set(options):
        raise _NotHere("Its right answer names an option that it does not have.")
    if name == "orderInteraction":
        if sorted(right) != sorted(options):
            raise _NotHere("Its right order leaves steps out.")
        return "ordering", tuple(Part(texts.of(options[one]), texts.why(options[one])) for one in right)
    single = _declaration(root, interaction).get("cardinality", "single") == "single"
    parts = (Part(texts.of(one), texts.why(one), name in right) for name, one in options.items())
    return "single" if single else "multiple", tuple(parts)


def _pairs(interaction: Element, right: tuple[str, ...], texts: _Texts) -> tuple[Part, ...]:
    sets = list(_named(interaction, "simpleMatchSet"))
    if len(sets) != 2:
        raise _NotHere("A matching question has two sides.")
    lefts, rights = ({one.get("identifier", ""): one for one in side} for side in sets)
    matched = {left: side for left, _, side in (value.partition(" ") for value in right)}
    if not set(matched.values()) <= set(rights) or set(matched) != set(lefts) or len(matched) != len(right):
        raise _NotHere("Each left side needs exactly one right side.")
    if set(matched.values()) != set(rights):
        raise _NotHere("It has right sides that belong to nothing; here each belongs to a left one.")
    return tuple(
        Part(texts.of(left), texts.why(left), right=texts.of(rights[matched[name]]))
        for name, left in lefts.items()
    )


def _declaration(root: Element, interaction: Element) -> Element:
    wanted = interaction.get("responseIdentifier")
    for one in _named(root, "responseDeclaration"):
        if one.get("identifier") == wanted:
            return one
    raise _NotHere("It does not say which answer is right.")


def _right(root: Element, interaction: Element) -> tuple[str, ...]:
    declared = _declaration(root, interaction)
    found = tuple((value.text or "").strip() for key in _named(declared, "correctResponse") for value in key)
    if not found:
        raise _NotHere("It does not say which answer is right.")
    return found


def _beside(body: Element) -> Iterator[tuple[str, str]]:
    """What authors are told: our keys, one in a paragraph."""
    for block in _named(body, "rubricBlock"):
        for line in block:
            name, sign, word = "".join(line.itertext()).partition(": ")
            yield (name, word.strip()) if sign else ("", name.strip())


def _named(element: Element, name: str) -> Iterator[Element]:
    return (one for one in element.iter() if tag_of(one) == name)
