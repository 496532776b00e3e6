"""Keys of exam questions: statistics, the question behind a figure, repairs. For the staff alone."""

from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studyapp.actions import keyrepair
from studyapp.domain.grading import InvalidResponse
from studyapp.domain.regrading import Ruling
from studyapp.forms.keys import RepairForm, TakeBackForm, sent_again
from studyapp.forms.responses import read_filled, read_submission
from studyapp.queries import keyquestion, keyrepairs
from studyapp.queries import keys as reading
from studyapp.queries.keypreview import preview
from studyapp.queries.keyrepairs import Repairable
from studyapp.views.access import User, staff_member
from studyapp.views.fragments import page
from studyapp.views.frames import framed
from studyapp.views.itemchart import item_chart
from studyapp.views.visits import Visit, visit

MEANWHILE = (
    "Somebody else repaired this key, or took a repair back, since you looked. Nothing was changed; "
    "here is how it stands now."
)
GONE = "This repair has been taken back already, or a newer one stands above it. Nothing was changed."


@require_safe
def exams(request: HttpRequest) -> HttpResponse:
    """Every exam that has statistics."""
    staff_member(request)
    here = visit(request)
    lines = reading.exam_lines(now=here.now)
    return page(request, "keys/exams.html", framed(request, here, "account", exams=lines))


@require_safe
def exam(request: HttpRequest, slug: str) -> HttpResponse:
    """The table of one exam's questions."""
    staff_member(request)
    here = visit(request)
    table = reading.exam_table(slug, now=here.now)
    if table is None:
        raise Http404
    chart = item_chart(table.lines)
    return page(request, "keys/exam.html", framed(request, here, "account", table=table, chart=chart))


@require_safe
def question(request: HttpRequest, slug: str) -> HttpResponse:
    """One question: who chose what."""
    staff_member(request)
    here = visit(request)
    case = keyquestion.question_case(here.course, slug, now=here.now)
    if case is None:
        raise Http404
    return page(request, "keys/question.html", framed(request, here, "account", case=case))


@require_http_methods(["GET", "HEAD", "POST"])
def repair(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide about a key: a form, what it would do to whom, and then the deed."""
    staff = staff_member(request)
    here = visit(request)
    found = keyrepairs.repairable(pk)
    if found is None:
        raise Http404
    if request.method != "POST":
        return _form(request, here, found, _fresh())
    form = RepairForm(request.POST, kinds=keyrepairs.KINDS)
    if not form.is_valid():
        return _form(request, here, found, form, status=422)
    token = form.cleaned_data["token"]
    if made := keyrepairs.made_with(token):
        return redirect("keys-repaired", made)  # a second click
    try:
        ruling = _decided(request, found, form)
    except InvalidResponse as refusal:
        return _form(request, here, found, form, error=str(refusal), status=422)
    if token is None:
        return _form(request, here, found, form, ruling=ruling)
    return _made(request, here, found, form, ruling, staff)


@require_safe
def repaired(request: HttpRequest, pk: int) -> HttpResponse:
    """A repair as it was made, with the results it changed."""
    staff_member(request)
    return _repaired(request, visit(request), pk, TakeBackForm())


@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a repair back."""
    staff = staff_member(request)
    here = visit(request)
    found = keyrepairs.repair_case(pk)
    if found is None:
        raise Http404
    form = TakeBackForm(request.POST)
    if not form.is_valid():
        return _repaired(request, here, pk, form, status=422)
    try:
        keyrepair.take_back(repair=found.repair, staff=staff, now=here.now, **form.cleaned_data)
    except keyrepair.NotStanding:
        return _repaired(request, here, pk, form, error=GONE, status=409)
    messages.success(request, "Taken back. Every result is what it is without this repair.")
    return redirect("keys-repaired", pk)


def _decided(request: HttpRequest, found: Repairable, form: RepairForm) -> Ruling:
    asked = form.cleaned_data
    response = read_submission(request.POST).response
    return found.ruling(asked["kind"], response, never_lower=asked["never_lower"])


def _made(
    request: HttpRequest, here: Visit, found: Repairable, form: RepairForm, ruling: Ruling, staff: User
) -> HttpResponse:
    asked = form.cleaned_data
    try:
        made = keyrepair.repair(
            ruling=ruling,
            seen=asked["seen"],
            reason=asked["reason"],
            token=asked["token"],
            staff=staff,
            now=here.now,
        )
    except keyrepair.RepairedMeanwhile:
        return _form(request, here, found, form, error=MEANWHILE, status=409)
    messages.success(request, "Repaired. Every candidate is told on the report.")
    return redirect("keys-repaired", made.pk)


def _fresh() -> RepairForm:
    """The form as it is first shown: the kindest choice is made already."""
    return RepairForm(kinds=keyrepairs.KINDS, initial={"never_lower": True, "kind": "key"})


def _form(
    request: HttpRequest,
    here: Visit,
    found: Repairable,
    form: RepairForm,
    *,
    ruling: Ruling | None = None,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    filled = read_filled(request.POST if request.method == "POST" else request.GET)
    context = framed(
        request,
        here,
        "account",
        found=found,
        form=form,
        q=keyquestion.shown_to_staff(here.course, found.version, reveal=False, response=filled.response),
        effect=preview(found.version, ruling, now=here.now) if ruling else None,
        again=sent_again(request.POST),
        token=uuid4(),
        error=error,
    )
    return page(request, "keys/repair.html", context, status=status)


def _repaired(
    request: HttpRequest, here: Visit, pk: int, form: TakeBackForm, *, error: str = "", status: int = 200
) -> HttpResponse:
    found = keyrepairs.repair_case(pk)
    if found is None:
        raise Http404
    context = framed(request, here, "account", case=found, form=form, error=error)
    return page(request, "keys/repaired.html", context, status=status)
