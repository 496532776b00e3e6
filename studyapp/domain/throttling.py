"""How often something may fail before one has to wait: a bucket that fills with failures and leaks with time.

Only failures count, so any number of people who get it right come in behind one address, and a few who
mistype do no harm to the others. Nothing here is about classes: signing in can use the same.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network
from math import ceil

from studyapp.domain.studyday import as_utc

LONGEST_NAME = 150


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `failures` at once; `within` is how long a full bucket takes to be empty again."""

    failures: int
    within: timedelta


@dataclass(frozen=True, slots=True)
class Bucket:
    """How full a bucket was, and when."""

    level: float
    at: datetime


# Codes of classes have 45 bits: at 240 in ten minutes a guess takes 1.4 million years on average to be right.
JOINING: Mapping[str, Limit] = {
    "address": Limit(240, timedelta(minutes=10)),  # a school, with four slips each for sixty people
    "person": Limit(12, timedelta(minutes=10)),
}
# Words of an exam are short: they are guessed at by members alone, each for themselves.
ACCESS_CODE: Mapping[str, Limit] = {"person": Limit(10, timedelta(minutes=10))}
# Whoever guesses fills the bucket of a name at one address, so its owner elsewhere notices nothing. That of
# the name everywhere is for many addresses at once; it is open again six seconds after they stop. A browser
# in which the account was in use has a bucket of its own, which nobody else can fill.
SIGNING_IN: Mapping[str, Limit] = {
    "address": Limit(240, timedelta(minutes=10)),
    "name here": Limit(10, timedelta(minutes=10)),
    "name": Limit(100, timedelta(minutes=10)),
    "known browser": Limit(10, timedelta(minutes=10)),
}
# Recovery codes have 80 bits: there is nothing to guess from many addresses.
RECOVERING: Mapping[str, Limit] = {
    kind: SIGNING_IN[kind] for kind in ("address", "name here", "known browser")
}
SIGNING_UP: Mapping[str, Limit] = {"address": Limit(240, timedelta(hours=1))}  # each try, not failures alone
PASSWORD_ASKED: Mapping[str, Limit] = {"person": Limit(10, timedelta(minutes=10))}  # of somebody signed in


def level(bucket: Bucket | None, limit: Limit, now: datetime) -> float:
    """How full it is now. A clock that was set back empties nothing."""
    if bucket is None:
        return 0.0
    passed = max(as_utc(now) - as_utc(bucket.at), timedelta(0))
    return max(bucket.level - limit.failures * (passed / limit.within), 0.0)


def is_full(bucket: Bucket | None, limit: Limit, now: datetime) -> bool:
    """Whether one more failure would be too many."""
    return level(bucket, limit, now) > limit.failures - 1


def failed(bucket: Bucket | None, limit: Limit, now: datetime) -> Bucket:
    """The bucket with one failure more; it never holds more than it can, so waiting always helps."""
    return Bucket(min(level(bucket, limit, now) + 1, float(limit.failures)), now)


def given_back(bucket: Bucket, limit: Limit, now: datetime) -> Bucket:
    """The bucket without one failure that was counted beforehand and then was none."""
    return Bucket(max(level(bucket, limit, now) - 1, 0.0), now)


def seconds_to_wait(bucket: Bucket | None, limit: Limit, now: datetime) -> int:
    """Whole seconds until it takes one more; 0 if it does now."""
    over = level(bucket, limit, now) - (limit.failures - 1)
    return max(ceil(over * (limit.within / limit.failures) / timedelta(seconds=1)), 0)


def waiting_time(seconds: int) -> str:
    """How long that is, for a sentence; rounded up, so that whoever waits that long need not wait again."""
    if seconds < 60:
        return f"{seconds} second{'' if seconds == 1 else 's'}"
    minutes = ceil(seconds / 60)
    return f"{minutes} minute{'' if minutes == 1 else 's'}"


def account_name(typed: str) -> str:
    """A typed name as accounts are told apart: whoever varies its capitals or spaces tries the same one."""
    return unicodedata.normalize("NFKC", typed.strip()[:LONGEST_NAME]).casefold()


def network_of(address: str) -> str:
    """What counts as one address: an IPv4 address, or the /64 that one household has of IPv6."""
    try:
        ip = ip_address(address.split("%")[0])
    except ValueError:
        return "unknown"
    if ip.version == 6 and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    return str(ip) if ip.version == 4 else str(ip_network((ip, 64), strict=False))
