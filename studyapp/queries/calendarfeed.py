"""A learner's calendar: the days of the plan, and the dates of classes.

Its address is a random key and a signature of it under SECRET_KEY, 122 and 128 bits. The key alone is stored:
whoever has the database has no address, and the page can show the address as often as it is wanted.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.db.models import Count
from django.utils.crypto import constant_time_compare, salted_hmac

from studyapp.domain.examwindow import Window, closes_for
from studyapp.domain.ical import Event
from studyapp.domain.studyday import ONE_DAY
from studyapp.models import CalendarFeed, Exam, Learner
from studyapp.queries.catalogue import Catalogue
from studyapp.queries.classsheet import Item, Member, Sheet, places_of, sheet
from studyapp.queries.memories import schedule_of
from studyapp.queries.plan import reading_ahead
from studyapp.queries.reviews import queue

REVIEW_DAYS = 14  # ahead: what is due later moves with every answer
PAST = timedelta(days=90)  # dates of classes stay in the calendar for so long
_KEY, _SIGNATURE = 16, 16  # bytes


def token_of(feed: CalendarFeed) -> str:
    """The secret part of the address, 43 signs."""
    return urlsafe_b64encode(feed.key.bytes + _signature(feed.key)).decode().rstrip("=")


def feed_at(token: str) -> CalendarFeed | None:
    """The calendar with this address, with its learner; None for one that is not, or not any more."""
    try:
        raw = urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except ValueError:
        return None
    if len(raw) != _KEY + _SIGNATURE:
        return None
    key = UUID(bytes=raw[:_KEY])
    if not constant_time_compare(raw[_KEY:], _signature(key)):
        return None  # before the database is asked for anything
    rows = CalendarFeed.objects.select_related("learner__user", "learner__parameter_set")
    found = rows.filter(key=key).first()
    user = found.learner.user if found else None
    return None if user is not None and not user.is_active else found


def feed_of(learner: Learner | None) -> CalendarFeed | None:
    """This learner's calendar, if there is one."""
    return None if learner is None else CalendarFeed.objects.filter(learner=learner).first()


def events(course: Catalogue, learner: Learner, *, now: datetime, site: str = "") -> tuple[Event, ...]:
    """Everything in the calendar, by day. `site` is where it is served: "https://…", without a last slash.

    Four queries, whatever there is.
    """
    found = [*_plan(course, learner, now, site), *_reviews(learner, now, site), *_classes(learner, now, site)]
    return tuple(sorted(found, key=lambda event: (f"{event.start:%Y-%m-%d}", event.summary, event.uid)))


def _plan(course: Catalogue, learner: Learner, now: datetime, site: str) -> Iterator[Event]:
    today = schedule_of(learner).today(now)
    if learner.exam_date is not None:
        words = f"{course.info.exam.code}: your exam"
        yield Event(_uid(learner, "exam"), words, learner.exam_date, url=_url(site, "/plan/"))
    for link, day in reading_ahead(course, learner, today=today):
        words = f"Read lesson {link.number}: {link.title} ({link.minutes} min)"
        yield Event(
            _uid(learner, f"lesson {link.slug}"),
            words,
            day,
            description=link.summary,
            url=_url(site, link.url),
        )


def _reviews(learner: Learner, now: datetime, site: str) -> Iterator[Event]:
    """What is due as things stand; what is overdue waits today."""
    today = schedule_of(learner).today(now)
    rows = queue(learner.pk).filter(suspended_at=None, due_day__lt=today + REVIEW_DAYS * ONE_DAY).order_by()
    counted: dict[object, int] = {}
    for day, count in rows.values_list("due_day").annotate(n=Count("pk")):
        counted[max(day, today)] = counted.get(max(day, today), 0) + count
    for offset in range(REVIEW_DAYS):
        day = today + offset * ONE_DAY
        if count := counted.get(day):
            words = f"{count} review{'' if count == 1 else 's'} due"
            yield Event(_uid(learner, f"reviews {day}"), words, day, url=_url(site, "/review/"))


def _classes(learner: Learner, now: datetime, site: str) -> Iterator[Event]:
    read = sheet(places_of(learner.pk))
    for member in read.members:
        for item in read.items:
            if read.has(item, member):
                yield from _item(learner, read, item, member, now, site)
    yield from _exams(learner, read, now, site)


def _item(
    learner: Learner, read: Sheet, item: Item, member: Member, now: datetime, site: str
) -> Iterator[Event]:
    window, room = read.window(item, member), read.rooms[item.classroom]
    url = _url(site, f"/classes/{room.pk}/work/")
    for what, word, at in (("opens", "Opens", window.opens_at), ("due", "Due", window.due_at)):
        if at is not None and at > now - PAST:
            yield Event(
                _uid(learner, f"assignment {item.pk} {what}"),
                f"{word}: {item.title}",
                at,
                description=room.title,
                url=url,
            )


def _exams(learner: Learner, read: Sheet, now: datetime, site: str) -> Iterator[Event]:
    """The windows of the classes' own exams, each with the greater of the two time factors."""
    members = {member.classroom: member for member in read.members}
    for exam in Exam.objects.filter(classroom__in=members, retired_at=None).order_by("pk"):
        assert exam.classroom_id is not None
        limit = None if exam.minutes is None else timedelta(minutes=exam.minutes)
        window = Window(exam.opens_at, exam.closes_at, limit)
        closes = closes_for(window, members[exam.classroom_id].factor)
        url = _url(site, f"/classes/{exam.classroom_id}/exams/{exam.pk}/")
        for what, word, at in (("opens", "Exam opens", exam.opens_at), ("closes", "Exam closes", closes)):
            if at is not None and at > now - PAST:
                room = read.rooms[exam.classroom_id].title
                uid = _uid(learner, f"exam {exam.pk} {what}")
                yield Event(uid, f"{word}: {exam.title}", at, description=room, url=url)


def _uid(learner: Learner, what: str) -> str:
    return f"{uuid5(learner.key, what)}@in-transit"


def _url(site: str, path: str) -> str:
    return f"{site}{path}" if site else ""


def _signature(key: UUID) -> bytes:
    return salted_hmac("studyapp.calendar", key.bytes, algorithm="sha256").digest()[:_SIGNATURE]
