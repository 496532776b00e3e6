"""Saves through the page: the marker, numbers, stale pages, options ruled out, and what is never shown."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from studyapp.models import Attempt, AttemptEvent, AttemptItem, Learner
from tests.actions.editedcourse import edited, publish_files
from tests.factories.course import small_course
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, attempt_of, reasons_of, right, wrong
from tests.views.conftest import Clock
from tests.views.pagefaults import page_faults
from tests.views.visitors import HTMX, as_guest, filled, look, read, send

pytestmark = pytest.mark.django_db
MINI = "exams/mini.yaml"


@pytest.fixture
def learner(db: None) -> Learner:
    return LearnerFactory.create()


@pytest.fixture
def guest(learner: Learner, clock: Clock) -> Client:
    return as_guest(learner)


@pytest.fixture
def attempt(learner: Learner) -> Attempt:
    return attempt_of(learner)


def saving(attempt: Attempt, position: int = 1) -> str:
    return f"/attempts/{attempt.pk}/{position}/save/"


def item(attempt: Attempt) -> AttemptItem:
    return AttemptItem.objects.select_related("version").get(attempt=attempt, position=1)


def marks(response: Any) -> tuple[str, str, str | None]:
    """What the headers say; every answer to a save may be kept by nobody."""
    assert response.headers["Cache-Control"] == "private, no-store"
    return (
        response.headers["Exam-Save"],
        response.headers["Exam-Revision"],
        response.headers.get("Exam-Version"),
    )


@pytest.mark.parametrize("headers", [None, HTMX])
def test_every_answer_to_a_save_is_marked(
    guest: Client, attempt: Attempt, clock: Clock, headers: dict[str, str] | None
) -> None:
    one, two = item(attempt).order[:2]

    def sent(**fields: str) -> tuple[str, str, str | None]:
        return marks(send(guest, saving(attempt), fields, headers=headers))

    assert sent(choice=one, client="tab", revision="4") == ("stored", "4", "1")
    assert sent(choice=two, client="tab", revision="3") == ("superseded", "3", "1")
    assert sent(choice=two, client="other", revision="1") == ("stored", "1", "2")
    assert sent(client="tab", revision="5") == ("kept", "5", "2")
    assert sent(client="tab", revision="6", clear="1") == ("stored", "6", "3")
    assert sent(choice="nonsense", client="tab", revision="7") == ("refused", "0", None)
    clock.now = NOON + timedelta(minutes=9)
    assert sent(choice=one, client="tab", revision="8") == ("closed", "0", None)
    assert item(attempt).response == []


def test_a_page_that_lay_open_does_not_undo_what_another_has_stored(guest: Client, attempt: Attempt) -> None:
    version = item(attempt).version
    stale = look(guest, f"/attempts/{attempt.pk}/?q=1").form(saving(attempt))
    send(guest, saving(attempt), filled(stale, version, right(version)))
    for page in (stale, look(guest, f"/attempts/{attempt.pk}/?q=1").form(saving(attempt))):
        send(
            guest,
            saving(attempt),
            filled(page, version, wrong(version)) if page is not stale else {**page.values, "go": "2"},
        )
    assert item(attempt).response == list(wrong(version))
    assert AttemptEvent.objects.filter(kind="saved").count() == 2


def test_an_option_is_ruled_out_and_in_again_by_a_button(guest: Client, attempt: Attempt) -> None:
    one, two = item(attempt).order[:2]
    address = f"/attempts/{attempt.pk}/?q=1"

    def press(letter: str) -> None:
        form = look(guest, address).form(saving(attempt))
        (button,) = [
            one
            for one in look(guest, address).root.find("button", class_="strike")
            if one.text == f"Rule out option {letter}"
        ]
        assert form.buttons[0][0] == "go"  # which is also what Enter presses
        send(guest, saving(attempt), {**form.values, "struck": button.attrs["value"]})

    press("A")
    press("B")
    assert sorted(item(attempt).struck) == sorted([one, two])
    page = look(guest, address)
    assert page_faults(page) == []
    assert len(page.root.find("label", class_="option-struck")) == 2
    pressed = [one.attrs["aria-pressed"] for one in page.root.find("button", class_="strike")]
    assert pressed == ["true", "true", "false", "false"]
    press("A")
    assert item(attempt).struck == [two]
    assert item(attempt).response == []
    assert look(as_guest(attempt.learner), address).root.find("label", class_="option-struck") != []


def test_the_log_tells_sessions_apart_and_names_none(
    guest: Client, attempt: Attempt, learner: Learner
) -> None:
    one, two = item(attempt).order[:2]
    other = as_guest(learner)
    send(guest, saving(attempt), {"choice": one})
    send(other, saving(attempt), {"choice": two})
    tags = list(AttemptEvent.objects.filter(kind="saved").values_list("session_tag", flat=True))
    assert [len(tag) for tag in tags] == [12, 12]
    assert tags[0] != tags[1]
    for client, tag in zip((guest, other), tags, strict=True):
        assert tag not in (client.session.session_key or "")


def test_more_time_is_chosen_at_the_start(guest: Client) -> None:
    page = look(guest, "/exams/mini/")
    offered = [option.text for option in page.root.find("option")]
    assert offered == [
        "8 minutes, closes at 12:08",
        "× 1.25: 10 minutes, closes at 12:10",  # noqa: RUF001 - as the page has it
        "× 1.5: 12 minutes, closes at 12:12",  # noqa: RUF001 - as the page has it
        "× 2: 16 minutes, closes at 12:16",  # noqa: RUF001 - as the page has it
    ]
    send(guest, "/exams/mini/", {**page.form("/exams/mini/").values, "times": "1.5"})
    assert Attempt.objects.get().deadline == NOON + timedelta(minutes=12)


def test_a_form_without_a_limit_has_no_clock(guest: Client, clock: Clock, tmp_path: Path) -> None:
    publish_files(tmp_path / "course", edited(small_course(), MINI, "minutes: 8\n", ""))
    start = look(guest, "/exams/mini/")
    assert "There is no clock." in start.root.text
    assert start.root.find("option") == []
    send(guest, "/exams/mini/")
    attempt = Attempt.objects.get()
    clock.now = NOON + timedelta(days=30)
    for address in (f"/attempts/{attempt.pk}/?q=1", f"/attempts/{attempt.pk}/", "/", "/exams/"):
        page = look(guest, address)
        assert (page_faults(page), page.root.find("exam-clock")) == ([], [])
    assert send(guest, saving(attempt), {"choice": item(attempt).order[0]}).status_code == 302
    send(guest, f"/attempts/{attempt.pk}/submit/")
    assert look(guest, f"/attempts/{attempt.pk}/report/").root.find("h1")[0].text.endswith("of 4 right")


def test_an_exam_that_never_shows_its_key(guest: Client, tmp_path: Path) -> None:
    publish_files(tmp_path / "course", edited(small_course(), MINI, "pass_mark", "review: never\npass_mark"))
    assert "Which answers were right is not shown." in look(guest, "/exams/mini/").root.text
    send(guest, "/exams/mini/")
    attempt = Attempt.objects.get()
    publish_files(tmp_path / "again", small_course())  # a sitting keeps the rule it began under
    version = item(attempt).version
    send(guest, saving(attempt), {"choice": list(right(version))})
    send(guest, f"/attempts/{attempt.pk}/submit/")
    response = guest.get(f"/attempts/{attempt.pk}/report/")
    html = response.content.decode()
    assert page_faults(read(response)) == []
    assert "This exam does not show which answers were right" in html
    told = [why for row in attempt.items.select_related("version") for why in reasons_of(row.version)]
    assert [why for why in told if why in html] == []
    assert version.stem_html not in html
    asked = f"/reports/new/?version={version.pk}&place=exam"
    assert guest.get(asked).status_code == 404
    Attempt.objects.update(review="after_submit")
    assert guest.get(asked).status_code == 200
