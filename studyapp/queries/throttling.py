"""How long somebody has to wait before trying again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.crypto import salted_hmac

from studyapp.domain.throttling import Bucket, Limit, seconds_to_wait
from studyapp.models import Throttle


@dataclass(frozen=True)
class Trial:
    """Something that may fail: what it is, how often it may, and who tries it ("address", "person")."""

    purpose: str
    limits: Mapping[str, Limit]
    who: Mapping[str, str]

    def keys(self) -> dict[str, Limit]:
        """The bucket of each of them. An address or a name cannot be read out of it."""
        return {
            _hashed(f"{self.purpose}|{kind}|{name}"): self.limits[kind]
            for kind, name in self.who.items()
            if kind in self.limits and name
        }


def _hashed(text: str) -> str:
    return salted_hmac("studyapp.throttle", text, algorithm="sha256").hexdigest()


def seconds_until_next(trial: Trial, now: datetime) -> int:
    """Whole seconds to wait; 0 for somebody who may try now. One query, and nothing is written."""
    limits = trial.keys()
    rows = {row.key: Bucket(row.level, row.at) for row in Throttle.objects.filter(key__in=limits)}
    return max((seconds_to_wait(rows.get(key), limit, now) for key, limit in limits.items()), default=0)
