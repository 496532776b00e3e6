"""The shipped files are what bench stack brings up, and its comparison with the rows can fail."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bench.stack_rows import lost
from bench.stack_site import CONF, UNIT, commands, replaced, site_conf
from studyapp.models import AttemptItem, Review
from tests.factories.people import LearnerFactory
from tests.factories.study import MemoryFactory, attempt_of

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)


def test_the_shipped_nginx_configuration_changes_in_its_addresses_alone() -> None:
    shipped = CONF.read_text("utf-8")
    made = site_conf(shipped, Path("/scratch"), [8101, 8102], 8080, 8443)
    old = set(shipped.splitlines()) - set(made.splitlines())
    assert {line.strip() for line in set(made.splitlines()) - set(shipped.splitlines())} >= {
        "server 127.0.0.1:8101;",
        "server 127.0.0.1:8102;",
        "listen 127.0.0.1:8080;",
        "ssl_certificate /scratch/certificate.pem;",
        "ssl_certificate_key /scratch/key.pem;",
    }
    assert len(old) == 5


def test_a_shipped_line_that_is_gone_stops_the_bench() -> None:
    with pytest.raises(ValueError, match="'listen 80;' stands 0 times"):
        replaced("listen 81;", {"listen 80;": ""})


def test_the_unit_is_run_as_it_is_shipped_but_for_the_port() -> None:
    before, serve = commands(UNIT.read_text("utf-8"), 8101)
    assert [command[2] for command in before] == ["migrate", "publish_content", "collectstatic"]
    text = " ".join(serve)
    assert "--port 8101 --workers 2 --blocking-threads 4 --respawn-failed-workers" in text
    assert serve[-1] == "studyapp.wsgi:application"


@pytest.fixture
def told(published: None) -> dict[str, Any]:
    """A save and a grade that are stored as they were told."""
    learner = LearnerFactory.create()
    attempt = attempt_of(learner, now=NOW)
    item = AttemptItem.objects.select_related("version").filter(attempt=attempt, version__kind="single")[0]
    item.response, item.heard = [item.order[0]], [["tab", 3, 0, 0]]
    item.save()
    memory = MemoryFactory.create(learner=learner)
    Review.objects.create(
        learner=learner, memory=memory, number=0, stage="new", rating=3, reviewed_at=NOW, received_at=NOW,
        day=NOW.date(), before={}, after={},
    )  # fmt: skip
    save = [attempt.pk, item.position, 3, {"choice": item.order[0]}]
    return {"saves": [save], "grades": [[memory.pk, 0]], "other": item.order[1]}


@pytest.mark.django_db
def test_what_is_there_is_not_called_lost(told: dict[str, Any]) -> None:
    assert lost(told) == {"saves": 1, "grades": 1, "faults": []}


@pytest.mark.django_db
def test_a_later_save_may_stand_in_its_place(told: dict[str, Any]) -> None:
    told["saves"][0][2] = 2
    told["saves"][0][3] = {"choice": told["other"]}
    assert lost(told)["faults"] == []


@pytest.mark.django_db
def test_each_loss_is_told(told: dict[str, Any]) -> None:
    attempt, position, _, fields = told["saves"][0]
    where = f"attempt {attempt}, question {position}, revision"
    for save, fault in (
        ([attempt, position, 4, fields], f"{where} 4: only revision 3 is known"),
        ([attempt, position, 3, {"choice": told["other"]}], f"{where} 3: another answer is stored"),
        ([attempt, 99, 3, fields], f"attempt {attempt}, question 99, revision 3: there is no such question"),
    ):
        assert lost({"saves": [save], "grades": []})["faults"] == [fault]
    grade = (told["grades"][0][0], 1)
    assert lost({"saves": [], "grades": [list(grade)]})["faults"] == [f"grade {grade}: stored 0 times"]
