"""Questions of a class from a file, and into one."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studyapp.actions import ownquestions as actions
from studyapp.domain.ownquestion import usable
from studyapp.forms.ownquestions import ImportForm
from studyapp.queries.ownquestions import draft_page, known_in, own_items
from studyapp.queries.questionfiles import FORMATS, Format, read_questions, write_questions
from studyapp.views.access import question_draft_of
from studyapp.views.classvisits import class_page, class_visit
from studyapp.views.fragments import personal
from studyapp.views.ownquestions import FULL, places

NAMES = {"content": "the format of the course", "gift": "GIFT", "qti": "QTI 2.1", "moodle": "Moodle XML"}


@require_http_methods(["GET", "HEAD", "POST"])
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """Read a file; the page then says what importing it would change. Nothing has changed by then."""
    here = class_visit(request, pk, "edit_questions")
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ImportForm(*sent, **places(here))
    known, today = known_in(here.seen.course), here.seen.now.date()
    if form.is_valid():
        said = form.cleaned_data
        place = {"objective": said["objective"], "lesson": said["lesson"]}
        questions, faults = usable(read_questions(said["data"]), known=known, today=today, **place)
        actions.keep_draft(membership=here.member, questions=questions, faults=faults, now=here.seen.now)
        return redirect("class-questions-read", pk)
    draft = None if form.errors else draft_page(here.member, known, today)  # it would pass for an answer
    status = 422 if form.errors else 200
    return class_page(request, here, "classes/questions_read.html", form=form, draft=draft, status=status)


@require_POST
def import_all(request: HttpRequest, pk: int) -> HttpResponse:
    """Do what the page said."""
    here = class_visit(request, pk, "edit_questions")
    draft = question_draft_of(here.member)
    try:
        done = actions.import_draft(draft=draft, known=known_in(here.seen.course), now=here.seen.now)
    except actions.TooMany:
        messages.error(request, FULL)
        return redirect("class-questions-read", pk)
    new, texts = sum(one.made for one in done), sum(one.new_text and not one.made for one in done)
    messages.success(
        request, f"Done: {new} new, {texts} with a new text, {len(done) - new - texts} as before."
    )
    return redirect("class-questions", pk)


@require_safe
def export(request: HttpRequest, pk: int, format: str) -> HttpResponse:
    """What a file of this format would hold, and what it cannot say."""
    here = class_visit(request, pk, "edit_questions")
    known_format(format)
    items = own_items(pk)
    file = write_questions(items, cast(Format, format))
    template, name = "classes/questions_export.html", NAMES[format]
    return class_page(request, here, template, format=format, name=name, file=file, count=len(items))


@require_safe
def export_file(request: HttpRequest, pk: int, format: str) -> HttpResponse:
    """All questions of the class that are not retired, in one file."""
    here = class_visit(request, pk, "edit_questions")
    known_format(format)
    file = write_questions(own_items(pk), cast(Format, format))
    response = HttpResponse(file.data, content_type=file.content_type)
    name = slugify(here.classroom.title) or "class"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}-questions.{file.ending}"'
    return personal(response)


def known_format(format: str) -> None:
    """404 for a format that there is not."""
    if format not in FORMATS:
        raise Http404
