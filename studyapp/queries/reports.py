"""Reports of questions, as learners see them: what may be reported, and what came of it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from studyapp.domain.revealing import shown_outside_exams
from studyapp.models import Answer, AttemptItem, PracticeItem, QuestionReport, QuestionVersion
from studyapp.queries.catalogue import Catalogue
from studyapp.queries.exams import still_takes_answers
from studyapp.queries.revealed import in_hand, showing

KINDS = QuestionReport.KINDS
LISTED = 50


@dataclass(frozen=True)
class Reportable:
    """A question that a learner has seen with its key, and where. `answer_id` is the answer given there.

    `unsettled` is the attempt whose deadline ended it before anybody recorded its answers.
    """

    version_id: int
    question_id: int
    place: str
    stem_html: str
    answer_id: int | None
    back_url: str
    unsettled: int | None = None
    kept: bool = False  # it is asked in exams now, so it is not shown here any more


@dataclass(frozen=True)
class OwnReport:
    """A report as its reporter sees it; `fresh` if its outcome has not been seen."""

    pk: int
    created_at: datetime
    kind: str
    place: str
    stem_html: str
    text: str
    state: str
    reply: str
    closed_at: datetime | None
    fresh: bool


def reportable(
    course: Catalogue, learner_id: int, version_id: int | None, place: str, *, now: datetime
) -> Reportable | None:
    """What may be reported: only a question this learner has seen revealed in this place. Two queries."""
    if version_id is None:
        return None
    version = QuestionVersion.objects.filter(pk=version_id).select_related("question").first()
    if version is None or version.question.pool == "class":  # that is a matter of the class
        return None
    match place:
        case "lesson" | "review":
            return _answered(course, learner_id, version, place)
        case "practice" | "precheck":
            return _drawn(learner_id, version, place, now)
        case "exam":
            return _examined(learner_id, version, now)
    return None


def own_reports(learner_id: int) -> tuple[OwnReport, ...]:
    """The newest reports of a learner. One query."""
    rows = QuestionReport.objects.filter(learner_id=learner_id).select_related("version").order_by("-pk")
    return tuple(
        OwnReport(
            pk=row.pk,
            created_at=row.created_at,
            kind=row.get_kind_display(),
            place=row.get_place_display(),
            stem_html=row.version.stem_html,
            text=row.text,
            state=row.state,
            reply=row.reply,
            closed_at=row.closed_at,
            fresh=row.closed_at is not None and row.seen_at is None,
        )
        for row in rows[:LISTED]
    )


def _answered(course: Catalogue, learner_id: int, version: QuestionVersion, place: str) -> Reportable | None:
    """A check of a lesson or a question of the queue: whoever answers it sees its key at once."""
    answers = Answer.objects.filter(learner_id=learner_id, question_id=version.question_id, place=place)
    given = answers.filter(version=version).order_by("-pk").values_list("pk", flat=True).first()
    if given is None:
        return None
    slug = version.question.slug
    lessons = (text.link.url for text in course.lessons if slug in text.checks)
    back = f"{next(lessons, '/lessons/')}#check-{slug}" if place == "lesson" else "/review/"
    return _reportable(version, place, given, back)


def _drawn(learner_id: int, version: QuestionVersion, place: str, now: datetime) -> Reportable | None:
    told = Q(session__mode="each", answer__isnull=False)
    over = Q(session__finished_at__isnull=False) | Q(session__deadline__lte=now)
    items = PracticeItem.objects.filter(told | over, session__learner_id=learner_id, version=version)
    before = Q(session__pick="precheck")
    item = items.filter(before if place == "precheck" else ~before).order_by("-pk").first()
    if item is None:
        return None
    return _reportable(version, place, item.answer_id, f"/practice/{item.session_id}/?q={item.position}")


def _examined(learner_id: int, version: QuestionVersion, now: datetime) -> Reportable | None:
    # What shows no key is not to be asked about, and neither is what a running paper asks.
    items = AttemptItem.objects.filter(showing(now), attempt__learner_id=learner_id, version=version)
    items = items.exclude(version__question__in=in_hand(learner_id, now))
    item = items.select_related("attempt").order_by("-pk").first()
    if item is None:
        return None
    if still_takes_answers(item.attempt, now):  # checked on a paper that goes on
        back = f"/attempts/{item.attempt_id}/?q={item.position}"
        return _reportable(version, "exam", None, back)
    unsettled = item.attempt_id if item.attempt.submitted_at is None else None
    back = f"/attempts/{item.attempt_id}/report/"
    return _reportable(version, "exam", item.answer_id, back, unsettled)


def _reportable(
    version: QuestionVersion, place: str, answer: int | None, back: str, unsettled: int | None = None
) -> Reportable:
    kept = place != "exam" and not shown_outside_exams(version.question.pool)
    stem = "" if kept else version.stem_html
    return Reportable(version.pk, version.question_id, place, stem, answer, back, unsettled, kept)
