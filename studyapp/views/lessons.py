"""The course map, and lessons with questions answered in place."""

from functools import lru_cache
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST, require_safe

from studyapp.actions import lessons as reading
from studyapp.actions import reviews as queueing
from studyapp.domain.grading import InvalidResponse, check_response
from studyapp.domain.versions import key_of
from studyapp.forms.responses import read_answer, read_filled
from studyapp.queries import lessons as progress
from studyapp.queries.catalogue import LessonText, load
from studyapp.queries.lessons import NOTHING, Standing
from studyapp.queries.shown import QuestionText
from studyapp.views.access import learner_for_writing
from studyapp.views.fragments import page, personal, wants_part
from studyapp.views.frames import frame_marks, frame_state, frame_values, framed
from studyapp.views.moulds import Mould, cast, mark, mould
from studyapp.views.rows import course_rows
from studyapp.views.visits import Visit, visit


@require_safe
def course_map(request: HttpRequest) -> HttpResponse:
    """Every lesson and how far the learner has come."""
    seen = visit(request)
    lines = progress.course_map(seen.course, seen.learner.pk if seen.learner else None)
    read = sum(line.state == "read" for line in lines)
    return page(
        request,
        "lessons/map.html",
        framed(request, seen, "lessons", map=lines, rows=course_rows(lines), read=read),
    )


@require_safe
def lesson(request: HttpRequest, slug: str) -> HttpResponse:
    """A lesson to read."""
    seen = visit(request)
    text = _lesson(seen, slug)
    questions = [seen.course.checks[check] for check in text.checks]
    where = progress.standing(seen.learner.pk, text.link.pk, questions) if seen.learner else NOTHING
    values = {**frame_values(request, seen), "token": str(uuid4())}
    for asked in questions:
        given = where.answers.get(asked.question_id)
        # An answer to an older text of the question is not held against the new one.
        shown = given is not None and given.version_id == asked.version_id
        response = given.response if given and shown and request.GET.get("again") != asked.slug else None
        values[f"check-{asked.slug}"] = _check_mould(seen.course.key, slug, asked.slug, response)
    shell = _shell(seen.course.key, slug, where.finished, where.section, *frame_state(seen))
    return personal(cast(shell, values))


@require_POST
def check(request: HttpRequest, slug: str, question: str) -> HttpResponse:
    """Answer an inline question; the answer shows in its place."""
    seen = visit(request)
    text, asked = _check(seen, slug, question)
    try:
        sent = read_answer(request.POST)
        check_response(key_of(asked.kind, asked.body), sent.response)  # before a visitor becomes a learner
        answer = reading.answer_check(
            learner=learner_for_writing(request, seen.learner, seen.now),
            version_id=asked.version_id,
            response=sent.response,
            token=sent.token,
            now=seen.now,
        )
    except InvalidResponse as refusal:
        return _refused(request, seen, text, asked, str(refusal))
    if not wants_part(request):
        return redirect(f"{text.link.url}#check-{asked.slug}")
    number = text.checks.index(asked.slug) + 1
    shown = progress.check(asked, number=number, response=tuple(answer.response))
    return page(request, "lessons/check.html", {"q": shown, "lesson": text, "focus": True})


@require_POST
def queue_check(request: HttpRequest, slug: str, question: str) -> HttpResponse:
    """Put an inline question into the review queue."""
    seen = visit(request)
    text, asked = _check(seen, slug, question)
    learner = learner_for_writing(request, seen.learner, seen.now)
    queueing.enrol_question(learner=learner, question_id=asked.question_id, now=seen.now)
    if wants_part(request):
        return page(request, "lessons/queued.html", {})
    messages.success(request, "The question is in your reviews.")
    return redirect(f"{text.link.url}#check-{asked.slug}")


@require_POST
def remember_section(request: HttpRequest, slug: str) -> HttpResponse:
    """The section being read. Sent by the page while reading; nothing to show."""
    seen = visit(request)
    text = _lesson(seen, slug)
    section = request.POST.get("section", "")
    if section not in text.anchors:
        return HttpResponseBadRequest("There is no such section.")
    learner = learner_for_writing(request, seen.learner, seen.now)
    reading.remember_section(learner=learner, lesson_id=text.link.pk, section=section, now=seen.now)
    return HttpResponse(status=204)


@require_POST
def finish(request: HttpRequest, slug: str) -> HttpResponse:
    """Mark the lesson read; its cards enter the queue; on to the next."""
    seen = visit(request)
    text = _lesson(seen, slug)
    learner = learner_for_writing(request, seen.learner, seen.now)
    added = reading.finish(learner=learner, lesson_id=text.link.pk, now=seen.now)
    if added:
        messages.success(request, f"Lesson {text.link.number} is read: {added} cards joined your reviews.")
    return redirect(text.next.url if text.next else "lessons")


def _lesson(seen: Visit, slug: str) -> LessonText:
    text = seen.course.lesson(slug)
    if text is None:
        raise Http404
    return text


def _check(seen: Visit, slug: str, question: str) -> tuple[LessonText, QuestionText]:
    text = _lesson(seen, slug)
    if question not in text.checks:
        raise Http404
    return text, seen.course.checks[question]


def _refused(
    request: HttpRequest, seen: Visit, text: LessonText, asked: QuestionText, why: str
) -> HttpResponse:
    number = text.checks.index(asked.slug) + 1
    shown = progress.check(asked, number=number, response=None, chosen=read_filled(request.POST).response)
    context = {"q": shown, "lesson": text, "error": why, "token": uuid4(), "focus": True}
    if wants_part(request):
        return page(request, "lessons/check.html", context, status=422)
    return page(request, "lessons/check_page.html", framed(request, seen, "lessons", **context), status=422)


@lru_cache(maxsize=2048)
def _shell(release: UUID, slug: str, finished: bool, section: str, *frame: bool) -> Mould:
    """The page around the checks, for everybody who stands at the same place in it."""
    text = load(release).lesson(slug)
    assert text is not None, "asked for a lesson of this release"
    body = [mark_safe(value if kind == "html" else mark(f"check-{value}")) for kind, value in text.parts]  # noqa: S308 (rendered from the course's own files at publishing)
    standing = Standing(section, finished=finished, answers={})
    stopped = "" if finished else text.section_title(section)
    own = {"lesson": text, "standing": standing, "body": body, "section_title": stopped}
    own |= {"token": mark("token")}
    return mould("lessons/lesson.html", frame_marks(release, "lessons", *frame) | own)


@lru_cache(maxsize=8192)
def _check_mould(release: UUID, lesson_slug: str, slug: str, response: tuple[str, ...] | None) -> Mould:
    """An inline question, to answer (None) or answered: the same for all who answered alike."""
    course = load(release)
    text = course.lesson(lesson_slug)
    assert text is not None, "asked for a lesson of this release"
    shown = progress.check(course.checks[slug], number=text.checks.index(slug) + 1, response=response)
    marks = {"csrf_token": mark("csrf"), "token": mark("token")}
    return mould("lessons/check.html", {"q": shown, "lesson": text, **marks})
