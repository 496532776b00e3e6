"""The days somebody studied on, and how long."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from studyapp.domain.studied import run_of
from studyapp.queries.activity import TimeSpent


@dataclass(frozen=True, slots=True)
class StudyDay:
    """A day of the heat map. Answers in reviews are reviews."""

    day: date
    reviews: int
    answers: int

    @property
    def total(self) -> int:
        """Everything done."""
        return self.reviews + self.answers


@dataclass(frozen=True)
class StudyDays:
    """The heat map: `studied` of its days have anything on them. `run` days in a row lead up to today, or to
    yesterday if today has nothing yet; `all` says that the run reaches back to the first day shown.
    """

    days: tuple[StudyDay, ...]
    studied: int
    reviews: int
    answers: int
    run: int
    today: bool
    all: bool
    last: date | None

    @property
    def total(self) -> int:
        """Everything done on the days shown."""
        return self.reviews + self.answers


@dataclass(frozen=True, slots=True)
class DayTime:
    """Seconds of one study day, or of several together."""

    day: date
    reviews: float
    practice: float
    exams: float

    @property
    def total(self) -> float:
        """All of them."""
        return self.reviews + self.practice + self.exams


@dataclass(frozen=True)
class TimeLately:
    """Time spent, day by day and together."""

    days: tuple[DayTime, ...]
    together: DayTime


def study_days(
    days: Sequence[date], *, reviews: Mapping[date, int], answers: Mapping[date, int], today: date
) -> StudyDays:
    """What was done on these days, of which the last may lie after today for who has flown west."""
    shown = tuple(StudyDay(day, reviews.get(day, 0), answers.get(day, 0)) for day in days)
    studied = {one.day for one in shown if one.total}
    run = run_of(studied, max(today, max(studied, default=today)))
    return StudyDays(
        days=shown,
        studied=len(studied),
        reviews=sum(one.reviews for one in shown),
        answers=sum(one.answers for one in shown),
        run=run.days,
        today=run.today,
        all=run.days > 0 and days[0] in studied and run.days == len(studied),
        last=max((day for day in {*reviews, *answers} if day <= days[-1]), default=None),
    )


def time_lately(days: Sequence[date], *, reviews: Mapping[date, float], spent: TimeSpent) -> TimeLately:
    """How long everything took on these days, as far as it is known."""
    shown = tuple(
        DayTime(day, reviews.get(day, 0.0), spent.practice.get(day, 0.0), spent.exams.get(day, 0.0))
        for day in days
    )
    together = DayTime(
        days[0],
        sum(one.reviews for one in shown),
        sum(one.practice for one in shown),
        sum(one.exams for one in shown),
    )
    return TimeLately(shown, together)
