"""Attempts at one exam side by side."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from studyapp.queries.comparing import MOST
from studyapp.queries.comparing import compare as compared
from studyapp.views.fragments import page
from studyapp.views.frames import framed
from studyapp.views.numbers import number_or_none
from studyapp.views.reportcharts import compared_chart
from studyapp.views.visits import visit


@require_safe
def compare(request: HttpRequest, slug: str) -> HttpResponse:
    """One's own attempts at this exam: the newest two, or those that were ticked."""
    seen = visit(request)
    chosen = [pk for text in request.GET.getlist("attempt") if (pk := number_or_none(text))]
    learner_id = seen.learner.pk if seen.learner else None
    found = compared(seen.course, slug, learner_id, chosen, now=seen.now)
    if found is None:
        raise Http404
    context = framed(request, seen, "exams", compared=found, chart=compared_chart(found), most=MOST)
    return page(request, "exams/compare.html", context)
