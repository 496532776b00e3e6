"""Answers: appended, never edited, tied to the exact version answered."""

from django.db import models

from studyapp.models.accounts import Learner
from studyapp.models.content import Question, QuestionVersion


class Answer(models.Model):
    """One answer by one learner. `response` is grading.Response as a list; () is "no answer"."""

    PLACES = [
        ("lesson", "Lesson"),
        ("precheck", "Before a lesson"),  # unscored: it counts as seen, never as evidence
        ("practice", "Practice"),
        ("review", "Review"),
        ("exam", "Exam"),
        ("live", "Live room"),
        ("class", "Question of a class"),  # in practice; no evidence: nobody vouches for it but its teacher
    ]
    CONFIDENCES = [("sure", "Sure"), ("unsure", "Unsure"), ("guess", "Guess"), ("", "Not asked")]

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="answers")
    place = models.CharField(max_length=8, choices=PLACES)
    response = models.JSONField()
    points = models.PositiveSmallIntegerField()
    out_of = models.PositiveSmallIntegerField()
    correct = models.BooleanField()
    confidence = models.CharField(max_length=6, choices=CONFIDENCES, blank=True)
    answered_at = models.DateTimeField()
    seconds = models.FloatField(null=True, blank=True)  # from the page to the answer, as far as known
    token = models.UUIDField()  # made with the form: a second submit of the same form is the same answer

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner", "token"], name="answer_once")]
        indexes = [
            models.Index(fields=["learner", "question", "place", "-id"], name="answer_by_question"),
            models.Index(fields=["learner", "-answered_at"], name="answer_by_time"),
        ]

    def __str__(self) -> str:
        return f"answer {self.pk} to {self.version_id}"
