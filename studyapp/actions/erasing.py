"""Everything somebody has here goes for good."""

from datetime import datetime

from django.contrib.sessions.models import Session
from django.db import transaction

from studyapp.actions.answers import forget
from studyapp.actions.classes import give_up_classes
from studyapp.actions.places import forget_places
from studyapp.models import (
    Attempt,
    CalendarFeed,
    Learner,
    LessonProgress,
    Memory,
    ParameterSet,
    PathAnswer,
    PracticeSession,
    QuestionReport,
    Review,
    User,
)
from studyapp.queries.accounts import sessions_of


@transaction.atomic
def erase(*, learner: Learner | None, user: User | None, now: datetime) -> None:
    """Delete a learner, an account, or both, with all that hangs on them. Doing it again changes nothing.

    An answer may not go while a report, a review, a quiz or a paper points at it, so those go first. What
    the account decided as staff about reports and keys stays, without its name. A class of theirs goes to its
    oldest co-instructor, else with them. Votes in live rooms stay, and nothing tells whose they were.
    """
    if learner is not None:
        # Held: an answer just being stored waits, and then finds nobody to belong to.
        for held in Learner.objects.select_for_update().filter(pk=learner.pk):
            give_up_classes(learner=held, now=now)
            forget_places(learner=held)
            for model in (QuestionReport, Review, Memory, PathAnswer, PracticeSession, Attempt):
                model._default_manager.filter(learner=held).delete()
            forget(learner=held)
            LessonProgress.objects.filter(learner=held).delete()
            CalendarFeed.objects.filter(learner=held).delete()
            ParameterSet.objects.filter(learner=held).delete()
            Learner.objects.filter(pk=held.pk).delete()
    if user is not None:
        Session.objects.filter(pk__in=sessions_of(user)).delete()
        User.objects.filter(pk=user.pk).delete()
