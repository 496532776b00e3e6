"""What Moodle is given."""

from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from studyapp.domain import moodlexml
from studyapp.domain.exchange import Fault, Item, Part

STEM = "Is `a < b` & ]]> {ok}?"


def question(item: Item) -> Element:
    """The element of one question."""
    (found,) = fromstring(moodlexml.write((item,)).text)
    return found


def test_shares_of_the_point_reasons_and_markdown() -> None:
    parts = (Part("a", "1", True), Part("b", "2", True), Part("c", "3"))
    found = question(Item("multiple", STEM, parts, "t", "x", ("K1",), "first", 2))
    assert found.attrib == {"type": "multichoice"}
    assert (found.findtext("questiontext/text"), found.findtext("single")) == (STEM, "false")
    assert [
        (one.get("fraction"), one.get("format"), one.findtext("text"), one.findtext("feedback/text"))
        for one in found.iter("answer")
    ] == [("50", "markdown", "a", "1"), ("50", "markdown", "b", "2"), ("-100", "markdown", "c", "3")]
    assert [one.findtext("text") for one in found.iter("tag")] == [
        "objective:K1",
        "lesson:first",
        "difficulty:2",
    ]


def test_an_order_and_pairs() -> None:
    order = question(Item("ordering", "Order.", (Part("a", "x"), Part("b", "y")), "t", "o"))
    assert [(one.get("fraction"), one.findtext("text")) for one in order.iter("answer")] == [
        ("1", "a"),
        ("2", "b"),
    ]
    pairs = Item("matching", "Match.", (Part("a", "x", right="1"), Part("b", "y", right="2")), "t", "m")
    assert [
        (one.findtext("text"), one.findtext("answer/text")) for one in question(pairs).iter("subquestion")
    ] == [("a", "1"), ("b", "2")]
    assert moodlexml.write((pairs,)).faults == (Fault(0, moodlexml.NO_PAIR_REASONS, "m", left_out=False),)


def test_signs_that_xml_cannot_carry_are_told() -> None:
    item = Item("single", "a\x00b", (Part("c", "d", True),), "t", "z")
    assert moodlexml.write((item,)).faults == (Fault(0, moodlexml.NOT_SAYABLE, "z"),)
