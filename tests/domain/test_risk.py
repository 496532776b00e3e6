"""Each rule of the list at its edge, in the words that stand beside the name."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from studyapp.domain.risk import RULES, SAYS, Facts, flags

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
LONG_AGO = NOON - 99 * DAY


def said(**known: Any) -> list[str]:
    """What the rules say of somebody who has just studied, but for this."""
    return [flag.says for flag in flags(Facts(**{"joined_at": LONG_AGO, "last_at": NOON} | known), NOON)]


@pytest.mark.parametrize(
    ("known", "wanted"),
    [
        ({}, []),
        ({"last_at": NOON - 7 * DAY + SECOND}, []),
        ({"last_at": NOON - 7 * DAY}, ["nothing done for 7 days"]),
        ({"last_at": None}, ["nothing done for 99 days"]),
        ({"last_at": None, "joined_at": NOON - DAY}, []),
        ({"last_at": LONG_AGO, "joined_at": NOON - 8 * DAY}, ["nothing done for 8 days"]),
        ({"last_at": NOON + DAY}, []),
        ({"overdue": 1}, []),
        ({"overdue": 2}, ["2 assignments overdue"]),
        ({"exam_below": False}, []),
        ({"exam_below": True}, ["newest exam result below the pass mark"]),
        ({"reaches": True}, []),
        ({"reaches": False}, ["readiness below the pass mark"]),
        ({"reaches": None}, []),
        (
            {"overdue": 3, "exam_below": True},
            ["3 assignments overdue", "newest exam result below the pass mark"],
        ),
    ],
)
def test_the_rules(known: dict[str, Any], wanted: list[str]) -> None:
    assert said(**known) == wanted


def test_the_rule_stands_beside_what_it_says() -> None:
    (flag,) = flags(Facts(joined_at=LONG_AGO, last_at=NOON, overdue=2), NOON)
    assert (flag.key, flag.rule) == ("overdue", "2 or more assignments overdue")
    assert list(SAYS) == list(RULES)
