"""Thirty days of study through the real pages; then every number of the progress page, counted anew."""

from datetime import UTC, datetime

import pytest

from studyapp.models import Attempt, Learner, Memory, PracticeSession, Review
from tests.browser.conftest import OpenPage
from tests.browser.recount import BERLIN, day_of, percent
from tests.browser.recount_answers import AnswerCount
from tests.browser.studying import Clock, Month
from tests.views.htmlpage import Element, Page, parse

pytestmark = pytest.mark.e2e


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The server runs in a thread of this process and reads this clock."""
    stopped = Clock(datetime(2026, 10, 12, tzinfo=UTC))
    monkeypatch.setattr("django.utils.timezone.now", lambda: stopped.now)
    return stopped


def tables(page: Page) -> dict[str, list[list[str]]]:
    """The bodies of all tables by their captions."""
    return {
        table.find("caption")[0].text: [
            [cell.text for cell in row.children if isinstance(cell, Element)]
            for row in table.find("tbody")[0].find("tr")
        ]
        for table in page.root.find("table")
    }


def test_after_thirty_days_the_page_says_what_a_recount_says(open_page: OpenPage, clock: Clock) -> None:
    browser = open_page(java_script_enabled=False)
    month = Month(browser, clock)
    month.study()
    learner = Learner.objects.get()
    the_month_was_one(month, learner)
    browser.goto("/progress/")
    page = parse(browser.content())
    count = AnswerCount(learner, clock.now)
    expected = count.tables()
    shown = tables(page)
    brier = [float(value.strip("+\N{MINUS SIGN}")) for _, value in shown.pop("What it is made of", [])]
    assert brier == [pytest.approx(float(part), abs=0.00051) for part in count.brier()]
    assert len(shown) == len(expected)
    for (caption, rows), (begins, counted) in zip(shown.items(), expected.items(), strict=True):
        assert caption.startswith(begins)
        assert (begins, rows) == (begins, counted)
    words = page.root.find("main")[0].text
    assert [said for said in sentences(count) if said not in words] == []


def the_month_was_one(month: Month, learner: Learner) -> None:
    """Everything that could be counted wrongly has happened."""
    assert learner.zone == BERLIN
    reviews = Review.objects.filter(learner=learner)
    assert reviews.filter(undone_at__isnull=False, answer=None).exists()
    assert reviews.filter(undone_at__isnull=False, answer__isnull=False).exists()
    assert {"new", "learning"} <= set(reviews.values_list("stage", flat=True))
    assert any(review.reviewed_at.astimezone(BERLIN).date() > review.day for review in reviews)  # by night
    assert {review.reviewed_at.astimezone(BERLIN).utcoffset() for review in reviews} == {
        BERLIN.utcoffset(datetime(2026, month, 20)) for month in (10, 11)
    }
    assert PracticeSession.objects.filter(mode="end", finished_at=None).exists()
    assert Attempt.objects.filter(submitted_at__isnull=False).exists()
    assert Memory.objects.filter(suspended_at__isnull=False).exists()
    assert learner.exam_date is not None
    assert month.to_put_away == []
    assert month.done["cards"] + month.done["questions"] > 20


def sentences(count: AnswerCount) -> list[str]:
    """What the page says in words."""
    shown = [sum(pair) for pair in map(count.done_on, count.lately)]
    run = next(n for n, total in enumerate(shown[1:]) if not total)
    outside = [answer for answer in count.answers if answer.place != "review" and answer.response]
    studied = {review.day for review in count.reviews} | {day_of(one.answered_at) for one in outside}
    spent = [sum(part) for part in zip(*count.seconds().values(), strict=True)]
    met = count.met()
    missed = {answer.question_id: answer for answer in count.judged()}.values()
    sure = sum(answer.confidence == "sure" and not answer.correct for answer in missed)
    due = count.due_days()
    today = sum(day <= count.today for day in due)
    recalled = sum(review.rating > 1 for review in met)
    spaced = sum((review.before["last_day"] or "9") < review.day.isoformat() for review in count.reviews)
    return [
        f"{run} days in a row until yesterday; today is still open.",
        f"you studied on {len(studied)} days: {len(count.reviews)} reviews and {len(outside)} answers",
        f"{spoken(sum(spent))} in the last 30 days: reviews {spoken(spent[0])}, practice {spoken(spent[1])},"
        f" exams {spoken(spent[2])}.",
        f"{counted(sure, 'question')} you were sure of and missed" if sure else "None: no question that you",
        f"{counted(today, 'item')} due today" if today else "",
        f", {count.late()} of them since before;" if count.late() else "",
        f"{len(due)} in the 30 days from today on",
        f"you recalled {percent(recalled / len(met))} % of {len(met)} review"
        if met
        else "It shows after the first review that comes at least a day after the last one.",
        f"Of the {len(count.begun())} items you have begun",
        f"{400 - spaced} more reviews, each at least a day after the last",
    ]


def counted(number: int, thing: str) -> str:
    """So many of them."""
    return f"{number} {thing}{'' if number == 1 else 's'}"


def spoken(seconds: float) -> str:
    """Hours and minutes."""
    minutes = int(seconds / 60 + 0.5)
    return f"{minutes // 60} h {minutes % 60} min" if minutes >= 60 else f"{minutes} min"
