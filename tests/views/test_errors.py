"""Refusals and faults, each on a page in the design of the site."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404
from django.test import Client, RequestFactory

from studyapp.models import Release
from studyapp.views import errors
from tests.cast import Cast
from tests.views.pagefaults import page_faults
from tests.views.visitors import names_of, read

pytestmark = pytest.mark.django_db

PAGES: dict[int, tuple[type[Exception], str, str]] = {
    400: (SuspiciousOperation, "400.html", "That request made no sense here"),
    403: (PermissionDenied, "403.html", "This is not yours to open"),
    404: (Http404, "404.html", "No such page"),
    500: (RuntimeError, "500.html", "Something broke on our side"),
}


def failing(monkeypatch: pytest.MonkeyPatch, client: Client, fault: type[Exception]) -> Any:
    """The start page, whose view fails."""

    def fail(*_: object, **__: object) -> None:
        raise fault("a secret of the inside")

    monkeypatch.setattr("studyapp.views.pages.today_of", fail)
    client.raise_request_exception = False
    return client.get("/")


@pytest.mark.parametrize("status", PAGES)
@pytest.mark.parametrize("who", ["owner", "nobody"])
def test_an_error_has_a_page(status: int, who: str, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    fault, template, heading = PAGES[status]
    response = failing(monkeypatch, getattr(cast, who), fault)
    assert (response.status_code, template in names_of(response)) == (status, True)
    page = read(response)
    assert page.root.find("h1")[0].text == heading
    assert page.root.find("a", class_="btn-primary")[0].attrs["href"] == "/"
    assert page_faults(page) == []
    assert "a secret of the inside" not in response.content.decode()


def test_an_address_that_only_takes_forms_has_a_page_and_says_what_it_takes() -> None:
    response = Client().get("/account/guest/")
    assert (response.status_code, response.headers["Allow"]) == (405, "POST")
    assert "405.html" in names_of(response)
    assert Client().get("/account/guest/", headers={"HX-Request": "true"}).status_code == 405
    assert Client().put("/").content == b""  # of a program


def test_who_is_not_signed_in_is_led_to_it_from_a_page_that_may_be_of_a_class(cast: Cast) -> None:
    path = "/classes/1/"
    links = [link.attrs["href"] for link in read(cast.nobody.get(path)).root.find("a")]
    assert f"/account/sign-in/?next={path}" in links
    known = [link.attrs["href"] for link in read(cast.stranger.get(path)).root.find("a")]
    assert [href for href in known if "sign-in" in href] == []


def test_the_page_of_a_fault_needs_neither_request_nor_database(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        response = errors.server_error(RequestFactory().get("/"))
    assert (response.status_code, page_faults(read(response))) == (500, [])


def test_what_goes_wrong_before_the_session_is_there_has_a_page_too(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        response = errors.bad_request(RequestFactory().get("/"), SuspiciousOperation())
    assert (response.status_code, page_faults(read(response))) == (400, [])


def test_before_the_first_publication_a_page_says_what_to_do() -> None:
    Release.objects.all().delete()
    response = Client().get("/")
    assert response.status_code == 404
    assert "No course has been published yet." in read(response).root.text


def test_before_the_first_publication_the_site_answers() -> None:
    Release.objects.all().delete()
    for path in ("/", "/lessons/first/", "/practice/", "/review/", "/exams/", "/account/sign-in/"):
        assert Client().get(path).status_code == 404
    assert Client().get("/healthz").status_code == 200


def test_an_error_page_knows_who_is_signed_in(cast: Cast) -> None:
    menu = read(cast.owner.get("/nowhere/")).root.find("div", id="menu")[0]
    assert "olga" in menu.text
