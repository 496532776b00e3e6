"""Letting people into a class: link, code and QR code, and the page for the projector."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from studyapp.actions import classes
from studyapp.domain.qrcode import qr_svg
from studyapp.forms.classes import LifetimeForm
from studyapp.queries.classes import invitation
from studyapp.views.classvisits import ClassVisit, class_page, class_visit


@require_safe
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """How people join, and how to change or close it."""
    here = class_visit(request, pk, "edit_class")
    return _shown(request, here, "classes/invite.html")


@require_safe
def projector(request: HttpRequest, pk: int) -> HttpResponse:
    """The QR code and the code, to be read from the last row."""
    here = class_visit(request, pk, "edit_class")
    return _shown(request, here, "classes/projector.html")


@require_POST
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    """A new code in place of the one before."""
    here = class_visit(request, pk, "edit_class")
    form = LifetimeForm(request.POST)
    if form.is_valid():
        classes.renew_code(
            classroom=here.classroom, lifetime=form.cleaned_data["lifetime"], now=here.seen.now
        )
        messages.success(request, "There is a new code. The one before opens nothing any more.")
    else:
        messages.error(request, "Nothing was changed: choose how long the new code works.")
    return redirect("class-invite", pk)


@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Nobody joins by the code any more."""
    here = class_visit(request, pk, "edit_class")
    classes.close_joining(classroom=here.classroom)
    messages.success(request, "The code is closed. Whoever is in stays in.")
    return redirect("class-invite", pk)


def _shown(request: HttpRequest, here: ClassVisit, template: str) -> HttpResponse:
    link = request.build_absolute_uri(reverse("join-code", args=[here.classroom.code]))
    return class_page(
        request,
        here,
        template,
        invitation=invitation(here.classroom, here.seen.now),
        form=LifetimeForm(),
        link=link,
        join_url=request.build_absolute_uri(reverse("join")),
        qr=qr_svg(link, f"QR code of {link}"),
    )
