"""While DEBUG is on: a saved content file shows on the next page load."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from studyapp.actions.publish import publish

type Handler = Callable[[HttpRequest], HttpResponse]


class ContentPreviewMiddleware:
    """Publishes the content folder before a page is made, if any file in it has changed since.

    A fault leaves the pages as they were and is shown as plain text, every one with file and line.
    """

    def __init__(self, get_response: Handler) -> None:
        if not settings.DEBUG:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.seen: object = None

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """One stat of every content file; a publication only after a change."""
        files = [path for path in settings.CONTENT_ROOT.rglob("*") if path.is_file()]
        stamp = sorted((str(path), path.stat().st_mtime_ns) for path in files)
        if request.method == "GET" and stamp != self.seen:
            outcome = publish(settings.CONTENT_ROOT, now=timezone.now())
            if outcome.problems:
                faults = "\n".join(str(problem) for problem in outcome.problems)
                return HttpResponse(
                    f"The content has faults; what was published before is unchanged.\n\n{faults}\n",
                    content_type="text/plain; charset=utf-8",
                    status=500,
                )
            self.seen = stamp
        return self.get_response(request)
