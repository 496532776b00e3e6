"""My place in a class: who can see what about me, and the way out."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from studyapp.actions import memberships
from studyapp.domain.privacy import FIELDS, who_sees
from studyapp.queries import classes as reading
from studyapp.views.classvisits import class_page, class_visit

ROLE_NAMES = tuple(reading.NAMES.items())


@require_safe
def place(request: HttpRequest, pk: int) -> HttpResponse:
    """What the class knows of me, and who sees what."""
    here = class_visit(request, pk, "see_class")
    return class_page(
        request,
        here,
        "classes/place.html",
        me=reading.person(here.member),
        staff=reading.staff_names(pk),
        role_names=[name for _, name in ROLE_NAMES],
        privacy=[
            {"words": field.words, "cells": [role in who_sees(field) for role, _ in ROLE_NAMES]}
            for field in FIELDS
        ],
    )


@require_POST
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave the class. Its owner hands it over first."""
    here = class_visit(request, pk, "see_class")
    if here.member.role == "owner":
        messages.error(request, "You own this class: hand it over first, or delete it.")
        return redirect("class-settings", pk)
    memberships.leave(membership=here.member, now=here.seen.now)
    messages.success(request, f"You have left {here.classroom.title}. What you did stays yours.")
    return redirect("classes")
