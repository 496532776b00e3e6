"""Every state of the pages about the work of a class."""

from collections.abc import Callable
from typing import Any

from tests.factories.classes import ClassCast, ClassGroupFactory, MembershipFactory, class_cast
from tests.factories.classwork import DAY, HOUR, all_kinds, assigned, quizzed, read_lesson, sat, tried
from tests.factories.ownquestions import own_question
from tests.factories.study import NOON
from tests.views.classpages import at, browser
from tests.views.visitors import send

type AskClass = Callable[[Any], Any]


def _empty(page: str) -> AskClass:
    def ask(stage: Any) -> Any:
        people = class_cast()
        return browser(people.owner).get(at(people.classroom, page))

    return ask


def _busy() -> ClassCast:
    """A class in which everything there is to see can be seen."""
    people = class_cast()
    group = ClassGroupFactory.create(classroom=people.classroom)
    places = MembershipFactory.create_batch(5, classroom=people.classroom)
    MembershipFactory.create(classroom=people.classroom, learner=None, name="Not yet", joined_at=None)
    made = all_kinds(people.classroom)
    assigned(people.classroom, title="Late", due_at=NOON - HOUR)
    assigned(people.classroom, title="Overdue", task={"lesson": "second"}, due_at=NOON - HOUR)
    assigned(people.classroom, "exam", title="Later", opens_at=NOON + DAY, due_at=None)
    for place in (people.learner, *places):
        place.groups.add(group)
        read_lesson(place)
        quizzed(place, made["practice"], misses=2)
        sat(place, rights=1)
    tried(places, "q-s1-7", misses=4)
    path = at(people.classroom, f"work/{made['path'].pk}/help/")
    send(browser(people.learner), path, {"want": "yes"})
    return people


def _full(page: str, role: str = "owner") -> AskClass:
    def ask(stage: Any) -> Any:
        people = _busy()
        return browser(people.by_role()[role]).get(at(people.classroom, page))

    return ask


def _edited(fields: dict[str, str] | None) -> AskClass:
    def ask(stage: Any) -> Any:
        people = class_cast()
        made = assigned(people.classroom, "practice")
        client, path = browser(people.owner), at(people.classroom, f"assignments/{made.pk}/times/")
        if fields is None:
            send(client, path, {"member": str(people.learner.pk), "due_at": "2026-12-24T18:00"})
            return client.get(at(people.classroom, f"assignments/{made.pk}/"))
        return send(client, path, fields)

    return ask


def _refused(stage: Any) -> Any:
    people = class_cast()
    path = at(people.classroom, "assignments/new/practice/")
    return send(browser(people.owner), path, {"whom": "some", "size": "7", "due_at": "soon"})


def _own_set(stage: Any) -> Any:
    people = class_cast()
    task = {"pick": "set", "questions": [own_question(people.classroom).slug, "q-k1-1"]}
    session = quizzed(people.learner, assigned(people.classroom, "practice", task=task), misses=2)
    return browser(people.learner).get(f"/practice/{session.pk}/")


def _items(stage: Any) -> Any:
    people = _busy()
    exam = people.classroom.assignments.filter(kind="exam", exam__isnull=False)[0].exam_id
    return browser(people.owner).get(at(people.classroom, f"gradebook/{exam}/"))


def _todo(stage: Any) -> Any:
    return browser(_busy().learner).get("/classes/todo/")


def _nothing_set(stage: Any) -> Any:
    people = class_cast()
    return browser(people.learner).get(at(people.classroom, "work/"))


RESULTS = ("assignments/", "grid/", "attention/", "picture/", "gradebook/")
WORK_STATES: dict[str, AskClass] = {
    **{f"class, {page}empty": _empty(page) for page in RESULTS},
    **{f"class, {page}full": _full(page) for page in RESULTS},
    **{f"class, {page}assistant": _full(page, "assistant") for page in RESULTS},
    **{
        f"class, new {kind}": _empty(f"assignments/new/{kind}/")
        for kind in ("lesson", "practice", "set", "review", "exam", "path")
    },
    "class, new, refused": _refused,
    "class, assignment": _edited(None),
    "class, times refused": _edited({"member": "x", "due_at": "soon"}),
    "class, work": _full("work/", "learner"),
    "class, a set of its own questions, result": _own_set,
    "class, exam's questions": _items,
    "class, nothing set": _nothing_set,
    "class, todo": _todo,
}
