"""Practice quizzes."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.db import transaction

from studyapp.actions.answers import record
from studyapp.actions.misses import enrol_practice_misses
from studyapp.domain.picking import Wish
from studyapp.domain.shuffling import shuffled
from studyapp.domain.timing import deadline
from studyapp.domain.versions import ids_to_shuffle
from studyapp.models import Answer, Assignment, Learner, PracticeItem, PracticeSession, QuestionVersion
from studyapp.queries.picking import Draw, draw
from studyapp.queries.practice import is_over, place_of


class NothingToPractise(Exception):
    """No published question fits the choice."""


class QuizIsOver(Exception):
    """The quiz has ended, or its time is over, and it shows its keys: nothing more is stored."""


@transaction.atomic
def start(
    *,
    learner: Learner,
    objectives: Sequence[str],
    size: int,
    mode: str,
    seed: int,
    token: UUID,
    now: datetime,
    pick: str = "mixed",
    subject: str = "",
    pace: timedelta | None = None,
    assignment: Assignment | None = None,
    versions: Sequence[int] | None = None,
) -> PracticeSession:
    """Draw a quiz, at most `size` questions; fewer if there are fewer. `pace` is the time for each of them;
    `assignment` is what a class set; with `versions` nothing is drawn, but these are asked in a mixed order.

    The same `token` with the same choice again gives the quiz already drawn. Raises NothingToPractise.
    """
    _close_overdue(learner=learner, now=now)
    choice = uuid5(token, f"{pick} {subject} {sorted(objectives)} {size} {mode} {pace}")
    drawn = PracticeSession.objects.filter(learner=learner, token=choice).first()
    if drawn is not None:
        return drawn
    if versions is None:
        wish = Wish(pick, subject, size)
        found = draw(wish, learner_id=learner.pk, objectives=objectives, seed=seed, now=now)
    else:
        found = Draw(subject, tuple(map(int, shuffled(tuple(map(str, versions)), f"{seed}:order"))))
    if not found.versions:
        raise NothingToPractise
    session, made = PracticeSession.objects.get_or_create(
        learner=learner,
        token=choice,
        defaults={
            "objectives": list(objectives),
            "assignment": assignment,
            "pick": pick,
            "subject": found.subject,
            "mode": mode,
            "seed": seed,
            "started_at": now,
            "deadline": deadline(now, pace * len(found.versions), learner.time_factor) if pace else None,
        },
    )
    if made:
        _lay_out(session, found.versions)
    return session


@transaction.atomic
def answer(
    *,
    session: PracticeSession,
    position: int,
    response: Sequence[str],
    confidence: str,
    now: datetime,
) -> Answer:
    """Answer one question of a quiz, once; a second submit gives the first answer.

    Raises QuizIsOver, grading.InvalidResponse, and PracticeItem.DoesNotExist for a foreign position.
    """
    session = PracticeSession.objects.select_for_update().get(pk=session.pk)
    item = PracticeItem.objects.select_related("version__question", "answer").get(
        session=session, position=position
    )
    if item.answer is not None:
        return item.answer
    if is_over(session, now):
        raise QuizIsOver
    stored = record(
        learner=session.learner,
        version=item.version,
        response=response,
        confidence=confidence,
        place=place_of(session.pick, item.version.question.pool),
        token=uuid5(session.token, str(position)),
        now=now,
    )
    PracticeItem.objects.filter(pk=item.pk, answer=None).update(answer=stored)
    if not PracticeItem.objects.filter(session=session, answer=None).exists():
        finish(session=session, now=now)
    return stored


@transaction.atomic
def finish(*, session: PracticeSession, now: datetime) -> int:
    """End a quiz; questions without an answer stay without one. Past its deadline it ended there.

    Returns how many misses joined the reviews by themselves, which they do if the learner wants it so.
    """
    ended = now if session.deadline is None else min(now, session.deadline)
    if not PracticeSession.objects.filter(pk=session.pk, finished_at=None).update(finished_at=ended):
        return 0
    if not session.learner.queue_misses or session.pick == "precheck":
        return 0
    return enrol_practice_misses(session=session, now=now)


@transaction.atomic
def queue_misses(*, session: PracticeSession, now: datetime) -> int:
    """Put what was wrong or guessed into the review queue. Returns how many were not there yet.

    Nothing while the quiz runs: the number would tell how it is going.
    """
    if not is_over(PracticeSession.objects.get(pk=session.pk), now):
        return 0
    return finish(session=session, now=now) + enrol_practice_misses(session=session, now=now)


def _close_overdue(*, learner: Learner, now: datetime) -> None:
    for session in PracticeSession.objects.filter(learner=learner, finished_at=None, deadline__lte=now):
        finish(session=session, now=now)


def _lay_out(session: PracticeSession, chosen: Sequence[int]) -> None:
    versions = QuestionVersion.objects.in_bulk(chosen)
    PracticeItem.objects.bulk_create(
        PracticeItem(
            session=session,
            position=position,
            version_id=pk,
            order=shuffled(
                ids_to_shuffle(versions[pk].kind, versions[pk].body), f"{session.seed}:{position}"
            ),
        )
        for position, pk in enumerate(chosen, start=1)
    )
