"""The check of pages, tried on a good page and on one fault at a time."""

import pytest

from tests.views.htmlpage import parse
from tests.views.pagefaults import page_faults, part_faults

TOKEN = "t" * 64
GOOD = f"""<!doctype html>
<html lang="en"><head><title>A</title><link rel="icon" href="/x.svg"><script src="/a.js"></script></head>
<body><a href="#main">Skip</a><main id="main"><h1>A</h1><h2>B</h2>
<svg role="img" aria-labelledby="t"><title id="t">T</title><path d="M0 0"/></svg>
<form method="post" action="/x/"><input type="hidden" name="csrfmiddlewaretoken" value="{TOKEN}">
<label for="a">A</label><input id="a" name="a" aria-describedby="t">
<label>B <input type="radio" name="b"></label>
<select name="c" aria-label="C"><option value="1">1</option></select><button type="submit">Go</button></form>
</main></body></html>"""


def test_a_good_page_has_no_fault() -> None:
    assert page_faults(parse(GOOD)) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("<h2>B</h2>", '<h2 id="a">B</h2>', "id 'a' is there 2 times"),
        ("<h2>B</h2>", "<h2>B</h2><h1>C</h1>", "2 <h1> on the page"),
        ("<h1>A</h1>", "<h1> </h1>", "an empty <h1>"),
        ("<h1>A</h1>", "", "0 <h1> on the page"),
        ("<h2>B</h2>", "<h3>B</h3>", "<h3> comes after <h1>"),
        (' lang="en"', "", "the page does not say its language"),
        ("<title>A</title>", "", "0 <title> on the page"),
        ("<h2>B</h2>", "<h2>B", "line 9: </main> closes <h2>"),
        ("<h2>B</h2>", "<p><ul></ul></p>", "line 3: <ul> inside a <p>"),
        ("<h2>B</h2>", '<h2 id="x" id="y">B</h2>', "line 3: <h2> has an attribute twice"),
        (
            'aria-labelledby="t"',
            'aria-labelledby="u"',
            "line 4: aria-labelledby names 'u', which is not there",
        ),
        (
            'aria-describedby="t"',
            'aria-describedby="t u"',
            "line 6: aria-describedby names 'u', which is not there",
        ),
        ('label for="a"', 'label for="z"', "line 6: for names 'z', which is not there"),
        ('label for="a"', 'label for="t"', "line 6: a <input> without a label"),
        ('href="#main"', 'href="#top"', "line 3: href points at '#top', which is not there"),
        (TOKEN, "", "the form to '/x/' has no CSRF token"),
        ('method="post"', 'method="get"', "the form to '/x/' puts its token into the address"),
        ('action="/x/"', 'action="https://evil.example/"', "a form goes to 'https://evil.example/'"),
        ("<h2>B</h2>", '<h2 style="color:red">B</h2>', "line 3: style attribute"),
        ("<h2>B</h2>", '<h2 onclick="x()">B</h2>', "line 3: onclick attribute"),
        ("<h2>B</h2>", "<style>p{}</style>", "line 3: a <style> element"),
        ("<h2>B</h2>", "<script>x()</script>", "line 3: an inline <script>"),
        (
            "<h2>B</h2>",
            '<img src="//evil.example/x.png">',
            "line 3: loads '//evil.example/x.png' from elsewhere",
        ),
        (
            'src="/a.js"',
            'src="/a.js" data-then="/b.js https://evil.example/c.js"',
            "line 2: loads 'https://evil.example/c.js' from elsewhere",
        ),
        ('href="#main"', 'href=" javascript:x()"', "line 3: code in href"),
        (">Go<", "><", "line 8: an empty <button>"),
    ],
)
def test_a_fault_is_found(old: str, new: str, fault: str) -> None:
    assert old in GOOD
    assert fault in page_faults(parse(GOOD.replace(old, new, 1)))


def test_what_a_template_element_holds_is_not_on_the_page() -> None:
    assert part_faults(parse('<p id="a"></p><template><p id="a"></p></template>')) == []
