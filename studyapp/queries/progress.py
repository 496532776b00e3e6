"""Progress as its page shows it: days, retention, answers, what falls due, recall, time, weights."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from studyapp.domain.calibration import wilson
from studyapp.domain.fitting import FEWEST
from studyapp.domain.memory import Rating, Schedule, Stage
from studyapp.domain.studied import BINS, by_recall, percent, run_of, span, to_percent, weeks_until
from studyapp.domain.studyday import ONE_DAY
from studyapp.models import Learner
from studyapp.queries.activity import TimeSpent
from studyapp.queries.itemfigures import ItemFigures
from studyapp.queries.reviewfigures import ReviewFigures

WEEKS = 26  # of the heat map
LATELY = 30  # days, today among them, of retention and time
AHEAD = 30  # days, today among them, of the forecast
_STAGES = {  # what an answer met, and the stages that are called so
    "New": (Stage.NEW,),
    "Learning": (Stage.LEARNING, Stage.RELEARNING),
    "Review": (Stage.REVIEW,),
}


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
    """The heat map and the run of days; `last` is the newest day with anything on it."""

    days: tuple[StudyDay, ...]
    studied: int
    reviews: int
    answers: int
    run: int
    run_holds_today: bool
    last: date | None

    @property
    def whole(self) -> bool:
        """Whether the run reaches back to the first day shown, and perhaps beyond."""
        return self.run >= len(self.days) - (not self.run_holds_today)


@dataclass(frozen=True, slots=True)
class Retained:
    """Of the reviews that were due after at least a day: how many were recalled. Per cent are whole.

    All that is said of the share is None without any review. `fits`: what is desired lies within the range;
    else whether it lies below or above it.
    """

    name: str
    reviews: int
    recalled: int
    share: int | None
    low: int | None
    high: int | None
    fits: str


@dataclass(frozen=True)
class Retention:
    """True retention, lately and of all time, against what is desired."""

    desired: int
    lately: Retained
    ever: Retained


@dataclass(frozen=True, slots=True)
class Grades:
    """The grades of items of one stage: Again, Hard, Good, Easy."""

    stage: str
    counts: tuple[int, int, int, int]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts)


@dataclass(frozen=True)
class Forecast:
    """Items by the day on which they are due. `late` of those of today were due before; `later` come after
    the last day shown. New items are no part of it."""

    days: tuple[tuple[date, int], ...]
    late: int
    later: int

    @property
    def total(self) -> int:
        """Everything that has a day."""
        return sum(count for _, count in self.days) + self.later


@dataclass(frozen=True, slots=True)
class RecallBin:
    """Items whose recall lies from `low` to below `high` per cent; the last bin holds 100 as well."""

    low: int
    high: int
    now: int
    later: int | None


@dataclass(frozen=True)
class RecallNow:
    """What is remembered of the items reviewed so far: now, and on the exam day if there is one ahead."""

    items: int
    mean: int
    exam_day: date | None
    mean_later: int | None
    bins: tuple[RecallBin, ...]


@dataclass(frozen=True, slots=True)
class DayTime:
    """Seconds of one study day."""

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
    """Time spent, day by day."""

    days: tuple[DayTime, ...]

    @property
    def all(self) -> DayTime:
        """The sums, under the first day."""
        return DayTime(
            self.days[0].day,
            sum(day.reviews for day in self.days),
            sum(day.practice for day in self.days),
            sum(day.exams for day in self.days),
        )


@dataclass(frozen=True)
class Weights:
    """The weights of FSRS in use: a learner's own, or the defaults while `needed` more reviews are missing."""

    number: int  # 0 for the defaults
    fitted_at: datetime | None
    fitted_on: int
    loss_before: float
    loss_after: float
    needed: int


def study_days(reviews: Mapping[date, int], answers: Mapping[date, int], days: Sequence[date], *, today: date) -> StudyDays:
    """The days shown, and the run, of which reviews may be known from before them."""
    shown = tuple(StudyDay(day, reviews.get(day, 0), answers.get(day, 0)) for day in days)
    studied = {*reviews, *answers}
    run = run_of(studied, max([today, *(day for day in studied if day <= today + ONE_DAY)]))
    return StudyDays(
        days=shown,
        studied=sum(day.total > 0 for day in shown),
        reviews=sum(day.reviews for day in shown),
        answers=sum(day.answers for day in shown),
        run=run.days,
        run_holds_today=run.today,
        last=max(studied, default=None),
    )
