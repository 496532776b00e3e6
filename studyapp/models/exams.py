"""Sittings of a practice exam."""

from django.db import models
from django.db.models import Q

from studyapp.models.accounts import Learner
from studyapp.models.answers import Answer
from studyapp.models.content import Exam, QuestionVersion


class ExamPool(models.Model):
    """What a pool held when papers were drawn from it: stored once for all papers, and never edited."""

    digest = models.CharField(max_length=64, unique=True)
    questions = models.JSONField()  # [[slug, objective, digest of the version], …]

    def __str__(self) -> str:
        return self.digest[:8]


class Attempt(models.Model):
    """One sitting. Everything that decides the paper, the clock and who sees the key is frozen at the start.

    Past `deadline` the attempt is over for every reader, whether or not anything has run since; without one
    it is open until it is handed in. `pool`, `blueprint`, `unscored`, `seen` and `seed` give the paper again.
    """

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="attempts")
    exam = models.ForeignKey(Exam, on_delete=models.PROTECT, related_name="attempts")
    seed = models.BigIntegerField()
    pool = models.ForeignKey(ExamPool, null=True, on_delete=models.PROTECT, related_name="+")
    blueprint = models.JSONField(default=dict)
    unscored = models.PositiveSmallIntegerField(default=0)
    seen = models.JSONField(default=dict)  # what blueprint.draw was told of earlier sittings
    content_hash = models.CharField(max_length=64)  # of the drawn versions, in order
    review = models.CharField(max_length=12, choices=Exam.REVIEWS, default="after_submit")
    review_from = models.DateTimeField(null=True, blank=True)  # when "after_window" opens the key
    pass_mark = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField()
    time_limit = models.DurationField(null=True)  # before the factor; None for no limit
    time_factor = models.DecimalField(max_digits=3, decimal_places=2, default=1)
    deadline = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "exam"], condition=Q(submitted_at=None), name="attempt_one_open"
            ),
        ]
        indexes = [models.Index(fields=["learner", "-started_at"], name="attempt_by_time")]

    def __str__(self) -> str:
        return f"attempt {self.pk}"


class AttemptItem(models.Model):
    """One question of a paper, and the response as it stands; AttemptEvent has every change of it."""

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="+")
    objective = models.CharField(max_length=3)
    scored = models.BooleanField(default=True)
    order = models.JSONField()
    flagged = models.BooleanField(default=False)
    seen = models.BooleanField(default=False)  # somebody has left this question, answered or not
    response = models.JSONField(default=list)
    revision = models.PositiveIntegerField(default=0)
    struck = models.JSONField(default=list)  # options the learner has ruled out; never scored
    heard = models.JSONField(
        default=list
    )  # domain.saving.Heard of each client: [client, response, flag, struck]
    checked_at = models.DateTimeField(
        null=True, blank=True
    )  # since then the answer stands, and its key is shown
    confidence = models.CharField(max_length=6, choices=Answer.CONFIDENCES, blank=True)  # asked at that check
    answer = models.OneToOneField(Answer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["attempt", "position"], name="attempt_position_once")]
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.attempt_id} #{self.position}"


class AttemptEvent(models.Model):
    """The log of a sitting: appended, never edited."""

    KINDS = [
        ("started", "Started"),
        ("saved", "Saved"),
        ("flagged", "Flagged"),
        ("struck", "Options ruled out"),
        ("checked", "Checked"),  # value: how sure
        ("submitted", "Submitted"),
        ("closed", "Closed at the deadline"),
        ("extended", "More time given"),  # value: from when to when, who, why
        ("queued", "Misses put into the reviews"),  # value: how many were not there yet
    ]

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="events")
    item = models.ForeignKey(AttemptItem, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=9, choices=KINDS)
    value = models.JSONField(null=True)
    revision = models.PositiveIntegerField(default=0)
    late = models.BooleanField(default=False)  # after the deadline, within the grace
    at = models.DateTimeField()
    client = models.CharField(max_length=36, blank=True)  # a tab, by the name it gave itself
    client_revision = models.PositiveIntegerField(default=0)
    client_at = models.DateTimeField(null=True)  # by the clock over there, which nothing relies on
    session_tag = models.CharField(max_length=12, blank=True)  # tells sessions apart, and no more

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.kind} in {self.attempt_id}"
