"""People: an account, and the learner that all study data hangs on."""

import uuid
from zoneinfo import ZoneInfo

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """Somebody who can sign in. Study data hangs on the Learner, never on the account."""


class Learner(models.Model):
    """Whoever studies: a guest known by the session, or the learner of an account."""

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(User, null=True, blank=True, on_delete=models.CASCADE, related_name="learner")
    time_zone = models.CharField(max_length=64, default="UTC")
    rollover_hour = models.PositiveSmallIntegerField(default=4)
    desired_retention = models.FloatField(default=0.9)
    new_per_day = models.PositiveSmallIntegerField(default=20)
    time_factor = models.DecimalField(max_digits=3, decimal_places=2, default=1)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(desired_retention__gte=0.8, desired_retention__lte=0.97),
                name="learner_retention_in_range",
            ),
            models.CheckConstraint(
                condition=models.Q(rollover_hour__lte=23), name="learner_rollover_in_range"
            ),
            models.CheckConstraint(
                condition=models.Q(time_factor__gte=1, time_factor__lte=5), name="learner_factor_in_range"
            ),
        ]

    def __str__(self) -> str:
        return self.user.username if self.user else f"guest {self.key}"

    @property
    def zone(self) -> ZoneInfo:
        """The zone study days are counted in."""
        return ZoneInfo(self.time_zone)
