"""While DEBUG is on: a saved content file shows in the open page, and its faults show instead of the page."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone

from studyapp.actions.publish import publish
from studyapp.domain.documents import Problem
from studyapp.queries.contentfiles import read

type Handler = Callable[[HttpRequest], HttpResponse]

NEWS = "/authors/news/"  # asked every second by static/authors/preview.js
END = b"</body>"


@dataclass(frozen=True)
class Place:
    """A fault, and the line it is on as it was saved."""

    problem: Problem
    text: str


class ContentPreviewMiddleware:
    """Publishes the content folder before a page is made, if any file in it has changed since.

    A fault leaves what was published as it was and is shown with file and line. What is merely not written
    yet is passed over and listed below the page. Pages get a small script that loads them anew after a save.
    """

    def __init__(self, get_response: Handler) -> None:
        if not settings.DEBUG:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.seen = ""
        self.unfinished: tuple[Problem, ...] = ()
        self.turns = Lock()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """One stat of every content file; a publication only after a change."""
        stamp = saved_state()
        if request.path == NEWS:
            return HttpResponse(status=204 if request.GET.get("v") == stamp else 200)
        if request.method == "GET" and stamp != self.seen:
            with self.turns:  # what is asked for at the same moment waits instead of doing the same
                faults = self._follow(stamp)
            if faults:
                return _faults(faults, stamp)
        return _watching(self.get_response(request), stamp, self.unfinished)

    def _follow(self, stamp: str) -> tuple[Problem, ...]:
        if stamp == self.seen:
            return ()
        outcome = publish(settings.CONTENT_ROOT, now=timezone.now(), drafts=True, another=False)
        if not outcome.problems:
            self.seen, self.unfinished = stamp, outcome.unfinished
        return outcome.problems


def saved_state() -> str:
    """Another word whenever a content file is saved, added or taken away."""
    files = [path for path in settings.CONTENT_ROOT.rglob("*") if path.is_file()]
    stamp = sorted((str(path), path.stat().st_mtime_ns) for path in files)
    return hashlib.sha256(repr(stamp).encode()).hexdigest()[:16]


def _faults(problems: Sequence[Problem], stamp: str) -> HttpResponse:
    files, _ = read(settings.CONTENT_ROOT)
    lines = {name: text.splitlines() for name, text in files.items()}
    places = [Place(one, _line(lines.get(one.file, []), one.line)) for one in problems]
    html = render_to_string("preview/faults.html", {"places": places})
    return _watching(HttpResponse(html, status=500), stamp, ())


def _line(lines: Sequence[str], number: int) -> str:
    return lines[number - 1].strip() if 0 < number <= len(lines) else ""


def _watching(response: HttpResponse, stamp: str, unfinished: Sequence[Problem]) -> HttpResponse:
    """The page with the script and the list of what is unfinished; parts and files as they are."""
    if not response.streaming and response.content.rstrip().endswith(b"</html>"):
        context = {"stamp": stamp, "news": NEWS, "unfinished": unfinished}
        own = render_to_string("preview/watching.html", context).encode()
        before, end, after = response.content.rpartition(END)
        response.content = before + own + end + after
    return response
