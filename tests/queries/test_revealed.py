"""The rule about keys as the database asks it: the same as domain.revealing, row by row."""

from datetime import timedelta
from itertools import product

import pytest

from studyapp.models import Attempt, AttemptItem, Learner
from studyapp.queries.revealed import asked_now, in_hand, showing, shows_key
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, attempt_of

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)
DEADLINE = NOON + timedelta(minutes=8)
GRACE_OVER = DEADLINE + 10 * SECOND


def test_both_ways_of_asking_agree_in_every_situation() -> None:
    attempt = attempt_of(LearnerFactory.create())
    rows = AttemptItem.objects.filter(attempt=attempt)
    situations = product(
        ("at_once", "after_submit", "after_window", "never", "?"),
        (None, NOON),  # handed in
        (None, DEADLINE),
        (None, NOON),  # checked
        (None, NOON, GRACE_OVER),  # the end of the window
        (NOON - SECOND, NOON, DEADLINE, GRACE_OVER - SECOND, GRACE_OVER, GRACE_OVER + SECOND),
    )
    seen = set()
    for review, submitted, deadline, checked, opens, now in situations:
        Attempt.objects.update(review=review, submitted_at=submitted, deadline=deadline, review_from=opens)
        rows.update(checked_at=checked)
        attempt.refresh_from_db()
        item = rows[0]
        told = shows_key(attempt, item, now)
        case = (review, submitted, deadline, checked, opens, now)
        assert (case, rows.filter(showing(now), pk=item.pk).exists()) == (case, told)
        seen.add((review, told))
    assert seen == {
        *product(("at_once", "after_submit", "after_window"), (True, False)),
        ("never", False),
        ("?", False),
    }


def test_what_a_running_paper_asks_is_in_hand_until_it_is_checked_or_over() -> None:
    learner = LearnerFactory.create()
    attempt = attempt_of(learner)
    asked = set(attempt.items.values_list("version__question_id", flat=True))
    assert set(in_hand(learner.pk, NOON)) == asked
    assert set(in_hand(LearnerFactory.create().pk, NOON)) == set()
    first = attempt.items.get(position=1)
    AttemptItem.objects.filter(pk=first.pk).update(checked_at=NOON)
    assert set(in_hand(learner.pk, NOON)) == asked - {first.version.question_id}
    assert len(in_hand(learner.pk, GRACE_OVER - SECOND)) == 3  # answers on their way are still taken
    assert set(in_hand(learner.pk, GRACE_OVER)) == set()
    Attempt.objects.update(deadline=None)
    assert len(in_hand(learner.pk, GRACE_OVER + timedelta(days=9))) == 3
    Attempt.objects.update(submitted_at=NOON)
    assert set(in_hand(learner.pk, NOON)) == set()


def waiting(attempt: Attempt, learner: Learner) -> list[bool]:
    rows = AttemptItem.objects.filter(attempt=attempt).annotate(waits=asked_now(learner.pk, NOON))
    return [row.waits for row in rows]


def test_a_question_of_an_earlier_paper_says_whether_it_is_in_hand() -> None:
    learner = LearnerFactory.create()
    early, late = attempt_of(learner), attempt_of(LearnerFactory.create(), seed=9)
    Attempt.objects.filter(pk=early.pk).update(submitted_at=NOON)
    assert waiting(early, learner) == [False] * 4
    shared = early.items.get(position=3).version
    AttemptItem.objects.filter(attempt=late, position=1).update(version=shared)
    assert waiting(early, learner) == [False] * 4  # somebody else sits that one
    Attempt.objects.filter(pk=late.pk).update(learner=learner)
    in_both = set(late.items.values_list("version", flat=True))
    expected = [item.version_id in in_both for item in early.items.all()]
    assert (waiting(early, learner), expected[2]) == (expected, True)
    assert not all(expected)
