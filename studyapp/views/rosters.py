"""The class list: read, looked at, imported; and taken away as a file."""

import csv
import io

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studyapp.actions import rosters
from studyapp.domain.roster import parse, written
from studyapp.forms.classes import RosterForm
from studyapp.queries.rosters import draft_page, roster_rows
from studyapp.views.access import draft_of
from studyapp.views.classvisits import acting, class_page, class_visit
from studyapp.views.fragments import personal


@require_http_methods(["GET", "HEAD", "POST"])
def roster(request: HttpRequest, pk: int) -> HttpResponse:
    """Read a file; the page then says what importing it would change. Nothing has changed by then."""
    here = class_visit(request, pk, "edit_roster")
    form = RosterForm(request.POST, request.FILES) if request.method == "POST" else RosterForm()
    if form.is_valid():
        parsed = parse(form.cleaned_data["file"])
        if [fault.line for fault in parsed.faults] == [0]:
            form.add_error("file", parsed.faults[0].text)
        else:
            rosters.keep_draft(membership=here.member, parsed=parsed, now=here.seen.now)
            return redirect("class-roster", pk)
    draft = draft_page(here.member)
    status = 422 if form.errors else 200
    return class_page(request, here, "classes/roster.html", form=form, draft=draft, status=status)


@require_POST
def import_roster(request: HttpRequest, pk: int) -> HttpResponse:
    """Do what the page said."""
    here = class_visit(request, pk, "edit_roster")
    done = rosters.import_draft(draft=draft_of(here.member), staff=acting(request), now=here.seen.now)
    messages.success(
        request, f"Done: {len(done.new)} new, {len(done.changed)} changed, {done.same} as before."
    )
    return redirect("class-people", pk)


@require_safe
def roster_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The learners of the class as a CSV that can be imported again."""
    here = class_visit(request, pk, "edit_roster")
    text = io.StringIO()
    csv.writer(text).writerows(written(roster_rows(pk)))
    response = HttpResponse(f"\ufeff{text.getvalue()}", content_type="text/csv; charset=utf-8")
    name = slugify(here.classroom.title) or "class"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return personal(response)
