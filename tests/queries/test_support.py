"""What support reads of an account: the newest of many, the last work of any kind, nobody else's rows."""

from datetime import datetime, timedelta

import pytest

from studyapp.actions import exams
from studyapp.models import Answer, Learner, LessonProgress, PathAnswer, Review
from studyapp.queries import support
from studyapp.queries.support import AccountFile, account_file
from tests.factories.classes import ClassroomFactory, MembershipFactory
from tests.factories.people import CREATED, LearnerFactory, UserFactory
from tests.factories.study import NOON, attempt_of
from tests.factories.work import ended_quiz, reported, work_of

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def leo(db: None) -> Learner:
    """Somebody with an account."""
    return LearnerFactory.create(user=UserFactory.create(username="Leo", date_joined=CREATED))


def file_of(learner: Learner, now: datetime = NOON) -> AccountFile:
    assert learner.user is not None
    found = account_file(learner.user.pk, now=now)
    assert found is not None
    return found


def test_an_account_without_a_learner_or_without_anything(leo: Learner) -> None:
    bare = UserFactory.create(username="bare", date_joined=CREATED, is_active=False)
    assert account_file(bare.pk, now=NOON) == AccountFile(
        bare.pk, "bare", False, CREATED, None, places=(), sittings=(), more=False, reports=()
    )
    assert leo.user is not None
    assert file_of(leo) == AccountFile(
        leo.user.pk, "Leo", True, CREATED, None, places=(), sittings=(), more=False, reports=()
    )
    assert account_file(0, now=NOON) is None


def test_the_newest_are_listed_and_the_rest_is_said(leo: Learner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(support, "SHOWN_AT_MOST", 2)
    for day in (3, 2, 1):
        exams.submit(attempt=attempt_of(leo, seed=day, now=NOON - day * DAY), now=NOON - day * DAY)
        if day > 1:
            assert file_of(leo).more is False
    found = file_of(leo)
    assert [one.started_at for one in found.sittings] == [NOON - DAY, NOON - 2 * DAY]
    assert ({one.state for one in found.sittings}, found.more) == ({"submitted"}, True)


def test_the_last_work_of_any_kind(leo: Learner) -> None:
    work_of(leo)
    times = {
        Answer: "answered_at",
        Review: "received_at",
        PathAnswer: "answered_at",
        LessonProgress: "updated_at",
    }
    for days, (model, name) in enumerate(times.items(), start=1):
        newest = model._default_manager.filter(learner=leo).latest("pk")
        model._default_manager.filter(pk=newest.pk).update(**{name: NOON + days * DAY})
        assert file_of(leo).studied_at == NOON + days * DAY


def test_places_that_are_left_come_last_and_nobody_elses_rows_come_at_all(leo: Learner) -> None:
    for title, left in (("Late", None), ("early", None), ("Before", NOON)):
        room = ClassroomFactory.create(title=title)
        MembershipFactory.create(classroom=room, learner=leo, left_at=left)
    other = LearnerFactory.create(user=UserFactory.create())
    work_of(other)
    MembershipFactory.create(learner=other)
    reported(ended_quiz(leo, seed=1), kind="text")
    found = file_of(leo)
    assert [(place.title, place.left_at) for place in found.places] == [
        ("early", None),
        ("Late", None),
        ("Before", NOON),
    ]
    assert [(report.kind, report.state) for report in found.reports] == [("A slip in the text", "Open")]
    assert found.sittings == ()
