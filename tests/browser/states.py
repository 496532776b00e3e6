"""Addresses of every page of the site in every state that an address can bring back."""

from datetime import datetime, timedelta
from uuid import uuid4

from django.utils import timezone

from studyapp.actions import exams, practice, reviews
from studyapp.actions.plan import set_exam_date
from studyapp.domain.grading import Confidence
from studyapp.domain.sending import Sent
from studyapp.models import Learner, Memory, PracticeSession
from tests.factories.study import (
    MemoryFactory,
    attempt_of,
    card_of,
    missed,
    question_of,
    quiz_of,
    right,
    version_of,
    wrong,
)
from tests.factories.work import first_tries

PLAIN = {
    "today": "/",
    "course map": "/lessons/",
    "lesson": "/lessons/first/",
    "practice": "/practice/",
    "plan": "/plan/",
    "paths": "/paths/",
    "path": "/paths/web/",
    "challenge": "/paths/web/challenges/every-hop/?hints=2&checked=1",
    "sandbox": "/paths/sandbox/",
    "exams": "/exams/",
    "the real exam": "/exams/format/",
    "exam, before the start": "/exams/mini/",
    "progress": "/progress/",
    "glossary": "/glossary/",
    "reports, none yet": "/reports/",
    "search": "/search/",
    "search, found": "/search/?q=macsec",
    "search, nothing found": "/search/?q=MACsce",
    "account": "/account/",
    "sign up": "/account/sign-up/",
    "sign in": "/account/sign-in/",
    "password": "/account/password/",
    "recovery codes": "/account/codes/",
    "recover": "/account/recover/",
    "reset link used up": "/account/reset/MQ/no-token/",
    "delete everything": "/account/delete/",
    "not found": "/nothing/",
}


def states(learner: Learner) -> dict[str, str]:
    """Give the learner some work, and say where each of its states is to be seen."""
    now = timezone.now()
    set_exam_date(learner=learner, day=now.date() + timedelta(days=40), now=now)
    found = PLAIN | quizzes(learner, now) | queue(learner, now) | sittings(learner, now)
    first_tries(learner, now=now)
    return found


def quizzes(learner: Learner, now: datetime) -> dict[str, str]:
    """A question of each kind, open and answered wrong; a question whose reasons come later; a result."""
    quiz = quiz_of(learner, size=40, now=now)
    found = answered_by_kind(quiz, now)
    found |= {f"{kind}, open": f"/practice/{quiz.pk}/?q={n}" for kind, n in open_by_kind(quiz).items()}
    later = quiz_of(learner, mode="end", now=now)
    respond(later, 1, now)
    found["reasons at the end"] = f"/practice/{later.pk}/?q=1"
    done = quiz_of(learner, seed=8, now=now)
    practice.finish(session=done, now=now)
    found["result"] = f"/practice/{done.pk}/"
    version = done.items.get(position=1).version_id
    found["report a question"] = f"/reports/new/?version={version}&place=practice"
    timed = quiz_of(learner, pace=timedelta(minutes=2), seed=9, now=now)
    found["timed"] = f"/practice/{timed.pk}/"
    before = quiz_of(learner, pick="precheck", subject="first", size=3, mode="end", now=now)
    found["before a lesson"] = f"/practice/{before.pk}/"
    return found | {"result with misses": wrong_throughout(learner, now)}


def wrong_throughout(learner: Learner, now: datetime) -> str:
    """The result of a quiz in which every answer was wrong."""
    quiz = quiz_of(learner, seed=10, now=now)
    missed(quiz, 1, 2, 3, 4, 5, now=now)
    return f"/practice/{quiz.pk}/"


def answered_by_kind(quiz: PracticeSession, now: datetime) -> dict[str, str]:
    """Answer the first question of each kind wrong; where the reasons are."""
    found = {}
    for kind, position in open_by_kind(quiz).items():
        respond(quiz, position, now)
        found[f"{kind}, answered"] = f"/practice/{quiz.pk}/?q={position}"
    return found


def open_by_kind(quiz: PracticeSession) -> dict[str, int]:
    """The position of the first question of each kind that has no answer."""
    rows = quiz.items.filter(answer=None).order_by("-position")
    return dict(rows.values_list("version__kind", "position"))  # of a kind the last row counts


def respond(quiz: PracticeSession, position: int, now: datetime) -> None:
    """Answer one question of the quiz wrong, by a guess."""
    version = quiz.items.select_related("version").get(position=position).version
    practice.answer(
        session=quiz, position=position, response=wrong(version), confidence=Confidence.GUESS, now=now
    )


def queue(learner: Learner, now: datetime) -> dict[str, str]:
    """A card from both sides, and a question answered. Which of the two comes next is the queue's affair."""
    card: Memory = MemoryFactory.create(learner=learner, card=card_of("card-k1-1"), added_at=now)
    asked: Memory = MemoryFactory.create(learner=learner, question=question_of("q-s1-2"), added_at=now)
    done = reviews.grade_question(
        memory=asked,
        sent=Sent(0),
        version_id=version_of("q-s1-2").pk,
        response=right(version_of("q-s1-2")),
        confidence=Confidence.SURE,
        token=uuid4(),
        now=now,
    )
    return {
        "review, front": "/review/",
        "review, back": f"/review/?show={card.pk}",
        "review, question answered": f"/review/?shown={done.pk}",
    }


def sittings(learner: Learner, now: datetime) -> dict[str, str]:
    """A sitting from its first question to its last look, and the report of another."""
    done = attempt_of(learner, seed=1, now=now)
    exams.submit(attempt=done, now=now)
    running = attempt_of(learner, now=now)
    return {
        "report": f"/attempts/{done.pk}/report/",
        "exam, question": f"/attempts/{running.pk}/?q=1",
        "exam, all questions": f"/attempts/{running.pk}/",
        "exam, handing in": f"/attempts/{running.pk}/submit/",
        "exam, compare": "/exams/mini/compare/",
    }
