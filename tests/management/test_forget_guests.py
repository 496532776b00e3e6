"""manage.py forget_guests: whoever cannot come back goes, and nothing that others look at."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from studyapp.models import Answer, CalendarFeed, Learner, ParameterSet
from studyapp.queries.guests import STAYS, WORK
from studyapp.queries.keys import exam_lines
from tests.actions.belongings import hanging_models
from tests.factories.classes import MembershipFactory
from tests.factories.people import LearnerFactory, UserFactory
from tests.factories.study import NOON, MemoryFactory, card_of, graded, quiz_of
from tests.factories.work import ended_quiz, handed_in_attempt, read_lessons, reported, tried
from tests.views.rows import all_rows, changed

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(days=401)
GOES_ALONG = (ParameterSet, CalendarFeed)  # weights come of reviews, a calendar only tells


@pytest.fixture(autouse=True)
def in_a_year(monkeypatch: pytest.MonkeyPatch) -> None:
    """All that the factories make was done 401 days ago."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: LATER)


def said(*arguments: str) -> str:
    """What the command prints."""
    out = io.StringIO()
    call_command("forget_guests", *arguments, stdout=out)
    return out.getvalue()


def guest(days: int = 500) -> Learner:
    """Somebody who first came so many days ago."""
    return LearnerFactory.create(created_at=LATER - timedelta(days=days))


def test_whoever_did_nothing_for_long_goes_and_it_may_run_again() -> None:
    worked, _, new = guest(), guest(31), guest(29)
    planning = guest(31)
    planning.exam_date = LATER.date()
    planning.save()
    account = LearnerFactory.create(user=UserFactory.create(), created_at=worked.created_at)
    ended_quiz(worked, seed=3)
    before = all_rows()
    assert said("--dry-run") == "Would forget: 2 guests.\n"
    assert changed(before) == {}
    assert said() == "Forgotten: 2 guests.\n"
    assert set(Learner.objects.all()) == {new, planning, account}
    assert Answer.objects.count() == 0
    before = all_rows()
    assert said() == "Forgotten: 0 guests.\n"
    assert changed(before) == {}


DOES: dict[str, Callable[[Learner], Any]] = {
    "answers": lambda learner: ended_quiz(learner, seed=3),
    "begins a quiz": quiz_of,
    "reviews": lambda learner: graded(MemoryFactory.create(learner=learner, card=card_of("card-k1-1"))),
    "reads": read_lessons,
    "tries a path": tried,
}


@pytest.mark.parametrize("act", DOES)
def test_whoever_did_something_since_stays(act: str) -> None:
    learner = guest(5000)
    DOES[act](learner)
    assert said("--days", "402") == "Forgotten: 0 guests.\n"
    assert said("--days", "400") == "Forgotten: 1 guests.\n"


def test_what_others_look_at_stays() -> None:
    """Statistics of exam questions, reports of questions, places in classes."""
    sat, told, member = guest(), guest(), guest()
    handed_in_attempt(sat)
    reported(ended_quiz(told, seed=3))
    MembershipFactory.create(learner=member)
    before, figures = all_rows(), exam_lines(now=LATER)
    assert (said(), changed(before), exam_lines(now=LATER)) == ("Forgotten: 0 guests.\n", {}, figures)
    assert set(Learner.objects.filter(user=None)) == {sat, told, member}


def test_every_table_that_hangs_on_a_learner_is_thought_of() -> None:
    direct = {model for model, way in hanging_models().items() if way == "learner"}
    assert direct == {model for model, _ in WORK} | set(STAYS) | set(GOES_ALONG)


def test_less_than_a_month_is_refused() -> None:
    with pytest.raises(CommandError, match="A month is the least"):
        said("--days", "29")
