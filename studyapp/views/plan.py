"""The plan: the exam date, and the way there."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods

from studyapp.actions.plan import set_exam_date
from studyapp.forms.plan import ExamDateForm
from studyapp.queries.plan import plan_page
from studyapp.views.access import learner_for_writing
from studyapp.views.fragments import page
from studyapp.views.frames import framed
from studyapp.views.loadchart import load_chart
from studyapp.views.visits import visit


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """Set the exam date; see what it asks for and what it will bring."""
    seen = visit(request)
    shown = plan_page(seen.course, seen.learner, today=seen.today, frame=seen.frame, due=seen.due)
    form = ExamDateForm(
        request.POST if request.method == "POST" else None,
        today=seen.today,
        initial={"exam_date": shown.today.exam_date if shown.ahead else None},
    )
    if form.is_valid():
        day = form.cleaned_data["exam_date"]
        if day or seen.learner:  # a visitor without work has no date to clear
            learner = learner_for_writing(request, seen.learner, seen.now)
            messages.success(request, _said(day, set_exam_date(learner=learner, day=day, now=seen.now)))
        return redirect("plan")
    chart = load_chart(shown.ahead.spans) if shown.ahead else None
    context = framed(request, seen, "plan", form=form, page=shown, plan=shown.today, chart=chart)
    return page(request, "plan/plan.html", context, status=422 if form.errors else 200)


def _said(day: date | None, moved: int) -> str:
    if day is None:
        return "The exam date is cleared. Your reviews go on as before."
    text = f"Your exam is on {date_format(day, 'j F Y')}."
    if moved == 1:
        return f"{text} One item would have come after it; you will see it once more before."
    if moved:
        return f"{text} {moved} items would have come after it; you will see each once more before."
    return text
