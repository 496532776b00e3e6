"""When a key may be seen: every policy in every situation."""

from datetime import UTC, datetime, timedelta, timezone
from itertools import product

import pytest

from studyapp.domain.revealing import key_shown, may_check, shown_outside_exams, waits_for

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
EARLIER, LATER = NOON - timedelta(microseconds=1), NOON + timedelta(days=400)
POLICIES = ("at_once", "after_submit", "after_window", "never")
ELSEWHERE = timezone(timedelta(hours=9))

# policy, over, checked, opens, now -> shown
TABLE = [
    ("at_once", False, False, None, NOON, False),
    ("at_once", False, True, None, NOON, True),
    ("at_once", True, False, None, NOON, True),
    ("at_once", True, True, None, NOON, True),
    ("after_submit", False, False, None, NOON, False),
    ("after_submit", False, True, None, NOON, False),
    ("after_submit", True, False, None, NOON, True),
    ("after_submit", True, False, LATER, NOON, True),  # a window means nothing here
    ("after_window", False, False, EARLIER, NOON, False),
    ("after_window", True, False, None, NOON, False),
    ("after_window", True, True, LATER, NOON, False),
    ("after_window", True, False, NOON, EARLIER, False),
    ("after_window", True, False, NOON, NOON, True),
    ("after_window", True, False, NOON.astimezone(ELSEWHERE), NOON, True),
    ("after_window", True, False, NOON, LATER, True),
    ("never", True, True, EARLIER, LATER, False),
    ("never", False, False, None, NOON, False),
    ("", True, True, EARLIER, LATER, False),
    ("after-submit", True, True, EARLIER, LATER, False),
]


@pytest.mark.parametrize(("policy", "over", "checked", "opens", "now", "shown"), TABLE)
def test_the_table(
    policy: str, over: bool, checked: bool, opens: datetime | None, now: datetime, shown: bool
) -> None:
    assert key_shown(policy, over=over, checked=checked, opens=opens, now=now) is shown


def test_while_answers_are_taken_only_a_check_shows_a_key() -> None:
    for policy, checked, opens in product(POLICIES, (True, False), (None, EARLIER, NOON, LATER)):
        shown = key_shown(policy, over=False, checked=checked, opens=opens, now=NOON)
        assert shown is (policy == "at_once" and checked)


def test_what_is_shown_once_stays_shown() -> None:
    for policy, checked, opens in product(POLICIES, (True, False), (None, EARLIER, NOON, LATER)):
        shown = [
            key_shown(policy, over=over, checked=checked, opens=opens, now=now)
            for over, now in ((False, EARLIER), (False, NOON), (True, NOON), (True, LATER))
        ]
        assert shown == sorted(shown), (policy, checked, opens)


@pytest.mark.parametrize(
    ("policy", "opens", "waits"),
    [
        ("at_once", None, ""),
        ("after_submit", None, ""),
        ("after_window", LATER, "window"),
        ("after_window", NOON, ""),
        ("after_window", None, "never"),
        ("never", None, "never"),
        ("never", EARLIER, "never"),
    ],
)
def test_what_a_report_says_of_its_keys(policy: str, opens: datetime | None, waits: str) -> None:
    assert waits_for(policy, opens=opens, now=NOON) == waits


def test_one_question_may_be_checked_once_it_is_answered_and_while_the_paper_is_open() -> None:
    allowed = [
        case
        for case in product(POLICIES, (True, False), (True, False))
        if may_check(case[0], over=case[1], answered=case[2])
    ]
    assert allowed == [("at_once", False, True)]


def test_the_pool_of_the_exams_alone_keeps_its_keys() -> None:
    assert [shown_outside_exams(pool) for pool in ("practice", "class", "exam")] == [True, True, False]
