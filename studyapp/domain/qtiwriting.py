"""What a question and a package look like in QTI 2.1."""

from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement, tostring

from studyapp.domain.documents import Kind
from studyapp.domain.exchange import Item, Part, keys_said
from studyapp.domain.qtitext import fill

TOOL = "In Transit"  # its own files are read to the letter

_ITEM = "http://www.imsglobal.org/xsd/imsqti_v2p1"
_PACKAGE = "http://www.imsglobal.org/xsd/imscp_v1p1"
_DECLARED: Mapping[Kind, tuple[str, str]] = {
    "single": ("single", "identifier"),
    "multiple": ("multiple", "identifier"),
    "ordering": ("ordered", "identifier"),
    "matching": ("multiple", "directedPair"),
}


def said(item: Item) -> str:
    """The file of one question."""
    name = item.id if item.id[:1].isalpha() else f"_{item.id}"
    root = Element("assessmentItem", xmlns=_ITEM, identifier=name, title=item.id or "Question")
    root.attrib |= {"adaptive": "false", "timeDependent": "false", "toolName": TOOL}
    lefts = [f"A{number}" for number in range(1, len(item.parts) + 1)]
    _declare(root, item, lefts)
    body = _add(root, "itemBody")
    if keys_said(item):
        block = _add(body, "rubricBlock", view="author")
        for key, word in keys_said(item):
            _add(block, "p").text = f"{key}: {word}"
    fill(_add(body, "div", {"class": "stem"}), item.stem)
    _interaction(body, item, lefts)
    _processing(root, lefts)
    if item.takeaway:
        shown = {"outcomeIdentifier": "TAKEAWAY", "identifier": "all", "showHide": "show"}
        fill(_add(root, "modalFeedback", shown), item.takeaway)
    return _document(root)


def _declare(root: Element, item: Item, lefts: list[str]) -> None:
    cardinality, base = _DECLARED[item.kind]
    shape = {"identifier": "RESPONSE", "cardinality": cardinality, "baseType": base}
    key = _add(_add(root, "responseDeclaration", shape), "correctResponse")
    for left, part in zip(lefts, item.parts, strict=True):
        if item.kind == "matching":
            _add(key, "value").text = f"{left} B{left[1:]}"
        elif item.kind == "ordering" or part.correct:
            _add(key, "value").text = left
    for name, many, kind in (
        ("SCORE", "single", "float"),
        ("FEEDBACK", "multiple", "identifier"),
        ("TAKEAWAY", "single", "identifier"),
    ):
        _add(root, "outcomeDeclaration", {"identifier": name, "cardinality": many, "baseType": kind})


def _interaction(body: Element, item: Item, lefts: list[str]) -> None:
    asks = {"responseIdentifier": "RESPONSE", "shuffle": "true"}
    if item.kind == "matching":
        sides = _add(body, "matchInteraction", {**asks, "maxAssociations": str(len(lefts))})
        left_side, right_side = _add(sides, "simpleMatchSet"), _add(sides, "simpleMatchSet")
        for left, part in zip(lefts, item.parts, strict=True):
            _option(left_side, "simpleAssociableChoice", {"identifier": left, "matchMax": "1"}, part)
            once = {"identifier": f"B{left[1:]}", "matchMax": "1"}
            _option(right_side, "simpleAssociableChoice", once, Part(part.right))
        return
    if item.kind == "ordering":
        options = _add(body, "orderInteraction", asks)
    else:
        most = str(max(sum(part.correct for part in item.parts), 1)) if item.kind == "multiple" else "1"
        options = _add(body, "choiceInteraction", {**asks, "maxChoices": most})
    for left, part in zip(lefts, item.parts, strict=True):
        _option(options, "simpleChoice", {"identifier": left}, part)


def _option(parent: Element, tag: str, names: dict[str, str], part: Part) -> None:
    option = _add(parent, tag, names)
    fill(option, part.text)
    if part.why:
        shown = {"outcomeIdentifier": "FEEDBACK", "identifier": names["identifier"], "showHide": "show"}
        fill(SubElement(option, "feedbackInline", shown), part.why)


def _processing(root: Element, lefts: list[str]) -> None:
    """One point for exactly the right answer; afterwards every reason is shown."""
    steps = _add(root, "responseProcessing")
    either = _add(steps, "responseCondition")
    for branch, points in (("responseIf", "1"), ("responseElse", "0")):
        case = _add(either, branch)
        if branch == "responseIf":
            match = _add(case, "match")
            _add(match, "variable", identifier="RESPONSE")
            _add(match, "correct", identifier="RESPONSE")
        value = _add(case, "setOutcomeValue", identifier="SCORE")
        _add(value, "baseValue", baseType="float").text = points
    every = _add(_add(steps, "setOutcomeValue", identifier="FEEDBACK"), "multiple")
    for left in lefts:
        _add(every, "baseValue", baseType="identifier").text = left
    last = _add(steps, "setOutcomeValue", identifier="TAKEAWAY")
    _add(last, "baseValue", baseType="identifier").text = "all"


def manifest(files: Mapping[str, str]) -> str:
    """What a package holds."""
    root = Element("manifest", xmlns=_PACKAGE, identifier="MANIFEST")
    about = _add(root, "metadata")
    _add(about, "schema").text = "QTIv2.1 Package"
    _add(about, "schemaversion").text = "1.0.0"
    _add(root, "organizations")
    resources = _add(root, "resources")
    for number, name in enumerate(files, start=1):
        names = {"identifier": f"ITEM-{number}", "type": "imsqti_item_xmlv2p1", "href": name}
        _add(_add(resources, "resource", names), "file", href=name)
    return _document(root)


def _add(parent: Element, tag: str, names: dict[str, str] | None = None, **more: str) -> Element:
    """A part on a line of its own."""
    child = SubElement(parent, tag, {**(names or {}), **more})
    child.tail = "\n"
    parent.text = parent.text or "\n"
    return child


def _document(root: Element) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'
