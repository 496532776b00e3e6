"""The end of a sitting: the deadline, the grace for answers on their way, and what nobody sees before."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from studyapp.actions.memberships import edit_member
from studyapp.models import Answer, Attempt, AttemptEvent, Learner
from tests.factories.classes import MembershipFactory
from tests.factories.classwork import assigned, who
from tests.factories.people import LearnerFactory, UserFactory
from tests.factories.study import NOON, attempt_of, reasons_of, right
from tests.views.conftest import Clock
from tests.views.rows import all_rows, changed
from tests.views.visitors import HTMX, answered, as_guest, look, read, send, signed_in

pytestmark = pytest.mark.django_db

MINUTES = 8
DEADLINE = NOON + timedelta(minutes=MINUTES)
GRACE_OVER = DEADLINE + timedelta(seconds=10)
TOO_LATE = "The time was over before this arrived, so it does not count."
NO_STORE = "private, no-store"


@pytest.fixture
def learner(db: None) -> Learner:
    """A guest."""
    return LearnerFactory.create()


@pytest.fixture
def guest(learner: Learner) -> Client:
    """The guest's browser."""
    return as_guest(learner)


@pytest.fixture
def attempt(learner: Learner) -> Attempt:
    """A sitting that has just begun: four questions, eight minutes."""
    return attempt_of(learner)


def report(attempt: Attempt) -> str:
    return f"/attempts/{attempt.pk}/report/"


def right_answer(attempt: Attempt, position: int = 1) -> dict[str, Any]:
    version = attempt.items.select_related("version").get(position=position).version
    return answered(version, right(version))


def save(client: Client, attempt: Attempt, **headers: Any) -> Any:
    """Send the right answer to the first question from a page opened before."""
    return send(client, f"/attempts/{attempt.pk}/1/save/", right_answer(attempt), **headers)


def test_the_last_moment_counts(guest: Client, attempt: Attempt, clock: Clock) -> None:
    clock.now = DEADLINE - timedelta(microseconds=1)
    assert guest.get(f"/attempts/{attempt.pk}/?q=1").status_code == 200
    assert save(guest, attempt).status_code == 302
    assert AttemptEvent.objects.values_list("kind", "late").last() == ("saved", False)


def test_at_the_deadline_the_paper_is_closed_for_every_reader(
    guest: Client, attempt: Attempt, clock: Clock
) -> None:
    save(guest, attempt)
    before = all_rows()
    clock.now = DEADLINE
    for path in (f"/attempts/{attempt.pk}/", f"/attempts/{attempt.pk}/?q=1"):
        response = guest.get(path)
        assert (response.status_code, response.headers["Location"]) == (302, report(attempt))
    closing = look(guest, report(attempt))
    assert closing.root.find("h1")[0].text == "The time is over"
    assert closing.root.find("a", class_="btn-primary")[0].attrs["href"] == report(attempt)
    clock.now = GRACE_OVER
    page = look(guest, report(attempt))
    assert "The deadline closed the paper; what was saved by then counts." in page.root.text
    assert page.root.find("h1")[0].text == "1 of 4 right"
    assert changed(before) == {}  # and no worker had to run


def test_an_answer_on_its_way_at_the_deadline_is_stored_and_marked(
    guest: Client, attempt: Attempt, clock: Clock
) -> None:
    clock.now = GRACE_OVER - timedelta(microseconds=1)
    save(guest, attempt)
    assert AttemptEvent.objects.values_list("kind", "late", "at").last() == ("saved", True, clock.now)
    assert attempt.items.get(position=1).response != []


def test_after_the_grace_nothing_is_stored(guest: Client, attempt: Attempt, clock: Clock) -> None:
    clock.now = GRACE_OVER
    before = all_rows()
    response = save(guest, attempt)
    assert (response.status_code, response.headers["Location"]) == (302, report(attempt))
    assert changed(before) == {}
    assert TOO_LATE in look(guest, report(attempt)).root.text


def test_too_late_under_htmx_leaves_the_page(guest: Client, attempt: Attempt, clock: Clock) -> None:
    """A redirect would be followed there, and the report swapped into the save indicator."""
    clock.now = GRACE_OVER
    before = all_rows()
    response = save(guest, attempt, headers=HTMX)
    assert (response.status_code, response.headers["HX-Redirect"]) == (200, report(attempt))
    assert (response.content, changed(before)) == (b"", {})
    assert TOO_LATE in look(guest, report(attempt)).root.text


@pytest.mark.parametrize("seconds", [-1, 0, 1, 9.999999, 10, 60])
def test_no_answer_is_taken_once_a_key_was_shown(
    guest: Client, attempt: Attempt, clock: Clock, seconds: float
) -> None:
    clock.now = DEADLINE + timedelta(seconds=seconds)
    html = guest.get(report(attempt), follow=True).content.decode()
    version = attempt.items.select_related("version").get(position=1).version
    shown = any(reason in html for reason in reasons_of(version))
    save(guest, attempt)
    taken = bool(attempt.items.get(position=1).response)
    assert (shown, taken) == (seconds >= 10, seconds < 10)


@pytest.mark.parametrize("path", ["/attempts/{pk}/submit/", "/exams/mini/"])
def test_handing_in_within_the_grace_ends_it(
    guest: Client, attempt: Attempt, clock: Clock, path: str
) -> None:
    clock.now = DEADLINE + timedelta(seconds=1)
    send(guest, path.format(pk=attempt.pk))
    before = all_rows()
    save(guest, attempt)
    assert changed(before) == {}
    assert look(guest, report(attempt)).root.find("h1")[0].text == "0 of 4 right"


def test_handed_in_is_handed_in(guest: Client, attempt: Attempt, clock: Clock) -> None:
    save(guest, attempt)
    for _ in range(2):
        clock.pass_by(minutes=1)
        assert send(guest, f"/attempts/{attempt.pk}/submit/").status_code == 302
    before = all_rows()
    response = save(guest, attempt)
    assert (response.status_code, changed(before)) == (302, {})
    attempt.refresh_from_db()
    assert attempt.submitted_at == NOON + timedelta(minutes=1)
    assert Answer.objects.filter(place="exam").count() == 4
    assert list(AttemptEvent.objects.values_list("kind", flat=True)) == ["started", "saved", "submitted"]


def test_handed_in_after_the_deadline_is_closed_at_the_deadline(
    guest: Client, attempt: Attempt, clock: Clock
) -> None:
    clock.now = DEADLINE + timedelta(hours=1)
    send(guest, f"/attempts/{attempt.pk}/submit/")
    attempt.refresh_from_db()
    assert attempt.submitted_at == DEADLINE
    assert AttemptEvent.objects.values_list("kind", "at").last() == ("closed", clock.now)
    assert set(Answer.objects.values_list("answered_at", flat=True)) == {DEADLINE}


def test_the_next_sitting_closes_the_one_left_open(guest: Client, attempt: Attempt, clock: Clock) -> None:
    clock.now = DEADLINE + timedelta(hours=1)
    send(guest, "/exams/mini/")
    attempt.refresh_from_db()
    assert attempt.submitted_at == DEADLINE
    assert Attempt.objects.filter(submitted_at=None).values_list("started_at", flat=True).get() == clock.now


def test_no_report_before_the_end(guest: Client, attempt: Attempt) -> None:
    response = guest.get(report(attempt))
    assert (response.status_code, response.headers["Location"]) == (302, f"/attempts/{attempt.pk}/")


def test_today_leads_back_to_the_running_exam_until_its_end(
    guest: Client, attempt: Attempt, clock: Clock
) -> None:
    Learner.objects.update(time_zone="Asia/Tokyo")
    page = look(guest, "/")
    assert "the paper closes at 21:08 (Asia/Tokyo)." in page.root.text
    assert page.root.find("a", href=f"/attempts/{attempt.pk}/?q=1") != []
    clock.now = DEADLINE
    assert "The clock is running" not in look(guest, "/").root.text


def test_the_clock_of_the_page_is_the_servers(guest: Client, attempt: Attempt, clock: Clock) -> None:
    clock.pass_by(minutes=3, seconds=1.2)
    (shown,) = look(guest, f"/attempts/{attempt.pk}/?q=1").root.find("exam-clock")
    assert shown.attrs == {
        "synced": "",
        "seconds-left": "299",
        "total": "480",
        "deadline": str(int(DEADLINE.timestamp())),
    }
    assert shown.text == "Closes at 12:08"


def test_no_page_of_a_sitting_is_kept_by_a_browser(guest: Client, attempt: Attempt) -> None:
    at = f"/attempts/{attempt.pk}/"
    responses = [guest.get(at), guest.get(f"{at}?q=1"), save(guest, attempt, headers=HTMX)]
    responses += [send(guest, f"{at}1/save/", {"choice": "0"}, headers=headers) for headers in ({}, HTMX)]
    send(guest, f"{at}submit/")
    responses += [guest.get(report(attempt))]
    assert [response.status_code for response in responses] == [200, 200, 200, 422, 422, 200]
    assert {response.headers["Cache-Control"] for response in responses} == {NO_STORE}


def test_attempts_are_listed_with_their_scores(guest: Client, attempt: Attempt) -> None:
    def listed() -> list[str]:
        rows = read(guest.get("/exams/")).root.find("tbody")[0].find("tr")
        return [row.find("td")[2].text for row in rows]

    assert listed() == ["running"]
    save(guest, attempt)
    send(guest, f"/attempts/{attempt.pk}/submit/")
    assert listed() == ["316, below 750"]


def test_the_time_of_a_class_stands_on_the_page_and_more_of_it_comes_with_the_next_poll(clock: Clock) -> None:
    place = MembershipFactory.create(time_factor=2)
    assigned(place.classroom, "exam")
    client = signed_in(who(place))
    assert "8 minutes, and your time factor of 2" in look(client, "/exams/mini/").root.text
    send(client, "/exams/mini/", {"times": "1"})
    attempt = Attempt.objects.get()
    assert attempt.deadline == NOON + timedelta(minutes=16)
    clock.pass_by(minutes=2)
    edit_member(
        membership=place, name="Leo", roster_id="", groups=(), time_factor=Decimal(3),
        staff=UserFactory.create(), now=clock.now,
    )  # fmt: skip
    assert client.get(f"/attempts/{attempt.pk}/now/").json()["left"] == 22 * 60 * 1000
