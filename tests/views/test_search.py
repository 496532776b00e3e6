"""The search page: what it says in each state, as a page and as a part, and that it says nothing raw."""

import pytest
from django.test import Client

from studyapp.domain.searchtext import indexed
from studyapp.forms.search import LONGEST
from studyapp.models import SearchDocument
from tests.cast import Cast
from tests.factories.work import Work
from tests.views.htmlpage import Page
from tests.views.visitors import HTMX, look, read

pytestmark = pytest.mark.django_db


def tally(page: Page) -> str:
    """What a screen reader is told."""
    (status,) = page.root.find("p", id="tally")
    assert status.attrs["role"] == "status"
    return status.text


def headings(page: Page) -> list[str]:
    return [
        heading.text for heading in page.root.find("h2") if heading.attrs.get("id", "").startswith("found-")
    ]


def kinds(page: Page) -> list[tuple[str, str, bool]]:
    """The links to each kind: text, address, chosen."""
    (nav,) = page.root.find("nav", class_="search-kinds")
    return [(link.text, link.attrs["href"], "aria-current" in link.attrs) for link in nav.find("a")]


def test_before_anything_is_asked() -> None:
    page = look(Client(), "/search/")
    assert tally(page) == ""
    assert headings(page) == []
    (field,) = page.root.find("input", id="id_q")
    assert (field.attrs["value"], "autofocus" in field.attrs, field.attrs["maxlength"]) == ("", True, "100")
    assert "Questions of the exams are not" in page.root.find("main")[0].text


def test_what_is_found_is_in_groups_with_a_way_to_each_kind() -> None:
    page = look(Client(), "/search/?q=MACsec")
    assert tally(page) == "3 found for “MACsec”"
    assert headings(page) == ["Glossary", "Lessons"]
    assert kinds(page) == [
        ("All 3", "?q=MACsec", True),
        ("Lessons 2", "?q=MACsec&kind=lesson", False),
        ("Glossary 1", "?q=MACsec&kind=term", False),
    ]
    first = page.root.find("li", class_="result")[0]
    assert first.find("a")[0].attrs["href"] == "/glossary/#term-macsec"
    assert [mark.text for mark in first.find("mark")] == ["MACsec"]
    assert "autofocus" not in page.root.find("input", id="id_q")[0].attrs


def test_more_than_a_few_are_behind_a_link_and_one_kind_shows_many() -> None:
    page = look(Client(), "/search/?q=fact")
    assert len(page.root.find("li", class_="result")) == 5
    (more,) = [link for link in page.root.find("a") if link.text.startswith("All 24")]
    assert (more.text, more.attrs["href"]) == ("All 24 in Cards", "?q=fact&kind=card")
    cards = look(Client(), "/search/?q=fact&kind=card")
    assert len(cards.root.find("li", class_="result")) == 24
    assert kinds(cards) == [("All 24", "?q=fact", False), ("Cards 24", "?q=fact&kind=card", True)]
    assert [field.attrs["value"] for field in cards.root.find("input", name="kind")] == ["card"]


def test_the_best_of_very_many() -> None:
    SearchDocument.objects.bulk_create(
        SearchDocument(
            kind="card", slug=f"z-{n}", body="Zeppelin?", lesson="first", title_words=indexed("zeppelin")
        )
        for n in range(51)
    )
    page = look(Client(), "/search/?q=zeppelin&kind=card")
    assert len(page.root.find("li", class_="result")) == 50
    assert "The best 50 of 51. One more word brings it down." in page.root.find("main")[0].text


def test_a_kind_in_which_nothing_is_found() -> None:
    page = look(Client(), "/search/?q=fact&kind=term")
    assert (tally(page), headings(page)) == ("24 found for “fact”", [])
    assert "Nothing of this kind, but of the others above." in page.root.find("main")[0].text
    assert kinds(page) == [("All 24", "?q=fact", False), ("Cards 24", "?q=fact&kind=card", False)]


def test_nothing_is_found() -> None:
    page = look(Client(), "/search/?q=MACsce")
    assert tally(page) == "Nothing found for “MACsce”"
    main = page.root.find("main")[0]
    assert "Did you mean MACsec?" in main.text
    assert {"?q=MACsec", "/glossary/", "/lessons/"} <= {link.attrs["href"] for link in main.find("a")}
    assert "Did you mean" not in look(Client(), "/search/?q=zebra").root.find("main")[0].text


@pytest.mark.parametrize("asked", ["%00", "x" * (LONGEST + 1), "macsec&kind=exam"])
def test_what_cannot_be_looked_for_is_refused_with_a_word(asked: str) -> None:
    page = look(Client(), f"/search/?q={asked}", 422)
    (error,) = page.root.find("ul", class_="errorlist")
    assert error.text
    assert (tally(page), headings(page)) == ("", [])
    assert look(Client(), f"/search/?q={'x' * LONGEST}")


def test_what_was_typed_comes_back_as_text() -> None:
    typed = "<script>alert(1)</script>\"' &amp; macsec"
    response = Client().get("/search/", {"q": typed})
    html = response.content.decode()
    assert "<script>alert" not in html
    assert read(response).root.find("input", id="id_q")[0].attrs["value"] == typed


def test_a_text_of_the_course_is_shown_as_text() -> None:
    SearchDocument.objects.create(
        kind="lesson",
        slug="first",
        section="z",
        title="<b>Zeppelin</b>",
        body="<img src=x> zeppelin",
        lesson="first",
        title_words=indexed("zeppelin"),
        body_words=indexed("zeppelin"),
    )
    html = Client().get("/search/?q=zeppelin").content.decode()
    assert "&lt;b&gt;<mark>Zeppelin</mark>&lt;/b&gt;" in html
    assert "&lt;img src=x&gt; <mark>zeppelin</mark>" in html


def test_a_part_is_the_tally_and_the_results_and_no_page() -> None:
    client = Client()
    whole = client.get("/search/?q=macsec").content.decode()
    response = client.get("/search/?q=macsec", headers=HTMX)
    part = response.content.decode()
    assert "<html" not in part
    assert "HX-Request" in response.headers["Vary"]
    assert part.count('id="tally"') == whole.count('id="tally"') == 1
    results = part.partition("</p>")[2].strip()
    assert results.startswith("<nav")
    assert results in whole


def test_everybody_finds_the_same(cast: Cast, work: Work) -> None:
    shown = {
        client.get("/search/?q=macsec", headers=HTMX).content
        for client in (cast.owner, cast.classmate, cast.stranger, cast.nobody)
    }
    assert len(shown) == 1
