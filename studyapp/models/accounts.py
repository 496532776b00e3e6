"""People: an account, and the learner that all study data hangs on."""

import uuid
from typing import ClassVar
from zoneinfo import ZoneInfo

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models


class FoldedName(models.CharField):  # type: ignore[type-arg]  # cannot be given at run time
    """The name as it is compared, beside the name as it is shown. Databases fold as they like."""

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """What is stored with the row, whatever was there."""
        folded: str = model_instance.username.casefold()  # type: ignore[attr-defined]  # a field of User alone
        setattr(model_instance, self.attname, folded)
        return folded


class NameManager(UserManager["User"]):
    """Finds an account by its name, however it is capitalised; sign-in and `changepassword` ask here."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """User.DoesNotExist for a name nobody has."""
        return self.get(folded=(username or "").casefold())


class User(AbstractUser):
    """Somebody who can sign in. Study data hangs on the Learner, never on the account."""

    folded = FoldedName(max_length=450, unique=True, editable=False)  # a folded letter may become three
    objects: ClassVar[NameManager] = NameManager()


def default_learning_steps() -> list[int]:
    """One minute, ten minutes: what Anki and py-fsrs begin with."""
    return [60, 600]


def default_relearning_steps() -> list[int]:
    """Ten minutes after a lapse."""
    return [600]


class Learner(models.Model):
    """Whoever studies: a guest known by the session, or the learner of an account."""

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(User, null=True, blank=True, on_delete=models.CASCADE, related_name="learner")
    time_zone = models.CharField(max_length=64, default="UTC")
    rollover_hour = models.PositiveSmallIntegerField(default=4)
    desired_retention = models.FloatField(default=0.9)
    zone_chosen = models.BooleanField(default=False)  # by hand: what a browser reports no longer moves it
    new_per_day = models.PositiveSmallIntegerField(default=20)
    reviews_per_day = models.PositiveSmallIntegerField(default=200)
    learning_steps = models.JSONField(default=default_learning_steps)  # [seconds, …]
    relearning_steps = models.JSONField(default=default_relearning_steps)
    queue_misses = models.BooleanField(default=False)  # misses of practice and exams join the reviews at once
    exam_date = models.DateField(null=True, blank=True)
    parameter_set = models.ForeignKey(
        "ParameterSet", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )  # fitted to this learner; None means the defaults of FSRS
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


class RecoveryCode(models.Model):
    """A one-time way back into an account without mail; only its hash is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="recovery_codes")
    code_hash = models.CharField(max_length=128)
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code_hash"], name="recovery_code_once")]

    def __str__(self) -> str:
        return f"recovery code {self.pk}"


class CalendarFeed(models.Model):
    """A learner's calendar, for whoever knows its address, which is made of `key` (queries.calendarfeed)."""

    learner = models.OneToOneField(Learner, on_delete=models.CASCADE, related_name="calendar")
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"calendar of {self.learner_id}"
