"""The states of the pages of classes, each with how to get there; whoever else is there does not matter."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from studyapp.actions import classes
from studyapp.models import Membership
from tests.factories.classes import ClassWork, MembershipFactory, class_work
from tests.factories.people import LearnerFactory, UserFactory
from tests.factories.study import NOON
from tests.views.visitors import as_guest, send, signed_in

type Ask = Callable[[Any], Any]


def _as(role: str, path: str, prepare: Callable[[ClassWork], object] = lambda work: None) -> Ask:
    """A page of a class with one of everything, as somebody in this role sees it."""

    def ask(_: Any) -> Any:
        work = class_work()
        prepare(work)
        client = _client(work, role)
        return client.get(path.format(work=work, room=work.cast.classroom.pk))

    return ask


def _sent(path: str, **fields: Any) -> Ask:
    def ask(_: Any) -> Any:
        work = class_work()
        return send(_client(work, "owner"), path.format(work=work, room=work.cast.classroom.pk), fields)

    return ask


def _client(work: ClassWork, role: str) -> Client:
    member = {**work.cast.by_role(), "elsewhere": work.cast.elsewhere}[role]
    assert member.learner is not None
    return signed_in(member.learner)


def _bare(path: str) -> Ask:
    """A class with nobody in it but its owner."""

    def ask(_: Any) -> Any:
        owner = MembershipFactory.create(role="owner")
        assert owner.learner is not None
        return signed_in(owner.learner).get(path.format(room=owner.classroom_id))

    return ask


def _upload(data: bytes) -> Ask:
    def ask(_: Any) -> Any:
        work = class_work()
        path = f"/classes/{work.cast.classroom.pk}/roster/"
        return _client(work, "owner").post(path, {"file": SimpleUploadedFile("list.csv", data)})

    return ask


def _throttled(_: Any) -> Any:
    client = as_guest(LearnerFactory.create())
    for _ in range(12):
        client.get("/join/000000000/")
    return client.get("/join/000000000/")


def _closed(work: ClassWork) -> None:
    classes.close_joining(classroom=work.cast.classroom)


def _archived(work: ClassWork) -> None:
    classes.archive(classroom=work.cast.classroom, now=NOON)


def _more_time(work: ClassWork) -> None:
    Membership.objects.filter(pk=work.cast.learner.pk).update(time_factor="1.5")


def _not_yet(work: ClassWork) -> None:
    work.exam.opens_at = NOON + timedelta(hours=1)
    work.exam.save()


def _begun(work: ClassWork) -> None:
    path = f"/classes/{work.cast.classroom.pk}/exams/{work.exam.pk}/"
    send(_client(work, "learner"), path, {"access_code": "tram"})


EXAM = "/classes/{room}/exams/{work.exam.pk}/"
CLASS_STATES: dict[str, Ask] = {
    "classes": _as("owner", "/classes/"),
    "classes, none": lambda _: Client().get("/classes/"),
    "class, new": lambda _: signed_in(LearnerFactory.create(user=UserFactory.create())).get("/classes/new/"),
    "class, new refused": _sent("/classes/new/", title="\u200b", time_zone="Moon", name=""),
    "class, owner": _as("owner", "/classes/{room}/"),
    "class, assistant": _as("assistant", "/classes/{room}/"),
    "class, learner": _as("learner", "/classes/{room}/"),
    "class, closed": _as("owner", "/classes/{room}/", _closed),
    "class, archived": _as("owner", "/classes/{room}/", _archived),
    "class, bare": _bare("/classes/{room}/"),
    "class people": _as("owner", "/classes/{room}/people/"),
    "class people, assistant": _as("assistant", "/classes/{room}/people/"),
    "class people, nobody": _bare("/classes/{room}/people/"),
    "class person": _as("owner", "/classes/{room}/people/{work.cast.learner.pk}/"),
    "class person, above": _as("instructor", "/classes/{room}/people/{work.cast.owner.pk}/"),
    "class person, refused": _sent(
        "/classes/{room}/people/{work.cast.learner.pk}/", name="", time_factor="9"
    ),
    "class groups": _as("owner", "/classes/{room}/groups/"),
    "class groups, none": _bare("/classes/{room}/groups/"),
    "class groups, refused": _sent("/classes/{room}/groups/", name=""),
    "class list": _as("owner", "/classes/{room}/roster/"),
    "class list, none read": _bare("/classes/{room}/roster/"),
    "class list, refused": _upload(b"\x00"),
    "class list, too long": _upload(b"name\n" + b"x\n" * 50_000),
    "class list, empty": _upload(b""),
    "class invite": _as("owner", "/classes/{room}/invite/"),
    "class invite, closed": _as("owner", "/classes/{room}/invite/", _closed),
    "class invite, archived": _as("owner", "/classes/{room}/invite/", _archived),
    "class projector": _as("owner", "/classes/{room}/invite/projector/"),
    "class projector, closed": _as("owner", "/classes/{room}/invite/projector/", _closed),
    "class settings": _as("owner", "/classes/{room}/settings/"),
    "class settings, co-instructor": _as("instructor", "/classes/{room}/settings/", _archived),
    "class settings, refused": _sent("/classes/{room}/settings/", title="", time_zone="Moon"),
    "class settings, no heir": _bare("/classes/{room}/settings/"),
    "class, delete": _as("owner", "/classes/{room}/delete/"),
    "class, delete refused": _sent("/classes/{room}/delete/", title="another"),
    "class, my place": _as("learner", "/classes/{room}/me/"),
    "class, the owner's place": _as("owner", "/classes/{room}/me/"),
    "class questions": _as("owner", "/classes/{room}/questions/"),
    "class questions, none": _bare("/classes/{room}/questions/"),
    "class question, new": _as("owner", "/classes/{room}/questions/new/"),
    "class question, edit": _as("owner", "/classes/{room}/questions/{work.question.pk}/"),
    "class question, refused": _sent("/classes/{room}/questions/new/", text="nothing"),
    "class questions, read": _as("owner", "/classes/{room}/questions/import/"),
    "class questions, none read": _bare("/classes/{room}/questions/import/"),
    **{
        f"class questions, {name}": _as("owner", f"/classes/{{room}}/questions/export/{name}/")
        for name in ("content", "gift", "qti", "moodle")
    },
    "class exam, new": _as("owner", "/classes/{room}/exams/new/"),
    "class exam, refused": _sent("/classes/{room}/exams/new/", title="", **{"count-K1": "999"}),
    "class exam, edit": _as("owner", EXAM + "edit/"),
    "class exam": _as("learner", EXAM),
    "class exam, more time": _as("learner", EXAM, _more_time),
    "class exam, staff": _as("owner", EXAM),
    "class exam, not yet": _as("learner", EXAM, _not_yet),
    "class exam, running": _as("learner", EXAM, _begun),
    "class exam, archived": _as("learner", EXAM, _archived),
    "class exam, wrong code": _sent(EXAM, access_code="train"),
    "join": lambda _: Client().get("/join/"),
    "join, wrong code": lambda _: Client().get("/join/000000000/"),
    "join, throttled": _throttled,
    "join, door": lambda _: Client().get(f"/join/{class_work().cast.classroom.code}/"),
    "join, no name": lambda _: send(Client(), f"/join/{class_work().cast.classroom.code}/", {"name": " "}),
    "join, seat": lambda _: Client().get(f"/join/{class_work().seat.seat_code}/"),
}
