"""Questions of a class: written, changed, retired and brought back, and imported from a file."""

from collections.abc import Iterable
from dataclasses import astuple, dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction
from django.db.models import Max

from studyapp.domain.contenttext import said
from studyapp.domain.exchange import Fault, item_of
from studyapp.domain.ownquestion import Known, OwnQuestion, rendered, source_of
from studyapp.domain.versions import digest_of
from studyapp.models import (
    Classroom,
    Idea,
    Lesson,
    Membership,
    Objective,
    Question,
    QuestionDraft,
    QuestionVersion,
)
from studyapp.queries.ownquestions import OWN, drafted, own_slug

KEPT = timedelta(days=1)
MOST_OWN = 1000  # of a class


class TooMany(Exception):
    """The class has as many questions as it can have."""


class Overtaken(Exception):
    """Somebody has saved another text since this one was begun: the version `by`."""

    def __init__(self, by: int | None) -> None:
        super().__init__(by)
        self.by = by


@dataclass(frozen=True)
class Stored:
    """What became of a question: it is there for the first time, or its text is another one, or neither."""

    question: Question
    made: bool
    new_text: bool


def fresh_name() -> str:
    """The id of a question that was begun in the browser."""
    return f"q-{uuid4().hex[:10]}"


@transaction.atomic
def save(
    *,
    classroom: Classroom,
    question: OwnQuestion,
    source: str = "",
    over: int | None = None,
    now: datetime,
) -> Stored:
    """Keep a checked question under its id. A text that was there before gets its old version back.

    `source` is the text as it was typed; without it, as the content format says it. `over` is the version it
    is to replace; Overtaken, and nothing saved, if by now another text than that and this one stands there.
    """
    Classroom.objects.select_for_update().get(pk=classroom.pk)  # two imports of one file are one
    row = Question.objects.filter(slug=own_slug(classroom.pk, question.id)).first()
    made = row is None
    if row is None:
        if Question.objects.filter(classroom=classroom, pool=OWN).count() >= MOST_OWN:
            raise TooMany
        row = Question(classroom=classroom, slug=own_slug(classroom.pk, question.id), pool=OWN, section="")
        row.idea = Idea.objects.get_or_create(slug=f"question:{row.slug}")[0]
    row.digest = digest_of(question)
    row.difficulty, row.sources, row.checked = question.difficulty, list(question.sources), question.checked
    row.lesson = Lesson.objects.get(slug=question.lesson)
    row.objective_id, row.retired_at = question.objectives[0], None
    row.save()
    row.objectives.set(Objective.objects.filter(code__in=question.objectives))
    version = _version(row, question, source or source_of(question), now)
    if over is not None and not made and row.current_id not in (over, version.pk):
        raise Overtaken(row.current_id)
    new_text = row.current_id != version.pk
    if new_text:
        row.current = version
        row.save(update_fields=["current"])
    return Stored(row, made, new_text)


@transaction.atomic
def retire(*, question: Question, now: datetime) -> None:
    """Nobody is asked it any more; answers keep it."""
    Question.objects.filter(pk=question.pk, retired_at=None).update(retired_at=now)


@transaction.atomic
def bring_back(*, question: Question) -> None:
    """It can be asked again."""
    Question.objects.filter(pk=question.pk).update(retired_at=None)


@transaction.atomic
def keep_draft(
    *, membership: Membership, questions: Iterable[OwnQuestion], faults: Iterable[Fault], now: datetime
) -> QuestionDraft:
    """What a file holds, for its page and the import after it. It takes the place of the one before."""
    QuestionDraft.objects.filter(made_at__lt=now - KEPT).delete()
    told = {
        "text": "\n".join(said(item_of(question)) for question in questions),
        "faults": [list(astuple(fault)) for fault in faults],
        "made_at": now,
    }
    return QuestionDraft.objects.update_or_create(membership=membership, defaults=told)[0]


@transaction.atomic
def import_draft(*, draft: QuestionDraft, known: Known, now: datetime) -> tuple[Stored, ...]:
    """Keep every question of the draft, and forget it. Done again with the same file it changes nothing."""
    held = QuestionDraft.objects.select_for_update().select_related("membership__classroom").get(pk=draft.pk)
    classroom = held.membership.classroom
    done = [
        save(classroom=classroom, question=question, now=now) for question in drafted(held, known, now.date())
    ]
    QuestionDraft.objects.filter(pk=held.pk).delete()
    return tuple(done)


def _version(row: Question, question: OwnQuestion, source: str, now: datetime) -> QuestionVersion:
    digest = digest_of(question)
    stored = QuestionVersion.objects.filter(question=row, digest=digest).first()
    if stored is not None:
        return stored
    html = rendered(question)
    newest = QuestionVersion.objects.filter(question=row).aggregate(newest=Max("number"))["newest"]
    return QuestionVersion.objects.create(
        question=row,
        number=(newest or 0) + 1,
        digest=digest,
        kind=question.kind,
        stem_html=html.stem_html,
        body=html.body,
        takeaway_html=html.takeaway_html,
        source=source,
        created_at=now,
    )
