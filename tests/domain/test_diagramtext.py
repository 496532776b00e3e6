"""Diagrams: only the listed elements, attributes and classes, and a picture that is also told in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain import diagramtext

ROOT = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 200" role="img" '
    'aria-labelledby="hop-title hop-desc">'
)
TITLES = '<title id="hop-title">One hop</title>\n<desc id="hop-desc">Two\n nodes.</desc>'
GOOD = f'{ROOT}\n{TITLES}\n<rect class="d-node d-you" x="1" y="2" width="3" height="44" rx="8"/>\n</svg>\n'


def problems_of(text: str) -> list[str]:
    return [str(problem) for problem in diagramtext.read(text, name="hop", file="f").problems]


def test_a_good_diagram_is_written_anew() -> None:
    read = diagramtext.read(f'<?xml version="1.0"?><!-- note -->{GOOD}', name="hop", file="f")
    assert (read.title, read.description, read.problems) == ("One hop", "Two nodes.", ())
    rect = '<rect class="d-node d-you" x="1" y="2" width="3" height="44" rx="8"></rect>'
    assert read.svg == f"{ROOT}\n{TITLES}\n{rect}\n</svg>"


def test_text_that_html_would_read_differently_is_escaped() -> None:
    sneaky = GOOD.replace("One hop", "<![CDATA[<script>alert(1)</script>]]>")
    read = diagramtext.read(sneaky, name="hop", file="f")
    assert '<title id="hop-title">&lt;script&gt;alert(1)&lt;/script&gt;</title>' in read.svg


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ("<script/>", "<script> is not allowed here"),
        ("<style/>", "<style> is not allowed here"),
        ("<image/>", "<image> is not allowed here"),
        ("<foreignObject/>", "<foreignObject> is not allowed here"),
        ("<svg/>", "<svg> is not allowed here"),
        ('<g href="#x"/>', "attribute 'href' of <g> is not allowed; looks come from the d- classes"),
        ('<g style="x"/>', "attribute 'style' of <g> is not allowed; looks come from the d- classes"),
        ('<g fill="red"/>', "attribute 'fill' of <g> is not allowed; looks come from the d- classes"),
        ('<g onclick="x"/>', "attribute 'onclick' of <g> is not allowed; looks come from the d- classes"),
        ('<g class="d-nod"/>', "unknown class 'd-nod'"),
        ('<g id="other"/>', "id 'other' must start with 'hop-'"),
        ('<g id="hop-title"/>', "id 'hop-title' is given twice"),
        ("<g>", "not well-formed XML: mismatched tag"),
        ("&nbsp;", "not well-formed XML: undefined entity"),
    ],
)
def test_what_is_not_listed_is_refused_on_its_line(part: str, expected: str) -> None:
    found = problems_of(GOOD.replace("<rect", f"{part}\n<rect"))
    assert found[0].startswith("f:5: ") or found == ["f:7: not well-formed XML: mismatched tag"]
    assert found[0].endswith(expected)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('role="img" ', "", 'f:1: <svg> needs role="img"'),
        ("0 0 640 200", "0 0 600 200", 'f:1: <svg> needs viewBox="0 0 640 <height>"'),
        ("hop-title hop-desc", "hop-title", 'f:1: <svg> needs aria-labelledby="hop-title hop-desc"'),
        (' id="hop-desc"', "", 'f:3: <desc> needs id="hop-desc"'),
        ("One hop", " ", "f:1: <title> is missing or empty"),
        ('<desc id="hop-desc">Two\n nodes.</desc>', "", "f:1: <desc> is missing or empty"),
    ],
)
def test_what_a_diagram_needs(old: str, new: str, expected: str) -> None:
    assert problems_of(GOOD.replace(old, new)) == [expected]


def test_a_document_type_stops_the_reading() -> None:
    bomb = '<!DOCTYPE svg [<!ENTITY a "aaaa">]><svg>&a;</svg>'
    assert problems_of(bomb) == ["f:1: a document type declaration is not allowed"]


def test_a_faulty_diagram_has_no_drawing() -> None:
    assert diagramtext.read(GOOD.replace("<rect", "<script/><rect"), name="hop", file="f").svg == ""


@given(st.lists(st.sampled_from([ROOT, TITLES, "<g>", "</g>", "</svg>", "<", "&", "]]>", "<!--", "é"])))
def test_no_text_makes_the_reader_raise(parts: list[str]) -> None:
    read = diagramtext.read("".join(parts), name="hop", file="f")
    assert bool(read.svg) != bool(read.problems)
