"""Practice quizzes."""

import random
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction

from studyapp.actions.answers import record
from studyapp.actions.reviews import enrol_questions
from studyapp.domain.shuffling import shuffled
from studyapp.domain.versions import ids_to_shuffle
from studyapp.models import Answer, Learner, PracticeItem, PracticeSession, QuestionVersion
from studyapp.queries.practice import candidates


class NothingToPractise(Exception):
    """No published question fits the choice."""


class QuizIsOver(Exception):
    """The quiz has ended and shows its keys: nothing more is stored."""


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
) -> PracticeSession:
    """Draw a quiz: unseen questions first, then those answered longest ago; fewer if there are fewer.

    The same `token` with the same choice again gives the quiz already drawn. Raises NothingToPractise.
    """
    choice = uuid5(token, f"{sorted(objectives)} {size} {mode}")
    session, made = PracticeSession.objects.get_or_create(
        learner=learner,
        token=choice,
        defaults={"objectives": list(objectives), "mode": mode, "seed": seed, "started_at": now},
    )
    if not made:
        return session
    pool = candidates(learner_id=learner.pk, objectives=objectives)
    draw = random.Random(seed)  # noqa: S311 (a reproducible order, not a secret)
    draw.shuffle(pool)
    pool.sort(key=lambda candidate: candidate.last_answer or 0)  # stable: shuffled among equals
    chosen = pool[:size]
    if not chosen:
        raise NothingToPractise
    versions = QuestionVersion.objects.in_bulk([candidate.version_id for candidate in chosen])
    draw.shuffle(chosen)
    PracticeItem.objects.bulk_create(
        PracticeItem(
            session=session,
            position=position,
            version_id=candidate.version_id,
            order=shuffled(
                ids_to_shuffle(versions[candidate.version_id].kind, versions[candidate.version_id].body),
                f"{seed}:{position}",
            ),
        )
        for position, candidate in enumerate(chosen, start=1)
    )
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
    item = PracticeItem.objects.select_related("version", "answer").get(session=session, position=position)
    if item.answer is not None:
        return item.answer
    if session.finished_at is not None:
        raise QuizIsOver
    stored = record(
        learner=session.learner,
        version=item.version,
        response=response,
        confidence=confidence,
        place="practice",
        token=uuid5(session.token, str(position)),
        now=now,
    )
    PracticeItem.objects.filter(pk=item.pk, answer=None).update(answer=stored)
    if not PracticeItem.objects.filter(session=session, answer=None).exists():
        finish(session=session, now=now)
    return stored


@transaction.atomic
def finish(*, session: PracticeSession, now: datetime) -> None:
    """End a quiz; questions without an answer stay without one."""
    PracticeSession.objects.filter(pk=session.pk, finished_at=None).update(finished_at=now)


@transaction.atomic
def queue_misses(*, session: PracticeSession, now: datetime) -> int:
    """Put what was wrong or guessed into the review queue. Returns how many were not there yet.

    Nothing while the quiz runs: the number would tell how it is going.
    """
    ended = PracticeItem.objects.filter(session=session, session__finished_at__isnull=False)
    missed = ended.exclude(answer__correct=True, answer__confidence__in=["sure", "unsure", ""])
    answered = missed.exclude(answer=None)
    return enrol_questions(
        learner=session.learner,
        question_ids=list(answered.values_list("version__question_id", flat=True)),
        now=now,
    )
