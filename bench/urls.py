"""The site's addresses and bare views: a session, a login and one query, served the same way."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_POST

from studyapp.models import AttemptItem, Lesson
from studyapp.urls import handler400, handler403, handler404, handler500  # noqa: F401 (Django looks here)
from studyapp.urls import urlpatterns as site


@login_required
def bare(request: HttpRequest) -> HttpResponse:
    """The least a signed-in page can do."""
    lesson = Lesson.objects.filter(slug="responsibility-line").first()
    return HttpResponse(f"<!doctype html><title>{lesson}</title><p>{request.user.get_username()}</p>")


@login_required
@require_POST
def bare_update(request: HttpRequest, attempt: int) -> HttpResponse:
    """The least a signed-in save can do: one row, by its key."""
    item = AttemptItem.objects.filter(attempt=attempt, position=1)
    item.update(revision=int(request.POST["revision"]))
    return HttpResponse("Saved")


urlpatterns = [path("bare/", bare), path("bare-update/<int:attempt>/", bare_update), *site]
