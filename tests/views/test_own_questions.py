"""Pages of a class's own questions: previewed without being kept, inert, and for this class alone."""

import pytest
from django.test import Client

from studyapp.actions.searching import follow
from studyapp.forms.ownquestions import STARTER
from studyapp.models import Membership, Question, QuestionVersion
from tests.factories.classes import ClassCast, class_cast
from tests.factories.ownquestions import BODY, own_question, own_text
from tests.views.htmlpage import Page
from tests.views.rows import all_rows, changed
from tests.views.visitors import HTMX, look, names_of, read, send, signed_in

pytestmark = pytest.mark.django_db

ATTACK = '<script>alert("stored")</script><img src=x onerror=alert(2)>'
FIELDS = {
    "kind": "single",
    "difficulty": "3",
    "objective": "K1",
    "lesson": "first",
    "body": BODY,
    "sources": "",
}


PAGES = ("/", "/practice/", "/search/?q=quokka", "/lessons/first/", "/progress/", "/exams/", "/plan/")


@pytest.fixture
def cast(published: None) -> ClassCast:
    """A class with one of each role."""
    return class_cast()


def browser(member: Membership) -> Client:
    """Somebody of it, signed in."""
    assert member.learner is not None
    return signed_in(member.learner)


def test_a_preview_shows_and_keeps_nothing(cast: ClassCast) -> None:
    client, path = browser(cast.owner), f"/classes/{cast.classroom.pk}/questions/new/"
    client.get(path)
    before = all_rows()
    whole = client.post(path, {**FIELDS, "preview": "1"})
    part = send(client, path, {**FIELDS, "preview": "1"}, headers=HTMX)
    for response in (whole, part):
        assert response.status_code == 200
        assert "<p>Which hop does <strong>MACsec</strong> protect?</p>" in response.text
        assert "it names no source" in response.text
    assert ("<html" in whole.text, "<html" in part.text) == (True, False)
    broken = send(client, path, {**FIELDS, "body": "Only a stem.", "preview": "1"}, headers=HTMX)
    assert (broken.status_code, "no options found" in broken.text) == (200, True)
    assert changed(before) == {}


def test_a_faulty_question_is_not_kept_and_what_was_typed_is_still_there(cast: ClassCast) -> None:
    client, path = browser(cast.instructor), f"/classes/{cast.classroom.pk}/questions/new/"
    response = client.post(path, {**FIELDS, "body": "Only a stem & more."})
    assert (response.status_code, Question.objects.filter(pool="class").count()) == (422, 0)
    assert "Only a stem &amp; more." in response.text
    assert client.post(path, {**FIELDS, "objective": "K9"}).status_code == 422


def test_the_example_can_be_looked_at_and_not_saved(cast: ClassCast) -> None:
    client, path = browser(cast.owner), f"/classes/{cast.classroom.pk}/questions/new/"
    assert STARTER.splitlines()[0] in client.get(path).text
    assert "The right option" in client.post(path, {**FIELDS, "body": STARTER, "preview": "1"}).text
    refused = client.post(path, {**FIELDS, "body": STARTER.replace("\n", "\r\n")})
    assert (refused.status_code, "This is still the example." in refused.text) == (422, True)
    assert Question.objects.filter(pool="class").count() == 0


def test_saving_twice_makes_no_second_version(cast: ClassCast) -> None:
    client = browser(cast.owner)
    made = client.post(f"/classes/{cast.classroom.pk}/questions/new/", FIELDS)
    question = Question.objects.get(classroom=cast.classroom)
    path = f"/classes/{cast.classroom.pk}/questions/{question.pk}/"
    assert made.headers["Location"] == path
    client.post(path, {**FIELDS, "difficulty": "4"})
    client.post(path, {**FIELDS, "body": own_text("Which other hop?")})
    question.refresh_from_db()
    assert (question.difficulty, QuestionVersion.objects.filter(question=question).count()) == (3, 2)
    assert Question.objects.filter(classroom=cast.classroom).count() == 1


def test_of_two_who_change_a_question_the_second_is_told_and_loses_nothing(cast: ClassCast) -> None:
    question = own_question(cast.classroom)
    first, second = browser(cast.owner), browser(cast.instructor)
    path = f"/classes/{cast.classroom.pk}/questions/{question.pk}/"
    begun = over(look(second, path))
    assert begun == str(question.current_id)
    assert first.post(path, {**FIELDS, "over": begun, "body": own_text("The first?")}).status_code == 302
    broken = second.post(path, {**FIELDS, "over": begun, "body": "Only a stem."})
    assert (broken.status_code, over(read(broken))) == (422, begun)  # to mend a fault agrees to nothing
    mine = {**FIELDS, "body": own_text("The second?")}
    refused = second.post(path, {**mine, "over": begun})
    assert (refused.status_code, "Meanwhile somebody saved another text" in refused.text) == (422, True)
    assert ("The first?" in refused.text, "The second?" in refused.text) == (True, True)
    assert stems(question) == ["The first?"]
    again = {**mine, "over": over(read(refused))}
    assert [second.post(path, again).status_code for _ in range(2)] == [302, 302]  # pressed twice
    assert stems(question) == ["The first?", "The second?"]


def over(page: Page) -> str:
    """The version that the editor is to replace."""
    (form,) = (form for form in page.forms if "body" in form.offers)
    return form.values["over"][0]


def stems(question: Question) -> list[str]:
    """What the versions ask that were saved after the first."""
    rows = QuestionVersion.objects.filter(question=question).order_by("number")
    return [row.source.split("\n")[0] for row in rows[1:]]


def test_scripts_are_inert_wherever_they_are_typed(cast: ClassCast) -> None:
    client, room = browser(cast.owner), cast.classroom.pk
    body = BODY.replace("It is a link layer.", f"`{ATTACK}`").replace("One hop.", f"`{ATTACK}`")
    assert client.post(f"/classes/{room}/questions/new/", {**FIELDS, "body": body}).status_code == 302
    assert (
        client.post(f"/classes/{room}/questions/new/", {**FIELDS, "body": ATTACK + body}).status_code == 422
    )
    question = Question.objects.get(classroom=room)
    client.post(f"/classes/{room}/questions/import/", {**FIELDS, "text": f"::{ATTACK}::{ATTACK} {{=a ~b}}"})
    for path in ("", f"{question.pk}/", "import/", "export/gift/"):
        text = client.get(f"/classes/{room}/questions/{path}").text
        assert ("alert(&quot;stored" in text or path in ("", "export/gift/"), "<script>alert" in text) == (
            True,
            False,
        )
        assert "<img" not in text


def test_what_an_earlier_file_would_change_is_no_answer_to_one_that_is_refused(cast: ClassCast) -> None:
    client, path = browser(cast.owner), f"/classes/{cast.classroom.pk}/questions/import/"
    client.post(path, {**FIELDS, "text": "::one::Who? {=a ~b}"})
    assert "What this file would change" in client.get(path).text
    refused = client.post(path, {**FIELDS, "text": ""})
    assert (refused.status_code, "What this file would change" in refused.text) == (422, False)
    assert "What this file would change" in client.get(path).text


def test_an_unknown_format_is_404_and_a_known_one_tells_its_losses(cast: ClassCast) -> None:
    client, room = browser(cast.owner), cast.classroom.pk
    own_question(cast.classroom, "Order.\n\n1. a\n  > x\n2. b\n  > y\n\n**Takeaway.** t\n", kind="ordering")
    own_question(cast.classroom, id="kept")
    assert "404.html" in names_of(client.get(f"/classes/{room}/questions/export/word/"))
    assert (
        "GIFT has no ordering questions. <b>Left out.</b>"
        in client.get(f"/classes/{room}/questions/export/gift/").text
    )
    file = client.get(f"/classes/{room}/questions/export/gift/file/")
    assert file.headers["Content-Disposition"].endswith('-questions.gift.txt"')
    assert ("::kept::" in file.text, "Order." in file.text) == (True, False)


def test_nobody_else_meets_it(cast: ClassCast) -> None:
    own_question(cast.classroom, own_text("Zanzibar quokka?"), id="q-k1-1")
    follow()
    for member in (cast.learner, cast.elsewhere):
        client = browser(member)
        for path in PAGES:
            response = client.get(path)
            assert (path, response.status_code, "Zanzibar" in response.text) == (path, 200, False)
