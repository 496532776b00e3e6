"""A class with so many learners in one live room, everybody signed in. Prints their cookies as JSON."""

import json
import sys
from datetime import UTC, datetime
from typing import Any

import django

django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402 (after setup)
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.db import transaction  # noqa: E402

from studyapp.actions import live  # noqa: E402
from studyapp.actions.accounts import sign_up  # noqa: E402
from studyapp.models import Classroom, Membership, QuestionVersion, User  # noqa: E402


@transaction.atomic
def seed(learners: int) -> dict[str, Any]:
    """The room's code, its question with its options, the owner's cookie and everybody's."""
    now = datetime.now(UTC)
    classroom = Classroom.objects.create(title="Bench", time_zone="UTC", code="BENCH", created_at=now)
    owner = _member(classroom, "owner", "owner", now)
    room = live.open_room(classroom=classroom, title="Bench", naming="pseudonymous", now=now)
    version = QuestionVersion.objects.filter(current_of__pool="practice", kind="single").order_by("pk")[0]
    question = live.add_question(room=room, version=version, seed=1, now=now)
    members = [_member(classroom, f"learner{n}", "learner", now) for n in range(learners)]
    for member in members:
        live.join(room=room, membership=member, now=now)
    return {
        "code": room.code,
        "question": question.pk,
        "options": question.order,
        "owner": _cookie(owner),
        "learners": [_cookie(member) for member in members],
    }


def _member(classroom: Classroom, name: str, role: str, now: datetime) -> Membership:
    user = sign_up(name=name, password="correct-horse", guest=None, now=now)  # noqa: S106 (a bench)
    return Membership.objects.create(
        classroom=classroom, learner=user.learner, role=role, name=name, added_at=now, joined_at=now
    )


def _cookie(member: Membership) -> str:
    assert member.learner is not None
    user: User | None = member.learner.user
    assert user is not None
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "studyapp.queries.accounts.LearnerBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)


if __name__ == "__main__":
    json.dump(seed(int(sys.argv[1])), sys.stdout)
