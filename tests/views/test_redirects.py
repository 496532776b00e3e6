"""No address leads to another site, whatever is put into path, query, fields or headers."""

import pytest
from django.test import Client

from tests.cast import Cast
from tests.factories.study import rolled_back
from tests.factories.work import Work
from tests.views.addresses import ADDRESSES, POSTS
from tests.views.visitors import send, signed_in

pytestmark = pytest.mark.django_db

EVIL = "https://evil.example/"
NAMES = ("next", "go", "redirect", "return", "url", "to", "path")


def is_local(location: str) -> bool:
    return location.startswith("/") and not location.startswith(("//", "/\\"))


def test_a_post_leads_to_this_site(cast: Cast, work: Work) -> None:
    for address in POSTS:
        path = address.path(work) + "?" + "&".join(f"{name}={EVIL}" for name in NAMES)
        fields = {**dict.fromkeys(NAMES, EVIL), **address.fields(work), "go": EVIL}
        with rolled_back():  # one of them changes the password, and one deletes everything
            response = send(signed_in(cast.owner_learner), path, fields, headers={"Referer": EVIL})
        assert (str(address), response.status_code) == (str(address), address.statuses[0])
        assert response.status_code != 302 or is_local(response.headers["Location"]), str(address)


def test_a_get_leads_to_this_site(cast: Cast, work: Work) -> None:
    root = f"/attempts/{work.attempt.pk}/report/?next={EVIL}"
    assert cast.owner.get(root).headers["Location"] == f"/attempts/{work.attempt.pk}/"
    for address in ADDRESSES:
        response = cast.owner.get(address.path(work), headers={"Referer": EVIL})
        assert response.status_code != 302 or is_local(response.headers["Location"])


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example",
        "//evil.example/",
        "//evil.example/lessons",
        "/\\evil.example",
        "/https://evil.example",
    ],
)
def test_a_path_that_looks_like_another_site_is_404(path: str, cast: Cast) -> None:
    response = cast.nobody.get("/", PATH_INFO=path)  # as a server gives it: the client would read a host
    assert (response.status_code, "Location" in response.headers) == (404, False)


@pytest.mark.parametrize("path", ["/lessons", "/lessons/first", "/review", "/exams/mini"])
def test_a_forgotten_slash_is_added(path: str) -> None:
    response = Client().get(f"{path}?x=//evil.example")
    assert (response.status_code, response.headers["Location"]) == (301, f"{path}/?x=//evil.example")


def test_a_foreign_host_is_refused() -> None:
    response = Client().get("/", HTTP_HOST="evil.example")
    assert (response.status_code, "evil.example" in response.content.decode()) == (400, False)
