"""export_learner, import_learner, calendar: what the pages do, by hand."""

import json
import zipfile
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from studyapp.actions.erasing import erase
from studyapp.models import Learner, Memory
from tests.factories.people import LearnerFactory, UserFactory
from tests.factories.study import NOON
from tests.factories.work import studied

pytestmark = pytest.mark.django_db


def said(command: str, *arguments: Any, **options: Any) -> str:
    """What a command prints."""
    out = StringIO()
    call_command(command, *arguments, stdout=out, **options)
    return out.getvalue()


def test_out_and_in_again(tmp_path: Path) -> None:
    learner, file = LearnerFactory.create(user=UserFactory.create(username="Olga")), tmp_path / "a.zip"
    studied(learner)
    queue = list(Memory.objects.order_by("pk").values_list("card", "question", "due_day", "stability"))
    assert said("export_learner", "olga", to=file) == f"Everything of olga is in {file}.\n"
    with zipfile.ZipFile(file) as zipped:
        assert json.loads(zipped.read("in-transit.json"))["account"]["name"] == "Olga"
    with pytest.raises(CommandError, match="has work already"):
        said("import_learner", "olga", file)
    erase(learner=learner, user=learner.user, now=NOON)
    with pytest.raises(CommandError, match="no account of that name"):
        said("import_learner", "olga", file)
    UserFactory.create(username="olga")
    assert "memories: 3 of 3\n" in said("import_learner", "olga", file)
    again = list(Memory.objects.order_by("pk").values_list("card", "question", "due_day", "stability"))
    assert again == queue


def test_a_file_that_cannot_be_used(tmp_path: Path) -> None:
    UserFactory.create(username="olga")
    (tmp_path / "a").write_text("{")
    with pytest.raises(CommandError, match="damaged"):
        said("import_learner", "olga", tmp_path / "a")
    with pytest.raises(CommandError, match="cannot be read"):
        said("import_learner", "olga", tmp_path / "b")
    with pytest.raises(CommandError, match="no account"):
        said("export_learner", "sam")


def test_a_calendar(tmp_path: Path) -> None:
    user = UserFactory.create(username="olga")
    LearnerFactory.create(user=user, exam_date=timezone.now().date() + timedelta(days=60))
    text = said("calendar", "Olga")
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert (text.count("BEGIN:VEVENT"), "URL:" in text) == (3, False)
    file = tmp_path / "a.ics"
    assert said("calendar", "olga", to=file, site="https://x.y/") == f"3 events are in {file}.\n"
    assert b"URL:https://x.y/plan/\r\n" in file.read_bytes()
    Learner.objects.all().delete()
    with pytest.raises(CommandError, match="no account"):
        said("calendar", "olga")
