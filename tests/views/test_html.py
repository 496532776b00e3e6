"""The HTML of every page in every state: sound, labelled, and nothing in it that the CSP would stop."""

import pytest
from django.conf import settings

from tests.cast import Cast
from tests.factories.work import Work
from tests.views.pagefaults import page_faults
from tests.views.states import STATES, Stage
from tests.views.visitors import names_of, read

pytestmark = pytest.mark.django_db

TEMPLATES = settings.BASE_DIR / "templates"
# In test_errors, test_pages and test_preview.
ELSEWHERE = {"403.html", "500.html", "style.html", "preview/faults.html"}
# Rendered once a release, so a response does not name them.
CAST = {
    "lessons/lesson.html",
    "paths/challenge.html",
    "paths/list.html",
    "paths/path.html",
    "review.html",
}


def test_every_page_in_every_state_is_sound(cast: Cast, work: Work) -> None:
    responses = {state: ask(Stage(cast, work)) for state, ask in STATES.items()}
    faults = {state: page_faults(read(response)) for state, response in responses.items()}
    assert {state: found for state, found in faults.items() if found} == {}
    types = {response.headers["Content-Type"] for response in responses.values()}
    assert types == {"text/html; charset=utf-8"}
    seen = {name for response in responses.values() for name in names_of(response)}
    assert whole_pages() - seen - ELSEWHERE <= CAST


def whole_pages() -> set[str]:
    """The templates of whole pages, by name."""
    found = {
        path.relative_to(TEMPLATES).as_posix()
        for path in TEMPLATES.rglob("*.html")
        if path.read_text("utf-8").startswith("{% extends")
    }
    assert len(found) > 20
    return found
