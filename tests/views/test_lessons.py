"""Lessons: where one stopped, what is marked as read, and questions put into the reviews."""

import pytest
from django.test import Client

from studyapp.models import Learner, LessonProgress, Memory
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON
from tests.factories.work import SECTION
from tests.views.conftest import Clock
from tests.views.rows import all_rows, changed
from tests.views.visitors import HTMX, as_guest, look, read, send

pytestmark = pytest.mark.django_db

LESSON = "/lessons/first/"
QUEUE = "/lessons/first/checks/q-k1-1/queue/"


@pytest.fixture
def guest(db: None) -> Client:
    """A guest who is known already."""
    return as_guest(LearnerFactory.create())


def test_an_inline_question_joins_the_reviews_once(guest: Client) -> None:
    for _ in range(2):
        response = send(guest, QUEUE)
        assert (response.status_code, response.headers["Location"]) == (302, f"{LESSON}#check-q-k1-1")
    memory = Memory.objects.get()
    assert (str(memory.question), memory.stage, memory.added_at) == ("q-k1-1", "new", NOON)
    assert "The question is in your reviews." in look(guest, LESSON).root.text


def test_htmx_gets_a_word_in_place_of_the_button(guest: Client) -> None:
    response = send(guest, QUEUE, headers=HTMX)
    assert (response.status_code, read(response).root.text) == (200, "In your reviews")


def test_a_first_time_visitor_who_queues_a_question_becomes_a_guest() -> None:
    client = Client()
    send(client, QUEUE)
    assert Memory.objects.get().learner == Learner.objects.get()


def test_the_section_is_remembered_and_offered(guest: Client, clock: Clock) -> None:
    assert send(guest, f"{LESSON}section/", {"section": SECTION}).status_code == 204
    clock.pass_by(minutes=3)
    other = "s-the-problem-of-first"
    assert send(guest, f"{LESSON}section/", {"section": other}).status_code == 204
    progress = LessonProgress.objects.get()
    assert (progress.section, progress.updated_at, progress.finished_at) == (other, clock.now, None)
    (link,) = (
        link
        for link in look(guest, LESSON).root.find("a", href=f"#{other}")
        if link.parent and link.parent.text.startswith("You stopped at")
    )
    assert link.text == "The problem of first"


@pytest.mark.parametrize("section", ["", "s-nowhere", "main", "s-what-to-remember\0", "x" * 1000])
def test_a_section_the_lesson_does_not_have(guest: Client, section: str) -> None:
    before = all_rows()
    for client in (guest, Client()):
        response = send(client, f"{LESSON}section/", {"section": section})
        assert (response.status_code, changed(before)) == (400, {})
        assert response.content == b"There is no such section."


def test_a_lesson_read_to_its_end(guest: Client) -> None:
    response = send(guest, f"{LESSON}finish/")
    assert (response.status_code, response.headers["Location"]) == (302, "/lessons/second/")
    assert Memory.objects.filter(card__lesson__slug="first", stage="new").count() == 12
    assert LessonProgress.objects.get().finished_at == NOON
    assert "Lesson 1 is read: 12 cards joined your reviews." in look(guest, "/lessons/second/").root.text


def test_a_lesson_marked_as_read_twice(guest: Client, clock: Clock) -> None:
    send(guest, f"{LESSON}finish/")
    clock.pass_by(days=1)
    before = all_rows()
    assert send(guest, f"{LESSON}finish/").status_code == 302
    assert changed(before) == {}


def test_after_the_last_lesson_comes_the_map(guest: Client) -> None:
    assert send(guest, "/lessons/second/finish/").headers["Location"] == "/lessons/"


def test_the_map_tells_how_far_one_has_come(guest: Client) -> None:
    send(guest, f"{LESSON}finish/")
    send(guest, "/lessons/second/section/", {"section": SECTION})
    page = look(guest, "/lessons/")
    assert [row.attrs["data-state"] for row in page.root.find("li", class_="lesson-row")] == [
        "read",
        "reading",
    ]
    assert "1 of 2 read" in page.root.text
