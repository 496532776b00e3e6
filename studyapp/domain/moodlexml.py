"""Moodle's XML, written only: what GIFT cannot say, Moodle reads from here.

Pairs have no reasons there either. `defaultgrade` is one point: all or nothing, as here.
"""

from xml.etree.ElementTree import Element, SubElement, tostring

from studyapp.domain.exchange import NOT_CARRIED, Fault, Item, Part, Written, keys_said, texts_of

NO_PAIR_REASONS = "Moodle has no reasons for pairs: they are not in this file."
NOT_SAYABLE = "It holds signs that XML cannot carry."
_TYPES = {"single": "multichoice", "multiple": "multichoice", "ordering": "ordering", "matching": "matching"}


def write(items: tuple[Item, ...]) -> Written:
    """One file with every question."""
    quiz = Element("quiz")
    quiz.text = "\n"
    faults = []
    for item in items:
        if any(NOT_CARRIED.search(text) for text in texts_of(item)):
            faults.append(Fault(0, NOT_SAYABLE, item.id))
            continue
        if item.kind == "matching" and any(part.why for part in item.parts):
            faults.append(Fault(0, NO_PAIR_REASONS, item.id, left_out=False))
        _question(quiz, item)
    body = tostring(quiz, encoding="unicode")
    return Written(f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n', tuple(faults))


def _question(quiz: Element, item: Item) -> None:
    question = _add(quiz, "question", type=_TYPES[item.kind])
    _add(_add(question, "name"), "text").text = item.id
    _text(question, "questiontext", item.stem)
    _text(question, "generalfeedback", item.takeaway)
    _add(question, "defaultgrade").text = "1"
    _add(question, "penalty").text = "0"
    _add(question, "idnumber").text = item.id
    if item.kind in ("single", "multiple"):
        _add(question, "single").text = "true" if item.kind == "single" else "false"
        _add(question, "shuffleanswers").text = "true"
        _add(question, "answernumbering").text = "ABCD"
    elif item.kind == "ordering":
        _add(question, "layouttype").text = "VERTICAL"
        _add(question, "selecttype").text = "ALL"
        _add(question, "gradingtype").text = "ALL_OR_NOTHING"
    else:
        _add(question, "shuffleanswers").text = "true"
    for place, part in enumerate(item.parts, start=1):
        _part(question, item, part, place)
    tags = _add(question, "tags") if keys_said(item) else None
    for name, word in keys_said(item) if tags is not None else ():
        _add(_add(tags, "tag"), "text").text = f"{name}:{word}"


def _part(question: Element, item: Item, part: Part, place: int) -> None:
    if item.kind == "matching":
        pair = _text(question, "subquestion", part.text)
        _add(_add(pair, "answer"), "text").text = part.right
        return
    answer = _text(question, "answer", part.text)
    answer.set("fraction", str(place) if item.kind == "ordering" else _fraction(item, part))
    _text(answer, "feedback", part.why)


def _fraction(item: Item, part: Part) -> str:
    """The share of the point in percent: a wrong one among several takes all of it."""
    if item.kind == "single":
        return "100" if part.correct else "0"
    if not part.correct:
        return "-100"
    return f"{100 / sum(other.correct for other in item.parts):.5f}".rstrip("0").rstrip(".")


def _text(parent: Element, tag: str, text: str) -> Element:
    element = _add(parent, tag, format="markdown")
    _add(element, "text").text = text
    return element


def _add(parent: Element | None, tag: str, **names: str) -> Element:
    assert parent is not None
    child = SubElement(parent, tag, names)
    child.tail = "\n"
    parent.text = parent.text or "\n"
    return child
