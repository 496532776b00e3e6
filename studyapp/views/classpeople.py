"""The people of a class as its staff see them: names, roles, groups, and who has to go."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studyapp.actions import memberships
from studyapp.actions.classes import NeedsAccount, replace_code
from studyapp.forms.classes import GroupForm, MemberForm, RoleForm
from studyapp.queries import classes as reading
from studyapp.views.access import ClassGroup, Membership, group_in, member_in
from studyapp.views.classvisits import ClassVisit, acting, class_page, class_visit


@require_safe
def people(request: HttpRequest, pk: int) -> HttpResponse:
    """Everybody of the class."""
    here = class_visit(request, pk, "see_roster")
    return class_page(request, here, "classes/people.html", people=reading.people(pk))


@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, pk: int, member: int) -> HttpResponse:
    """What the class knows of one of them."""
    here = class_visit(request, pk, "edit_roster")
    found = member_in(here.classroom, member)
    groups = reading.groups(pk, found.pk)
    form = MemberForm(
        request.POST if request.method == "POST" else None,
        groups=[(group.pk, group.name) for group in groups],
        initial=_now(found, [str(group.pk) for group in groups if group.has]),
    )
    if form.is_valid() and _edited(request, here, found, form):
        messages.success(request, "Saved.")
        return redirect("class-people", pk)
    roles = reading.roles_to_give(here.member, found)
    return class_page(
        request,
        here,
        "classes/person.html",
        status=422 if form.errors else 200,
        form=form,
        person=found,
        role_form=RoleForm(roles=roles, initial={"role": found.role}) if roles else None,
        removable=reading.can_remove(here.member, found),
    )


@require_POST
def role(request: HttpRequest, pk: int, member: int) -> HttpResponse:
    """Give somebody another role."""
    here = class_visit(request, pk, "edit_roles")
    found = member_in(here.classroom, member)
    form = RoleForm(request.POST, roles=reading.roles_to_give(here.member, found))
    if not form.is_valid():
        raise Http404  # a role that this person may not give is not on the page
    try:
        memberships.set_role(membership=found, role=form.cleaned_data["role"])
        messages.success(request, f"{found.name} has the role now.")
    except NeedsAccount:
        messages.error(request, f"{found.name} is a guest: staff of a class need an account.")
    return redirect("class-person", pk, member)


@require_POST
def remove(request: HttpRequest, pk: int, member: int) -> HttpResponse:
    """Remove somebody: the next request of theirs finds no class."""
    here = class_visit(request, pk, "edit_roster")
    found = member_in(here.classroom, member)
    if not reading.can_remove(here.member, found):
        raise Http404
    memberships.remove(membership=found, now=here.seen.now)
    told = f"{found.name} does not belong to the class any more."
    if request.POST.get("code") == "new":
        replace_code(classroom=here.classroom)
        told += " The code of the class is another one now; the one before opens nothing."
    messages.success(request, told)
    return redirect("class-people", pk)


@require_POST
def back(request: HttpRequest, pk: int, member: int) -> HttpResponse:
    """Let somebody back in who had left or was removed."""
    here = class_visit(request, pk, "edit_roster")
    found = member_in(here.classroom, member)
    memberships.bring_back(membership=found)
    messages.success(request, f"{found.name} is in the class again.")
    return redirect("class-people", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def groups(request: HttpRequest, pk: int) -> HttpResponse:
    """The groups of the class, and a new one."""
    here = class_visit(request, pk, "edit_roster")
    form = GroupForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        memberships.add_group(classroom=here.classroom, name=form.cleaned_data["name"])
        return redirect("class-groups", pk)
    status = 422 if form.errors else 200
    return class_page(
        request, here, "classes/groups.html", form=form, groups=reading.groups(pk), status=status
    )


@require_POST
def delete_group(request: HttpRequest, pk: int, group: int) -> HttpResponse:
    """Take a group away; its members stay."""
    here = class_visit(request, pk, "edit_roster")
    memberships.delete_group(group=group_in(here.classroom, group))
    return redirect("class-groups", pk)


def _now(found: Membership, groups: list[str]) -> dict[str, object]:
    return {
        "name": found.name,
        "roster_id": found.roster_id,
        "time_factor": found.time_factor,
        "groups": groups,
    }


def _edited(request: HttpRequest, here: ClassVisit, found: Membership, form: MemberForm) -> bool:
    sent = form.cleaned_data
    groups: list[ClassGroup] = [group_in(here.classroom, int(group)) for group in sent["groups"]]
    try:
        memberships.edit_member(
            membership=found,
            name=sent["name"],
            roster_id=sent["roster_id"],
            groups=groups,
            time_factor=sent["time_factor"],
            staff=acting(request),
            now=here.seen.now,
        )
    except memberships.NumberTaken:
        form.add_error("roster_id", "Somebody else in the class has this number.")
        return False
    return True
