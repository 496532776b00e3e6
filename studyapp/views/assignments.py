"""What a class has to do: its staff sees the list, its teachers set and change it."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studyapp.actions import classwork as setting
from studyapp.forms.classwork import FORMS, AssignmentForm, DrillForm, ExceptionForm, Offers
from studyapp.queries import assigned
from studyapp.queries import classwork as reading
from studyapp.queries.classsheet import Sheet
from studyapp.queries.questionsets import SET
from studyapp.views.access import Membership, assignment_in
from studyapp.views.classframe import class_page, zone_of
from studyapp.views.visits import Visit, visit_in

DRILL_SIZE = 10
DRILL_TIME = timedelta(days=7)
PEOPLE = ("groups", "members")
ARCHIVED = "This class is archived: nothing new is set in it."


@require_safe
def listed(request: HttpRequest, classroom: int) -> HttpResponse:
    """Everything set, with how many are done."""
    seen, membership = visit_in(request, classroom, "see_results")
    shown = reading.grid(classroom, now=seen.now)
    own = {"lines": assigned.lines(shown), "kinds": tuple(reading.FORMS.items())}
    return class_page(request, seen, membership, "classwork/assignments.html", "assignments", own)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, classroom: int, kind: str) -> HttpResponse:
    """Set something."""
    seen, membership = visit_in(request, classroom, "edit_assignments")
    if kind not in FORMS:
        raise Http404
    if membership.classroom.archived_at is not None:
        return _archived(request, classroom)
    form = _form(request, seen, membership, kind, assigned.whole_sheet(classroom), initial={})
    if form.is_valid():
        plan = setting.Plan(kind="practice" if kind == SET else kind, **form.plan())
        made = setting.assign(classroom=membership.classroom, plan=plan, now=seen.now)
        messages.success(request, f"“{made.title}” is set.")
        return redirect("assignments", classroom)
    own = {"form": form, "kind": kind, "heading": f"New: {reading.FORMS[kind].lower()}"}
    return _form_page(request, seen, membership, own)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, classroom: int, pk: int) -> HttpResponse:
    """Change it, or give somebody other times."""
    seen, membership = visit_in(request, classroom, "edit_assignments")
    found = assignment_in(membership, pk)
    read = assigned.whole_sheet(classroom)
    kind = assigned.form_kind(found)
    form = _form(request, seen, membership, kind, read, initial=assigned.as_initial(found, read))
    if form.is_valid():
        setting.change(assignment=found, plan=setting.Plan(kind=found.kind, **form.plan()))
        messages.success(request, "Saved.")
        return redirect("assignments", classroom)
    own = {"form": form, "kind": kind, "assignment": found}
    own |= _exceptions(membership, read, pk)
    return _form_page(request, seen, membership, own)


@require_POST
def own_times(request: HttpRequest, classroom: int, pk: int) -> HttpResponse:
    """Other times for one member; left open, those of everybody again."""
    seen, membership = visit_in(request, classroom, "edit_assignments")
    found = assignment_in(membership, pk)
    read = assigned.whole_sheet(classroom)
    people = [(member.pk, member.name) for member in read.members]
    form = ExceptionForm(request.POST, zone=zone_of(membership), members=people)
    if form.is_valid():
        said = form.cleaned_data
        setting.set_exception(
            assignment=found, member=said["member"], opens_at=said["opens_at"], due_at=said["due_at"]
        )
        messages.success(request, "Saved.")
        return redirect("assignment", classroom, pk)
    kind = assigned.form_kind(found)
    whole = _form(request, seen, membership, kind, read, initial=assigned.as_initial(found, read), sent=False)
    own = {"form": whole, "kind": kind, "assignment": found}
    own |= _exceptions(membership, read, pk) | {"times": form}
    return _form_page(request, seen, membership, own)


@require_POST
def withdraw(request: HttpRequest, classroom: int, pk: int) -> HttpResponse:
    """Nobody has it any more."""
    seen, membership = visit_in(request, classroom, "edit_assignments")
    found = assignment_in(membership, pk)
    setting.withdraw(assignment=found, now=seen.now)
    messages.success(request, f"“{found.title}” is withdrawn. What was done for it stays done.")
    return redirect("assignments", classroom)


@require_POST
def drill(request: HttpRequest, classroom: int) -> HttpResponse:
    """One press: an idea for everybody, due in a week."""
    seen, membership = visit_in(request, classroom, "edit_assignments")
    if membership.classroom.archived_at is not None:
        return _archived(request, classroom)
    form = DrillForm(request.POST)
    if not form.is_valid() or not assigned.can_drill(seen.course, form.cleaned_data["idea"]):
        messages.info(request, "There is nothing to practise on this idea.")
        return redirect("class-picture", classroom)
    idea = form.cleaned_data["idea"]
    task = {"pick": "idea", "subject": idea, "objectives": [], "size": DRILL_SIZE}
    plan = setting.Plan(kind="practice", title=f"Drill: {idea}", task=task, due_at=seen.now + DRILL_TIME)
    made = setting.assign(classroom=membership.classroom, plan=plan, now=seen.now)
    messages.success(request, "The drill is set for everybody, due in a week. Change what you like.")
    return redirect("assignment", classroom, made.pk)


def _archived(request: HttpRequest, classroom: int) -> HttpResponse:
    messages.info(request, ARCHIVED)
    return redirect("assignments", classroom)


def _form(
    request: HttpRequest,
    seen: Visit,
    membership: Membership,
    kind: str,
    read: Sheet,
    *,
    initial: dict[str, Any],
    sent: bool = True,
) -> AssignmentForm:
    offers = assigned.offered(seen.course, read, membership.classroom_id, kind=kind)
    more = {"subject": initial.get("subject", "")} if kind == "practice" else {}
    return FORMS[kind](
        request.POST if sent and request.method == "POST" else None,
        offers=Offers(**{name: getattr(offers, name) for name in offers.__dataclass_fields__}),
        zone=zone_of(membership),
        now=None if initial else seen.now,
        initial=initial,
        **more,
    )


def _exceptions(membership: Membership, read: Sheet, pk: int) -> dict[str, Any]:
    people = [(member.pk, member.name) for member in read.members]
    times = ExceptionForm(zone=zone_of(membership), members=people)
    return {"own_times": assigned.own_times(read, pk), "times": times}


def _form_page(
    request: HttpRequest, seen: Visit, membership: Membership, own: dict[str, Any]
) -> HttpResponse:
    form = own["form"]
    status = 422 if form.errors or ("times" in own and own["times"].errors) else 200
    own["chosen"] = {name: set(map(int, filter(_is_number, form[name].value() or ()))) for name in PEOPLE}
    return class_page(
        request, seen, membership, "classwork/assignment.html", "assignments", own, status=status
    )


def _is_number(value: object) -> bool:
    return str(value).isdecimal()
