"""The rows of a save by hand are the rows that the ORM reads and writes."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from studyapp.actions.examlog import Sent
from studyapp.actions.examrows import held
from studyapp.models import Attempt, AttemptEvent, AttemptItem
from tests.actions.sittings import SECOND, save
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, attempt_of, right

pytestmark = pytest.mark.django_db


def test_what_is_held_is_what_the_orm_reads() -> None:
    attempt = attempt_of(LearnerFactory.create())
    version = attempt.items.select_related("version").get(position=2).version
    sent = Sent("tab", 3, NOON, "aaaaaaaaaaaa")
    save(attempt, 2, right(version), flagged=True, struck=attempt.items.get(position=2).order[:1], sent=sent)
    with transaction.atomic():
        found = held(attempt, 2)
    assert found is not None
    sitting, item = found
    read = AttemptItem.objects.select_related("version", "attempt").get(attempt=attempt, position=2)
    for field in AttemptItem._meta.concrete_fields:
        assert getattr(item, field.attname) == getattr(read, field.attname), field.name
    assert (item.version.kind, item.version.body) == (read.version.kind, read.version.body)
    for name in ("pk", "learner_id", "started_at", "deadline", "submitted_at", "exam_id", "review"):
        assert getattr(sitting, name) == getattr(read.attempt, name), name


def test_what_is_not_there_or_somebody_elses_is_not_held() -> None:
    attempt, other = (attempt_of(LearnerFactory.create()) for _ in range(2))
    nowhere = Attempt(pk=2**63, learner_id=attempt.learner_id)
    claimed = Attempt(pk=attempt.pk, learner_id=other.learner_id)
    with transaction.atomic():
        assert held(attempt, 1) is not None
        assert held(attempt, 5) is held(attempt, 2**31) is held(nowhere, 1) is held(claimed, 1) is None


def test_a_save_is_three_statements() -> None:
    attempt = attempt_of(LearnerFactory.create())
    option = attempt.items.get(position=1).order[0]
    with CaptureQueriesContext(connection) as asked:
        save(attempt, 1, (option,), now=NOON + SECOND)
    words = [query["sql"].split()[0] for query in asked.captured_queries]
    assert [word for word in words if word not in ("SAVEPOINT", "RELEASE")] == ["SELECT", "UPDATE", "INSERT"]


def test_every_column_of_a_line_is_written() -> None:
    attempt = attempt_of(LearnerFactory.create())
    item = attempt.items.get(position=1)
    save(attempt, 1, (item.order[0],), sent=Sent("tab", 3, NOON, "aaaaaaaaaaaa"), now=NOON + SECOND)
    event = AttemptEvent.objects.values().get(kind="saved")
    assert event == {
        "id": AttemptEvent.objects.latest("pk").pk,
        "attempt_id": attempt.pk,
        "item_id": item.pk,
        "kind": "saved",
        "value": [item.order[0]],
        "revision": 1,
        "late": False,
        "at": NOON + SECOND,
        "client": "tab",
        "client_revision": 3,
        "client_at": NOON,
        "session_tag": "aaaaaaaaaaaa",
    }
