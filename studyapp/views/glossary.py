"""The glossary."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from studyapp.views.fragments import page
from studyapp.views.frames import framed
from studyapp.views.visits import visit


@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """Every term, by name."""
    seen = visit(request)
    terms = seen.course.terms
    letters = {term.name[0].upper(): term.slug for term in reversed(terms)}
    own = {"terms": terms, "letters": sorted(letters.items())}
    return page(request, "glossary.html", framed(request, seen, "glossary", **own))
