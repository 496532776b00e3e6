"""How a class is doing: progress grid, who may need a word, what it knows, gradebook. For its staff."""

import csv
import io
from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from studyapp.domain.spreadsheet import cell
from studyapp.queries import classwork as reading
from studyapp.queries import gradebook as grades
from studyapp.queries.atrisk import at_risk
from studyapp.queries.classitems import class_items
from studyapp.queries.classtries import picture as picture_of
from studyapp.views.classframe import class_page
from studyapp.views.gridcells import body_of, grades_of
from studyapp.views.numbers import number_or_none
from studyapp.views.visits import visit_in


@require_safe
def grid(request: HttpRequest, classroom: int) -> HttpResponse:
    """Learners by assignments."""
    seen, membership = visit_in(request, classroom, "see_results")
    group = number_or_none(request.GET.get("group"))
    shown = reading.grid(classroom, group=group, now=seen.now)
    own = {"grid": shown, "body": body_of(shown)}
    return class_page(request, seen, membership, "classwork/grid.html", "grid", own)


@require_safe
def attention(request: HttpRequest, classroom: int) -> HttpResponse:
    """Who may need a word, with the rule beside each name."""
    seen, membership = visit_in(request, classroom, "see_results")
    found = at_risk(seen.course, classroom, now=seen.now)
    return class_page(request, seen, membership, "classwork/attention.html", "attention", {"risk": found})


@require_safe
def picture(request: HttpRequest, classroom: int) -> HttpResponse:
    """What the class knows, and which ideas it gets wrong."""
    seen, membership = visit_in(request, classroom, "see_results")
    shown = picture_of(seen.course, classroom, now=seen.now)
    own = {"picture": shown, "token": uuid4()}
    return class_page(request, seen, membership, "classwork/picture.html", "picture", own)


@require_safe
def gradebook(request: HttpRequest, classroom: int) -> HttpResponse:
    """Results of everything set."""
    seen, membership = visit_in(request, classroom, "see_results")
    group = number_or_none(request.GET.get("group"))
    book = grades.gradebook(classroom, group=group, now=seen.now)
    own = {"book": book, "body": grades_of(book), "group": group}
    return class_page(request, seen, membership, "classwork/gradebook.html", "gradebook", own)


@require_safe
def items(request: HttpRequest, classroom: int, exam: int) -> HttpResponse:
    """What the class's sittings say about the questions of an exam; for those who write questions."""
    seen, membership = visit_in(request, classroom, "edit_questions")
    found = class_items(classroom, exam, now=seen.now)
    if found is None:
        raise Http404
    return class_page(request, seen, membership, "classwork/items.html", "gradebook", {"items": found})


@require_safe
def gradebook_csv(request: HttpRequest, classroom: int) -> HttpResponse:
    """The same as a spreadsheet reads it; `?for=canvas` in the columns of Canvas."""
    seen, membership = visit_in(request, classroom, "see_results")
    book = grades.gradebook(classroom, group=number_or_none(request.GET.get("group")), now=seen.now)
    text = io.StringIO()
    canvas = request.GET.get("for") == "canvas"
    for row in book.canvas() if canvas else book.table():
        csv.writer(text).writerow([cell(value) for value in row])
    # The mark tells Excel that it is UTF-8; Canvas would take it for a part of "Student".
    body = text.getvalue() if canvas else f"\ufeff{text.getvalue()}"
    response = HttpResponse(body, content_type="text/csv; charset=utf-8")
    name = slugify(membership.classroom.title) or "class"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}-{seen.today}.csv"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
