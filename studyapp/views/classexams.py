"""Exams of a class: begun by its learners, made and changed by its instructors."""

import secrets
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from studyapp.actions import classexams as actions
from studyapp.actions.throttling import charge
from studyapp.domain.blueprint import BlueprintTooLarge
from studyapp.domain.throttling import ACCESS_CODE
from studyapp.forms.classexams import AccessCodeForm, ClassExamForm
from studyapp.queries import classexams as reading
from studyapp.queries import gradebook
from studyapp.queries.classes import rights_of
from studyapp.queries.throttling import Trial, seconds_until_next
from studyapp.views.access import Exam, exam_in
from studyapp.views.classvisits import ClassVisit, acting, class_page, class_visit
from studyapp.views.tries import too_many

WHY = {
    "early": "It has not opened yet.",
    "late": "It is closed.",
    "used up": "You have used all the attempts it allows.",
}


@require_http_methods(["GET", "HEAD", "POST"])
def exam(request: HttpRequest, pk: int, exam: int) -> HttpResponse:
    """What to expect; a POST begins it, or goes on with the sitting that is open."""
    here = class_visit(request, pk, "see_class")
    found = exam_in(here.member, exam)
    form = AccessCodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        begun = _begun(request, here, found, form)
        if begun is not None:
            return begun
    shown = reading.class_exam(here.member, found, now=here.seen.now)
    sat = gradebook.sat(found, now=here.seen.now) if "see_results" in rights_of(here.member) else None
    status = 422 if form.errors else 200
    return class_page(
        request, here, "classes/exam.html", exam=found, shown=shown, form=form, sat=sat, status=status
    )


@require_http_methods(["GET", "HEAD", "POST"])
def new_exam(request: HttpRequest, pk: int) -> HttpResponse:
    """Make an exam."""
    here = class_visit(request, pk, "edit_assignments")
    form = _form(request, {"review": "after_submit", "minutes": 30}, now=here.seen.now)
    if form.is_valid():
        made = actions.make_exam(classroom=here.classroom, terms=_terms(form, form.cleaned_data["blueprint"]))
        messages.success(request, "The exam is made. Learners see it on the page of the class.")
        return redirect("class-exam", pk, made.pk)
    return class_page(request, here, "classes/exam_form.html", form=form, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_exam(request: HttpRequest, pk: int, exam: int) -> HttpResponse:
    """Change all of an exam but its questions: those it was made with."""
    here = class_visit(request, pk, "edit_assignments")
    found = exam_in(here.member, exam)
    form = _form(request, {name: getattr(found, name) for name in FIELDS}, frozen=True)
    if form.is_valid():
        terms = _terms(form, found.blueprint)
        actions.change_exam(exam=found, terms=terms, staff=acting(request), now=here.seen.now)
        messages.success(request, "Saved.")
        return redirect("class-exam", pk, exam)
    status = 422 if form.errors else 200
    return class_page(request, here, "classes/exam_form.html", form=form, exam=found, status=status)


@require_POST
def withdraw_exam(request: HttpRequest, pk: int, exam: int) -> HttpResponse:
    """Nobody begins it any more."""
    here = class_visit(request, pk, "edit_assignments")
    actions.withdraw_exam(exam=exam_in(here.member, exam), now=here.seen.now)
    messages.success(request, "The exam is withdrawn. Papers that are open can be finished.")
    return redirect("class", pk)


FIELDS = ("title", "minutes", "opens_at", "closes_at", "access_code", "attempts_allowed", "review")


def _form(
    request: HttpRequest, initial: dict[str, Any], *, frozen: bool = False, now: datetime | None = None
) -> ClassExamForm:
    pool = () if frozen else tuple((line.code, line.name, line.holds) for line in reading.pool())
    sent = request.POST if request.method == "POST" else None
    return ClassExamForm(sent, pool=pool, reviews=Exam.REVIEWS, frozen=frozen, now=now, initial=initial)


def _terms(form: ClassExamForm, blueprint: dict[str, int]) -> actions.ExamTerms:
    return actions.ExamTerms(blueprint=blueprint, **{name: form.cleaned_data[name] for name in FIELDS})


def _begun(request: HttpRequest, here: ClassVisit, exam: Exam, form: AccessCodeForm) -> HttpResponse | None:
    trial = Trial("exam", ACCESS_CODE, {"person": f"learner {here.learner.pk}"})
    if exam.access_code and seconds_until_next(trial, here.seen.now):
        return too_many(request, here.seen, trial)
    code, seed = form.cleaned_data["access_code"], secrets.randbits(48)
    try:
        attempt = actions.begin(membership=here.member, exam=exam, code=code, seed=seed, now=here.seen.now)
    except actions.NotNow as fault:
        form.add_error(None, WHY[fault.why])
    except actions.WrongAccessCode:
        charge(trial=trial, now=here.seen.now)
        form.add_error("access_code", "This is not its code. Ask whoever is in the room with you.")
    except BlueprintTooLarge as fault:
        form.add_error(None, f"It cannot be drawn just now: {fault}")
    else:
        return redirect(f"/attempts/{attempt.pk}/?q=1")
    return None
