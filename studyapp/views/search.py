"""Search: lessons, glossary, cards and practice questions by their words."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from studyapp.domain.searchdocuments import KINDS
from studyapp.forms.search import SearchForm
from studyapp.queries import search as finding
from studyapp.views.fragments import page_or_part
from studyapp.views.frames import framed
from studyapp.views.visits import visit

FEW, MANY = 5, 50  # of each kind among others, and of one alone


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The best few of each kind, or the best of the one that was chosen."""
    seen = visit(request)
    form = SearchForm(request.GET)
    found = finding.Found()
    chosen = ""
    if form.is_valid():
        chosen = form.cleaned_data["kind"]
        kinds = [kind for kind in KINDS if not chosen or kind == chosen]
        limit = MANY if chosen else FEW
        found = finding.search(seen.course, form.cleaned_data["q"], limit=limit, kinds=kinds)
    context = framed(request, seen, "search", form=form, found=found, chosen=chosen)
    return page_or_part(request, "search.html", "found", context, status=200 if form.is_valid() else 422)
