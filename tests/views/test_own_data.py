"""Taking all data away, and deleting everything."""

import io
import json
from typing import Any
from zipfile import ZipFile

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from studyapp.models import Learner, User
from tests.actions.belongings import belongings
from tests.cast import Cast
from tests.factories.people import LearnerFactory, UserFactory
from tests.factories.work import Work, studied
from tests.views.entrances import CORRECT, errors, guest_of, read_a_bit, sign_in, user_of
from tests.views.pagefaults import page_faults
from tests.views.rows import all_rows, changed, changed_but_tries
from tests.views.visitors import as_guest, look, read, send, signed_in

pytestmark = pytest.mark.django_db

DATA, DELETE = "/account/data/", "/account/delete/"
GONE = "Everything is deleted. Thank you for learning here."


def downloaded(client: Client) -> Any:
    """The document in a download."""
    response = client.get(DATA)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/zip")
    body = b"".join(response.streaming_content)  # type: ignore[attr-defined]  # it is a stream
    with ZipFile(io.BytesIO(body)) as zipped:
        return json.loads(zipped.read("in-transit.json"))


def test_the_download_is_a_file_of_the_asker(cast: Cast, work: Work, others: None) -> None:
    response = cast.owner.get(DATA)
    assert response.headers["Content-Disposition"] == 'attachment; filename="in-transit-2026-11-24.zip"'
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "Content-Encoding" not in response.headers
    told = [downloaded(client) for client in (cast.owner, cast.classmate, cast.stranger)]
    assert [document["account"]["name"] for document in told] == ["olga", "chris", "sam"]
    tokens = [{answer["token"] for answer in document["answers"]} for document in told]
    assert all(tokens)
    assert tokens[0].isdisjoint(tokens[1] | tokens[2])
    assert cast.nobody.get(DATA).status_code == 404


def test_a_guest_downloads_too_and_nothing_changes() -> None:
    guest = LearnerFactory.create()
    work, client = studied(guest), as_guest(guest)
    before = all_rows()
    told = downloaded(client)
    assert told["account"] is None
    assert [row["token"] for row in told["quizzes"]][-1] == str(work.quiz.token)
    assert changed(before) == {}


def test_an_account_without_any_work_has_nothing_to_download() -> None:
    client = Client()
    client.force_login(UserFactory.create())
    assert client.get(DATA).status_code == 404
    assert DATA not in client.get("/account/").content.decode()


def test_deleting_takes_the_password_and_then_everything(cast: Cast, work: Work, others: None) -> None:
    elsewhere = signed_in(cast.owner_learner)
    kept = [belongings(learner) for learner in (cast.classmate_learner, cast.stranger_learner)]
    response = send(cast.owner, DELETE, {"password": CORRECT})
    assert (response.status_code, response.headers["Location"]) == (302, "/")
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert {name: rows for name, rows in belongings(cast.owner_learner).items() if rows} == {}
    assert not User.objects.filter(username="olga").exists()
    assert [belongings(learner) for learner in (cast.classmate_learner, cast.stranger_learner)] == kept
    page = look(cast.owner, "/")
    assert (GONE in page.root.text, "Start here" in page.root.text) == (True, True)
    assert GONE not in look(cast.owner, "/").root.text
    for client in (cast.owner, elsewhere):
        assert user_of(client) is None
        assert "olga" not in client.get("/account/").content.decode()
    assert sign_in(Client()).status_code == 422
    texts = [session.get_decoded() for session in Session.objects.all()]
    assert [text for text in texts if text.get("_auth_user_id") == str(work.learner.user_id)] == []


@pytest.mark.parametrize("password", ["wrong-horse", "", "delete"])
def test_without_the_password_nothing_goes(cast: Cast, work: Work, password: str) -> None:
    before = all_rows()
    response = send(cast.owner, DELETE, {"password": password, "word": "delete"})
    page = read(response)
    assert (response.status_code, changed_but_tries(before)) == (422, {})
    assert "Clear-Site-Data" not in response.headers
    sentence = "Nothing was deleted: that is not your password." if password else "This field is required."
    assert (errors(page), page_faults(page)) == ([sentence], [])


def test_a_guest_types_a_word() -> None:
    guest, other = LearnerFactory.create(), LearnerFactory.create()
    for learner in (guest, other):
        studied(learner)
    client, kept = as_guest(guest), belongings(other)
    before = all_rows()
    assert send(client, DELETE, {"word": "yes"}).status_code == 422
    assert changed(before) == {}
    response = send(client, DELETE, {"word": "Delete"})
    assert (response.status_code, response.headers["Clear-Site-Data"]) == (302, '"cache", "storage"')
    assert (Learner.objects.get(), belongings(other)) == (other, kept)
    assert guest_of(client) is None


def test_a_form_sent_twice_deletes_once() -> None:
    guest = LearnerFactory.create()
    client = as_guest(guest)
    assert send(client, DELETE, {"word": "delete"}).headers["Location"] == "/"
    before = all_rows()
    assert send(client, DELETE, {"word": "delete"}).headers["Location"] == "/account/"
    assert changed(before) == {}


def test_a_guest_who_waits_behind_an_account_is_another_person() -> None:
    LearnerFactory.create(user=UserFactory.create(username="olga"))
    client = Client()
    guest = read_a_bit(client)
    sign_in(client, bring=False)
    before = belongings(guest)
    send(client, DELETE, {"password": CORRECT})
    assert (user_of(client), guest_of(client)) == (None, str(guest.key))
    assert belongings(guest) == before
    assert "you stopped at “What to remember”" in look(client, "/").root.text


def test_the_page_says_what_goes_and_offers_a_copy(cast: Cast) -> None:
    page = look(cast.owner, DELETE)
    assert "your account olga, its password and recovery codes" in page.root.text
    assert [link.attrs["href"] for link in page.root.find("a", href=DATA)] == [DATA]
    assert [form.buttons for form in page.forms if "password" in form.values] == [(("", ""),)]
    guest = look(as_guest(LearnerFactory.create()), DELETE)
    assert "your account" not in guest.root.text
    assert cast.nobody.get(DELETE).headers["Location"] == "/account/"
