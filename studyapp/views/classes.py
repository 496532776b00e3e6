"""Classes: mine, a new one, the page of one, and its settings."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studyapp.actions import classes
from studyapp.forms.classes import ClassSettingsForm, CodeForm, DeleteClassForm, HeirForm, NewClassForm
from studyapp.queries import classes as reading
from studyapp.queries.assigned import lines
from studyapp.queries.classexams import class_exams
from studyapp.queries.classwork import grid
from studyapp.views.access import learner_for_writing, member_in
from studyapp.views.classmould import learner_page
from studyapp.views.classvisits import class_page, class_visit
from studyapp.views.fragments import page
from studyapp.views.frames import framed
from studyapp.views.visits import visit


@require_safe
def class_list(request: HttpRequest) -> HttpResponse:
    """The classes I belong to, and the way into another."""
    seen = visit(request)
    mine = reading.my_classes(seen.learner.pk) if seen.learner else ()
    return page(request, "classes/list.html", framed(request, seen, "classes", classes=mine, form=CodeForm()))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new class; whoever makes it owns it."""
    seen = visit(request)
    initial = {"name": seen.name, "time_zone": seen.time_zone or "UTC"}
    form = NewClassForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        learner = learner_for_writing(request, seen.learner, seen.now)
        owner = classes.create_class(owner=learner, now=seen.now, **form.cleaned_data)
        messages.success(request, "Your class is ready. Let people in with the code or a class list.")
        return redirect("class", owner.classroom_id)
    context = framed(request, seen, "classes", form=form)
    return page(request, "classes/new.html", context, status=422 if form.errors else 200)


@require_safe
def classroom(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of a class: for its learners what there is to do, for its staff the ways to run it."""
    here = class_visit(request, pk, "see_class")
    if here.member.role == "learner":
        return learner_page(request, here)
    shown = grid(here.classroom.pk, now=here.seen.now)
    return class_page(
        request,
        here,
        "classes/class.html",
        exams=class_exams(here.member, now=here.seen.now),
        invitation=reading.invitation(here.classroom, here.seen.now),
        lines=lines(shown),
        room=shown.room,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest, pk: int) -> HttpResponse:
    """Title and zone; archiving, handing over and deleting stand below."""
    here = class_visit(request, pk, "edit_class")
    now = {name: getattr(here.classroom, name) for name in ClassSettingsForm.base_fields}
    form = ClassSettingsForm(request.POST if request.method == "POST" else None, initial=now)
    if form.is_valid():
        classes.edit_class(classroom=here.classroom, **form.cleaned_data)
        messages.success(request, "Saved.")
        return redirect("class-settings", pk)
    heirs = reading.heirs(here.member) if here.member.role == "owner" else ()
    status = 422 if form.errors else 200
    return class_page(
        request, here, "classes/settings.html", form=form, heir_form=HeirForm(heirs=heirs), heirs=heirs,
        status=status,
    )  # fmt: skip


@require_POST
def archive(request: HttpRequest, pk: int) -> HttpResponse:
    """Archive the class, or bring it back."""
    here = class_visit(request, pk, "edit_class")
    if request.POST.get("back"):
        classes.unarchive(classroom=here.classroom)
        messages.success(request, "The class goes on. Make a new code to let people in.")
    else:
        classes.archive(classroom=here.classroom, now=here.seen.now)
        messages.success(request, "The class is archived: nobody joins it, and all of it can be looked at.")
    return redirect("class-settings", pk)


@require_POST
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Make somebody else the owner."""
    here = class_visit(request, pk, "delete_class")
    heirs = reading.heirs(here.member)
    form = HeirForm(request.POST, heirs=heirs)
    if not form.is_valid():
        messages.error(request, "Nothing was changed: choose somebody in the class who has an account.")
        return redirect("class-settings", pk)
    heir = member_in(here.classroom, form.cleaned_data["member"])
    classes.hand_over(owner=here.member, to=heir)
    messages.success(request, f"{heir.name} owns the class now, and you are a co-instructor.")
    return redirect("class", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete the class, after its title was typed."""
    here = class_visit(request, pk, "delete_class")
    sent = request.POST if request.method == "POST" else None
    form = DeleteClassForm(sent, wanted=here.classroom.title)
    if form.is_valid():
        classes.delete_class(classroom=here.classroom, now=here.seen.now)
        messages.success(request, "The class is deleted.")
        return redirect("classes")
    return class_page(request, here, "classes/delete.html", form=form, status=422 if form.errors else 200)
