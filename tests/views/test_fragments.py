"""One address, two sizes: which request gets the page and which the part."""

import pytest

from tests.cast import Cast
from tests.factories.work import Work

pytestmark = pytest.mark.django_db

WHOLE: list[dict[str, str]] = [
    {},
    {"HX-Request": "false"},
    {"HX-Request": "true", "HX-Boosted": "true"},
    {"HX-Request": "true", "HX-History-Restore-Request": "true"},
]
PARTS: list[dict[str, str]] = [{"HX-Request": "true"}, {"HX-Request": "true", "HX-Target": "quiz"}]


@pytest.mark.parametrize("path", ["/practice/{work.quiz.pk}/", "/practice/{work.ended.pk}/", "/review/"])
def test_page_or_part(path: str, cast: Cast, work: Work) -> None:
    for headers in (*WHOLE, *PARTS):
        html = cast.owner.get(path.format(work=work), headers=headers).content.decode()
        assert {tag in html for tag in ("<html", "<main", "site-header")} == {headers in WHOLE}, headers
        assert ('id="quiz"' in html) + ('id="queue"' in html) == 1


@pytest.mark.parametrize("path", ["/", "/lessons/first/", "/practice/", "/exams/", "/glossary/", "/account/"])
def test_a_page_without_parts_is_whole_for_htmx_too(path: str, cast: Cast) -> None:
    html = cast.owner.get(path, headers={"HX-Request": "true"}).content.decode()
    assert html.count("<html") == 1


def test_the_part_is_what_the_page_has_in_its_place(cast: Cast, work: Work) -> None:
    for path in (f"/practice/{work.ended.pk}/?q=1", f"/review/?shown={work.review.pk}"):
        page = cast.owner.get(path).content.decode()
        part = cast.owner.get(path, headers={"HX-Request": "true"}).content.decode()
        body, token = part.strip(), "csrfmiddlewaretoken"
        assert body.split(token)[0] in page
