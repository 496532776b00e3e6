"""The plan's page: setting the exam date, and what it says before, on and after the day."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext

from studyapp.models import Card, Learner, Memory
from studyapp.queries.frame import frame
from studyapp.queries.plan import plan_today
from tests.cast import Cast
from tests.factories.people import LearnerFactory, UserFactory
from tests.factories.study import NOON, course
from tests.factories.work import due
from tests.views.conftest import Clock
from tests.views.htmlpage import Page, parse
from tests.views.pagefaults import part_faults
from tests.views.rows import all_rows, changed
from tests.views.visitors import as_guest, look, read, send, signed_in

pytestmark = pytest.mark.django_db

PLAN = "/plan/"
TODAY = date(2026, 11, 24)
DAY = timedelta(days=1)


def student(days: int | None, items: int = 0, **fields: Any) -> tuple[Learner, Client]:
    """A guest with an exam in that many days and that many cards due."""
    learner = LearnerFactory.create(exam_date=None if days is None else TODAY + days * DAY, **fields)
    for card in Card.objects.order_by("pk")[:items]:
        due(learner, card=card)
    return learner, as_guest(learner)


def words(page: Page) -> str:
    """What the main part of the page says."""
    return page.root.find("main")[0].text


def date_form(page: Page) -> Any:
    """The form with the day in it."""
    (form,) = (form for form in page.forms if "exam_date" in form.offers)
    return form


def test_a_visitor_sets_a_date_and_becomes_a_guest_with_it() -> None:
    client = Client()
    page = look(client, PLAN)
    assert "When is your exam?" in words(page)
    assert Learner.objects.count() == 0
    form = date_form(page)
    response = send(client, form.action, {**form.values, "exam_date": "2027-03-31"})
    assert (response.status_code, response.headers["Location"]) == (302, PLAN)
    assert Learner.objects.get().exam_date == date(2027, 3, 31)
    after = look(client, PLAN)
    assert "Your exam is on 31 March 2027." in words(after)
    assert "127 days to Wednesday, 31 March 2027" in words(after)
    assert date_form(after).values["exam_date"] == ["2027-03-31"]


def test_a_visitor_who_clears_nothing_stays_a_visitor() -> None:
    before = all_rows()
    assert send(Client(), PLAN, {"clear": "1"}).status_code == 302
    assert changed(before) == {}


def test_each_learner_has_a_date_of_her_own(cast: Cast) -> None:
    before = all_rows()
    assert send(cast.owner, PLAN, {"exam_date": "2027-01-15"}).status_code == 302
    assert changed(before) == {"Learner": 0}
    dates = [learner.exam_date for learner in Learner.objects.order_by("pk")]
    assert dates == [date(2027, 1, 15), None, None]
    assert "15 January 2027" in words(look(cast.owner, PLAN))
    for client in (cast.classmate, cast.stranger, cast.nobody):
        assert "When is your exam?" in words(look(client, PLAN))
        assert "15 January" not in words(look(client, PLAN))


def test_an_account_without_a_learner_gets_one_with_its_date() -> None:
    user = UserFactory.create()
    client = Client()
    client.force_login(user)
    assert send(client, PLAN, {"exam_date": "2027-01-15"}).status_code == 302
    assert Learner.objects.get(user=user).exam_date == date(2027, 1, 15)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "Choose the day of your exam."),
        ("2026-11-23", "This day has passed. Choose today or a later one."),
        ("2029-01-01", "Choose a day within the next two years."),
        ("soon", "Write the day as year-month-day, such as 2027-03-31."),
    ],
)
def test_a_refused_day_changes_nothing_and_is_kept_in_the_form(text: str, reason: str) -> None:
    for client in (student(40)[1], Client()):
        before = all_rows()
        response = send(client, PLAN, {"exam_date": text})
        page = read(response)
        assert (response.status_code, changed(before)) == (422, {})
        assert [error.text for error in page.root.find("ul", class_="errorlist")] == [reason]
        assert date_form(page).values["exam_date"] == [text]
        field = page.root.find("input", name="exam_date")[0]
        assert field.attrs["aria-invalid"] == "true"


def test_what_lies_beyond_the_date_is_moved_and_told() -> None:
    learner, client = student(None, items=2)
    Memory.objects.filter(learner=learner).update(due_day=TODAY + 90 * DAY)
    send(client, PLAN, {"exam_date": "2027-01-15"})
    assert "2 items would have come after it; you will see each once more before." in words(
        look(client, PLAN)
    )
    days = Memory.objects.filter(learner=learner).values_list("due_day", flat=True)
    assert all(date(2027, 1, 1) <= day <= date(2027, 1, 13) for day in days if day)
    Memory.objects.filter(pk=Memory.objects.filter(learner=learner)[0].pk).update(due_day=TODAY + 90 * DAY)
    send(client, PLAN, {"exam_date": "2027-01-15"})
    assert "One item would have come after it; you will see it once more before." in words(look(client, PLAN))


def test_the_date_can_be_cleared() -> None:
    learner, client = student(40, items=1)
    (form,) = (form for form in look(client, PLAN).forms if ("clear", "1") in form.buttons)
    send(client, form.action, {**form.values, "clear": "1"})
    assert Learner.objects.get(pk=learner.pk).exam_date is None
    assert "The exam date is cleared. Your reviews go on as before." in words(look(client, PLAN))


def test_the_plan_in_words() -> None:
    _, client = student(30, items=3)
    page = look(client, PLAN)
    assert "30 days to Thursday, 24 December 2026" in words(page)
    heading = page.root.find("h2", id="now-title")[0]
    assert heading.text == "Today: lesson 1 (5 min), 2 new items, 3 reviews due"
    assert [link.attrs["href"] for link in heading.find("a")] == ["/lessons/first/"]
    assert "The last lesson falls on 2 December." in words(page)
    assert page.root.find("a", class_="btn-primary")[0].text == "Start reviewing"


def test_the_chart_and_the_numbers_behind_it() -> None:
    _, client = student(30, items=3)
    page = look(client, PLAN)
    chart = page.root.find("svg", class_="load-chart")[0]
    assert chart.attrs["role"] == "img"
    bars = [group.find("title")[0].text for group in chart.find("g")]
    assert len(bars) == 30
    assert bars[0] == "Tue 24 Nov: 3 reviews, 2 new"
    rows = page.root.find("table", class_="load-table")[0].find("tr")[1:]
    assert len(rows) == 30
    assert [cell.text for cell in rows[0].find("td")] == ["1", "2", "3", "3"]
    assert rows[-1].find("th")[0].text == "Wed 23 Dec"
    assert "last looks" in chart.text


def test_recall_by_objective_as_a_range() -> None:
    _, client = student(30, items=12)
    page = look(client, PLAN)
    rows = page.root.find("table", class_="recall-table")[0].find("tr")[1:]
    assert [row.find("th")[0].text for row in rows] == ["K1 Options 12 items", "S1 Skills 12 items"]
    for row in rows:
        low, high = row.find("td")[1].text.removesuffix("%").strip().split(" to ")
        assert 80 < int(low) < int(high) <= 100
    assert [row.find("td")[2].text for row in rows] == ["73 %", "0 %"]
    assert "If you keep to the plan, you will recall about" in words(page)


def test_nothing_learned_yet() -> None:
    page = look(student(40)[1], PLAN)
    assert "You have not learned anything here yet" in words(page)
    assert page.root.find("a", class_="btn-primary")[0].text == "Read lesson 1"


def test_the_eve_the_day_and_after(clock: Clock) -> None:
    learner, client = student(2, items=1)
    assert "2 days to Thursday" in words(look(client, PLAN))
    clock.pass_by(days=1)
    eve = look(client, PLAN)
    assert "Your exam is tomorrow" in words(eve)
    assert "Today nothing new, only what is due: 1 review." in words(eve)
    assert "can no longer be begun in time" in words(eve)
    clock.pass_by(days=1)
    day = look(client, PLAN)
    assert "Today is the day" in words(day)
    assert "What you know today" in words(day)
    assert day.root.find("svg", class_="load-chart") == []
    assert "can no longer be begun" not in words(day)
    clock.pass_by(days=1)
    after = look(client, PLAN)
    assert after.root.find("h1")[0].text == "How did it go?"
    assert "Your exam was on 26 November 2026." in words(after)
    send(client, PLAN, {"exam_date": "2027-03-01"})
    assert Learner.objects.get(pk=learner.pk).exam_date == date(2027, 3, 1)
    assert "94 days to Monday, 1 March 2027" in words(look(client, PLAN))


def test_the_day_turns_where_the_learner_is(clock: Clock) -> None:
    _, client = student(1, time_zone="America/New_York")
    clock.now = NOON.replace(day=25, hour=8, minute=59)  # 03:59 there, still the study day before
    assert "Your exam is tomorrow" in words(look(client, PLAN))
    clock.pass_by(minutes=1)
    assert "Today is the day" in words(look(client, PLAN))


def test_limits_that_are_too_low_are_told() -> None:
    _, client = student(9, items=3, new_per_day=1, reviews_per_day=0)
    text = words(look(client, PLAN))
    assert "At your limit of 1 new item a day, 13 will not be begun before the exam." in text
    assert "3 a day would begin them all." in text
    assert "At your limit of 0 reviews a day, about" in text


def queries(client: Client) -> int:
    look(client, PLAN)
    with CaptureQueriesContext(connection) as seen:
        look(client, PLAN)
    return len(seen)


@pytest.mark.parametrize("guests", [False, True], ids=["signed in", "guest"])
def test_the_plan_costs_the_same_with_1_and_with_24_items(guests: bool) -> None:
    counts = []
    for items in (1, 3, 24):
        learner, client = student(40, items=items)
        if not guests:
            Learner.objects.filter(pk=learner.pk).update(user=UserFactory.create())
            client = signed_in(Learner.objects.get(pk=learner.pk))
        counts.append(queries(client))
    assert len(set(counts)) == 1
    assert counts[0] <= 6


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (None, "When is your exam? Set the day, and the plan works backwards from it. Set the date"),
        (
            30,
            "30 days to the exam Today: lesson 1 (5 min), 2 new items, 2 reviews due See the plan",
        ),
        (1, "Your exam is tomorrow Today: 2 reviews due See the plan"),
        (0, "Today is the day Good luck. Nothing has to be done any more. See where you stand"),
        (-1, "How did it go? Your exam was on 23 November. Clear the date or set another"),
    ],
)
def test_the_plan_in_a_few_lines_for_another_page(days: int | None, said: str) -> None:
    learner, _ = student(days, items=2)
    seen = frame(learner_id=learner.pk, today=TODAY, now=NOON)
    plan = plan_today(course(), learner, today=TODAY, frame=seen, due=seen.steps + seen.reviews)
    page = parse(render_to_string("plan/summary.html", {"plan": plan}))
    assert page.root.text == said
    assert part_faults(page) == []
    assert page.root.find("a", href=PLAN)


def test_on_the_day_of_the_exam_the_first_page_asks_for_nothing() -> None:
    _, client = student(0, items=2)
    page = look(client, "/")
    (lead,) = page.root.find("section", class_="next-up")
    assert [title.text for title in lead.find("h2")] == ["Good luck"]
    assert [link.attrs["href"] for link in lead.find("a")] == [PLAN]
    assert words(page).count("Today is the day") == 1


def test_on_the_eve_the_first_page_asks_for_what_is_due_and_else_for_rest() -> None:
    _, busy = student(1, items=2)
    (lead,) = look(busy, "/").root.find("section", class_="next-up")
    assert [title.text for title in lead.find("h2")] == ["2 reviews due"]
    assert "new to begin" not in lead.text
    _, done = student(1)
    page = look(done, "/")
    (lead,) = page.root.find("section", class_="next-up")
    assert [title.text for title in lead.find("h2")] == ["Nothing is due: rest"]
    assert [link.attrs["href"] for link in lead.find("a")] == [PLAN]
    assert words(page).count("Your exam is tomorrow") == 1
