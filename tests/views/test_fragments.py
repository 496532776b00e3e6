"""One address, two sizes: which request gets the page and which the part."""

import re

import pytest

from studyapp.views import frames
from tests.cast import Cast
from tests.factories.work import Work

pytestmark = pytest.mark.django_db

NOTHING = "There is nothing to take back today."
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


def test_the_page_around_a_part_is_held_and_everybodys_own(cast: Cast) -> None:
    frames._around.cache_clear()
    pages = [client.get("/review/").content.decode() for client in (cast.owner, cast.stranger) * 2]
    assert frames._around.cache_info().hits >= 2
    names = [re.findall(r'data-visitor="([^"]+)"', page) for page in pages]
    assert names == names[:2] * 2
    assert [len(found) for found in names] == [1] * 4
    assert len({*map(tuple, names)}) == 2
    assert not any("\ue000" in page or "\ue001" in page for page in pages)


def test_a_message_stands_once_in_the_frame_or_in_the_part(cast: Cast) -> None:
    for headers in ({}, {"HX-Request": "true"}):
        cast.owner.post("/review/undo/")
        told = [cast.owner.get("/review/", headers=headers).content.decode().count(NOTHING) for _ in range(2)]
        assert told == [1, 0]
