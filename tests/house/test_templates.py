"""Every template and part that is named is there."""

import pytest

from tests.house.conftest import Tree
from tests.house.sources import ROOT, sources
from tests.house.templates import parts, unresolved_in_code, unresolved_in_templates

PAGES = {
    "templates/base.html": "{% block content %}{% endblock %}",
    "templates/review.html": '{% extends "base.html" %}{% partialdef queue inline %}{% endpartialdef %}',
    "templates/shared/note.html": "{% partialdef note %}x{% endpartialdef %}{% partial note %}",
}


@pytest.mark.parametrize(
    ("line", "faults"),
    [
        ("render(request, 'review.html', {})", []),
        ("render(request, 'review.html#queue', {})", []),
        ("render(request, 'reviews.html', {})", ["there is no reviews.html"]),
        ("render(request, 'review.html#que', {})", ["there is no review.html#que"]),
        ("page_or_part(request, 'review.html', 'queue', {})", []),
        ("page_or_part(request, 'review.html', 'que', {})", ["there is no review.html#que"]),
        ("page_or_part(request, name, 'queue', {}) if (name := 'review.html') else 0", []),
        (
            "page_or_part(request, name, 'queue', {}) if (name := 'base.html') else 0",
            ["there is no base.html#queue"],
        ),
        (
            "page_or_part(request, 'review.html', part, {})",
            ["name the part literally: it cannot be checked otherwise"],
        ),
    ],
)
def test_names_in_code(tree: Tree, line: str, faults: list[str]) -> None:
    root = tree({**PAGES, "studyapp/views/a.py": f"def view(request, part):\n    return {line}\n"})
    found = unresolved_in_code(sources(root), parts(root / "templates"))
    assert found == [f"studyapp/views/a.py:2: {fault}" for fault in faults]


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("{% include 'shared/note.html' with kind='info' %}", []),
        ('{% include "review.html#queue" %}', []),
        ("{% include 'shared/not.html' %}", ["there is no shared/not.html"]),
        ("{% include 'review.html#que' %}", ["there is no review.html#que"]),
        ("{% extends 'bas.html' %}", ["there is no bas.html"]),
        ("{% partialdef a %}{% endpartialdef %}{% partial a %}{% partial b %}", ["there is no part b"]),
    ],
)
def test_names_in_templates(tree: Tree, text: str, faults: list[str]) -> None:
    folder = tree({**PAGES, "templates/a.html": text}) / "templates"
    assert unresolved_in_templates(folder, parts(folder)) == [f"a.html: {fault}" for fault in faults]


def test_every_name_in_the_house_resolves() -> None:
    known = parts(ROOT / "templates")
    assert "base.html" in known
    assert unresolved_in_code(sources(ROOT), known) == []
    assert unresolved_in_templates(ROOT / "templates", known) == []
