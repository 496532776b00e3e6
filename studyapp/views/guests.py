"""What a guest is told, once: that the work hangs on this browser."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from studyapp.queries.accounts import has_work_worth_keeping
from studyapp.views.visits import Visit, visit

TOLD = "guest-told"  # in the session, where the guest lives: both go together


def to_be_told(request: HttpRequest, seen: Visit) -> bool:
    """Whether Today shows the note: to a guest with something to lose, until it has been answered.

    What the frame counted already is not asked again.
    """
    if seen.learner is None or seen.name or TOLD in request.session:
        return False
    return bool(seen.frame.reviewed) or has_work_worth_keeping(seen.learner.pk)


@require_POST
def keep_going(request: HttpRequest) -> HttpResponse:
    """The note was read; it does not come again."""
    seen = visit(request)
    if seen.learner is not None and not seen.name:
        request.session[TOLD] = True
    return redirect("today")
