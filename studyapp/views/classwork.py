"""What a learner has to do for a class: see it, begin it, ask for help with it."""

import secrets
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from studyapp.actions import classwork as doing
from studyapp.actions.practice import NothingToPractise
from studyapp.forms.classwork import BeginForm
from studyapp.queries.atrisk import own_work
from studyapp.queries.classwork import Todo, todo_list
from studyapp.views.access import Membership, assignment_in, known
from studyapp.views.classframe import class_page
from studyapp.views.fragments import page, wants_part
from studyapp.views.frames import framed
from studyapp.views.visits import Visit, visit, visit_in

NOT_YET = "This is not open yet."
NOTHING = "There is no practice question for this any more. Your teacher can change it."


@require_safe
def todo(request: HttpRequest) -> HttpResponse:
    """What is to do in all classes; one line of it for Today."""
    seen = visit(request)
    work = todo_list(known(seen.learner).pk, now=seen.now)
    if wants_part(request):
        return page(request, "classwork/line.html", {"work": work})
    context = framed(request, seen, "classes", work=work, token=uuid4())
    return page(request, "classwork/todo.html", context)


@require_safe
def work(request: HttpRequest, classroom: int) -> HttpResponse:
    """What is to do in one class, and what its staff reads of this learner."""
    seen, membership = visit_in(request, classroom)
    if membership.role != "learner":
        return redirect("assignments", classroom)
    found = own_work(seen.course, membership.pk, classroom, now=seen.now)
    own = {"work": found.todos, "flags": found.flags, "token": uuid4()}
    return class_page(request, seen, membership, "classwork/work.html", "work", own)


@require_POST
def begin(request: HttpRequest, classroom: int, pk: int) -> HttpResponse:
    """Begin a practice set, or go on with it."""
    seen, membership = visit_in(request, classroom)
    found = _own(seen, membership, pk)
    if found.item.kind != "practice":
        raise Http404
    if not found.standing.open:
        messages.info(request, NOT_YET)
        return redirect("class-work", classroom)
    form = BeginForm(request.POST)
    token = form.cleaned_data["token"] if form.is_valid() else uuid4()
    try:
        session = doing.begin_quiz(
            assignment=assignment_in(membership, pk),
            learner=known(seen.learner),
            seed=secrets.randbits(48),
            token=token,
            now=seen.now,
        )
    except NothingToPractise:
        messages.info(request, NOTHING)
        return redirect("class-work", classroom)
    return redirect("quiz", session.pk)


@require_POST
def ask(request: HttpRequest, classroom: int, pk: int) -> HttpResponse:
    """ "I need help" with an assignment, or not any more."""
    seen, membership = visit_in(request, classroom)
    _own(seen, membership, pk)
    assignment = assignment_in(membership, pk)
    if request.POST.get("want") == "no":
        doing.take_help_back(assignment=assignment, membership=membership)
    else:
        doing.ask_for_help(assignment=assignment, membership=membership, now=seen.now)
        messages.success(request, "Your teachers see that you are stuck here.")
    return redirect("class-work", classroom)


def _own(seen: Visit, membership: Membership, pk: int) -> Todo:
    """An assignment that this learner has; 404 for one that only others have."""
    if membership.role != "learner":
        raise Http404
    found = todo_list(membership.learner_id or 0, classroom_id=membership.classroom_id, now=seen.now)
    mine = next((todo for todo in (*found.now, *found.later, *found.done) if todo.item.pk == pk), None)
    if mine is None:
        raise Http404
    return mine
