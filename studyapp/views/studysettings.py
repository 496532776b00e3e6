"""How a learner wants to study, and the weights of FSRS fitted to her."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from studyapp import fitter
from studyapp.actions import fitting
from studyapp.actions.studysettings import save_study_settings
from studyapp.forms.studysettings import StudySettingsForm
from studyapp.queries.fitting import fit_state
from studyapp.queries.studysettings import study_settings
from studyapp.views.access import known, learner_for_writing
from studyapp.views.fragments import page
from studyapp.views.frames import framed
from studyapp.views.visits import visit

ADOPTED = "Your reviews now follow weights of your own."
NOT_BETTER = "The fitted weights predict you no better than the ones in use, so nothing changes."
BACK_TO_DEFAULTS = "Your reviews follow the default weights again."


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
    fit = fit_state(seen.learner) if seen.learner else None
    context = framed(request, seen, "account", form=form, fit=fit, can_fit=fitter.is_there())
    return page(request, "account/study_settings.html", context, status=422 if form.errors else 200)


@require_POST
def fit(request: HttpRequest) -> HttpResponse:
    """Fit the weights to this learner's reviews; another process does it."""
    seen = visit(request)
    learner = known(seen.learner)
    try:
        made = fitting.fit(learner=learner, optimizer=fitter.fit, name=fitter.name, now=seen.now)
    except fitting.TooFewReviews as few:
        messages.info(request, f"Still on the defaults: {few.needed} reviews more.")
    except fitter.NoOptimizer as missing:
        messages.error(request, str(missing))
    else:
        messages.info(request, ADOPTED if made.adopted else NOT_BETTER)
    return redirect("study-settings")


@require_POST
def use_defaults(request: HttpRequest) -> HttpResponse:
    """Back to the weights everybody begins with."""
    fitting.use_defaults(learner=known(visit(request).learner))
    messages.info(request, BACK_TO_DEFAULTS)
    return redirect("study-settings")
