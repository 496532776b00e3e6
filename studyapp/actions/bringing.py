"""Everything of a learner from a file into a fresh place: another computer, another installation.

What a file says is taken as far as nobody else relies on it. Right and wrong are marked anew by the keys that
are here; sittings, reports of questions and places in classes stay where they were.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import transaction

from studyapp.actions.answers import Kept, take_in
from studyapp.domain import ownfile
from studyapp.domain.pathdocuments import NetworkPath
from studyapp.domain.paths import settled
from studyapp.domain.paths_challenges import judge
from studyapp.domain.versions import ids_to_shuffle
from studyapp.models import (
    Answer,
    Attempt,
    Card,
    LabPath,
    Learner,
    Lesson,
    LessonProgress,
    Memory,
    ParameterSet,
    PathAnswer,
    PracticeItem,
    PracticeSession,
    Question,
    QuestionReport,
    QuestionVersion,
    Review,
)
from studyapp.queries.memories import to_json, to_row

MOST = 500  # rows in one statement
WORK = (Answer, Attempt, LessonProgress, Memory, PathAnswer, PracticeSession, QuestionReport, Review)
type Versions = Mapping[tuple[str, str], QuestionVersion]  # by question and digest


class HasWork(Exception):
    """There is work already: a file is brought into an account, or to a guest, that has none."""


class NotYours(Exception):
    """The file is of an account of another name, or of somebody who is here already."""


@dataclass
class Brought:
    """How many rows of each kind came in, and how many did not."""

    came: Counter[str] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)

    def count(self, name: str, came: int, of: int) -> None:
        """So many of so many."""
        self.came[name] += came
        self.left[name] += of - came


@transaction.atomic
def bring_in(*, learner: Learner, file: ownfile.OwnFile, now: datetime) -> Brought:
    """All that the file has and this place knows, or nothing: HasWork or NotYours.

    Memories come to the letter, so the schedule is the same. Cards, questions and texts that are not here are
    left out, and so is whatever is about a question that is not for practice: marking it would tell its key.
    """
    learner = Learner.objects.select_for_update(of=("self",)).select_related("user").get(pk=learner.pk)
    check(learner=learner, file=file)
    brought = Brought()
    for name in ("attempts", "reports", "classes"):
        brought.count(name, 0, len(getattr(file, name)))
    versions = _versions(file)
    _weights(learner, file, brought)
    _settings(learner, file, now)
    _lessons(learner, file, brought)
    answers = _answers(learner, file, versions, brought)
    _queue(learner, file, answers, brought)
    _quizzes(learner, file, versions, answers, brought)
    _paths(learner, file, brought)
    return brought


def check(*, learner: Learner | None, file: ownfile.OwnFile) -> None:
    """HasWork or NotYours, if the file cannot be brought to this learner, or to a visitor who is none yet."""
    user = learner.user if learner else None
    if file.account is not None and (user is None or user.folded != file.account.name.casefold()):
        raise NotYours
    others = Learner.objects.exclude(pk=learner.pk) if learner else Learner.objects.all()
    if others.filter(key=file.learner.key).exists():
        raise NotYours
    if learner and any(model._default_manager.filter(learner=learner).exists() for model in WORK):
        raise HasWork


def _versions(file: ownfile.OwnFile) -> Versions:
    """The texts of practice questions that the file names and this place has."""
    rows = QuestionVersion.objects.filter(question__pool="practice").select_related("question")
    named = {(row.question, row.version) for row in file.answers}
    named |= {(item.question, item.version) for quiz in file.quizzes for item in quiz.items}
    found = {(row.question.slug, row.digest): row for row in rows}
    return {key: version for key, version in found.items() if key in named}


def _weights(learner: Learner, file: ownfile.OwnFile, brought: Brought) -> None:
    rows = [ParameterSet(learner=learner, **one.model_dump()) for one in file.parameter_sets]
    ParameterSet.objects.filter(learner=learner).delete()  # without a review there is nothing they came from
    brought.count("parameter_sets", len(ParameterSet.objects.bulk_create(rows, MOST)), len(rows))


def _settings(learner: Learner, file: ownfile.OwnFile, now: datetime) -> None:
    said = file.learner.model_dump(exclude={"key", "parameter_set", "created_at"})
    try:
        ZoneInfo(file.learner.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ownfile.Unreadable("This file names a time zone that this computer does not know.") from None
    own = ParameterSet.objects.filter(learner=learner)
    chosen = (
        None if file.learner.parameter_set is None else own.filter(number=file.learner.parameter_set).first()
    )
    Learner.objects.filter(pk=learner.pk).update(
        **said, parameter_set=chosen, created_at=min(file.learner.created_at, now)
    )


def _lessons(learner: Learner, file: ownfile.OwnFile, brought: Brought) -> None:
    known = dict(Lesson.objects.values_list("slug", "pk"))
    rows = [
        LessonProgress(
            learner=learner,
            lesson_id=known[row.lesson],
            section=row.section,
            updated_at=row.updated_at,
            finished_at=row.finished_at,
        )
        for row in file.lessons
        if row.lesson in known
    ]
    brought.count("lessons", len(LessonProgress.objects.bulk_create(rows, MOST)), len(file.lessons))


def _answers(
    learner: Learner, file: ownfile.OwnFile, versions: Versions, brought: Brought
) -> Mapping[UUID, Answer]:
    kept = [
        Kept(
            version=versions[row.question, row.version],
            response=row.response,
            place=row.place,
            confidence=row.confidence,
            at=row.answered_at,
            seconds=row.seconds,
            token=row.token,
        )
        for row in file.answers
        if row.response is not None
        and row.place not in {"exam", "live"}
        and (row.question, row.version) in versions
    ]
    answers = take_in(learner=learner, kept=kept)
    brought.count("answers", len(answers), len(file.answers))
    return {answer.token: answer for answer in answers}


def _queue(learner: Learner, file: ownfile.OwnFile, answers: Mapping[UUID, Answer], brought: Brought) -> None:
    cards = {card.slug: card for card in Card.objects.only("pk", "slug", "idea_id")}
    practice = Question.objects.filter(pool="practice").only("pk", "slug", "idea_id")
    questions = {question.slug: question for question in practice}
    rows = {}
    for row in file.memories:
        card, question = cards.get(row.card or ""), questions.get(row.question or "")
        thing = card or question
        if thing is not None:
            rows[row.item] = Memory(
                learner=learner,
                card=card,
                question=question,
                idea_id=thing.idea_id,
                buried_until=row.buried_until,
                suspended_at=row.suspended_at,
                added_at=row.added_at,
                **to_row(row.remembered()),
            )
    Memory.objects.bulk_create(rows.values(), MOST)
    brought.count("memories", len(rows), len(file.memories))
    given = [_review(row, rows[row.item], answers) for row in file.reviews if row.item in rows]
    brought.count("reviews", len(Review.objects.bulk_create(given, MOST)), len(file.reviews))


def _review(row: ownfile.Review, memory: Memory, answers: Mapping[UUID, Answer]) -> Review:
    answer = answers.get(row.answer) if row.answer else None
    told = row.model_dump(include={"number", "stage", "rating", "reviewed_at", "received_at", "seconds"})
    return Review(
        learner=memory.learner,
        memory=memory,
        answer=answer,
        order=row.order if answer and _fits(row.order, answer.version) else [],
        token=row.token,
        day=row.day,
        before=to_json(row.before.remembered()),
        after=to_json(row.after.remembered()),
        undone_at=row.undone_at,
        **told,
    )


def _quizzes(
    learner: Learner,
    file: ownfile.OwnFile,
    versions: Versions,
    answers: Mapping[UUID, Answer],
    brought: Brought,
) -> None:
    """Those that are over, and whose every question is here as it was."""
    whole = {
        quiz.token: quiz
        for quiz in file.quizzes
        if quiz.finished_at is not None
        and all(
            (version := versions.get((item.question, item.version))) and _fits(item.order, version)
            for item in quiz.items
        )
    }
    sessions = [
        PracticeSession(learner=learner, **quiz.model_dump(exclude={"items"})) for quiz in whole.values()
    ]
    brought.count("quizzes", len(PracticeSession.objects.bulk_create(sessions, MOST)), len(file.quizzes))
    used: set[UUID] = set()
    items = []
    for session in sessions:
        for position, item in enumerate(whole[session.token].items, start=1):
            version = versions[item.question, item.version]
            answer = answers.get(item.answer) if item.answer and item.answer not in used else None
            if answer is not None and answer.version_id != version.pk:
                answer = None
            used |= {answer.token} if answer else set()
            items.append(
                PracticeItem(
                    session=session, position=position, version=version, order=item.order, answer=answer
                )
            )
    PracticeItem.objects.bulk_create(items, MOST)


def _paths(learner: Learner, file: ownfile.OwnFile, brought: Brought) -> None:
    """Tries at a path that is as it was then; judged by it."""
    known = {(path.slug, path.digest): path for path in LabPath.objects.all()}
    documents = {path.pk: NetworkPath.model_validate(path.document) for path in known.values()}
    rows = []
    for row in file.path_answers:
        path = known.get((row.path, row.digest))
        if path is None:
            continue
        document = documents[path.pk]
        asked = next((one for one in document.challenges if one.id == row.challenge), None)
        if asked is not None:
            state = settled(document, row.chosen)
            result = judge(document, asked, state)
            rows.append(
                PathAnswer(
                    learner=learner,
                    path=path,
                    challenge=row.challenge,
                    digest=path.digest,
                    chosen=sorted(state),
                    solved=result.solved,
                    changes=result.changes,
                    par=result.par,
                    hints=min(row.hints, len(asked.hints)),
                    answered_at=row.answered_at,
                    token=row.token,
                )
            )
    brought.count("path_answers", len(PathAnswer.objects.bulk_create(rows, MOST)), len(file.path_answers))


def _fits(order: Iterable[str], version: QuestionVersion) -> bool:
    return tuple(sorted(order)) == ids_to_shuffle(version.kind, version.body)
