"""What a load balancer and a doctor are told."""

from pathlib import Path

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder

from studyapp.models import Release
from studyapp.queries import operations
from studyapp.queries.operations import Finding, examination, obstacles
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, attempt_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def content(tmp_path: Path) -> Path:
    (tmp_path / "course.yaml").write_text("title: A\n")
    return tmp_path


def told(content: Path) -> list[Finding]:
    return list(examination(content=content, data=content, now=NOON))


def faults(content: Path) -> list[str]:
    return [finding.sentence for finding in told(content) if not finding.sound]


def test_a_sound_site_has_no_obstacles() -> None:
    assert obstacles() == ()


def test_without_a_course_nothing_is_served() -> None:
    Release.objects.all().delete()
    assert obstacles() == ("No course is published. Run: python3 manage.py publish_content",)


def test_a_missing_migration_is_an_obstacle() -> None:
    newest = MigrationRecorder.Migration.objects.filter(app="studyapp").latest("id")
    newest.delete()
    assert obstacles() == ("1 migrations are not applied. Run: python3 manage.py migrate",)


def test_a_database_that_is_gone_is_told_without_its_address(
    monkeypatch: pytest.MonkeyPatch, content: Path
) -> None:
    def gone(*_: object) -> None:
        raise OperationalError("could not connect to db.example.org\nmore")

    monkeypatch.setattr(connection, "cursor", gone)
    assert obstacles() == ("The database does not answer.",)
    reason = "It says: could not connect to db.example.org"
    assert faults(content)[:2] == ["The database does not answer.", reason]


def test_faults_of_content_and_a_full_disk_are_told(monkeypatch: pytest.MonkeyPatch, content: Path) -> None:
    monkeypatch.setattr(operations, "LEAST_SPACE", 2**62)
    space, fault = faults(content)
    assert space.endswith("Make room before the database cannot write any more.")
    assert fault.startswith("The content has ")
    assert fault.endswith(" faults. Run: python3 manage.py check_content")
    (content / "course.yaml").unlink()
    assert faults(content)[1].startswith(f"There is no content in {content}. Set CONTENT_ROOT")


def test_what_can_be_tidied_is_said_and_is_no_fault(content: Path) -> None:
    attempt_of(LearnerFactory.create(), now=NOON.replace(year=2025))
    assert told(content)[-1] == Finding(
        True, "1 exams ended by their deadline. To tidy up: python3 manage.py close_attempts"
    )
