"""What can be taken along, and what can be brought: one page, its downloads and its two forms."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from studyapp.actions import ankireviews, bringing
from studyapp.domain.ankihistory import answers_of
from studyapp.domain.ownfile import Unreadable
from studyapp.forms.inandout import AnkiForm, OwnFileForm, files
from studyapp.queries.ankifiles import read_history
from studyapp.queries.calendarfeed import feed_of, token_of
from studyapp.queries.cardfiles import anki_package, card_table
from studyapp.queries.coursequestions import course_questions
from studyapp.queries.ownfiles import read_own_file
from studyapp.queries.questionfiles import FORMATS
from studyapp.views.access import learner_for_writing
from studyapp.views.fragments import page, personal
from studyapp.views.frames import framed
from studyapp.views.inandoutwords import HAS_WORK, NOT_YOURS, TOO_MANY, brought_words, joined_words
from studyapp.views.visits import Visit, visit

CARDS = {"apkg": (anki_package, "application/octet-stream"), "csv": (card_table, "text/csv; charset=utf-8")}


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Everything that goes out and comes in."""
    return _page(request, visit(request), files("", ()))


@require_POST
def bring(request: HttpRequest) -> HttpResponse:
    """Everything of a learner out of a file."""
    seen, forms = visit(request), files("own", (request.POST, request.FILES))
    own = forms[0]
    if own.is_valid():
        try:
            file = read_own_file(own.cleaned_data["file"], now=seen.now)
            bringing.check(learner=seen.learner, file=file)  # before a visitor becomes a learner for nothing
            learner = learner_for_writing(request, seen.learner, seen.now)
            brought = bringing.bring_in(learner=learner, file=file, now=seen.now)
            messages.success(request, brought_words(brought))
            return redirect("in-and-out")
        except Unreadable as fault:
            own.add_error("file", str(fault))
        except bringing.HasWork:
            own.add_error("file", HAS_WORK)
        except bringing.NotYours:
            own.add_error("file", NOT_YOURS)
    return _page(request, seen, forms)


@require_POST
def bring_reviews(request: HttpRequest) -> HttpResponse:
    """The reviews that were given to our cards in Anki."""
    seen, forms = visit(request), files("anki", (request.POST, request.FILES))
    anki = forms[1]
    if anki.is_valid():
        try:
            history = read_history(anki.cleaned_data["file"])
            learner = learner_for_writing(request, seen.learner, seen.now)
            answers = answers_of(history.lines, now=seen.now)
            joined = ankireviews.join_history(
                learner=learner, reviews=answers, notes=history.notes, now=seen.now
            )
            messages.success(request, joined_words(joined))
            return redirect("in-and-out")
        except Unreadable as fault:
            anki.add_error("file", str(fault))
        except ankireviews.TooMany:
            anki.add_error("file", TOO_MANY)
    return _page(request, seen, forms)


@require_safe
def cards(request: HttpRequest, format: str) -> HttpResponse:
    """The published cards."""
    if format not in CARDS:
        raise Http404
    write, content_type = CARDS[format]
    return _file(write(visit(request).course.key), content_type, f"in-transit.{format}")


@require_safe
def questions(request: HttpRequest, format: str) -> HttpResponse:
    """The published practice questions, with keys and reasons."""
    if format not in FORMATS:
        raise Http404
    file = course_questions(visit(request).course.key, format, settings.CONTENT_ROOT)
    if file is None:
        messages.error(request, "The questions are being edited and cannot be written now. Try again later.")
        return redirect("in-and-out")
    return _file(file.data, file.content_type, f"in-transit-questions.{file.ending}")


def _file(data: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return personal(response)


def _page(request: HttpRequest, seen: Visit, forms: tuple[OwnFileForm, AnkiForm]) -> HttpResponse:
    feed = feed_of(seen.learner)
    address = request.build_absolute_uri(reverse("calendar", args=[token_of(feed)])) if feed else ""
    own, anki = forms
    context = framed(request, seen, "account", own=own, anki=anki, address=address)
    context["subscribe"] = f"webcal:{address.partition(':')[2]}" if feed else ""
    status = 422 if own.errors or anki.errors else 200
    return page(request, "account/in_and_out.html", context, status=status)
