"""Forms without a valid token: a plain page, and nothing stored."""

import pytest
from django.test import Client

from studyapp.models import Answer, Learner, LessonProgress
from tests.cast import Cast
from tests.factories.study import right, version_of
from tests.factories.work import SECTION, Work
from tests.views.addresses import POSTS
from tests.views.entrances import SIGN_OUT, sign_in
from tests.views.htmlpage import Form
from tests.views.pagefaults import page_faults
from tests.views.rows import all_rows, changed
from tests.views.visitors import HTMX, Fields, filled, look, names_of, read, send, signed_in

pytestmark = pytest.mark.django_db

CHECK = "/lessons/first/checks/q-k1-1/"
SECTION_URL = "/lessons/first/section/"


def strict() -> Client:
    """A browser towards which the server checks tokens."""
    return Client(enforce_csrf_checks=True)


def check_form(client: Client) -> Form:
    return look(client, "/lessons/first/").form(CHECK)


def answer_to(form: Form) -> Fields:
    version = version_of("q-k1-1")
    return filled(form, version, right(version))


def test_no_address_takes_a_post_without_a_token(cast: Cast, work: Work) -> None:
    owner = signed_in(cast.owner_learner, strict())
    before = all_rows()
    for address in POSTS:
        for client in (owner, strict()):
            for token in ({}, {"csrfmiddlewaretoken": ""}, {"csrfmiddlewaretoken": "x" * 64}):
                response = send(client, address.path(work), {**address.fields(work), **token})
                assert (str(address), response.status_code) == (str(address), 403)
                assert "403_csrf.html" in names_of(response)
    assert changed(before) == {}


def test_the_page_says_what_to_do() -> None:
    page = read(strict().post(SIGN_OUT))
    assert page.root.find("h1")[0].text == "That page was too old to send"
    assert "Nothing was changed. Go back, reload, and send it again" in page.root.text
    assert page_faults(page) == []


def test_a_form_of_the_page_is_taken() -> None:
    client = strict()
    assert send(client, CHECK, answer_to(check_form(client))).status_code == 302
    assert Answer.objects.get().learner == Learner.objects.get()


def test_the_token_of_the_body_is_taken_from_a_script() -> None:
    """htmx and the scripts send it as a header, from the page's `hx-headers`."""
    client = strict()
    (body,) = look(client, "/lessons/first/").root.find("body")
    token = body.attrs["hx-headers"].split('"')[3]
    response = send(client, SECTION_URL, {"section": SECTION}, headers={"X-CSRFToken": token, **HTMX})
    assert response.status_code == 204
    assert LessonProgress.objects.get().section == SECTION


def test_a_page_from_before_signing_in_is_too_old(cast: Cast) -> None:
    client = strict()
    form = check_form(client)
    assert sign_in(client).status_code == 302
    before = all_rows()
    response = send(client, CHECK, answer_to(form))
    assert (response.status_code, "403_csrf.html" in names_of(response)) == (403, True)
    assert changed(before) == {}
    assert send(client, CHECK, answer_to(check_form(client))).status_code == 302


def test_a_browser_without_cookies_is_told(cast: Cast) -> None:
    client = strict()
    form = check_form(client)
    client.cookies.clear()
    response = send(client, CHECK, answer_to(form))
    assert (response.status_code, "403_csrf.html" in names_of(response)) == (403, True)
    assert "this browser refuses cookies" in read(response).root.text


def test_a_token_of_another_visitor_is_refused() -> None:
    one, other = strict(), strict()
    form = check_form(one)
    check_form(other)
    assert send(other, CHECK, answer_to(form)).status_code == 403


def test_no_form_is_taken_from_another_site() -> None:
    client = strict()
    form = check_form(client)
    response = send(client, CHECK, answer_to(form), headers={"Origin": "https://evil.example"})
    assert response.status_code == 403
    assert Answer.objects.count() == 0
