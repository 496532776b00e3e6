"""The path lab: paths as published, and what learners answered to their challenges."""

from django.db import models

from studyapp.models.accounts import Learner
from studyapp.models.content import Published


class LabPath(Published):
    """An encryption path. `document` is a pathdocuments.NetworkPath as JSON, `texts` its texts as HTML."""

    position = models.PositiveSmallIntegerField()
    document = models.JSONField()
    texts = models.JSONField()  # {"say.https-listener": html, …}: see actions.content

    class Meta:
        ordering = ["position"]


class PathAnswer(models.Model):
    """One try at a challenge, appended. `chosen` are the ids of the controls, `digest` the path as it was."""

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="path_answers")
    path = models.ForeignKey(LabPath, on_delete=models.PROTECT, related_name="answers")
    challenge = models.CharField(max_length=80)  # its id within the path
    digest = models.CharField(max_length=64)
    chosen = models.JSONField()
    solved = models.BooleanField()
    changes = models.PositiveSmallIntegerField()
    par = models.PositiveSmallIntegerField()
    hints = models.PositiveSmallIntegerField()  # how many had been read
    answered_at = models.DateTimeField()
    token = models.UUIDField()  # made with the form: a second submit of the same form is the same try

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner", "token"], name="path_answer_once")]

    def __str__(self) -> str:
        return f"answer {self.pk} to {self.path_id}/{self.challenge}"
