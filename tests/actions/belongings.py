"""Every row that hangs on one learner, directly or by way of a quiz, a sitting or a place in a class."""

from django.db.models import Model

from studyapp.models import (
    AssignmentException,
    AssignmentHelp,
    AttemptEvent,
    AttemptItem,
    Learner,
    LiveParticipant,
    LiveVote,
    PracticeItem,
    QuestionDraft,
    RepairedResult,
    RosterDraft,
)
from tests.views.rows import Rows

BY_WAY_OF: dict[type[Model], str] = {
    AssignmentException: "membership",
    AssignmentHelp: "membership",
    AttemptEvent: "attempt",
    AttemptItem: "attempt",
    LiveParticipant: "membership",
    LiveVote: "participant__membership",
    PracticeItem: "session",
    RepairedResult: "attempt",
    QuestionDraft: "membership",
    RosterDraft: "membership",
}


def hanging_models() -> dict[type[Model], str]:
    """The models of such rows, each with the way from it to the learner."""
    direct = {relation.related_model: "learner" for relation in Learner._meta.related_objects}
    return {**direct, **{model: f"{way}__learner" for model, way in BY_WAY_OF.items()}}


def belongings(learner: Learner) -> Rows:
    """The rows by the model's name, and the learner's own row."""
    found = {
        model.__name__: list(model._default_manager.filter(**{way: learner}).order_by("pk").values_list())
        for model, way in hanging_models().items()
    }
    return found | {"Learner": list(Learner.objects.filter(pk=learner.pk).values_list())}
