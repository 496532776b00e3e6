"""Items in somebody's review queue, and the queue as its page shows it."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from studyapp.domain.grading import Filled
from studyapp.models import Learner, Memory
from studyapp.queries.frame import frame
from studyapp.queries.memories import schedule_of
from studyapp.queries.pathanswers import ChallengeKey
from studyapp.queries.queue import Counts
from studyapp.queries.reviews import EMPTY, ReviewPage, review_page
from studyapp.views.visits import Visit
from tests.factories.study import NOON, MemoryFactory, card_of, course, question_of

TODAY = date(2026, 11, 24)
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
NOTHING = Counts(new=0, learning=0, review=0)


def page_of(
    learner: Learner,
    now: datetime = NOON,
    show: int | None = None,
    filled: Filled = EMPTY,
    refused: int | None = None,
    put_off: Collection[ChallengeKey] = (),
) -> ReviewPage:
    """The queue as the review page asks for it: the day's counts come from the frame."""
    schedule = schedule_of(learner)
    today = schedule.today(now)
    seen = frame(learner_id=learner.pk, today=today, now=now)
    visit = Visit(now, today, learner, schedule, course(), seen)
    return review_page(
        visit.course,
        learner,
        moment=visit.moment,
        counts=visit.counts,
        reviewed=seen.reviewed,
        show=show,
        filled=filled,
        refused=refused,
        put_off=put_off,
    )


def queued(learner: Learner, slug: str, **fields: Any) -> Memory:
    """A card or, where the id begins with q, a question in the queue."""
    thing = {"question": question_of(slug)} if slug.startswith("q") else {"card": card_of(slug)}
    return MemoryFactory.create(learner=learner, **thing, **fields)


def due(learner: Learner, slug: str, day: date = TODAY) -> Memory:
    """An item in review, due on this study day."""
    return queued(
        learner,
        slug,
        stage="review",
        due_day=day,
        stability=9.0,
        difficulty=5.0,
        last_at=NOON - 9 * DAY,
        last_day=TODAY - 9 * DAY,
        reviews=3,
    )


def step(learner: Learner, slug: str, due_at: datetime, stage: str = "learning") -> Memory:
    """An item between two steps of learning."""
    return queued(
        learner,
        slug,
        stage=stage,
        step=0,
        due_at=due_at,
        due_day=TODAY,
        stability=1.0,
        difficulty=5.0,
        last_at=NOON - MINUTE,
        last_day=TODAY,
        reviews=1,
    )
