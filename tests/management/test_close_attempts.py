"""manage.py close_attempts: tidies what a deadline has ended."""

import io
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from studyapp.models import Attempt
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, attempt_of

pytestmark = pytest.mark.django_db


def said(**options: int) -> str:
    out = io.StringIO()
    call_command("close_attempts", stdout=out, **options)
    return out.getvalue()


def test_it_closes_what_is_over_and_says_how_many() -> None:
    over = attempt_of(LearnerFactory.create(), now=NOON - timedelta(days=9000))
    running = attempt_of(LearnerFactory.create(), now=timezone.now())
    assert said() == "Closed: 1.\n"
    rows = dict(Attempt.objects.values_list("pk", "submitted_at"))
    assert rows == {over.pk: over.deadline, running.pk: None}
    assert said() == "Closed: 0.\n"
    assert said(verbosity=0) == ""
