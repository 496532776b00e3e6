"""Classes and who belongs to them."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import factory
from factory.django import DjangoModelFactory

from studyapp.models import ClassGroup, Classroom, Exam, Learner, Membership
from tests.factories.people import CREATED, LearnerFactory, UserFactory
from tests.factories.study import NOON


class ClassroomFactory(DjangoModelFactory[Classroom]):
    """A class that can be joined for two weeks; nobody belongs to it, not even an owner."""

    class Meta:
        model = Classroom

    title = factory.Sequence(lambda n: f"Evening class {n}")
    time_zone = "Europe/Paris"
    code = factory.Sequence(lambda n: f"C{n:08d}")
    code_expires_at = NOON + timedelta(days=14)
    created_at = CREATED


class MembershipFactory(DjangoModelFactory[Membership]):
    """A learner of a class, with an account; `role="owner"` for its owner."""

    class Meta:
        model = Membership
        skip_postgeneration_save = True

    classroom = factory.SubFactory(ClassroomFactory)
    learner: Any = factory.SubFactory(LearnerFactory, user=factory.SubFactory(UserFactory))
    role = "learner"
    name = factory.Sequence(lambda n: f"Person {n}")
    added_at = CREATED
    joined_at = CREATED


class ClassGroupFactory(DjangoModelFactory[ClassGroup]):
    """A group of a class, with nobody in it."""

    class Meta:
        model = ClassGroup

    classroom = factory.SubFactory(ClassroomFactory)
    name = factory.Sequence(lambda n: f"Group {n}")


@dataclass(frozen=True)
class ClassCast:
    """A class with one of each role, and a learner of another class."""

    classroom: Classroom
    owner: Membership
    instructor: Membership
    assistant: Membership
    learner: Membership
    elsewhere: Membership  # a learner of another class, which has an owner of its own

    def by_role(self) -> dict[str, Membership]:
        """The four of this class."""
        rows = (self.owner, self.instructor, self.assistant, self.learner)
        return {row.role: row for row in rows}


def class_cast(owner: Learner | None = None) -> ClassCast:
    """Everybody a test of a class needs; `owner` is a learner who is there already."""
    classroom, other = ClassroomFactory.create(), ClassroomFactory.create()
    first = {"learner": owner} if owner else {}
    MembershipFactory.create(classroom=other, role="owner")
    return ClassCast(
        classroom=classroom,
        owner=MembershipFactory.create(classroom=classroom, role="owner", name="Olga Owner", **first),
        instructor=MembershipFactory.create(classroom=classroom, role="instructor", name="Ines Instructor"),
        assistant=MembershipFactory.create(classroom=classroom, role="assistant", name="Anna Assistant"),
        learner=MembershipFactory.create(classroom=classroom, name="Leo Learner"),
        elsewhere=MembershipFactory.create(classroom=other, name="Elsa Elsewhere"),
    )


class ClassExamFactory(DjangoModelFactory[Exam]):
    """An exam of a class: one question of K1 in ten minutes, open from an hour before noon for a day."""

    class Meta:
        model = Exam

    classroom = factory.SubFactory(ClassroomFactory)
    slug = factory.Sequence(lambda n: f"class-exam-{n}")
    digest = ""
    title = factory.Sequence(lambda n: f"Test of the evening {n}")
    minutes = 10
    pass_mark = 750
    pool = "exam"
    blueprint = factory.LazyFunction(lambda: {"K1": 1})
    unscored = 0
    position = 0
    opens_at = NOON - timedelta(hours=1)
    closes_at = NOON + timedelta(days=1)
