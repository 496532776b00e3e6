"""How a learner wants to study."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from studyapp.actions.studysettings import save_study_settings
from studyapp.forms.studysettings import StudySettingsForm
from studyapp.queries.studysettings import study_settings
from studyapp.views.access import learner_for_writing
from studyapp.views.fragments import page
from studyapp.views.frames import framed
from studyapp.views.visits import visit


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """The settings of the review queue."""
    seen = visit(request)
    sent = request.POST if request.method == "POST" else None
    form = StudySettingsForm(sent, initial=study_settings(seen.learner))
    if form.is_valid():
        learner = learner_for_writing(request, seen.learner, seen.now)
        save_study_settings(learner=learner, **form.cleaned_data)
        messages.success(request, "Saved. Your next grade follows these settings.")
        return redirect("study-settings")
    context = framed(request, seen, "account", form=form)
    return page(request, "account/study_settings.html", context, status=422 if form.errors else 200)
