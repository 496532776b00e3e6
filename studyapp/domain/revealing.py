"""When the key of a question may be seen: the one rule that every reader of keys asks.

By "key" is meant all that leads to it: which option is right, the reasons, whether an answer was right. The
score of a paper, its points by objective and what to read again are told as soon as no answer is taken any
more, whatever the policy.
"""

from datetime import datetime
from typing import Literal

from studyapp.domain.studyday import as_utc

type Policy = Literal["at_once", "after_submit", "after_window", "never"]
type Waiting = Literal["", "window", "never"]


def key_shown(
    policy: str, *, over: bool, checked: bool = False, opens: datetime | None = None, now: datetime
) -> bool:
    """Whether the key of a question of a sitting is shown.

    `over` once no answer is taken any more, `checked` if the candidate has checked this question, `opens` is
    when the exam's window closes. A window that nobody has set has not closed; any other policy shows
    nothing.
    """
    match policy:
        case "at_once":
            return over or checked
        case "after_submit":
            return over
        case "after_window":
            return over and opens is not None and as_utc(now) >= as_utc(opens)
    return False


def waits_for(policy: str, *, opens: datetime | None, now: datetime) -> Waiting:
    """What the keys of a sitting that is over wait for; nothing if they are shown."""
    if key_shown(policy, over=True, opens=opens, now=now):
        return ""
    return "window" if policy == "after_window" and opens is not None else "never"


def may_check(policy: str, *, over: bool, answered: bool) -> bool:
    """Whether one question may be checked now: an answer first, and only where that is the policy."""
    return policy == "at_once" and answered and not over


def shown_outside_exams(pool: str) -> bool:
    """Whether practice, lessons and reviews may show the key of a question that lies in this pool now.

    A question that its authors moved to the exams is a secret from then on, also for whoever practised it:
    a paper may ask it tomorrow.
    """
    return pool != "exam"
