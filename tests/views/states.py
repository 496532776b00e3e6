"""Every state a page of the site can be in, each with how to get there."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.test import Client

from studyapp.models import Card, Learner, Memory
from tests.cast import Cast
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, MemoryFactory, attempt_of, quiz_of, right, version_of
from tests.factories.work import Work, due
from tests.views.entrances import sign_in, sign_up
from tests.views.visitors import answered, as_guest, send


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


def _guest() -> tuple[Learner, Client]:
    learner = LearnerFactory.create()
    return learner, as_guest(learner)


def _all_read(stage: Stage) -> Any:
    learner, client = _guest()
    learner.new_per_day = 0
    learner.save()
    return _read_all(client).get("/")


def _new_cards(stage: Stage) -> Any:
    return _read_all(_guest()[1]).get("/")


def _read_all(client: Client) -> Client:
    for slug in ("first", "second"):
        send(client, f"/lessons/{slug}/finish/")
    return client


def _check_missed(stage: Stage) -> Any:
    _, client = _guest()
    version = version_of("q-k1-1")
    wrong = next(choice["id"] for choice in version.body["choices"] if not choice["correct"])
    send(client, "/lessons/first/checks/q-k1-1/", {"choice": wrong})
    return client.get("/lessons/first/")


def _open_question(kind: str) -> Ask:
    def ask(stage: Stage) -> Any:
        learner, client = _guest()
        session = quiz_of(learner, size=40)
        item = session.items.filter(version__kind=kind)[0]
        return client.get(f"/practice/{session.pk}/?q={item.position}")

    return ask


def _answered_question(kind: str) -> Ask:
    def ask(stage: Stage) -> Any:
        learner, client = _guest()
        session = quiz_of(learner, size=40)
        item = session.items.select_related("version").filter(version__kind=kind)[0]
        fields = {"confidence": "sure", **answered(item.version, right(item.version))}
        send(client, f"/practice/{session.pk}/{item.position}/answer/", fields)
        return client.get(f"/practice/{session.pk}/?q={item.position}")

    return ask


def _answered_until_the_end(stage: Stage) -> Any:
    learner, client = _guest()
    session = quiz_of(learner, mode="end")
    version = session.items.select_related("version").get(position=1).version
    fields = {"confidence": "sure", **answered(version, right(version))}
    send(client, f"/practice/{session.pk}/1/answer/", fields)
    return client.get(f"/practice/{session.pk}/?q=1")


KINDS = {"single": "q-k1-2", "multiple": "q-k1-3", "ordering": "q-k1-4", "matching": "q-k1-5"}


def _queued_question(kind: str, path: str = "/review/") -> Ask:
    def ask(stage: Stage) -> Any:
        learner, client = _guest()
        due(learner, question=KINDS[kind])
        return client.get(path)

    return ask


def _queue_done(stage: Stage) -> Any:
    learner, client = _guest()
    memory = due(learner, card=Card.objects.get(slug="card-k1-1"))
    send(client, f"/review/{memory.pk}/1/card/", {"rating": "3"})
    return client.get("/review/")


def _slipping(stage: Stage) -> Any:
    learner, client = _guest()
    memory = due(learner, card=Card.objects.get(slug="card-k1-1"))
    Memory.objects.filter(pk=memory.pk).update(lapses=8)
    return client.get(f"/review/?show={memory.pk}")


def _aside(stage: Stage) -> Any:
    learner, client = _guest()
    for number, how in enumerate(("bury", "suspend"), start=1):
        memory = due(learner, card=Card.objects.get(slug=f"card-k1-{number}"))
        send(client, f"/review/{memory.pk}/{how}/")
    return client.get("/review/aside/")


def _new_card(stage: Stage) -> Any:
    learner, client = _guest()
    MemoryFactory.create(learner=learner)
    return client.get("/review/")


def _closing(stage: Stage) -> Any:
    """A paper whose last answers may still be on their way."""
    learner, client = _guest()
    attempt = attempt_of(learner, now=NOON - timedelta(minutes=8, seconds=5))
    return client.get(f"/attempts/{attempt.pk}/report/")


def _welcome(stage: Stage) -> Any:
    client = Client()
    sign_up(client, "nora")
    return client.get("/")


def _guest_account(stage: Stage) -> Any:
    return _guest()[1].get("/account/")


STATES: dict[str, Ask] = {
    "today, first visit": _nobody("/"),
    "today, exam running": _owner("/"),
    "today, all read and nothing due": _all_read,
    "today, only new cards": _new_cards,
    "today, nothing done yet": lambda stage: stage.cast.classmate.get("/"),
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
    "quiz, one of the result": _owner("/practice/{work.ended.pk}/?q=2"),
    "review, empty": _nobody("/review/"),
    "review, card": _owner("/review/"),
    "review, new card": _new_card,
    "review, back of the card": _owner("/review/?show={work.card.pk}"),
    **{f"review, {kind}": _queued_question(kind) for kind in KINDS},
    "review, answer": _owner("/review/?shown={work.review.pk}"),
    "review, refused": _sent("/review/{work.question.pk}/1/question/", choice="0"),
    "review, done": _queue_done,
    "review, slipping": _slipping,
    "review, aside": _aside,
    "review, nothing aside": _nobody("/review/aside/"),
    "review, without network": _owner("/review/pack/"),
    **{f"pack, {kind}": _queued_question(kind, "/review/pack/") for kind in KINDS},
    "pack, nothing due": _nobody("/review/pack/"),
    "offline": _nobody("/offline/"),
    "cram, front": _owner("/review/cram/?scope=all&seed=1"),
    "cram, back": _owner("/review/cram/?scope=all&seed=1&back=1"),
    "cram, end": _owner("/review/cram/?scope=all&seed=1&n=99"),
    "cram, none": _nobody("/review/cram/"),
    "study settings": _owner("/account/settings/"),
    "study settings, refused": _sent("/account/settings/", learning_steps="10m 1m"),
    "exams": _owner("/exams/"),
    "exams, none yet": _nobody("/exams/"),
    "exam format": _owner("/exams/format/"),
    "exam": _nobody("/exams/mini/"),
    "exam, running": _owner("/exams/mini/"),
    "sitting, first question": _owner("/attempts/{work.attempt.pk}/?q=1"),
    "sitting, last question": _owner("/attempts/{work.attempt.pk}/?q=4"),
    "sitting, refused": _sent("/attempts/{work.attempt.pk}/1/save/", choice="0"),
    "sitting, review": _owner("/attempts/{work.attempt.pk}/"),
    "report, closing": _closing,
    "report": _owner("/attempts/{work.handed_in.pk}/report/"),
    "glossary": _owner("/glossary/"),
    "account": _owner("/account/"),
    "account, guest": _guest_account,
    "account, first visit": _nobody("/account/"),
    "sign up": _nobody("/account/sign-up/"),
    "sign up, refused": lambda stage: sign_up(Client(), "olga", "short"),
    "sign in": _nobody("/account/sign-in/"),
    "sign in, refused": lambda stage: sign_in(Client(), "olga", "wrong-horse"),
    "sign up, welcome": _welcome,
    "not found": _owner("/nowhere/"),
    "bad request": lambda stage: stage.owner.get("/", HTTP_HOST="evil.example"),
    "old form": lambda stage: Client(enforce_csrf_checks=True).post("/account/sign-out/"),
}
