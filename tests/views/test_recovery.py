"""The pages by which somebody gets back into an account."""

import pytest
from django.test import Client

from studyapp.actions.recovery import make_codes
from studyapp.models import Learner, RecoveryCode, User
from studyapp.queries.accounts import codes_left, link_of
from tests.actions.belongings import belongings
from tests.factories.people import LearnerFactory, UserFactory
from tests.factories.study import NOON
from tests.views.entrances import CORRECT, SIGN_UP, errors, guest_of, read_a_bit, sign_in, user_of
from tests.views.htmlpage import Page
from tests.views.pagefaults import page_faults
from tests.views.rows import all_rows, changed, changed_but_tries
from tests.views.visitors import look, read, send, signed_in

pytestmark = pytest.mark.django_db

CODES, RECOVER = "/account/codes/", "/account/recover/"
NEW = "a-longer-horse"
REFUSED = "This name and this code do not open an account. A code works once; check both and try again."


@pytest.fixture
def owner(db: None) -> Learner:
    """Somebody with an account."""
    return LearnerFactory.create(user=UserFactory.create(username="olga"))


def user(learner: Learner) -> User:
    """The account of a learner."""
    assert learner.user is not None
    return User.objects.get(pk=learner.user.pk)


def shown(page: Page) -> list[str]:
    """The codes on a page."""
    return [code.text for found in page.root.find("ol", class_="codes") for code in found.find("code")]


def recover(client: Client, code: str, name: str = "olga", password: str = NEW) -> Page:
    """Fill the form and send it; where it leads, or the refusal."""
    form = next(form for form in look(client, RECOVER).forms if "code" in form.values)
    fields = {**form.values, "username": name, "code": code, "password": password}
    response = send(client, RECOVER, fields)
    if response.status_code == 302:
        assert response.headers["Location"] == "/"
        return look(client, "/")
    assert response.status_code == 422
    return read(response)


def test_codes_are_shown_once_and_no_cache_keeps_them(owner: Learner) -> None:
    client = signed_in(owner)
    assert "You have none at present." in look(client, CODES).root.text
    response = send(client, CODES)
    page = read(response)
    assert (response.status_code, response.headers["Cache-Control"]) == (200, "private, no-store")
    assert (len(shown(page)), page_faults(page)) == (10, [])
    assert codes_left(user(owner)) == 10
    assert shown(look(client, CODES)) == []
    assert (
        "You have 10 codes left. New ones replace them: the old stop working at once."
        in look(client, CODES).root.text
    )
    assert "10 of your codes are left." in look(client, "/account/").root.text


def test_a_form_sent_twice_leaves_the_codes_shown_last(owner: Learner) -> None:
    client = signed_in(owner)
    first, second = (shown(read(send(client, CODES))) for _ in range(2))
    assert RecoveryCode.objects.count() == 10
    assert REFUSED in recover(Client(), first[0]).root.text
    assert "Your new password is set." in recover(Client(), second[0]).root.text


def test_a_new_account_gets_codes_if_it_asks_for_them() -> None:
    client = Client()
    form = next(form for form in look(client, SIGN_UP).forms if "username" in form.values)
    assert "codes" not in form.values
    response = send(client, SIGN_UP, {"username": "olga", "password": CORRECT, "codes": "on"})
    page = read(response)
    assert (response.status_code, response.headers["Cache-Control"]) == (200, "private, no-store")
    assert "Welcome, olga." in page.root.text
    assert (len(shown(page)), page_faults(page)) == (10, [])
    assert user_of(client) == User.objects.get()
    assert "Your new password is set. Codes left: 9." in recover(Client(), shown(page)[3]).root.text


def test_a_code_signs_in_with_a_new_password(owner: Learner) -> None:
    code = make_codes(user=user(owner), now=NOON)[0]
    elsewhere, client = signed_in(owner), Client()
    page = recover(client, code.lower())
    assert "Your new password is set. Codes left: 9." in page.root.text
    assert user_of(client) == user(owner)
    assert "olga" not in elsewhere.get("/").content.decode()
    assert sign_in(Client(), password=CORRECT).status_code == 422
    assert sign_in(Client(), password=NEW).status_code == 302
    assert REFUSED in recover(Client(), code).root.text


def test_a_guest_comes_along(owner: Learner) -> None:
    code = make_codes(user=user(owner), now=NOON)[0]
    client = Client()
    read_a_bit(client)
    page = recover(client, code)
    assert "What you did here as a guest is in your account now." in page.root.text
    assert (Learner.objects.get(), guest_of(client)) == (owner, None)


def test_a_guest_waits_in_somebody_elses_session(owner: Learner) -> None:
    sam = LearnerFactory.create(user=UserFactory.create(username="sam"))
    code = make_codes(user=user(sam), now=NOON)[0]
    client = Client()
    guest = read_a_bit(client)
    sign_in(client, bring=False)
    before = belongings(guest)
    recover(client, code, name="sam")
    assert (user_of(client), guest_of(client)) == (user(sam), str(guest.key))
    assert belongings(guest) == before


def test_the_answer_does_not_tell_who_has_an_account(owner: Learner) -> None:
    code = make_codes(user=user(owner), now=NOON)[0]
    LearnerFactory.create(user=UserFactory.create(username="sam"))
    said = []
    for name, tried in (("olga", "0000-0000-0000-0000"), ("nobody", code), ("sam", code)):
        before = all_rows()
        page = recover(Client(), tried, name=name)
        assert changed_but_tries(before) == {}
        said.append((errors(page), page.root.text))
    assert [errors for errors, _ in said] == [[REFUSED]] * 3
    assert len({text for _, text in said}) == 1


@pytest.mark.parametrize("name", ["olga", "nobody"])
def test_a_bad_password_is_refused_before_the_code_is_looked_at(owner: Learner, name: str) -> None:
    code = make_codes(user=user(owner), now=NOON)[0]
    page = recover(Client(), code, name=name, password="short")
    assert errors(page) == [
        "This password is too short. It must contain at least 8 characters.",
    ]
    assert codes_left(user(owner)) == 10


def test_neither_code_nor_password_comes_back_in_a_refusal(owner: Learner) -> None:
    page = recover(Client(), "7G0N-AQ2E-S7GF-XF5B")
    (form,) = (form for form in page.forms if "code" in form.values)
    assert form.values["password"] == [""]
    assert NEW not in page.root.text


def reset_path(learner: Learner) -> str:
    return "/account/reset/{}/{}/".format(*link_of(user(learner)))


def test_a_link_leads_to_a_new_password_once(owner: Learner) -> None:
    path, elsewhere, client = reset_path(owner), signed_in(owner), Client()
    # Signing in ends a link: whoever can do that has no need of it.
    assert client.get(path).status_code == 410
    path = reset_path(owner)
    page = look(client, path)
    assert page.root.find("h1")[0].text == "Set a new password"
    assert send(client, path, {"password": "short"}).status_code == 422
    response = send(client, path, {"password": NEW})
    assert (response.status_code, response.headers["Location"]) == (302, "/account/sign-in/")
    assert "Your new password is set. Sign in with it." in look(client, "/account/sign-in/").root.text
    assert user_of(client) is None
    assert "olga" not in elsewhere.get("/").content.decode()
    for again in (client.get(path), send(client, path, {"password": "yet-another-horse"})):
        assert again.status_code == 410
        assert "This link does not work any more" in again.content.decode()
        assert again.headers["Cache-Control"] == "private, no-store"
    assert user(owner).check_password(NEW)


def test_the_pages_of_an_account_lead_a_guest_to_the_door() -> None:
    for path in (CODES, "/account/password/"):
        for client in (Client(), signed_in_guest()):
            before = all_rows()
            for response in (client.get(path), send(client, path, {"old_password": "x"})):
                assert response.headers["Location"] == f"/account/sign-in/?next={path}"
            assert changed(before) == {}


def signed_in_guest() -> Client:
    client = Client()
    read_a_bit(client)
    return client
