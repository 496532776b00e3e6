"""The states of the last look at a paper, of a check, of reports and comparisons, and of questions kept."""

from datetime import timedelta
from typing import Any

from django.test import Client

from studyapp.actions import exams
from studyapp.models import Attempt, Learner, Question
from tests.factories.study import NOON, attempt_of, right, wrong
from tests.factories.work import ended_quiz, reviewed_question
from tests.views.queuestates import guest

HOUR = timedelta(hours=1)


def sat(learner: Learner, *marks: bool, seed: int = 1, hours_ago: int = 1, **changes: Any) -> Attempt:
    """A sitting handed in, its first questions right or wrong; `changes` are made to it afterwards."""
    start = NOON - hours_ago * HOUR
    attempt = attempt_of(learner, seed=seed, now=start)
    for item, good in zip(attempt.items.select_related("version"), marks, strict=False):
        response = right(item.version) if good else wrong(item.version)
        then = start + timedelta(seconds=40 * item.position)
        exams.save(attempt=attempt, position=item.position, response=response, now=then)
    exams.submit(attempt=attempt, now=start + timedelta(minutes=5))
    Attempt.objects.filter(pk=attempt.pk).update(**changes)
    return attempt


def to_the_exams(**questions: Any) -> None:
    """The authors have moved these questions to the pool of exams."""
    Question.objects.filter(**questions).update(pool="exam")


def _report(*marks: bool, **changes: Any) -> Any:
    def ask(stage: object) -> Any:
        learner, client = guest()
        return client.get(f"/attempts/{sat(learner, *marks, **changes).pk}/report/")

    return ask


def _in_hand(stage: object) -> Any:
    """The report of a paper whose questions a running one asks again."""
    learner, client = guest()
    early, late = sat(learner, True, False), attempt_of(learner, seed=2)
    for position, version in early.items.values_list("position", "version"):
        late.items.filter(position=position).update(version=version)
    return client.get(f"/attempts/{early.pk}/report/")


def _compared(*papers: tuple[bool, ...]) -> Any:
    def ask(stage: object) -> Any:
        learner, client = guest()
        for n, marks in enumerate(papers):
            sat(learner, *marks, seed=n, hours_ago=len(papers) - n)
        return client.get("/exams/mini/compare/")

    return ask


def _kept_quiz(query: str) -> Any:
    def ask(stage: object) -> Any:
        learner, client = guest()
        session = ended_quiz(learner, seed=41)
        to_the_exams(pk=session.items.get(position=1).version.question_id)
        response = client.get(f"/practice/{session.pk}/{query}")
        _back_to_practice()
        return response

    return ask


def _kept_review(stage: object) -> Any:
    learner, client = guest()
    review = reviewed_question(learner, "q-k1-6")
    to_the_exams(slug="q-k1-6")
    response = client.get(f"/review/?shown={review.pk}")
    _back_to_practice()
    return response


def _kept_report(stage: object) -> Any:
    learner, client = guest()
    session = ended_quiz(learner, seed=42)
    version = session.items.select_related("version").get(position=1).version
    to_the_exams(pk=version.question_id)
    response = client.get(f"/reports/new/?version={version.pk}&place=practice")
    _back_to_practice()
    return response


def _back_to_practice() -> None:
    """So that the states that follow find the course as it was."""
    Question.objects.filter(slug__startswith="q-").update(pool="practice")


def _owner(path: str) -> Any:
    def ask(stage: Any) -> Any:
        client: Client = stage.owner
        return client.get(path.format(work=stage.work))

    return ask


EXAM_STATES: dict[str, Any] = {
    "sitting, last look": _owner("/attempts/{work.attempt.pk}/"),
    "sitting, last look, complete ones": _owner("/attempts/{work.checkable.pk}/?show=complete"),
    "sitting, last look, none flagged": _owner("/attempts/{work.attempt.pk}/?show=flagged"),
    "sitting, handing in": _owner("/attempts/{work.attempt.pk}/submit/"),
    "sitting, may be checked": _owner("/attempts/{work.checkable.pk}/?q=1"),
    "sitting, check": _owner("/attempts/{work.checkable.pk}/1/check/"),
    "sitting, checked": _owner("/attempts/{work.checkable.pk}/?q=2"),
    "report, passed": _report(True, True, True, True),
    "report, not yet": _report(True, False),
    "report, nothing answered": _report(),
    "report, key after the window": _report(
        True, False, review="after_window", review_from=NOON + timedelta(days=2)
    ),
    "report, key never": _report(True, False, review="never"),
    "report, questions in hand": _in_hand,
    "compare, no attempt": _compared(),
    "compare, one attempt": _compared((True,)),
    "compare, two attempts": _compared((True,), (True, True, True)),
    "compare, three attempts": _compared((True,), (True, True, True), ()),
    "quiz, result with a question kept": _kept_quiz(""),
    "quiz, question kept": _kept_quiz("?q=1"),
    "review, question kept": _kept_review,
    "report a question, kept": _kept_report,
}
