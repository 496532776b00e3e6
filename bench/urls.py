"""The site's addresses and the bare view: a session, a login and one query, served the same way."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import path

from studyapp.models import Lesson
from studyapp.urls import handler400, handler403, handler404, handler500  # noqa: F401 (Django looks here)
from studyapp.urls import urlpatterns as site


@login_required
def bare(request: HttpRequest) -> HttpResponse:
    """The least a signed-in page can do."""
    lesson = Lesson.objects.filter(slug="responsibility-line").first()
    return HttpResponse(f"<!doctype html><title>{lesson}</title><p>{request.user.get_username()}</p>")


urlpatterns = [path("bare/", bare), *site]
