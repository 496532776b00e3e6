"""The progress page counted anew: from the raw rows, one by one, in plain Python.

It asks no query of the site. What answers say is in recount_answers.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from math import sqrt
from zoneinfo import ZoneInfo

from fsrs.scheduler import DEFAULT_PARAMETERS

from studyapp.models import Answer, Attempt, Learner, Memory, PracticeItem, PracticeSession, Review

BERLIN = ZoneInfo("Europe/Berlin")
DAY = timedelta(days=1)
DASH = "\N{EN DASH}"

type Rows = list[list[str]]


def day_of(moment: datetime) -> date:
    """The study day in Berlin, which begins at four by the clock on the wall."""
    return (moment.astimezone(BERLIN).replace(tzinfo=None) - timedelta(hours=4)).date()


def percent(share: float) -> int:
    """Halves up."""
    return int(100 * share + 0.5 + 1e-9)


def wilson(right: int, answers: int) -> tuple[float, float]:
    """The interval of 95 % for a share."""
    z, share = 1.959963984540054, right / answers
    middle = (share + z * z / (2 * answers)) / (1 + z * z / answers)
    arm = z * sqrt(share * (1 - share) / answers + (z / (2 * answers)) ** 2) / (1 + z * z / answers)
    return max(middle - arm, 0.0), min(middle + arm, 1.0)


def recall(memory: Memory, at: datetime) -> float:
    """FSRS-6 with its default weights."""
    assert memory.last_at is not None
    assert memory.stability is not None
    decay = -DEFAULT_PARAMETERS[20]
    days = max((at - memory.last_at) / DAY, 0)
    return float((1 + (0.9 ** (1 / decay) - 1) * days / memory.stability) ** decay)


@dataclass
class Recount:
    """One learner's raw rows, and what they come to at `now`."""

    learner: Learner
    now: datetime
    reviews: list[Review] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    counted: list[Answer] = field(default_factory=list)
    memories: list[Memory] = field(default_factory=list)

    def __post_init__(self) -> None:
        everything = list(Review.objects.filter(learner=self.learner).order_by("pk"))
        self.reviews = [review for review in everything if review.undone_at is None]
        self.answers = list(
            Answer.objects.filter(learner=self.learner).select_related("question").order_by("pk")
        )
        standing = {review.answer_id for review in self.reviews}
        taken_back = {review.answer_id for review in everything} - standing
        untold = {
            item.answer_id
            for item in PracticeItem.objects.filter(session__learner=self.learner).select_related("session")
            if item.session.mode == "end" and item.session.finished_at is None
        }
        self.counted = [
            answer
            for answer in self.answers
            if answer.response and answer.place != "precheck" and answer.pk not in taken_back | untold
        ]
        self.memories = list(Memory.objects.filter(learner=self.learner).select_related("card", "question"))

    @property
    def today(self) -> date:
        """The study day."""
        return day_of(self.now)

    @property
    def lately(self) -> list[date]:
        """The last thirty days."""
        return [self.today - n * DAY for n in range(30)]

    def tables(self) -> dict[str, Rows]:
        """What the tables of the page should say, by the beginning of their captions."""
        return {
            "Reviews + answers outside of reviews": self.days(),
            "Whole minutes": self.minutes(),
            "Today with" if self.late() else "Items by day": self.due(),
            **({"Reviews of items in review": self.retention()} if self.met() else {}),
            "Items by their predicted recall": self.recall(),
            "By what the item was": self.grades(),
        }

    def done_on(self, day: date) -> tuple[int, int]:
        """Reviews, and answers outside of reviews."""
        reviews = sum(review.day == day for review in self.reviews)
        outside = (answer for answer in self.answers if answer.place != "review" and answer.response)
        return reviews, sum(day_of(answer.answered_at) == day for answer in outside)

    def days(self) -> Rows:
        """The weeks of the heat map, the newest first."""
        monday = self.today - self.today.weekday() * DAY
        rows = []
        for week in range(26):
            first = monday - week * 7 * DAY
            row = [f"{first.day} {first:%b}"]
            total = 0
            for n in range(7):
                day = first + n * DAY
                reviews, answers = self.done_on(day)
                total += reviews + answers
                text = f"{reviews} + {answers}" if reviews + answers else "0"
                row.append(text if day <= self.today else "")
            rows.append([*row, str(total)])
        return rows

    def seconds(self) -> dict[date, list[float]]:
        """Seconds of reviews, practice and exams by day."""
        found = {day: [0.0, 0.0, 0.0] for day in self.lately}
        for review in self.reviews:
            if review.day in found and review.seconds is not None:
                found[review.day][0] += review.seconds
        for session in PracticeSession.objects.filter(learner=self.learner):
            before = session.started_at
            given = [item.answer.answered_at for item in session.items.all() if item.answer]
            for moment in sorted(given):
                if day_of(moment) in found:
                    found[day_of(moment)][1] += min((moment - before).total_seconds(), 600)
                before = moment
        for attempt in Attempt.objects.filter(learner=self.learner, submitted_at__isnull=False):
            assert attempt.submitted_at is not None
            took = (attempt.submitted_at - attempt.started_at).total_seconds()
            found[day_of(attempt.submitted_at)][2] += took
        return found

    def minutes(self) -> Rows:
        """Days with any time, the newest first."""
        rows = []
        for day, parts in self.seconds().items():
            if sum(parts):
                minutes = [int(seconds / 60 + 0.5) for seconds in (*parts, sum(parts))]
                rows.append([f"{day:%a} {day.day} {day:%b}", *map(str, minutes)])
        return rows

    def due_days(self) -> list[date]:
        """The day of each item that has one and is not set aside."""
        return [
            max(memory.due_day, memory.buried_until or memory.due_day)
            for memory in self.memories
            if memory.due_day and not memory.suspended_at
        ]

    def late(self) -> int:
        """Items due before today."""
        return sum(day < self.today for day in self.due_days())

    def due(self) -> Rows:
        """Items of the next thirty days, and those later."""
        counts = Counter(max(day, self.today) for day in self.due_days())
        days = [self.today + n * DAY for n in range(30)]
        rows = [[f"{day:%a} {day.day} {day:%b}", str(counts.pop(day, 0))] for day in days]
        return [*rows, ["Later", str(sum(counts.values()))]]

    def met(self) -> list[Review]:
        """Reviews of items in review, at least a day after the last."""
        return [
            review
            for review in self.reviews
            if review.stage == "review" and date.fromisoformat(review.before["last_day"]) < review.day
        ]

    def retention(self) -> Rows:
        """Lately and ever."""
        rows = []
        for name, since in (("The last 30 days", self.lately[-1]), ("All time", date.min)):
            met = [review for review in self.met() if review.day >= since]
            recalled = sum(review.rating > 1 for review in met)
            said = ["none", "none"]
            if met:
                low, high = wilson(recalled, len(met))
                said = [f"{percent(recalled / len(met))} %", f"{percent(low)}{DASH}{percent(high)} %"]
            rows.append([name, str(len(met)), str(recalled), *said])
        return rows

    def begun(self) -> list[Memory]:
        """Items that were reviewed and are not set aside."""
        return [memory for memory in self.memories if memory.stability and not memory.suspended_at]

    def exam_noon(self) -> datetime:
        """Noon of the exam day."""
        assert self.learner.exam_date is not None
        return datetime.combine(self.learner.exam_date, time(12), BERLIN)

    def recall(self) -> Rows:
        """Items by their recall now and on the exam day."""
        rows = []
        for low in range(0, 100, 10):
            row = [f"{low} to {low + 10} %"]
            for at in (self.now, self.exam_noon()):
                shares = [100 * recall(memory, at) for memory in self.begun()]
                row.append(str(sum(low <= share < low + 10 for share in shares)))
            rows.append(row)
        return rows

    def grades(self) -> Rows:
        """Grades by stage."""
        stages = {"New": ["new"], "Learning": ["learning", "relearning"], "Review": ["review"]}
        rows = []
        for name, those in stages.items():
            ratings = Counter(review.rating for review in self.reviews if review.stage in those)
            rows.append([name, *(str(ratings[n]) for n in (1, 2, 3, 4)), str(sum(ratings.values()))])
        return rows
