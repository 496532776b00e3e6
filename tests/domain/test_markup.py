"""Markdown -> HTML: what each construct becomes, and what is refused on which line."""

import re

import pytest

from studyapp.domain.markup import Markup, Part, RenderedLesson, plain_text, unwrapped
from studyapp.domain.pathdocuments import Control
from tests.domain import samplecourse as sample

MARKUP = Markup(
    sample.course(
        questions=[sample.question("tls-p0"), sample.question("tls-e0", pool="exam")],
        terms=[
            sample.term("MACsec", also=["802.1AE"]),
            sample.term("Private key"),
            sample.term("Private key store"),
        ],
    )
)


def render(body: str) -> RenderedLesson:
    return MARKUP.lesson(sample.lesson(body=body, body_line=10))


def html_of(body: str) -> str:
    """The HTML of a lesson without faults and without checks."""
    rendered = render(body)
    assert rendered.problems == ()
    assert [part.kind for part in rendered.parts] == ["html"]
    return rendered.parts[0].value


def problems_of(body: str) -> list[str]:
    return [f"{problem.line}: {problem.message}" for problem in render(body).problems]


def test_headings_have_anchors_and_make_the_table_of_contents() -> None:
    rendered = render(
        "## A `must_encrypt` hop\n\n### Deeper & *down*\n\n#### Not listed\n\n## A must_encrypt hop"
    )
    assert rendered.toc == (
        (2, "s-a-must_encrypt-hop", "A must_encrypt hop"),
        (3, "s-deeper-down", "Deeper & down"),
        (2, "s-a-must_encrypt-hop_1", "A must_encrypt hop"),
    )
    assert rendered.parts[0].value.split("\n")[1] == (
        '<h3 id="s-deeper-down">Deeper &amp; <em>down</em><a '
        'aria-label="Link to this section: Deeper &amp; down" class="anchor" href="#s-deeper-down">#</a></h3>'
    )


def test_a_title_in_the_table_of_contents_has_its_quotation_marks() -> None:
    toc = render("""## Where AWS's "ground" ends\n\nIt's here.\n\n### Don't\n\nText.""").toc
    assert [title for _, _, title in toc] == [
        "Where AWS\N{RIGHT SINGLE QUOTATION MARK}s “ground” ends",
        "Don\N{RIGHT SINGLE QUOTATION MARK}t",
    ]


@pytest.mark.parametrize(
    ("name", "word"), [("key", "Key point"), ("trap", "Trap"), ("new", "New"), ("exam", "On the exam")]
)
def test_a_box_says_what_kind_it_is(name: str, word: str) -> None:
    assert html_of(f'/// {name} | Ends at "the" **edge**\nText.\n\n- one\n///') == (
        f'<aside aria-label="{word}: Ends at \u201cthe\u201d edge" class="box box-{name}" role="note">\n'
        f'<p class="box-title"><span class="box-kind">{word}</span> '
        "Ends at \u201cthe\u201d <strong>edge</strong></p>\n"
        "<p>Text.</p>\n<ul>\n<li>one</li>\n</ul>\n</aside>"
    )


def test_a_deep_block_is_folded() -> None:
    assert html_of("/// deep | More\nText.\n///") == (
        '<details class="box box-deep">\n<summary class="box-title"><span class="box-kind">In depth</span>'
        " More</summary>\n<p>Text.</p>\n</details>"
    )


def test_a_lesson_is_cut_at_its_checks() -> None:
    rendered = render("One.\n\n/// check | tls-p0\n///\n\nTwo.")
    assert rendered.parts == (
        Part("html", "<p>One.</p>\n"),
        Part("check", "tls-p0"),
        Part("html", "<p>Two.</p>"),
    )


def test_a_check_that_stands_inside_something_is_left_out() -> None:
    rendered = render(
        "//// check | tls-p0\n/// check | tls-p1\n///\n////\n\n- a\n\n    /// check | tls-p0\n    ///"
    )
    assert [part.kind for part in rendered.parts] == ["check", "html"]
    assert plain_text(rendered.parts[1].value) == "a"
    assert "check" not in rendered.parts[1].value
    assert rendered.problems != ()


def test_a_table_scrolls_and_says_what_it_holds() -> None:
    html = html_of(
        "| Layer | Ends at |\n|---|--:|\n| TLS | ALB |\n\n| Layer | Ends at |\n|---|---|\n| a | b |"
    )
    assert html.startswith(
        '<div aria-label="Table: Layer, Ends at" class="table-scroll" role="region" tabindex="0"><table>'
    )
    assert '<th class="align-right" scope="col">Ends at</th>' in html
    assert '<td class="align-right">ALB</td>' in html
    assert 'aria-label="Table: Layer, Ends at (2)"' in html


def test_a_diagram_stands_inline_with_ids_of_its_own() -> None:
    html = html_of("![One hop](diagrams/hop.svg)\n\nText.\n\n![Again](diagrams/hop.svg)")
    scroll = '<div aria-label="Diagram: One hop" class="diagram-scroll" role="group" tabindex="0">'
    first, second = html.split("<p>Text.</p>\n")
    assert first == (
        f'<figure class="diagram">{scroll}{sample.SVG}</div><figcaption>One hop</figcaption></figure>\n'
    )
    assert 'aria-labelledby="hop-title-2 hop-desc-2"><title id="hop-title-2">' in second
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids)) == 4


def test_a_diagram_in_a_question_never_shares_ids_with_a_lesson() -> None:
    html, problems = MARKUP.text("Look:\n\n![One hop](diagrams/hop.svg)", file="f", line=1)
    assert problems == ()
    assert not set(re.findall(r' id="([^"]+)"', html)) & set(re.findall(r' id="([^"]+)"', sample.SVG))


def test_code_is_highlighted_by_classes_and_reached_by_keyboard() -> None:
    html = html_of('```json\n{"a": 1}\n```')
    assert html.startswith('<div class="highlight" role="group" tabindex="0" aria-label="Code: json"><pre>')
    assert '<span class="nt">"a"</span>' in html


def test_footnotes_link_both_ways() -> None:
    html = html_of("Text[^1].\n\n[^1]: The note.")
    assert '<sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup>' in html
    assert '<li id="fn:1">' in html
    assert '<a class="footnote-backref" href="#fnref:1" title="Back to note 1 in the text">' in html


def test_links_lead_to_pages_and_say_so() -> None:
    body = "[a](lessons/tls) [b](glossary#macsec) [c](https://x.y/?a=1&b=2) <https://x.y>"
    assert html_of(body) == (
        '<p><a href="/lessons/tls/">a</a> <a href="/glossary/#term-macsec">b</a> '
        '<a href="https://x.y/?a=1&amp;b=2" rel="noopener">c</a> '
        '<a href="https://x.y" rel="noopener">https://x.y</a></p>'
    )


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Use MACsec, then MACsec and 802.1AE.", ["MACsec"]),
        ("802.1AE *is* MACsec.", ["802.1AE"]),
        ("macsec MACSEC XMACsec MACsecs MACsec-like", []),
        ("A PRIVATE\nkey store and a private key.", ["PRIVATE\nkey store", "private key"]),
        ("## MACsec\n\n`MACsec` [MACsec](https://x.y)\n\n| MACsec |\n|---|\n| MACsec |", ["MACsec"]),
        ("/// deep | MACsec\nMACsec\n///", ["MACsec"]),
        ("/// key | MACsec\nText.\n///", []),
        ("See [it](glossary#macsec): MACsec.", []),
        ("- MACsec\n\n> private key\n", ["MACsec", "private key"]),
    ],
)
def test_the_first_use_of_a_term_is_linked(body: str, expected: list[str]) -> None:
    assert (
        re.findall(r'<a class="term" href="/glossary/#term-[a-z-]+">([^<]+)</a>', html_of(body)) == expected
    )


def test_linking_terms_changes_no_text() -> None:
    body = "A private key, a Private key store; **MACsec** and 802.1AE *end* here. private key"
    assert plain_text(html_of(body)) == body.replace("*", "")


def test_a_path_is_told_in_words() -> None:
    html = re.sub("<svg .*?</svg>", "DRAWN", html_of("/// path | web\n///"))
    assert html == (
        '<figure class="path-summary"><figcaption><a href="/paths/web/">From a browser to an application</a>'
        " in the lab</figcaption><div>DRAWN</div><ol>"
        '<li><span class="path-node">Browser</span> <span class="path-owner">outside party</span>'
        '<p class="path-hop">Then over the internet: an eavesdropper gets an HTTP request and '
        "its response. What can protect it: TLS.</p></li>"
        '<li><span class="path-node">Load balancer</span> <span class="path-owner">run by AWS</span>'
        '<p class="path-hop">Then inside an AWS Region: an eavesdropper gets an HTTP request and its '
        "response. Nothing on this path protects it.</p></li>"
        '<li><span class="path-node">App</span> <span class="path-owner">yours</span></li></ol></figure>'
    )


def told(*controls: Control, **changes: object) -> str:
    course = sample.course(paths=[sample.path(controls=controls, **changes)])
    return Markup(course).lesson(sample.lesson(body="/// path | web\n///")).parts[0].value


def drawn_in(title: str) -> list[str]:
    """The words on the hops of the picture."""
    return re.findall(">(protected|in the clear)</text>", html_of(f"/// path | {title}\n///"))


def test_a_path_is_drawn_in_the_state_it_is_asked_for() -> None:
    assert drawn_in("web") == ["in the clear", "in the clear"]
    assert drawn_in("web with https-listener") == ["protected", "in the clear"]
    address = 'href="/paths/web/?drawn=1&amp;on=https-listener"'
    assert address in html_of("/// path | web with https-listener\n///")


def test_a_picture_of_a_path_is_for_the_eyes_and_has_no_ids() -> None:
    html = html_of("/// path | web\n///\n\n/// path | web\n///")
    assert html.count('aria-hidden="true">') == 2
    assert " id=" not in html


@pytest.mark.parametrize(
    ("title", "fault"),
    [
        ("nowhere with x", "there is no path 'nowhere'"),
        ("web with x", "'x' is no control of this path that can be switched on"),
        ("web without x", "'x' is no control of this path that can be switched off"),
        ("web, x", "there is no path 'web, x'"),
    ],
)
def test_a_path_in_a_state_it_cannot_have_is_a_fault(title: str, fault: str) -> None:
    rendered = Markup(sample.course()).lesson(sample.lesson(body=f"/// path | {title}\n///"))
    assert [problem.message for problem in rendered.problems] == [fault]
    assert "path-summary" not in "".join(part.value for part in rendered.parts)


def test_a_path_tells_what_is_seen_at_the_start_and_what_may_come() -> None:
    through = sample.control("passing", end="app", default="on", falls_back=True)
    below = sample.control("below", layer="Nitro", start="alb", end="app", default="on")
    idle = sample.control("idle", layer="MACsec", distractor=True)
    data = sample.control("data", layer="message", end="app")
    html = told(through, below, idle, data, sample.control("vpn", layer="IPsec", end="app"))
    assert re.findall(r'path-hop">Then [^:]*: ([^<]*)', html) == [
        "an eavesdropper gets TLS records or an HTTP request and its response. "
        "What can protect it: TLS, IPsec.",
        "an eavesdropper gets packets sealed by the Nitro cards. What can protect it: TLS, IPsec.",
    ]


def test_a_path_leaves_out_what_it_need_not_say() -> None:
    assert re.findall(r'path-hop">Then [^:]*: ([^<]*)', told(sample.control(end="app", default="on"))) == [
        "an eavesdropper gets TLS records.",
        "an eavesdropper gets TLS records.",
    ]


def test_a_path_tells_which_node_is_not_on_the_way() -> None:
    nodes = [node.model_dump() for node in sample.path().nodes]
    nodes[1]["only_with"] = "https-listener"
    assert re.findall(r'path-owner">([^<]*)', told(sample.control(), nodes=nodes)) == [
        "outside party",
        "run by AWS; not on the way",
        "yours",
    ]


def test_a_path_with_a_flaw_is_only_named() -> None:
    assert told(sample.control(end="moon")) == (
        '<figure class="path-summary"><figcaption>From a browser to an application</figcaption></figure>'
    )


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "One.\n\nTwo <b>bold</b>.",
            ["12: raw HTML is not allowed: <b>", "12: raw HTML is not allowed: </b>"],
        ),
        (
            "<script>x</script>",
            ["10: raw HTML is not allowed: <script>", "10: raw HTML is not allowed: </script>"],
        ),
        ("Text <!-- note\n\nmore -->", ["10: comments are raw HTML, which is not allowed"]),
        ("`<b>` and\n\n```text\n<b>\n```", []),
        (
            "![x](https://x.y/z.png)",
            ["10: image 'https://x.y/z.png': only the course's own diagrams/<name>.svg can"],
        ),
        ("![x](diagrams/none.svg)", ["10: there is no 'diagrams/none.svg'"]),
        ("a\n\nb ![x](diagrams/hop.svg)", ["12: 'diagrams/hop.svg' must be a paragraph of its own"]),
        (
            "![](diagrams/hop.svg)",
            ["10: 'diagrams/hop.svg' needs a sentence in the square brackets that says "],
        ),
        ("a\n[x](lessons/gone)", ["11: there is no lesson 'gone'"]),
        (
            "[x](lessons/tls#part)",
            ["10: link to 'lessons/tls#part': use https://…, lessons/<id> or glossary#<id>"],
        ),
        ("[x](glossary#gone)", ["10: there is no glossary term 'gone'"]),
        ("[x](http://x.y)", ["10: link to 'http://x.y': use https://…"]),
        ("[x](javascript:alert(1))", ["10: link to 'javascript:alert(1)': use https://…"]),
        ("[](https://x.y)", ["10: link to 'https://x.y' has no text"]),
        ("[x][r]\n\n[r]: lessons/gone", ["12: there is no lesson 'gone'"]),
        ("a\n[x](https://x.y", ["11: a link whose address is not closed"]),
        ("[x][r]", ["10: a link like [text][name] needs a line [name]: address"]),
        ("a[^9] `[^8]`", ["10: footnote '[^9]' is not defined"]),
        ("a\n\n[^1]: b", ["12: footnote '1' is never used"]),
        ("# Title", ["10: level-1 headings are not used; begin with ##, or write \\# for #"]),
        (
            "Text\n\n/// note | Title\n///",
            ["12: unknown block 'note'; there are key, trap, new, exam, deep, check"],
        ),
        ("/// key\n///", ["10: block 'key' needs a title: /// key | …"]),
        ("/// key | T\nText.", ["10: block 'key' is never closed with ///"]),
        ("Text.\n\n///", ["12: this /// closes no block"]),
        (
            "/// key | T\n/// check | tls-p0\n///\n///",
            ["11: block 'key' of line 10 is still open", "13: this /// cl"],
        ),
        (
            "- a\n\n    /// key | T\n    ///",
            ["12: a block must begin at the left margin", "13: a block must begin"],
        ),
        ("/// key | T\n    attrs: {id: x}\n///", ["11: blocks take no options; do not indent their text"]),
        ("/// check | tls-p0\nText.\n///", ["11: block 'check' must be empty"]),
        ("/// check | gone\n///", ["10: there is no question 'gone'"]),
        ("/// check | tls-e0\n///", ["10: question 'tls-e0' belongs to exams and cannot be a check"]),
        (
            "/// check | tls-p0\n///\n\n/// check | tls-p0\n///",
            ["13: question 'tls-p0' is already asked above"],
        ),
        ("/// path | gone\n///", ["10: there is no path 'gone'"]),
        ("Text.\n\n```json\n{}", ["12: this code block is never closed"]),
        ("```json title=x\n{}\n```", ["10: a code fence takes one word, its language"]),
        ("- a\n" + " " * 44 + "- b", ["11: indented by more than 40 columns"]),
    ],
)
def test_what_is_refused_has_its_line(body: str, expected: list[str]) -> None:
    found = problems_of(body)
    assert len(found) == len(expected)
    assert all(problem.startswith(start) for problem, start in zip(found, expected, strict=True))


def test_the_same_fault_twice_is_found_on_both_lines() -> None:
    assert [
        problem[:3] for problem in problems_of("[x](lessons/gone)\n\n`lessons`\n\n[y](lessons/gone)")
    ] == [
        "10:",
        "14:",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\n\n## Heading", "7: headings belong in lessons only; write \\# for the character"),
        ("a[^1]\n\n[^1]: b", "7: footnotes belong in lessons only"),
        ("/// key | T\na\n///", "5: blocks belong in lessons only"),
    ],
)
def test_what_belongs_in_lessons_only(text: str, expected: str) -> None:
    _, problems = MARKUP.text(text, file="cards/a.md", line=5)
    assert [f"{problem.line}: {problem.message}" for problem in problems] == [expected]


def test_the_same_text_elsewhere_has_its_faults_there() -> None:
    for file, line in (("a.md", 1), ("b.md", 40)):
        _, problems = MARKUP.text("One\n<i>", file=file, line=line)
        assert [str(problem) for problem in problems] == [f"{file}:{line + 1}: raw HTML is not allowed: <i>"]


def test_terms_are_not_linked_in_short_texts() -> None:
    assert MARKUP.text("MACsec", file="f", line=1) == ("<p>MACsec</p>", ())


def test_a_rule_under_a_text_is_no_heading() -> None:
    assert html_of("Text\n---") == "<p>Text</p>\n<hr>"


def test_plain_text_is_what_a_reader_sees() -> None:
    html = html_of("## Head\n\nA**b** c\n\n- &lt;x&gt; &amp; y\n\n![One hop](diagrams/hop.svg)")
    assert plain_text(html) == "Head Ab c <x> & y One hop"


def test_a_lone_paragraph_can_stand_in_a_label() -> None:
    assert unwrapped("<p>One <em>two</em></p>\n") == "One <em>two</em>"
    assert unwrapped("<p>One</p>\n<p>Two</p>") == "<p>One</p>\n<p>Two</p>"
