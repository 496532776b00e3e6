"""One visit: the clock read once, the learner, and the course as published at that moment."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest
from django.utils import timezone

from studyapp.domain.memory import Schedule
from studyapp.domain.planning import most_new
from studyapp.domain.roles import Right
from studyapp.domain.studyday import clock_offsets
from studyapp.queries.catalogue import Catalogue, load
from studyapp.queries.frame import Frame, frame
from studyapp.queries.memories import schedule_of
from studyapp.queries.queue import Counts, Moment
from studyapp.views.access import Learner, Membership, allowed, current_learner, member_framed


@dataclass(frozen=True)
class Arrival:
    """Who comes when: all that storing something needs, before anything is read of a page."""

    now: datetime
    today: date
    learner: Learner | None
    schedule: Schedule


@dataclass(frozen=True)
class Visit:
    """What every page starts from. `learner` is None for a visitor who has not done anything yet."""

    now: datetime
    today: date
    learner: Learner | None
    schedule: Schedule
    course: Catalogue
    frame: Frame

    @property
    def moment(self) -> Moment:
        """Whose queue, and when."""
        return Moment(self.learner.pk if self.learner else None, self.today, self.now)

    @cached_property
    def counts(self) -> Counts:
        """What the queue holds now, within what the learner wants of a day."""
        if self.learner is None:
            return Counts(new=0, learning=0, review=0)
        new = most_new(self.today, self.learner.exam_date, self.learner.new_per_day)
        return Counts(
            new=max(0, min(self.frame.new, new - self.frame.introduced)),
            learning=self.frame.steps,
            review=max(0, min(self.frame.reviews, self.learner.reviews_per_day - self.frame.recalled)),
        )

    @property
    def due(self) -> int:
        """Reviews and learning steps waiting now."""
        return self.counts.learning + self.counts.review

    @property
    def new(self) -> int:
        """Items that may still be begun today."""
        return self.counts.new

    @property
    def over(self) -> int:
        """Reviews that are due but above what the learner wants of a day."""
        return self.frame.reviews - self.counts.review if self.learner else 0

    @property
    def name(self) -> str:
        """The account's name; empty for a guest."""
        user = self.learner.user if self.learner else None
        return user.username if user else ""

    @property
    def time_zone(self) -> str:
        """The zone the server believes the learner is in; empty for a visitor without a learner."""
        return self.learner.time_zone if self.learner else ""

    @property
    def clock(self) -> str:
        """What clocks of that zone show, for the browser to compare with its own; empty without a learner."""
        if self.learner is None:
            return ""
        return " ".join(map(str, clock_offsets(self.now, ZoneInfo(self.learner.time_zone))))


class NothingPublished(Http404):
    """There is no course to show yet; the message says what to do."""


def visit(request: HttpRequest) -> Visit:
    """Read the clock and the frame. 404 with a sentence while nothing has been published."""
    return visit_by(arrival(request))


def visit_by(came: Arrival) -> Visit:
    """The same of somebody who has come already."""
    learner_id = came.learner.pk if came.learner else None
    return _seen(came, frame(learner_id=learner_id, today=came.today, now=came.now))


def visit_in(request: HttpRequest, classroom_pk: int, right: Right = "see_class") -> tuple[Visit, Membership]:
    """A visit to a page of a class, by a member with this right; 404 for everybody else. Place and frame are
    read together."""
    came = arrival(request)
    membership, around = member_framed(came.learner, classroom_pk, today=came.today, now=came.now)
    return _seen(came, around), allowed(membership, right)


def arrival(request: HttpRequest) -> Arrival:
    """Read the clock and who is asking; the zone of every time that is told from here on is theirs."""
    now, learner = timezone.now(), current_learner(request)
    schedule = schedule_of(learner)
    timezone.activate(schedule.zone)  # every page sets it, so none inherits another visitor's
    return Arrival(now, schedule.today(now), learner, schedule)


def _seen(came: Arrival, around: Frame) -> Visit:
    if around.release is None:
        raise NothingPublished("No course has been published yet. Run: python3 manage.py publish_content")
    return Visit(came.now, came.today, came.learner, came.schedule, load(around.release), around)
