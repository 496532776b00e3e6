"""A class's own questions in the reviews of its members: they come with a miss, and go with the place.

What was answered stays: an answer is the learner's, and the question's figures rest on it.
"""

from collections.abc import Sequence
from datetime import datetime

from studyapp.models import Classroom, Membership, Memory, Question


def enrol_own(*, learner_ids: Sequence[int], question_ids: Sequence[int], now: datetime) -> int:
    """Queue those that are of a class, for everybody who is in it. Returns how many are new there.

    Part of the transaction of what was missed.
    """
    questions = list(Question.objects.filter(pk__in=question_ids, pool="class", retired_at=None))
    if not questions or not learner_ids:
        return 0
    # Held: whoever goes at this moment waits, and takes these along.
    places = Membership.objects.select_for_update(no_key=True).order_by("pk")
    here = places.filter(learner__in=learner_ids, classroom__in={one.classroom_id for one in questions})
    members = set(here.filter(left_at=None).values_list("learner_id", "classroom_id"))
    there = set(
        Memory.objects.filter(question__in=questions, learner__in=learner_ids).values_list(
            "learner_id", "question_id"
        )
    )
    rows = [
        Memory(learner_id=learner, question=one, idea_id=one.idea_id, added_at=now)
        for one in sorted(questions, key=lambda one: one.pk)
        for learner in sorted(set(learner_ids))
        if (learner, one.classroom_id) in members and (learner, one.pk) not in there
    ]
    return len(Memory.objects.bulk_create(rows, ignore_conflicts=True))


def forget_own(*, membership: Membership) -> None:
    """Of somebody who is not in the class any more: its questions leave their reviews, and the reviews go.

    Part of the transaction in which they go.
    """
    Memory.objects.filter(
        learner=membership.learner_id, question__classroom=membership.classroom_id, learner__isnull=False
    ).delete()


def forget_all_own(*, classroom: Classroom) -> None:
    """The class goes: its questions leave everybody's reviews. Before they belong to no class any more."""
    Memory.objects.filter(question__classroom=classroom).delete()
