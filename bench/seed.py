"""One learner with an account, a session, and as many answers as asked for. Prints the session's cookie."""

import sys
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice
from uuid import uuid4

import django

django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402 (after setup)
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.db import transaction  # noqa: E402

from studyapp.actions.accounts import sign_up  # noqa: E402
from studyapp.actions.lessons import finish  # noqa: E402
from studyapp.models import Answer, Learner, Lesson, Question  # noqa: E402


@transaction.atomic
def seed(answers: int) -> str:
    """The session key of a learner who has read two lessons and given this many answers."""
    now = datetime.now(UTC)
    user = sign_up(name="bench", password=uuid4().hex, guest=None, now=now)
    learner = Learner.objects.get(user=user)
    for lesson in Lesson.objects.all()[:2]:
        finish(learner=learner, lesson_id=lesson.pk, now=now)
    questions = list(Question.objects.filter(pool="practice").select_related("current"))
    Answer.objects.bulk_create(
        [
            Answer(
                learner=learner,
                question=question,
                version=question.current,
                place="practice",
                response=[],
                points=0,
                out_of=1,
                correct=False,
                confidence="sure",
                answered_at=now - timedelta(minutes=n),
                token=uuid4(),
            )
            for n, question in enumerate(islice(cycle(questions), answers))
        ],
        batch_size=500,
    )
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "studyapp.queries.accounts.LearnerBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    assert session.session_key is not None
    return session.session_key


if __name__ == "__main__":
    sys.stdout.write(seed(int(sys.argv[1])))
