"""Accounts for bench sitting before it, and what became of their exams after it. Prints JSON."""

import json
import sys
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import django

django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402 (after setup)
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.http import QueryDict  # noqa: E402

from studyapp.actions.accounts import sign_up  # noqa: E402
from studyapp.domain.grading import check_response  # noqa: E402
from studyapp.domain.versions import key_of  # noqa: E402
from studyapp.forms.responses import read_submission  # noqa: E402
from studyapp.models import Attempt, AttemptEvent, AttemptItem  # noqa: E402
from studyapp.queries.papers import redrawn  # noqa: E402


def accounts(count: int) -> list[str]:
    """The session keys of new accounts that are signed in."""
    keys = []
    for number in range(count):
        name = f"candidate-{number}"
        user = sign_up(name=name, password=uuid4().hex, guest=None, now=datetime.now(UTC))
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = "studyapp.queries.accounts.LearnerBackend"
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        keys.append(str(session.session_key))
    return keys


def wrong_forms(papers: list[dict[str, Any]]) -> list[str]:
    """Every paper that is not what its candidate was told."""
    found = []
    for paper in papers:
        attempt = Attempt.objects.select_related("pool").get(pk=paper["attempt"])
        items = list(AttemptItem.objects.filter(attempt=attempt).select_related("version", "answer"))
        told = {int(position): fields for position, fields in paper["given"].items()}
        expected = {item.position: given(item, told.get(item.position)) for item in items}
        if {item.position: item.response for item in items} != expected:
            found.append(f"attempt {attempt.pk}: other answers than were told")
        if {item.position: item.answer and item.answer.response for item in items} != expected:
            found.append(f"attempt {attempt.pk}: handed in with other answers")
        heard = [row for item in items for row in item.heard]
        if max((row[1] for row in heard), default=0) != paper["saves"]:
            found.append(f"attempt {attempt.pk}: the last save is not known")
        drawn = [(line.position, line.version_digest, list(line.order)) for line in redrawn(attempt)]
        if drawn != [(item.position, item.version.digest, item.order) for item in items]:
            found.append(f"attempt {attempt.pk}: not the paper that its seed draws")
        events = AttemptEvent.objects.filter(attempt=attempt)
        if events.filter(kind="submitted").count() != 1 or attempt.submitted_at is None:
            found.append(f"attempt {attempt.pk}: not handed in once")
    return found


def given(item: AttemptItem, fields: dict[str, str] | None) -> list[str]:
    """The response that these fields are."""
    data = QueryDict(mutable=True)
    data.update(fields or {})
    key = key_of(item.version.kind, item.version.body)
    return list(check_response(key, read_submission(data).response))


if __name__ == "__main__":
    told = accounts(int(sys.argv[2])) if sys.argv[1] == "accounts" else wrong_forms(json.load(sys.stdin))
    sys.stdout.write(json.dumps(told))
