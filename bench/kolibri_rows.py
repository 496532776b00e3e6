"""Runs where Kolibri is installed, not in this project: a class with lessons and exams. Prints JSON.

    python kolibri_rows.py learners

KOLIBRI_HOME names an empty folder. Everything is made through Kolibri's own models, so that no channel
has to be fetched from its servers; a session is made as a sign-in makes it. The statements of each
request are counted, those for session and account left out.
"""

import json
import sys
import uuid
from contextlib import ExitStack
from importlib import import_module
from typing import Any

from kolibri.utils.main import initialize

initialize()

from django.conf import settings  # noqa: E402 (after setup)
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connections  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from kolibri.core.auth.models import Classroom, Facility, FacilityUser  # noqa: E402
from kolibri.core.content.models import AssessmentMetaData, ChannelMetadata, ContentNode  # noqa: E402
from kolibri.core.exams.models import Exam, ExamAssignment  # noqa: E402
from kolibri.core.lessons.models import Lesson, LessonAssignment  # noqa: E402
from rest_framework.test import APIClient  # noqa: E402

LESSONS, RESOURCES, EXAMS, QUESTIONS = 8, 4, 2, 20


def seed(learners: int) -> Any:
    """The addresses to ask, and a cookie of each learner."""
    call_command(
        "provisiondevice", facility="Bench", superusername="admin", superuserpassword="bench-bench",
        preset="nonformal", language_id="en", interactive=False, verbosity=0,
    )  # fmt: skip
    facility = Facility.objects.get()
    admin = FacilityUser.objects.get(username="admin")
    nodes = exercises()
    room = Classroom.objects.create(name="Tuesday evenings", parent=facility)
    users = [
        FacilityUser.objects.create(username=f"learner{n}", facility=facility, password="x")  # noqa: S106 (the same)
        for n in range(learners)
    ]
    for user in users:
        room.add_member(user)
    lessons = [lesson(room, admin, nodes, n) for n in range(LESSONS)]
    exams = [exam(room, admin, nodes, n) for n in range(EXAMS)]
    people = []
    for user in users:
        client = APIClient()
        client.force_authenticate(user)
        begun = client.post("/api/logger/trackprogress/", {"quiz_id": exams[0].id}, format="json")
        assert begun.status_code == 200, begun.content
        people.append({"session": session_of(user), "log": begun.json()["session_id"]})
    return {
        "cookies": [settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME],
        "class page": f"/learn/api/learnerclassroom/{room.id}/",
        "lesson": f"/learn/api/learnerlesson/{lessons[0].id}/",
        "exam": f"/api/exams/exam/{exams[0].id}/",
        "questions": [f"{nodes[n % len(nodes)].id}:q{n}" for n in range(QUESTIONS)],
        "people": people,
        "queries": counted(users[0], room, lessons[0], exams[0], people[0]["log"]),
    }


def exercises() -> Any:
    """A channel with a topic of exercises."""
    channel = uuid.uuid4().hex
    root = node(channel, None, "topic")
    ChannelMetadata.objects.create(id=channel, name="Bench", root=root, min_schema_version="5")
    made = [node(channel, root, "exercise") for _ in range(RESOURCES)]
    for one in made:
        AssessmentMetaData.objects.create(
            id=uuid.uuid4().hex,
            contentnode=one,
            number_of_assessments=QUESTIONS,
            mastery_model={"type": "do_all"},
            assessment_item_ids=[f"q{n}" for n in range(QUESTIONS)],
            randomize=False,
            is_manipulable=True,
        )
    return made


def node(channel: str, parent: Any, kind: str) -> Any:
    """A node of the channel's tree."""
    return ContentNode.objects.create(
        id=uuid.uuid4().hex, parent=parent, channel_id=channel, content_id=uuid.uuid4().hex, kind=kind,
        title="A piece", available=True, license_name="CC BY",
    )  # fmt: skip


def lesson(room: Any, admin: Any, nodes: Any, number: int) -> Any:
    """A lesson of the class, set for all of it."""
    resources = [
        {"content_id": one.content_id, "channel_id": one.channel_id, "contentnode_id": one.id}
        for one in nodes
    ]
    made = Lesson.objects.create(
        title=f"Lesson {number}", collection=room, created_by=admin, resources=resources, is_active=True
    )
    LessonAssignment.objects.create(lesson=made, collection=room, assigned_by=admin)
    return made


def exam(room: Any, admin: Any, nodes: Any, number: int) -> Any:
    """An exam of the class, under way."""
    questions = [
        {
            "exercise_id": nodes[n % len(nodes)].id,
            "question_id": f"q{n}",
            "title": "A question",
            "counter_in_exercise": n,
        }
        for n in range(QUESTIONS)
    ]
    section = {"section_title": "", "description": "", "question_count": QUESTIONS, "questions": questions}
    made = Exam.objects.create(
        title=f"Exam {number}", collection=room, creator=admin, active=True, question_count=QUESTIONS,
        question_sources=[{**section, "learners_see_fixed_order": True}], data_model_version=3,
    )  # fmt: skip
    ExamAssignment.objects.create(exam=made, collection=room, assigned_by=admin)
    return made


def session_of(user: Any) -> Any:
    """The cookie of somebody who is signed in."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return session.session_key


def counted(user: Any, room: Any, lesson_: Any, exam_: Any, log: str) -> Any:
    """How many statements each request takes, session and account not counted."""
    client = APIClient()
    client.force_authenticate(user)
    source = exam_.question_sources[0]["questions"][0]
    interaction = {
        "item": f"{source['exercise_id']}:{source['question_id']}", "correct": 1, "complete": True,
        "time_spent": 5, "answer": {"choice": 1}, "simple_answer": "1",
    }  # fmt: skip
    asked: dict[str, Any] = {
        "class page": lambda: client.get(f"/learn/api/learnerclassroom/{room.id}/"),
        "lesson": lambda: client.get(f"/learn/api/learnerlesson/{lesson_.id}/"),
        "exam": lambda: client.get(f"/api/exams/exam/{exam_.id}/"),
        "answer": lambda: client.put(
            f"/api/logger/trackprogress/{log}/", {"interactions": [interaction]}, format="json"
        ),
    }
    found = {}
    for name, ask in asked.items():
        ask()
        with ExitStack() as watched:
            contexts = [CaptureQueriesContext(connections[alias]) for alias in connections]
            seen = [watched.enter_context(context) for context in contexts]
            got = ask()
        assert got.status_code == 200, (name, got.status_code, got.content)
        found[name] = sum(map(len, seen))
    return found


if __name__ == "__main__":
    sys.stdout.write(json.dumps(seed(int(sys.argv[1]))) + "\n")
