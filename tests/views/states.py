"""Every state a page of the site can be in, each with how to get there."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.test import Client

from studyapp.actions import exams, reports
from studyapp.models import Card
from tests.cast import Cast
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, MemoryFactory, attempt_of, missed, quiz_of, right, version_of, wrong
from tests.factories.work import Work, due, ended_quiz, first_tries, reported, staff
from tests.views.accountstates import ACCOUNT_STATES
from tests.views.classstates import CLASS_STATES
from tests.views.examstates import EXAM_STATES
from tests.views.keystates import KEY_STATES
from tests.views.livestates import LIVE_STATES
from tests.views.queuestates import QUEUE_STATES, guest
from tests.views.supportstates import SUPPORT_STATES
from tests.views.visitors import answered, as_guest, send
from tests.views.workstates import WORK_STATES


@dataclass(frozen=True)
class Stage:
    """Who there is and what the owner has done."""

    cast: Cast
    work: Work

    @property
    def owner(self) -> Client:
        """The owner's browser."""
        return self.cast.owner

    @property
    def nobody(self) -> Client:
        """The browser of a first-time visitor."""
        return self.cast.nobody


type Ask = Callable[[Stage], Any]


def _owner(path: str) -> Ask:
    return lambda stage: stage.owner.get(path.format(work=stage.work))


def _nobody(path: str) -> Ask:
    return lambda stage: stage.nobody.get(path)


def _sent(path: str, **fields: Any) -> Ask:
    return lambda stage: send(stage.owner, path.format(work=stage.work), fields)


def _all_read(stage: Stage) -> Any:
    learner, client = guest()
    learner.new_per_day = 0
    learner.save()
    return _read_all(client).get("/")


def _new_cards(stage: Stage) -> Any:
    return _read_all(guest()[1]).get("/")


def _read_all(client: Client) -> Client:
    for slug in ("first", "second"):
        send(client, f"/lessons/{slug}/finish/")
    return client


def _check_missed(stage: Stage) -> Any:
    _, client = guest()
    version = version_of("q-k1-1")
    wrong = next(choice["id"] for choice in version.body["choices"] if not choice["correct"])
    send(client, "/lessons/first/checks/q-k1-1/", {"choice": wrong})
    return client.get("/lessons/first/")


def _open_question(kind: str) -> Ask:
    def ask(stage: Stage) -> Any:
        learner, client = guest()
        session = quiz_of(learner, size=40)
        item = session.items.filter(version__kind=kind)[0]
        return client.get(f"/practice/{session.pk}/?q={item.position}")

    return ask


def _answered_question(kind: str) -> Ask:
    def ask(stage: Stage) -> Any:
        learner, client = guest()
        session = quiz_of(learner, size=40)
        item = session.items.select_related("version").filter(version__kind=kind)[0]
        fields = {"confidence": "sure", **answered(item.version, right(item.version))}
        send(client, f"/practice/{session.pk}/{item.position}/answer/", fields)
        return client.get(f"/practice/{session.pk}/?q={item.position}")

    return ask


def _answered_until_the_end(stage: Stage) -> Any:
    learner, client = guest()
    session = quiz_of(learner, mode="end")
    version = session.items.select_related("version").get(position=1).version
    fields = {"confidence": "sure", **answered(version, right(version))}
    send(client, f"/practice/{session.pk}/1/answer/", fields)
    return client.get(f"/practice/{session.pk}/?q=1")


KINDS = {"single": "q-k1-2", "multiple": "q-k1-3", "ordering": "q-k1-4", "matching": "q-k1-5"}


def _packed_question(kind: str) -> Ask:
    def ask(stage: Stage) -> Any:
        learner, client = guest()
        due(learner, question=KINDS[kind])
        return client.get("/review/pack/")

    return ask


def _answered_meanwhile(stage: Stage) -> Any:
    report = reported(ended_quiz(guest()[0], seed=32), kind="other", text="First.")
    client, one = Client(), staff(f"staff-{uuid4()}")
    client.force_login(one)
    fields = {"state": "declined", "reply": "It stays."}
    for _ in range(2):
        response = send(client, f"/reports/all/{report.pk}/close/", fields)
    return response


def _aside(stage: Stage) -> Any:
    learner, client = guest()
    for number, how in enumerate(("bury", "suspend"), start=1):
        memory = due(learner, card=Card.objects.get(slug=f"card-k1-{number}"))
        send(client, f"/review/{memory.pk}/{how}/")
    return client.get("/review/aside/")


def _new_card(stage: Stage) -> Any:
    learner, client = guest()
    MemoryFactory.create(learner=learner)
    return client.get("/review/")


def _plan(days: int, **limits: int) -> Ask:
    def ask(stage: Stage) -> Any:
        learner = LearnerFactory.create(exam_date=NOON.date() + timedelta(days=days), **limits)
        for question in ("q-s1-2", "q-s1-3", "q-k1-2"):
            due(learner, question=question)
        return as_guest(learner).get("/plan/")

    return ask


def _before_any_work(path: str, days: int) -> Ask:
    """A page of somebody who has done nothing yet, that many days before the exam."""

    def ask(stage: Stage) -> Any:
        return as_guest(LearnerFactory.create(exam_date=NOON.date() + timedelta(days=days))).get(path)

    return ask


def _much_known(stage: Stage) -> Any:
    """Every figure of the page is there: ranges, the exam day, each confidence, a question sure and wrong."""
    learner, client = guest()
    learner.exam_date = NOON.date() + timedelta(days=20)
    learner.save()
    first_tries(learner)
    for card in Card.objects.order_by("pk"):
        due(learner, card=card)
    return client.get("/progress/")


def _closing(stage: Stage) -> Any:
    """A paper whose last answers may still be on their way."""
    learner, client = guest()
    attempt = attempt_of(learner, now=NOON - timedelta(minutes=8, seconds=5))
    return client.get(f"/attempts/{attempt.pk}/report/")


def _about_fields(stage: Stage) -> dict[str, str]:
    return {"version": str(version_of("q-k1-1").pk), "place": "lesson", "kind": "other", "text": ""}


def _about(stage: Stage) -> str:
    return f"?version={version_of('q-k1-1').pk}&place=lesson"


def _staff(path: str) -> Ask:
    def ask(stage: Stage) -> Any:
        client = Client()
        client.force_login(staff(f"staff-{len(path)}-{uuid4()}"))
        return client.get(path.format(work=stage.work))

    return ask


def _case_refused(stage: Stage) -> Any:
    client = Client()
    client.force_login(staff(f"staff-{uuid4()}"))
    return send(client, f"/reports/all/{stage.work.report.pk}/close/", {"state": "maybe", "reply": ""})


def _answered_report(path: str) -> Ask:
    """A report that has its answer, as its reporter and as the staff see it."""

    def ask(stage: Stage) -> Any:
        client, learner = stage.owner, stage.work.learner
        report = reported(ended_quiz(learner, seed=31), kind="other", text="Two lines\nof text.")
        one = staff(f"staff-{uuid4()}")
        reports.close_report(
            report_id=report.pk, staff=one, state="accepted", reply="You were right.", alike=False, now=NOON
        )
        if path.startswith("/reports/all/"):
            client = Client()
            client.force_login(one)
        return client.get(path.format(report=report))

    return ask


def _precheck(answers: int) -> Ask:
    def ask(stage: Stage) -> Any:
        learner, client = guest()
        session = quiz_of(learner, pick="precheck", subject="first", size=3, mode="end")
        for item in session.items.select_related("version")[:answers]:
            fields = answered(item.version, right(item.version))
            send(client, f"/practice/{session.pk}/{item.position}/answer/", fields)
        return client.get(f"/practice/{session.pk}/")

    return ask


def _timed(minutes: float) -> Ask:
    """A timed quiz of ten minutes, that long after its start."""

    def ask(stage: Stage) -> Any:
        learner, client = guest()
        then = NOON - timedelta(minutes=minutes)
        session = quiz_of(learner, pace=timedelta(minutes=2), now=then)
        missed(session, now=then)
        return client.get(f"/practice/{session.pk}/")

    return ask


def _misses_of_an_exam(stage: Stage) -> Any:
    learner, client = guest()
    attempt = attempt_of(learner, now=NOON - timedelta(hours=1))
    version = attempt.items.select_related("version").get(position=1).version
    then = NOON - timedelta(minutes=59)
    exams.save(attempt=attempt, position=1, response=wrong(version), flagged=None, now=then)
    exams.submit(attempt=attempt, now=then)
    return client.get(f"/attempts/{attempt.pk}/report/")


STATES: dict[str, Ask] = {
    "today, first visit": _nobody("/"),
    "today, exam running": _owner("/"),
    "today, all read and nothing due": _all_read,
    "today, only new cards": _new_cards,
    "today, nothing done yet": lambda stage: stage.cast.classmate.get("/"),
    "today, the eve of the exam": _before_any_work("/", 1),
    "today, the day of the exam": _before_any_work("/", 0),
    "lessons": _owner("/lessons/"),
    "lesson, first visit": _nobody("/lessons/first/"),
    "lesson, check right": _owner("/lessons/first/"),
    "lesson, check missed": _check_missed,
    "lesson, check again": _owner("/lessons/first/?again=q-k1-1"),
    "lesson, check refused": _sent("/lessons/first/checks/q-k1-1/", choice="0"),
    "practice": _owner("/practice/"),
    "practice, first visit": _nobody("/practice/"),
    "practice, refused": _sent("/practice/", size="7", mode="never", objectives="X9"),
    **{f"quiz, {kind}": _open_question(kind) for kind in ("single", "multiple", "ordering", "matching")},
    **{f"quiz, {kind} right": _answered_question(kind) for kind in ("multiple", "ordering", "matching")},
    "quiz, answered": _answered_until_the_end,
    "quiz, refused": _sent("/practice/{work.quiz.pk}/1/answer/", choice="0"),
    "quiz, result": _owner("/practice/{work.ended.pk}/"),
    "quiz, timed": _timed(2),
    "quiz, ended by its deadline": _timed(10),
    "quiz, before a lesson": _precheck(1),
    "quiz, before a lesson, result": _precheck(3),
    "quiz, one of the result": _owner("/practice/{work.ended.pk}/?q=2"),
    "review, empty": _nobody("/review/"),
    "review, card": _owner("/review/"),
    "review, new card": _new_card,
    "review, back of the card": _owner("/review/?show={work.card.pk}"),
    "review, answer": _owner("/review/?shown={work.review.pk}"),
    **QUEUE_STATES,
    **CLASS_STATES,
    **LIVE_STATES,
    "review, refused": _sent("/review/{work.question.pk}/1/question/", choice="0"),
    "review, aside": _aside,
    "review, nothing aside": _nobody("/review/aside/"),
    "review, without network": _owner("/review/pack/"),
    **{f"pack, {kind}": _packed_question(kind) for kind in KINDS},
    "pack, nothing due": _nobody("/review/pack/"),
    "paths": _owner("/paths/"),
    "paths, first visit": _nobody("/paths/"),
    "path": _owner("/paths/web/"),
    "path, something idle": _owner("/paths/web/?drawn=1&in-listener=direct&on=targets"),
    "sandbox": _owner("/paths/sandbox/"),
    "sandbox, faulty": _nobody(
        "/paths/sandbox/?node=browser&over=internet&node=ec2&over=aws&layer=TLS&from=2&to=1&keys=aws&plain=no"
    ),
    "challenge": _nobody("/paths/web/challenges/every-hop/"),
    "challenge, not yet": _owner("/paths/web/challenges/every-hop/?hints=2&checked=1"),
    "challenge, met": _owner(
        "/paths/web/challenges/every-hop/?drawn=1&in-listener=https&on=targets&checked=1"
    ),
    "offline": _nobody("/offline/"),
    "cram, front": _owner("/review/cram/?scope=all&seed=1"),
    "cram, back": _owner("/review/cram/?scope=all&seed=1&back=1"),
    "cram, end": _owner("/review/cram/?scope=all&seed=1&n=99"),
    "cram, none": _nobody("/review/cram/"),
    "study settings": _owner("/account/settings/"),
    "study settings, refused": _sent("/account/settings/", learning_steps="10m 1m"),
    "plan, no date yet": _owner("/plan/"),
    "plan, first visit": _nobody("/plan/"),
    "plan, refused": _sent("/plan/", exam_date="1999-01-01"),
    "plan, nothing learned yet": _before_any_work("/plan/", 40),
    **{f"plan, exam in {days} days": _plan(days) for days in (400, 40, 10, 2, 1, 0, -1)},
    "plan, limits too low": _plan(9, new_per_day=1, reviews_per_day=0),
    "exams": _owner("/exams/"),
    "exams, none yet": _nobody("/exams/"),
    "exam format": _owner("/exams/format/"),
    "exam": _nobody("/exams/mini/"),
    "exam, running": _owner("/exams/mini/"),
    "sitting, first question": _owner("/attempts/{work.attempt.pk}/?q=1"),
    "sitting, last question": _owner("/attempts/{work.attempt.pk}/?q=4"),
    "sitting, the paper to keep": _owner("/attempts/{work.attempt.pk}/paper/"),
    "sitting, refused": _sent("/attempts/{work.attempt.pk}/1/save/", choice="0"),
    "sitting, review": _owner("/attempts/{work.attempt.pk}/"),
    **EXAM_STATES,
    "report, closing": _closing,
    "report": _owner("/attempts/{work.handed_in.pk}/report/"),
    "report, with misses": _misses_of_an_exam,
    "reports": _owner("/reports/"),
    "reports, none yet": _nobody("/reports/"),
    "reports, answered": _answered_report("/reports/"),
    "report a question": lambda stage: stage.owner.get(f"/reports/new/{_about(stage)}"),
    "report a question, refused": lambda stage: send(stage.owner, "/reports/new/", _about_fields(stage)),
    "reports of all": _staff("/reports/all/"),
    "reports of all, none": _staff("/reports/all/?state=declined"),
    "report, case": _staff("/reports/all/{work.report.pk}/"),
    "report, case refused": _case_refused,
    "report, case answered meanwhile": _answered_meanwhile,
    "report, case answered": _answered_report("/reports/all/{report.pk}/"),
    "account, reports answered": _answered_report("/account/"),
    **KEY_STATES,
    **SUPPORT_STATES,
    "progress, first visit": _nobody("/progress/"),
    "progress, little known": _owner("/progress/"),
    "progress, much known": _much_known,
    **WORK_STATES,
    "glossary": _owner("/glossary/"),
    "search": _nobody("/search/"),
    "search, found": _owner("/search/?q=macsec"),
    "search, one kind": _owner("/search/?q=fact&kind=card"),
    "search, nothing found": _owner("/search/?q=MACsce"),
    "search, refused": _owner(f"/search/?q={'x' * 101}"),
    **ACCOUNT_STATES,
    "not found": _owner("/nowhere/"),
    "not to be opened": _owner("/account/guest/"),
    "bad request": lambda stage: stage.owner.get("/", HTTP_HOST="evil.example"),
    "old form": lambda stage: Client(enforce_csrf_checks=True).post("/account/sign-out/"),
}
