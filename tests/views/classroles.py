"""Every address of classes, joining and live rooms with who may do what there.

The statuses are those of owner, co-instructor, assistant, learner, learner of another class, and somebody
signed out. All of them ask for what belongs to the class of `ClassWork`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.factories.classes import ClassWork
from tests.factories.ownquestions import own_text
from tests.views.addresses import ADDRESSES
from tests.views.visitors import Fields, send

type RoleStatuses = tuple[int, int, int, int, int, int]

ROLES = ("owner", "instructor", "assistant", "learner", "elsewhere", "signed out")


def of_a_class(pattern: Any) -> bool:
    """Whether this table has to have an address: one of classes that does not stand in `addresses`."""
    elsewhere = {address.name for address in ADDRESSES}
    return str(pattern.pattern).startswith(("classes/", "join/")) and pattern.name not in elsewhere


@dataclass(frozen=True)
class RoleAddress:
    """One way to use an address, made from the rows of a class."""

    name: str
    method: str
    statuses: RoleStatuses
    args: Callable[[ClassWork], tuple[Any, ...]] = lambda work: (work.cast.classroom.pk,)
    fields: Callable[[ClassWork], Fields] = lambda work: {}
    file: bytes | None = None

    def __str__(self) -> str:
        return f"{self.method} {self.name}"

    def path(self, work: ClassWork) -> str:
        """The address with the ids in it."""
        return reverse(self.name, args=self.args(work))

    def ask(self, client: Client, work: ClassWork) -> Any:
        """The response this client gets."""
        if self.method == "GET":
            return client.get(self.path(work))
        if self.file is not None:
            return client.post(self.path(work), {"file": SimpleUploadedFile("list.csv", self.file)})
        return send(client, self.path(work), self.fields(work))


def _for_all(status: int, signed_out: int | None = None) -> RoleStatuses:
    return (status,) * 5 + (status if signed_out is None else signed_out,)


def _members(status: int) -> RoleStatuses:
    return (status,) * 4 + (404, 404)


def _staff(status: int) -> RoleStatuses:
    return (status,) * 3 + (404,) * 3


def _teachers(status: int) -> RoleStatuses:
    return (status,) * 2 + (404,) * 4


def _owner(status: int) -> RoleStatuses:
    return (status,) + (404,) * 5


def _none(work: ClassWork) -> tuple[()]:
    return ()


def _person(work: ClassWork) -> tuple[int, int]:
    return (work.cast.classroom.pk, work.cast.learner.pk)


def _gone(work: ClassWork) -> tuple[int, int]:
    return (work.cast.classroom.pk, work.gone.pk)


def _group(work: ClassWork) -> tuple[int, int]:
    return (work.cast.classroom.pk, work.group.pk)


def _exam(work: ClassWork) -> tuple[int, int]:
    return (work.cast.classroom.pk, work.exam.pk)


def _question(work: ClassWork) -> tuple[int, int]:
    return (work.cast.classroom.pk, work.question.pk)


def _retired(work: ClassWork) -> tuple[int, int]:
    return (work.cast.classroom.pk, work.retired.pk)


def _format(format: str) -> Callable[[ClassWork], tuple[int, str]]:
    return lambda work: (work.cast.classroom.pk, format)


def _question_fields(work: ClassWork) -> Fields:
    return {
        "kind": "single",
        "difficulty": "3",
        "objective": "S1",
        "lesson": "second",
        "body": own_text("Another stem?"),
        "sources": "https://example.com/a",
    }


def _pasted(work: ClassWork) -> Fields:
    return {"text": "::a::Is it? {=Yes#So it is.~No#It is.####Yes.}", "objective": "K1", "lesson": "first"}


def _code(work: ClassWork) -> tuple[str]:
    return (work.cast.classroom.code,)


def _seat(work: ClassWork) -> tuple[str]:
    return (work.seat.seat_code or "",)


def _settings(work: ClassWork) -> Fields:
    return {"title": "Another title", "time_zone": "UTC"}


def _new_class(work: ClassWork) -> Fields:
    return {"title": "Mondays", "time_zone": "UTC", "name": "Prof. Sam"}


def _edited(work: ClassWork) -> Fields:
    return {"name": "Leo L.", "roster_id": "", "time_factor": "1.5", "groups": [str(work.group.pk)]}


def _exam_fields(work: ClassWork) -> Fields:
    return {"title": "Quiz", "count-K1": "2", "minutes": "10", "review": "after_submit"}


def _title(work: ClassWork) -> Fields:
    return {"title": work.cast.classroom.title}


def _heir(work: ClassWork) -> Fields:
    return {"member": str(work.cast.instructor.pk)}


LIST = b"name,id\nNew Person,77\n"
ROLE_ADDRESSES = (
    RoleAddress("classes", "GET", _for_all(200), _none),
    RoleAddress("class-new", "GET", _for_all(200, 302), _none),
    RoleAddress("class-new", "POST", _for_all(302), _none, _new_class),
    RoleAddress("class", "GET", _members(200)),
    RoleAddress("class-settings", "GET", _teachers(200)),
    RoleAddress("class-settings", "POST", _teachers(302), fields=_settings),
    RoleAddress("class-archive", "POST", _teachers(302)),
    RoleAddress("class-archive", "POST", _teachers(302), fields=lambda work: {"back": "1"}),
    RoleAddress("class-hand-over", "POST", _owner(302), fields=_heir),
    RoleAddress("class-delete", "GET", _owner(200)),
    RoleAddress(
        "class-delete", "POST", _owner(302), fields=lambda work: {"title": work.cast.classroom.title}
    ),
    RoleAddress("class-invite", "GET", _teachers(200)),
    RoleAddress("class-projector", "GET", _teachers(200)),
    RoleAddress("class-renew", "POST", _teachers(302), fields=lambda work: {"lifetime": "day"}),
    RoleAddress("class-close", "POST", _teachers(302)),
    RoleAddress("class-people", "GET", _staff(200)),
    RoleAddress("class-person", "GET", _teachers(200), _person),
    RoleAddress("class-person", "POST", _teachers(302), _person, _edited),
    RoleAddress("class-role", "POST", _teachers(302), _person, lambda work: {"role": "assistant"}),
    RoleAddress("class-remove", "POST", _teachers(302), _person),
    RoleAddress("class-back", "POST", _teachers(302), _gone),
    RoleAddress("class-groups", "GET", _teachers(200)),
    RoleAddress("class-groups", "POST", _teachers(302), fields=lambda work: {"name": "Green"}),
    RoleAddress("class-group-delete", "POST", _teachers(302), _group),
    RoleAddress("class-roster", "GET", _teachers(200)),
    RoleAddress("class-roster", "POST", _teachers(302), file=LIST),
    RoleAddress(
        "class-roster-import", "POST", (302, 404, 404, 404, 404, 404)
    ),  # the list that the owner read
    RoleAddress("class-roster-file", "GET", _teachers(200)),
    RoleAddress("class-exam-new", "GET", _teachers(200)),
    RoleAddress("class-exam-new", "POST", _teachers(302), fields=_exam_fields),
    RoleAddress("class-exam", "GET", _members(200), _exam),
    RoleAddress("class-exam", "POST", _members(302), _exam, lambda work: {"access_code": "tram"}),
    RoleAddress("class-exam-edit", "GET", _teachers(200), _exam),
    RoleAddress("class-exam-edit", "POST", _teachers(302), _exam, _exam_fields),
    RoleAddress("class-exam-withdraw", "POST", _teachers(302), _exam),
    RoleAddress("class-questions", "GET", _teachers(200)),
    RoleAddress("class-question-new", "GET", _teachers(200)),
    RoleAddress("class-question-new", "POST", _teachers(302), fields=_question_fields),
    RoleAddress("class-question", "GET", _teachers(200), _question),
    RoleAddress("class-question", "POST", _teachers(302), _question, _question_fields),
    RoleAddress("class-question-retire", "POST", _teachers(302), _question),
    RoleAddress("class-question-back", "POST", _teachers(302), _retired),
    RoleAddress("class-questions-read", "GET", _teachers(200)),
    RoleAddress("class-questions-read", "POST", _teachers(302), fields=_pasted),
    RoleAddress(
        "class-questions-import", "POST", (302, 404, 404, 404, 404, 404)
    ),  # the file that the owner read
    *(
        RoleAddress(name, "GET", _teachers(200), _format(format))
        for name in ("class-questions-export", "class-questions-file")
        for format in ("content", "gift", "qti", "moodle")
    ),
    RoleAddress("class-me", "GET", _members(200)),
    RoleAddress("class-leave", "POST", _members(302)),
    RoleAddress("join", "GET", _for_all(200), _none),
    RoleAddress("join", "POST", _for_all(302), _none, lambda work: {"code": work.cast.classroom.code}),
    RoleAddress("join-code", "GET", (302, 302, 302, 302, 200, 200), _code),
    RoleAddress("join-code", "POST", _for_all(302), _code, lambda work: {"name": "Somebody"}),
    RoleAddress("join-code", "GET", _for_all(200), _seat),
    RoleAddress("join-code", "POST", _for_all(302), _seat),
)
ROLE_PAGES = tuple(address for address in ROLE_ADDRESSES if address.method == "GET")
