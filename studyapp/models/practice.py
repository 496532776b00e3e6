"""Practice: a quiz a learner put together."""

from django.db import models

from studyapp.models.accounts import Learner
from studyapp.models.answers import Answer
from studyapp.models.classes import Assignment
from studyapp.models.content import QuestionVersion


class PracticeSession(models.Model):
    """A drawn quiz. Its questions and their option orders are fixed at the start."""

    MODES = [("each", "Feedback after each question"), ("end", "Feedback at the end")]

    PICKS = [
        ("mixed", "A mix of the objectives"),
        ("weakest", "Weakest first"),
        ("missed", "What you missed"),
        ("sure-wrong", "Sure and wrong"),
        ("unseen", "Never seen"),
        ("confusable", "Easily confused"),
        ("idea", "One idea"),
        ("precheck", "Before a lesson"),
        ("set", "Chosen by your teacher"),
    ]

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="practice")
    objectives = models.JSONField()
    pick = models.CharField(max_length=10, choices=PICKS, default="mixed")
    subject = models.CharField(max_length=100, blank=True)  # slug of what was picked; title of a set
    assignment = models.ForeignKey(  # a practice set that a class set, begun from there
        Assignment, null=True, blank=True, on_delete=models.SET_NULL, related_name="quizzes"
    )
    mode = models.CharField(max_length=4, choices=MODES)
    seed = models.BigIntegerField()
    started_at = models.DateTimeField()
    deadline = models.DateTimeField(null=True, blank=True)  # of a timed quiz
    finished_at = models.DateTimeField(null=True, blank=True)
    token = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner", "token"], name="practice_once")]
        indexes = [models.Index(fields=["learner", "-started_at"], name="practice_by_time")]

    def __str__(self) -> str:
        return f"practice {self.pk}"


class PracticeItem(models.Model):
    """One question of a quiz. `order` is the option ids as shown; `answer` is set once."""

    session = models.ForeignKey(PracticeSession, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="+")
    order = models.JSONField()
    answer = models.OneToOneField(Answer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "position"], name="practice_position_once")]
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.session_id} #{self.position}"
