"""What learners say about a question that seems wrong, and what came of it."""

from django.db import models

from studyapp.models.accounts import Learner, User
from studyapp.models.answers import Answer
from studyapp.models.content import Question, QuestionVersion


class QuestionReport(models.Model):
    """One report: about the version that was shown, with the answer given to it if there was one."""

    KINDS = [
        ("key", "The key is wrong"),
        ("two", "Two options are right"),
        ("outdated", "It is out of date"),
        ("unclear", "It is unclear"),
        ("text", "A slip in the text"),
        ("other", "Something else"),
    ]
    STATES = [("open", "Open"), ("accepted", "Accepted"), ("declined", "Declined")]

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="reports")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="reports")
    version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="+")
    answer = models.ForeignKey(Answer, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    place = models.CharField(max_length=8, choices=Answer.PLACES)
    kind = models.CharField(max_length=8, choices=KINDS)
    text = models.TextField(blank=True)
    created_at = models.DateTimeField()
    token = models.UUIDField()  # made with the form: sent twice, it is one report
    state = models.CharField(max_length=8, choices=STATES, default="open")
    reply = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    seen_at = models.DateTimeField(null=True, blank=True)  # when the reporter saw the outcome

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner", "token"], name="report_once")]
        indexes = [models.Index(fields=["state", "created_at"], name="report_by_state")]

    def __str__(self) -> str:
        return f"report {self.pk} on {self.question_id}"
