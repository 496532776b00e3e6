"""A class's own question, missed by one of its members and due again."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from studyapp.actions import classwork, practice
from studyapp.actions.classwork import Plan
from studyapp.models import Answer, Classroom, Learner, Membership, Memory, Question
from tests.factories.classwork import DAY, class_of, who
from tests.factories.ownquestions import own_question
from tests.factories.study import NOON, right, wrong


@dataclass(frozen=True)
class Missed:
    """Two learners of a class; the first missed its question and one of the course, the second knew both."""

    classroom: Classroom
    place: Membership
    mate: Membership
    question: Question

    @property
    def learner(self) -> Learner:
        """Who missed it."""
        return who(self.place)


def missed_own(*places: Membership) -> Missed:
    """A set of the class was answered yesterday; with `places`, by these two members of a class."""
    one, other = places or class_of(2)[1]
    classroom = one.classroom
    Learner.objects.filter(memberships__in=(one, other)).update(queue_misses=True)
    own = own_question(classroom)
    task = {"pick": "set", "questions": [own.slug, "q-k1-1"]}
    made = classwork.assign(
        classroom=classroom, plan=Plan(kind="practice", title="Hops", task=task), now=NOON - 2 * DAY
    )
    for place in (one, other):
        learner = Learner.objects.get(pk=who(place).pk)
        session = classwork.begin_quiz(
            assignment=made, learner=learner, seed=7, token=uuid4(), now=NOON - DAY
        )
        for item in session.items.select_related("version"):
            response = wrong(item.version) if place == one else right(item.version)
            practice.answer(
                session=session, position=item.position, response=response, confidence="sure", now=NOON - DAY
            )
    return Missed(classroom, one, other, own)


def own_memory(found: Missed) -> Memory:
    """The question in the reviews of who missed it."""
    return Memory.objects.get(learner=found.learner, question=found.question)


def asked(learner: Learner) -> set[str]:
    """The ids of all that lies in somebody's reviews."""
    rows = Memory.objects.filter(learner=learner).select_related("card", "question")
    return {str(row.card or row.question) for row in rows}


def answers_of(question: Question) -> list[dict[str, Any]]:
    """Every answer to a question, as it is stored."""
    return [dict(row) for row in Answer.objects.filter(question=question).order_by("pk").values()]
