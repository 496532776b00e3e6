"""What of the course becomes a document, and what of it stays out."""

from studyapp.domain.searchdocuments import Document, of_card, of_lesson, of_path, of_question, of_term
from tests.domain import samplecourse as sample

HEADING = '<h2 id="s-one">One <code>key</code><a class="anchor" href="#s-one">#</a></h2>'
PARTS = [
    ("html", f"<p>Before <em>all</em>.</p>{HEADING}"),
    ("html", "<p>Text &amp; more.</p><svg><title>Hidden</title></svg>"),
    ("check", "q-k1-1"),
    ("html", '<h3 id="s-two" class="x">Two</h3><pre>a=1</pre>'),
]
TOC = [(2, "s-one", "One key"), (3, "s-two", "Two")]


def test_a_lesson_is_what_comes_first_and_each_section() -> None:
    assert list(of_lesson("tls", "TLS", "Sum.", PARTS, TOC)) == [
        Document("lesson", "tls", "", "TLS", "Sum. Before all.", "tls", "tls tl", "sum before all befor"),
        Document(
            "lesson", "tls", "s-one", "One key", "Text & more.", "tls", "one key on kei", "text more tls tl"
        ),
        Document("lesson", "tls", "s-two", "Two", "a=1", "tls", "two", "a 1 tls tl"),
    ]


def test_a_lesson_without_headings() -> None:
    (only,) = of_lesson("tls", "TLS", "Sum.", [("html", "<p>All.</p>")], [])
    assert (only.section, only.body) == ("", "Sum. All.")


def test_a_term_has_all_its_names_and_shows_those_that_are_not_inflections() -> None:
    assert of_term("ca", "CA", ["CAs", "certificate authority"], "<p>Signs.</p>", "tls") == Document(
        "term",
        "ca",
        "",
        "CA (certificate authority)",
        "Signs.",
        "tls",
        "ca cas certificate authority ca certif author",
        "signs sign",
    )
    assert of_term("tls", "TLS", [], "<p>A.</p>", "tls").title == "TLS"


def test_a_card_is_found_by_its_back_and_shows_its_front() -> None:
    assert of_card("c", "<p>What?</p>", "<p>That.</p>", "tls", "s-one") == Document(
        "card", "c", "s-one", "", "What?", "tls", "what", "that"
    )


def test_a_question_is_its_stem() -> None:
    assert of_question("q", "<p>What <strong>fits</strong>?</p>", "tls", "") == Document(
        "question", "q", "", "", "What fits?", "tls", "", "what fits fit"
    )


def test_a_title_fits_its_column() -> None:
    (long,) = of_lesson("a", "x" * 301, "", [], [])
    assert (len(long.title), long.title[-3:]) == (300, "x …")
    (fits,) = of_lesson("a", "x" * 300, "", [], [])
    assert fits.title == "x" * 300


def test_a_path_is_found_by_its_nodes_and_by_what_its_controls_say() -> None:
    control = sample.control("listener", label="HTTPS listener", say="x")
    texts = {"summary": "<p>Two hops.</p>", "say.listener": "<p>Ends TLS.</p>"}
    found = of_path(sample.path(controls=[control]), texts)
    assert (found.kind, found.slug, found.section, found.lesson) == ("path", "web", "", "tls")
    assert found.title == "From a browser to an application"
    assert found.body == "Two hops. Browser, Load balancer, App. HTTPS listener: Ends TLS."
