"""Repairs of keys: appended, never edited but for being taken back once; with the results they changed."""

from django.db import models
from django.db.models import F, Q

from studyapp.models.accounts import User
from studyapp.models.content import QuestionVersion
from studyapp.models.exams import Attempt


class KeyRepair(models.Model):
    """One decision about the key of a version, for every paper that holds it: regrading.Ruling as a row.

    `number` counts the repairs of its version, so of two made on the same sight of it the database keeps one.
    """

    KINDS = [
        ("key", "Another answer is right"),
        ("also", "More than one answer is right"),
        ("dropped", "The question does not count"),
        ("credit", "Everybody gets the point"),
    ]

    version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="repairs")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=7, choices=KINDS)
    answers = models.JSONField(default=list)  # [grading.Response, …]: what is right from then on
    never_lower = models.BooleanField()
    reason = models.TextField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    token = models.UUIDField(unique=True)  # made with the preview: sent twice, it is one repair
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    undo_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="repair_number_once"),
        ]

    def __str__(self) -> str:
        return f"repair {self.number} of {self.version_id}"


class RepairedResult(models.Model):
    """What a repair did to the result of one sitting that was over by then: kept as it was worked out."""

    repair = models.ForeignKey(KeyRepair, on_delete=models.PROTECT, related_name="results")
    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="repairs")
    right_before = models.PositiveSmallIntegerField()
    total_before = models.PositiveSmallIntegerField()
    scaled_before = models.PositiveSmallIntegerField()
    passed_before = models.BooleanField()
    right_after = models.PositiveSmallIntegerField()
    total_after = models.PositiveSmallIntegerField()
    scaled_after = models.PositiveSmallIntegerField()
    passed_after = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["repair", "attempt"], name="repair_result_once"),
            models.CheckConstraint(
                condition=Q(right_before__lte=F("total_before"), right_after__lte=F("total_after")),
                name="repair_result_adds_up",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scaled_before} to {self.scaled_after} in {self.attempt_id}"
