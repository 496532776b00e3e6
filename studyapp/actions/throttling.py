"""Counting what failed, for all processes together: the count is in the database."""

from datetime import datetime, timedelta

from django.db import transaction

from studyapp.domain.throttling import Bucket, failed, given_back, is_full
from studyapp.models import Throttle
from studyapp.queries.throttling import Trial

KEPT = timedelta(days=1)  # every bucket is empty long before


@transaction.atomic
def charge(*, trial: Trial, now: datetime) -> bool:
    """Count one failure. False, and nothing counted, if that would be one too many.

    Whoever charges first and looks afterwards cannot be overtaken by a hundred requests at once.
    """
    limits = trial.keys()
    # Always in one order, so that two cannot wait for each other.
    Throttle.objects.bulk_create(
        [Throttle(key=key, level=0.0, at=now) for key in sorted(limits)], ignore_conflicts=True
    )
    rows = list(Throttle.objects.select_for_update().filter(key__in=limits).order_by("key"))
    buckets = {row.key: Bucket(row.level, row.at) for row in rows}
    if any(is_full(buckets[key], limit, now) for key, limit in limits.items()):
        return False
    for row in rows:
        after = failed(buckets[row.key], limits[row.key], now)
        Throttle.objects.filter(pk=row.pk).update(level=after.level, at=after.at)
    Throttle.objects.filter(at__lt=now - KEPT).delete()
    return True


@transaction.atomic
def give_back(*, trial: Trial, now: datetime) -> None:
    """Take off what `charge` counted for something that did not fail after all."""
    limits = trial.keys()
    for row in Throttle.objects.select_for_update().filter(key__in=limits).order_by("key"):
        after = given_back(Bucket(row.level, row.at), limits[row.key], now)
        Throttle.objects.filter(pk=row.pk).update(level=after.level, at=after.at)
