"""The states of the review queue, each with how to get there; whoever else is there does not matter."""

from collections.abc import Callable
from typing import Any

from django.test import Client

from studyapp.models import Card, Learner, Memory
from tests.factories.classreviews import missed_own, own_memory
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, answered
from tests.factories.work import DAY, due, tried
from tests.views.visitors import as_guest, send, signed_in

type Ask = Callable[[Any], Any]


def guest() -> tuple[Learner, Client]:
    """Somebody without an account and the browser."""
    learner = LearnerFactory.create()
    return learner, as_guest(learner)


def _queued_question(kind: str) -> Ask:
    slugs = {"single": "q-k1-2", "multiple": "q-k1-3", "ordering": "q-k1-4", "matching": "q-k1-5"}

    def ask(_: Any) -> Any:
        learner, client = guest()
        due(learner, question=slugs[kind])
        return client.get("/review/")

    return ask


def _queue_done(_: Any) -> Any:
    learner, client = guest()
    memory = due(learner, card=Card.objects.get(slug="card-k1-1"))
    send(client, f"/review/{memory.pk}/1/card/", {"rating": "3"})
    return client.get("/review/")


def _challenge_due(_: Any) -> Any:
    learner, client = guest()
    tried(learner, now=NOON - 3 * DAY)
    return client.get("/review/")


def _challenge_put_off(page: str) -> Ask:
    def ask(_: Any) -> Any:
        learner, client = guest()
        tried(learner, now=NOON - 3 * DAY)
        send(client, "/review/challenges/web/every-hop/put-off/")
        return client.get(page)

    return ask


def _over_the_limit(_: Any) -> Any:
    learner, client = guest()
    due(learner, card=Card.objects.get(slug="card-k1-1"))
    learner.reviews_per_day = 0
    learner.save()
    return client.get("/review/")


def _all_set_aside(_: Any) -> Any:
    learner, client = guest()
    memory = due(learner, card=Card.objects.get(slug="card-k1-1"))
    send(client, f"/review/{memory.pk}/suspend/")
    return client.get("/review/")


def _graded_before(stage: Any) -> Any:
    learner, client = guest()
    memory = due(learner, card=Card.objects.get(slug="card-k1-1"))
    for _ in range(2):
        send(client, f"/review/{memory.pk}/1/card/", {"rating": "3"})
    return client.get("/review/")


def _taken_back(_: Any) -> Any:
    learner, client = guest()
    memory = due(learner, card=Card.objects.get(slug="card-k1-1"))
    send(client, f"/review/{memory.pk}/1/card/", {"rating": "3"})
    send(client, "/review/undo/")
    return client.get("/review/")


def _slipping(_: Any) -> Any:
    learner, client = guest()
    memory = due(learner, card=Card.objects.get(slug="card-k1-1"))
    Memory.objects.filter(pk=memory.pk).update(lapses=8)
    return client.get(f"/review/?show={memory.pk}")


def _of_a_class(_: Any) -> Any:
    found = missed_own()
    Memory.objects.filter(learner=found.learner).exclude(question=found.question).delete()
    return signed_in(found.learner).get("/review/")


def _of_a_class_answered(_: Any) -> Any:
    found = missed_own()
    review = answered(own_memory(found), good=False)
    return signed_in(found.learner).get(f"/review/?shown={review.pk}")


QUEUE_STATES: dict[str, Ask] = {
    **{f"review, {kind}": _queued_question(kind) for kind in ("single", "multiple", "ordering", "matching")},
    "review, done": _queue_done,
    "review, a challenge": _challenge_due,
    "review, a challenge put off": _challenge_put_off("/review/"),
    "set aside, a challenge": _challenge_put_off("/review/aside/"),
    "review, over the day's limit": _over_the_limit,
    "review, all set aside": _all_set_aside,
    "review, graded before": _graded_before,
    "review, taken back": _taken_back,
    "review, slipping": _slipping,
    "review, a question of a class": _of_a_class,
    "review, a question of a class answered": _of_a_class_answered,
}
