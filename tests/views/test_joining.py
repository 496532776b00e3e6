"""Signing in with a guest's work in the browser: it joins the account where that is wanted."""

import pytest
from django.test import Client

from studyapp.models import Answer, Learner, Memory, Review, User
from tests.actions.belongings import belongings
from tests.factories.people import LearnerFactory, UserFactory
from tests.factories.study import MemoryFactory, card_of, graded
from tests.factories.work import studied
from tests.views.entrances import CORRECT, SIGN_IN, SIGN_OUT, guest_of, read_a_bit, sign_in, user_of
from tests.views.rows import all_rows, changed_but_tries
from tests.views.visitors import as_guest, look, send, signed_in

pytestmark = pytest.mark.django_db

SHARED = "card-k1-12"
JOINED = "What you did here as a guest is in your account now."
WAITS = "What you did as a guest is still in this browser, apart from your account: sign out to see it."
TICK = "Add what I did here to my account"


@pytest.fixture
def owner(db: None) -> Learner:
    """Somebody with an account and work in it."""
    learner = LearnerFactory.create(user=UserFactory.create(username="olga"))
    graded(MemoryFactory.create(learner=learner, card=card_of(SHARED)))
    return learner


def guest_with_work() -> tuple[Learner, Client]:
    """A guest with the same card reviewed, and more."""
    guest = LearnerFactory.create()
    graded(MemoryFactory.create(learner=guest, card=card_of(SHARED)))
    studied(guest)
    return guest, as_guest(guest)


def test_signing_in_joins_both_histories(owner: Learner) -> None:
    guest, client = guest_with_work()
    answers, reviews = Answer.objects.count(), Review.objects.count()
    response = sign_in(client)
    assert (response.status_code, response.headers["Location"]) == (302, "/")
    assert (user_of(client), guest_of(client)) == (owner.user, None)
    assert not Learner.objects.filter(pk=guest.pk).exists()
    assert Answer.objects.filter(learner=owner).count() == Answer.objects.count() == answers
    assert Review.objects.filter(learner=owner).count() == Review.objects.count() == reviews
    assert Memory.objects.get(card__slug=SHARED, reviews=2).learner == owner
    text = look(client, "/").root.text
    assert (JOINED in text, WAITS in text) == (True, False)
    assert JOINED not in look(client, "/").root.text
    send(client, SIGN_OUT)
    assert guest_of(client) is None


def test_the_page_asks_a_guest_and_nobody_else(owner: Learner) -> None:
    _, client = guest_with_work()
    (form,) = (form for form in look(client, SIGN_IN).forms if "username" in form.values)
    assert (form.values["bring"], TICK in look(client, SIGN_IN).root.text) == (["on"], True)
    for other in (Client(), signed_in(owner)):
        assert TICK not in look(other, SIGN_IN).root.text


def test_a_refused_password_keeps_the_wish(owner: Learner) -> None:
    _, client = guest_with_work()
    response = send(client, SIGN_IN, {"username": "olga", "password": "wrong-horse"})
    assert response.status_code == 422
    assert 'name="bring" value="on" aria-describedby="bring-hint" checked' not in response.content.decode()
    response = sign_in(client, password="wrong-horse")
    assert 'name="bring" value="on" aria-describedby="bring-hint" checked' in response.content.decode()


@pytest.mark.parametrize("bring", [True, False])
def test_a_form_sent_twice_joins_once(owner: Learner, bring: bool) -> None:
    _, client = guest_with_work()
    fields = {"username": "olga", "password": CORRECT, **({"bring": "on"} if bring else {})}
    assert send(client, SIGN_IN, fields).status_code == 302
    before, guest = belongings(owner), guest_of(client)
    assert send(client, SIGN_IN, fields).status_code == 302
    assert belongings(owner) == before
    assert guest_of(client) == guest


def test_a_second_browser_with_the_same_guest_finds_nobody_to_bring(owner: Learner) -> None:
    guest, client = guest_with_work()
    second = as_guest(guest)
    sign_in(client)
    before = belongings(owner)
    sign_in(second)
    assert (belongings(owner), guest_of(second), user_of(second)) == (before, None, owner.user)
    text = look(second, "/").root.text
    assert (JOINED in text, WAITS in text) == (False, False)


def test_a_guest_whom_another_tab_just_brought_does_not_wait(
    owner: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, client = guest_with_work()
    monkeypatch.setattr("studyapp.views.entering.bring_along", lambda **_: False)
    sign_in(client)
    assert (user_of(client), guest_of(client)) == (owner.user, None)
    assert WAITS not in look(client, "/").root.text


def test_a_guest_who_waits_joins_at_a_later_sign_in(owner: Learner) -> None:
    guest, client = guest_with_work()
    sign_in(client, bring=False)
    assert guest_of(client) == str(guest.key)
    send(client, SIGN_OUT)
    sign_in(client)
    assert not Learner.objects.filter(pk=guest.pk).exists()


def test_in_somebody_elses_session_the_guest_is_left_alone_whatever_is_sent(owner: Learner) -> None:
    LearnerFactory.create(user=UserFactory.create(username="sam"))
    guest, client = guest_with_work()
    sign_in(client, bring=False)
    before = belongings(guest)
    send(client, SIGN_IN, {"username": "sam", "password": CORRECT, "bring": "on"})
    assert user_of(client) == User.objects.get(username="sam")
    assert (belongings(guest), guest_of(client)) == (before, str(guest.key))


def test_a_wrong_password_joins_nothing(owner: Learner) -> None:
    client = Client()
    guest = read_a_bit(client)
    before = all_rows()
    assert sign_in(client, password="wrong-horse").status_code == 422
    assert (changed_but_tries(before), guest_of(client)) == ({}, str(guest.key))
