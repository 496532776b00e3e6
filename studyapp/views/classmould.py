"""A learner's page of a class, rendered once for all who are shown the same, and for whoever comes again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse

from studyapp.queries.atrisk import own_work
from studyapp.queries.classes import rights_of
from studyapp.queries.classexams import class_exams
from studyapp.views.classvisits import ClassVisit
from studyapp.views.fragments import personal
from studyapp.views.frames import frame_marks, frame_state, frame_values
from studyapp.views.moulds import Mould, cast, mark, mould

MOST = 1024  # pages held at a time: 500 learners in turn would push each other out of fewer


@dataclass(frozen=True)
class _Shown:
    """What a page is made of; two are the same page if all that is in them reads the same."""

    said: str
    context: Mapping[str, Any] = field(compare=False)


def learner_page(request: HttpRequest, here: ClassVisit) -> HttpResponse:
    """What there is to do, what the staff reads of her, and the exams of the class."""
    room, now, frame = here.classroom, here.seen.now, frame_state(here.seen)
    release = here.seen.course.key
    own = own_work(here.seen.course, here.member.pk, room.pk, now=now)
    context = {
        "work": own.todos,
        "flags": own.flags,
        "room": own.room,
        "exams": class_exams(here.member, now=now),
        "rights": rights_of(here.member),
    }
    said = repr((context, release, room.pk, room.title, room.time_zone, room.archived_at, frame))
    shown = _Shown(said, {**context, "classroom": room, **frame_marks(release, "classes", *frame)})
    return personal(cast(_mould(shown), {**frame_values(request, here.seen), "token": str(uuid4())}))


@lru_cache(maxsize=MOST)
def _mould(shown: _Shown) -> Mould:
    return mould("classes/class.html", {**shown.context, "token": mark("token")})
