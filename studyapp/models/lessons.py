"""How far a learner has read."""

from django.db import models

from studyapp.models.accounts import Learner
from studyapp.models.content import Lesson


class LessonProgress(models.Model):
    """Where a learner stands in one lesson: the section last read, and when it was finished."""

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="progress")
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="progress")
    section = models.CharField(max_length=120, blank=True)
    updated_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner", "lesson"], name="progress_once")]

    def __str__(self) -> str:
        return f"{self.learner_id} in {self.lesson_id}"
