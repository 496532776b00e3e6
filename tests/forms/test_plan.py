"""The exam date as a form sends it."""

from datetime import date
from typing import Any

import pytest

from studyapp.forms.plan import ExamDateForm

TODAY = date(2026, 11, 24)


def sent(**fields: Any) -> ExamDateForm:
    return ExamDateForm(fields, today=TODAY)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-24", TODAY),
        ("2027-03-31", date(2027, 3, 31)),
        (" 2028-11-24 ", date(2028, 11, 24)),
    ],
)
def test_a_day_ahead(text: str, day: date) -> None:
    form = sent(exam_date=text)
    assert form.is_valid()
    assert form.cleaned_data["exam_date"] == day


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "Choose the day of your exam."),
        ("   ", "Write the day as year-month-day, such as 2027-03-31."),
        ("2026-11-23", "This day has passed. Choose today or a later one."),
        ("2028-11-25", "Choose a day within the next two years."),
        ("99999-01-01", "Write the day as year-month-day, such as 2027-03-31."),
        ("2027-02-30", "Write the day as year-month-day, such as 2027-03-31."),
        ("soon", "Write the day as year-month-day, such as 2027-03-31."),
        ("2027-03-31\x00", "Write the day as year-month-day, such as 2027-03-31."),
    ],
)
def test_a_day_that_cannot_be_studied_towards(text: str, reason: str) -> None:
    form = sent(exam_date=text)
    assert not form.is_valid()
    assert form.errors == {"exam_date": [reason]}


@pytest.mark.parametrize("text", ["", "soon", "1999-01-01", "2027-03-31"])
def test_clearing_wins_over_whatever_the_day_field_says(text: str) -> None:
    form = sent(exam_date=text, clear="1")
    assert form.is_valid()
    assert form.cleaned_data["exam_date"] is None


def test_the_browser_is_told_which_days_can_be_chosen() -> None:
    html = str(ExamDateForm(today=TODAY, initial={"exam_date": date(2027, 3, 31)})["exam_date"])
    for part in ('type="date"', 'min="2026-11-24"', 'max="2028-11-24"', 'value="2027-03-31"'):
        assert part in html
