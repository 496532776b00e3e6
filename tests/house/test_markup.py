"""Nothing inline, and htmx as the house uses it."""

import pytest

from tests.house.conftest import Tree
from tests.house.markup import Check, faults, homes_of_events, htmx_rules, inline_code, tags
from tests.house.sources import ROOT

DRAWN = ("templates/**/*.html", "static/**/*.svg", "content/**/*.svg")
GOOD = """
{# style="x" #}<!-- <script>x</script> -->{% comment %}<style>{% endcomment %}
<script src="{% static "js/reading.js" %}" type="module"></script>
<script type="application/json">{"a": 1}</script>
<p class="a {% if x > "b" %}on{% endif %}" {% if y == "style='z'" %}hidden{% endif %}>a < b onclick=""</p>
<p data-style="x" aria-label="only on click"></p>
<a href="{% url "x" %}" hx-get="{{ url }}" hx-target="closest li" hx-trigger="click, keyup delay:1s">x</a>
<form method="post" action="/x" {% if target %}hx-post="/x" hx-target="{{ target }}"{% endif %}></form>
<button type="button"></button><button></button><button type="submit" form="x"></button>
<body hx-headers='{"X-CSRFToken":"{{ csrf_token }}"}' hx-inherit="hx-headers">
"""


def test_good_markup_has_no_fault(tree: Tree) -> None:
    root = tree({"templates/a.html": GOOD})
    assert faults(root, DRAWN, inline_code) == []
    assert faults(root, DRAWN, htmx_rules) == []


def test_attributes_are_read_through_template_tags() -> None:
    text = """<a {% if a == "b" %}href="{% url "x" %}"{% endif %} checked class='y {{ "z" }}' data-n=3>"""
    (tag,) = tags(text)
    assert (tag.name, tag.attributes) == (
        "a",
        {"href": '{% url "x" %}', "checked": "", "class": 'y {{ "z" }}', "data-n": "3"},
    )


@pytest.mark.parametrize(
    ("check", "text", "fault"),
    [
        (inline_code, "<style>p{}</style>", "a <style> element: use a file under static/css/"),
        (inline_code, "<script>x()</script>", "an inline <script>: use a file under static/js/"),
        (
            inline_code,
            '<script type="importmap">{}</script>',
            "an inline <script>: use a file under static/js/",
        ),
        (inline_code, '<rect style="fill:red"/>', "a style attribute: use a class"),
        (inline_code, "<p {% if a %}STYLE='b'{% endif %}>", "a style attribute: use a class"),
        (
            inline_code,
            '<button type="button" onclick="x()">',
            "an onclick handler: use a file under static/js/",
        ),
        (inline_code, '<a href=" javascript:x()">', "a javascript: address in href"),
        (htmx_rules, '<p hx-on:click="x()">', "hx-on:click: listen in static/js/"),
        (htmx_rules, '<p hx-vals="js:{a: b()}">', "js: in hx-vals: it needs eval"),
        (htmx_rules, '<p hx-trigger="click[ctrlKey]">', "a [filter] in hx-trigger: it needs eval"),
        (htmx_rules, '<p hx-ext="morph">', "hx-ext: no extension is part of this project"),
        (
            htmx_rules,
            '<button type="submit">',
            "type=submit: a button sends its form without it, and htmx takes time for each that says so",
        ),
        (htmx_rules, '<p hx-get="/x">', "no hx-target: every element states its own"),
        (
            htmx_rules,
            '<a hx-get="/x" hx-target="this">',
            "a link without href: it must work without JavaScript",
        ),
        (
            htmx_rules,
            '<form hx-post="/x" hx-target="this">',
            "a form without action: it must work without JavaScript",
        ),
    ],
)
def test_each_fault_is_told_with_its_line(tree: Tree, check: Check, text: str, fault: str) -> None:
    root = tree({"templates/a/b.html": f"<p>\n{text}\n</p>"})
    assert faults(root, DRAWN, check) == [f"templates/a/b.html:2: {fault}"]


def test_a_script_that_names_events_of_htmx_is_told(tree: Tree) -> None:
    good, bad = "htmx.process(x) // htmx: see parts.js", "on('htmx:afterSwap', f)"
    assert homes_of_events(tree({"static/js/a.js": good, "static/js/b.js": bad})) == ["b.js"]


def test_events_of_htmx_are_named_in_one_script() -> None:
    assert len(homes_of_events(ROOT)) <= 1


def test_the_house_has_nothing_inline() -> None:
    assert list(ROOT.glob("templates/*.html"))
    assert faults(ROOT, DRAWN, inline_code) == []


def test_the_house_uses_htmx_by_its_rules() -> None:
    assert faults(ROOT, DRAWN, htmx_rules) == []
