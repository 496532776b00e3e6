"""The site's addresses and bare views: a session, a login and one query, served the same way.

Their sessions and accounts are Django's own, as a plain site has them. Those of this project are read by
statements that are built once, and a bare view that had them would not tell what they are worth.
"""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import path
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_POST

from studyapp.models import AttemptItem, Lesson
from studyapp.urls import handler400, handler403, handler404, handler500  # noqa: F401 (Django looks here)
from studyapp.urls import urlpatterns as site

type View = Callable[..., HttpResponse]


def plain(view: View) -> View:
    """With the session and the account as Django reads them, when something asks for them first."""

    @wraps(view)
    def answered(request: HttpRequest, *args: int, **named: int) -> HttpResponse:
        request.session = SessionStore(request.COOKIES.get(settings.SESSION_COOKIE_NAME))
        request.user = SimpleLazyObject(lambda: signed_in(request))  # type: ignore[assignment]  # stands for one
        return view(request, *args, **named)

    return answered


def signed_in(request: HttpRequest) -> object:
    """What `django.contrib.auth.get_user` does, with the backend that Django brings."""
    user = ModelBackend().get_user(int(request.session.get(SESSION_KEY, 0)))
    if user is None:
        return AnonymousUser()
    told = request.session.get(HASH_SESSION_KEY, "")
    return user if constant_time_compare(told, user.get_session_auth_hash()) else AnonymousUser()


@plain
@login_required
def bare(request: HttpRequest) -> HttpResponse:
    """The least a signed-in page can do."""
    lesson = Lesson.objects.filter(slug="responsibility-line").first()
    return HttpResponse(f"<!doctype html><title>{lesson}</title><p>{request.user.get_username()}</p>")


@plain
@login_required
@require_POST
def bare_update(request: HttpRequest, attempt: int) -> HttpResponse:
    """The least a signed-in save can do: one row, by its key."""
    item = AttemptItem.objects.filter(attempt=attempt, position=1)
    item.update(revision=int(request.POST["revision"]))
    return HttpResponse("Saved")


def bare_page(request: HttpRequest) -> HttpResponse:
    """The least a browser has to bring for a page that has a sheet and a script."""
    return HttpResponse(
        '<!doctype html><html lang="en"><head><meta name="viewport" content="width=device-width">'
        '<title>Bare</title><meta name="description" content="A heading.">'
        f'<link rel="icon" href="{static("icons/favicon.svg")}">'
        f'<link rel="stylesheet" href="{static("css/reports.css")}">'
        f'<script async src="{static("js/first.js")}"></script></head><body><h1>Bare</h1></body></html>'
    )


urlpatterns = [
    path("bare/", bare),
    path("bare-page/", bare_page),
    path("bare-update/<int:attempt>/", bare_update),
    *site,
]
