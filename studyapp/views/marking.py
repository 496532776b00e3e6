"""How an exam's script knows an answer of ours: headers that no portal's or proxy's page has."""

import hashlib

from django.http import HttpRequest, HttpResponse

WORD, REVISION, VERSION = "Exam-Save", "Exam-Revision", "Exam-Version"


def marked(
    response: HttpResponse, word: str, *, revision: int = 0, version: int | None = None
) -> HttpResponse:
    """The answer to a save with what became of it; never to be stored on the way.

    `word` is stored, kept, superseded, refused or closed; `revision` is the save that is answered; `version`
    is how often the answer at hand has changed, from wherever: more than expected, and another side did.
    """
    response.headers[WORD] = word
    response.headers[REVISION] = str(revision)
    if version is not None:
        response.headers[VERSION] = str(version)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def session_tag(request: HttpRequest) -> str:
    """Tells the sessions in a log apart, and leads back to none of them."""
    key = request.session.session_key or ""
    return hashlib.sha256(f"sitting:{key}".encode()).hexdigest()[:12] if key else ""
