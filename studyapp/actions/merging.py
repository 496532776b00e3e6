"""Two histories become one: what somebody did as a guest joins the account that signs in."""

from datetime import date, datetime
from typing import Any
from uuid import uuid5

from django.db import transaction
from django.db.models import F, Max, Q, QuerySet

from studyapp.actions.accounts import adopt
from studyapp.actions.answers import hand_over
from studyapp.actions.classexams import hand_in_open
from studyapp.actions.classreviews import forget_own
from studyapp.actions.exams import submit
from studyapp.actions.places import join_all_places
from studyapp.actions.replaying import replay
from studyapp.domain.memory import Schedule
from studyapp.models import (
    Attempt,
    CalendarFeed,
    Learner,
    LessonProgress,
    Memory,
    ParameterSet,
    PathAnswer,
    PracticeSession,
    QuestionReport,
    Review,
    User,
)
from studyapp.queries.memories import schedule_of


@transaction.atomic
def bring_along(*, user: User, guest: Learner | None, now: datetime) -> bool:
    """At sign-in: the guest's work becomes the account's, whether that has work of its own or not.

    False if there was nobody to bring: no guest, or one that another tab has brought already.
    """
    if adopt(user=user, guest=guest, now=now):
        return True
    return guest is not None and merge(into=user.learner, guest=guest, now=now)


@transaction.atomic
def merge(*, into: Learner, guest: Learner, now: datetime) -> bool:
    """Everything of `guest` becomes `into`'s, and the guest is gone. False, and no change, if it was already.

    - Answers, tries in the path lab, reports, quizzes and sittings (with what repaired keys did to them) move
      as they are. A form token that both used is renewed; the same answer or review sent as both (from a
      browser without network) counts once.
    - Of two open sittings of one exam, the one begun earlier is handed in as it stands.
    - An item in both queues becomes one. What it remembers is the replay of all reviews that stand, in the
      order they were given. Rating, times, day and answer of a review are evidence and stay; its number,
      stage, before and after are derived and follow the replay. Reviews taken back stay taken back.
    - Where only one of the two ever reviewed such an item, that one's memory stays to the letter.
    - Whether such an item is suspended or buried is the account's wish.
    - A lesson was finished when it was finished first; it goes on at the section read last.
    - A place in a class moves. Of two in one class the account's stays, with what the guest's had: places.py.
      Whoever is out of the class all the same has its questions in the reviews no more.
    - Settings are the account's; an exam date that only the guest has is kept.
    - The account's calendar keeps its address; without one, the guest's goes on as the account's.
    - Fitted weights of the guest are numbered after the account's; those in use stay in use.
    """
    found = _held(into, guest)
    if found is None:
        return False
    into, guest = found
    _hand_in_sittings(into, guest, now)
    _join_lessons(into, guest)
    _drop_copies(into, guest)
    _renew_tokens(Review.objects.all(), into, guest)
    _renew_tokens(PracticeSession.objects.all(), into, guest)
    _renew_tokens(QuestionReport.objects.all(), into, guest)
    _renew_tokens(PathAnswer.objects.all(), into, guest)
    _join_queues(into, guest)
    hand_over(guest=guest, into=into)
    last = ParameterSet.objects.filter(learner=into).aggregate(last=Max("number"))["last"] or 0
    ParameterSet.objects.filter(learner=guest).update(learner=into, number=F("number") + last)
    for model in (Attempt, LessonProgress, Memory, PathAnswer, PracticeSession, QuestionReport, Review):
        model._default_manager.filter(learner=guest).update(learner=into)
    if not CalendarFeed.objects.filter(learner=into).exists():
        CalendarFeed.objects.filter(learner=guest).update(learner=into)
    for place in join_all_places(into=into, guest=guest):
        hand_in_open(place, now=now)
        forget_own(membership=place)
    if into.exam_date is None:
        Learner.objects.filter(pk=into.pk).update(exam_date=guest.exam_date)
    Learner.objects.filter(pk=guest.pk).delete()
    return True


def _held(into: Learner, guest: Learner) -> tuple[Learner, Learner] | None:
    """Both, read anew and held against another tab; None if the guest is no guest any more."""
    rows = Learner.objects.select_for_update().filter(pk__in=(into.pk, guest.pk)).order_by("pk")
    found = {row.pk: row for row in rows}
    if len(found) < 2 or found[guest.pk].user_id is not None:
        return None
    return found[into.pk], found[guest.pk]


def _hand_in_sittings(into: Learner, guest: Learner, now: datetime) -> None:
    unsubmitted = Attempt.objects.filter(learner__in=(into, guest), submitted_at=None).select_related(
        "learner"
    )
    begun_last: dict[int, Attempt] = {}
    for attempt in unsubmitted.order_by("started_at", "pk"):
        if attempt.exam_id in begun_last:
            submit(attempt=begun_last[attempt.exam_id], now=now)
        begun_last[attempt.exam_id] = attempt


def _join_lessons(into: Learner, guest: Learner) -> None:
    kept = {row.lesson_id: row for row in LessonProgress.objects.filter(learner=into)}
    for row in LessonProgress.objects.filter(learner=guest, lesson__in=kept):
        own = kept[row.lesson_id]
        newest, other = (row, own) if row.updated_at > own.updated_at else (own, row)
        LessonProgress.objects.filter(pk=own.pk).update(
            section=newest.section or other.section,
            updated_at=newest.updated_at,
            finished_at=min(filter(None, (own.finished_at, row.finished_at)), default=None),
        )
        LessonProgress.objects.filter(pk=row.pk).delete()


def _drop_copies(into: Learner, guest: Learner) -> None:
    """The same review, sent by one browser both as the guest and as the account, stays once."""
    kept = Review.objects.filter(learner=into)
    twins = Review.objects.filter(learner=guest, token__in=kept.values("token")).select_related("memory")
    for row in twins:
        same = kept.filter(token=row.token, rating=row.rating, reviewed_at=row.reviewed_at)
        if same.filter(memory__card=row.memory.card_id, memory__question=row.memory.question_id).exists():
            Review.objects.filter(pk=row.pk).delete()


def _renew_tokens(rows: QuerySet[Any], into: Learner, guest: Learner) -> None:
    """A token is one learner's once; two acts that share one are told apart from now on."""
    for row in rows.filter(learner=guest, token__in=rows.filter(learner=into).values("token")):
        rows.filter(pk=row.pk).update(token=uuid5(row.token, f"guest:{guest.key}"))


def _join_queues(into: Learner, guest: Learner) -> None:
    schedule, exam_day = schedule_of(into), into.exam_date or guest.exam_date
    # Held, so that a grade on another device waits or comes too late, and never falls in between.
    rows = Memory.objects.select_for_update().order_by("pk")
    theirs = Memory.objects.filter(learner=guest)
    shared = Q(card__in=theirs.values("card")) | Q(question__in=theirs.values("question"))
    kept = {(row.card_id, row.question_id): row for row in rows.filter(shared, learner=into)}
    for row in rows.filter(learner=guest):
        own = kept.get((row.card_id, row.question_id))
        if own is not None:
            _join_memories(own, row, schedule, exam_day)


def _join_memories(own: Memory, other: Memory, schedule: Schedule, exam_day: date | None) -> None:
    """One item of both: `own` is the account's."""
    if other.reviews and not own.reviews:
        stays, goes = other, own
        wishes = {"suspended_at": own.suspended_at, "buried_until": own.buried_until}
    else:
        stays, goes = own, other
        wishes = {}
        reviews = Review.objects.filter(memory__in=(own, other), undone_at=None)
        if reviews.filter(memory=other).exists():
            replay(own, reviews, schedule, exam_day)
    Memory.objects.filter(pk=stays.pk).update(added_at=min(own.added_at, other.added_at), **wishes)
    Review.objects.filter(memory=goes).update(memory=stays)
    Memory.objects.filter(pk=goes.pk).delete()
