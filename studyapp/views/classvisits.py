"""A visit to a page of a class: who is asking, in which role, with the class's own zone for its times."""

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from studyapp.domain.roles import Right
from studyapp.queries.classes import rights_of
from studyapp.views.access import Classroom, Learner, Membership, User, known, own_account
from studyapp.views.fragments import page
from studyapp.views.frames import framed
from studyapp.views.visits import Visit, visit_in


@dataclass(frozen=True)
class ClassVisit:
    """What every page of a class starts from."""

    seen: Visit
    member: Membership

    @property
    def classroom(self) -> Classroom:
        """The class."""
        return self.member.classroom

    @property
    def learner(self) -> Learner:
        """Whoever is asking."""
        return known(self.member.learner)


def class_visit(request: HttpRequest, pk: int, right: Right) -> ClassVisit:
    """For a member with this right; 404 for everybody else. Times are told in the class's zone then."""
    seen, member = visit_in(request, pk, right)
    timezone.activate(ZoneInfo(member.classroom.time_zone))
    return ClassVisit(seen, member)


def class_context(request: HttpRequest, here: ClassVisit, **own: Any) -> dict[str, Any]:
    """What a page of a class is made of; `rights` say what it may offer."""
    return framed(
        request,
        here.seen,
        "classes",
        classroom=here.classroom,
        member=here.member,
        rights=rights_of(here.member),
        **own,
    )


def class_page(
    request: HttpRequest, here: ClassVisit, template: str, *, status: int = 200, **own: Any
) -> HttpResponse:
    """A page of a class."""
    return page(request, template, class_context(request, here, **own), status=status)


def acting(request: HttpRequest) -> User:
    """The account of whoever changes something for others: staff always have one."""
    return own_account(request)
