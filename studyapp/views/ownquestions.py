"""Questions of a class: the list, the editor with its preview, retiring and bringing back."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studyapp.actions import ownquestions as actions
from studyapp.domain.exchange import Item
from studyapp.domain.ownquestion import Checked, typed
from studyapp.forms.ownquestions import STARTER, QuestionForm
from studyapp.queries import ownquestions as reading
from studyapp.views.access import Question, own_question
from studyapp.views.classvisits import ClassVisit, class_context, class_page, class_visit
from studyapp.views.fragments import page_or_part

OVERTAKEN = (
    "Meanwhile somebody saved another text of this question; it stands below, first of its versions. "
    "Nothing of yours is lost: save again to put it in that place."
)
FULL = f"A class can have {actions.MOST_OWN:,} questions. Nothing was saved."


@require_safe
def question_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Every question of the class."""
    here = class_visit(request, pk, "edit_questions")
    return class_page(request, here, "classes/questions.html", lines=reading.own_lines(pk))


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a question."""
    here = class_visit(request, pk, "edit_questions")
    return _edited(request, here, None)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int, question: int) -> HttpResponse:
    """Change a question; what was answered before keeps its text."""
    here = class_visit(request, pk, "edit_questions")
    return _edited(request, here, own_question(here.classroom, question))


@require_POST
def retire(request: HttpRequest, pk: int, question: int) -> HttpResponse:
    """Nobody is asked it any more."""
    here = class_visit(request, pk, "edit_questions")
    actions.retire(question=own_question(here.classroom, question), now=here.seen.now)
    messages.success(request, "Retired. It stays here, and can be brought back.")
    return redirect("class-questions", pk)


@require_POST
def back(request: HttpRequest, pk: int, question: int) -> HttpResponse:
    """It can be asked again."""
    here = class_visit(request, pk, "edit_questions")
    actions.bring_back(question=own_question(here.classroom, question))
    messages.success(request, "It is back.")
    return redirect("class-questions", pk)


def places(here: ClassVisit) -> dict[str, list[tuple[str, str]]]:
    """What a form offers of the course."""
    course = here.seen.course
    return {
        "objectives": [(one.code, f"{one.code} · {one.short}") for one in course.objectives],
        "lessons": [(one.link.slug, f"{one.link.number} · {one.link.title}") for one in course.lessons],
    }


def _edited(request: HttpRequest, here: ClassVisit, row: Question | None) -> HttpResponse:
    """The editor: looked at, previewed, or saved."""
    sent = request.POST if request.method == "POST" else None
    item = reading.own_item(row) if row and sent is not None else None
    form = QuestionForm(sent, initial=_initial(row, item), **places(here))
    over = form["over"].value()
    checked = _checked(here, form, item) if form.is_valid() else None
    if checked and checked.question and not request.POST.get("preview"):
        body = form.cleaned_data["body"]
        try:
            if body.split() != STARTER.split():
                return _saved(request, here, checked, form.cleaned_data)
            form.add_error("body", "This is still the example. Write your question over it.")
        except actions.TooMany:
            form.add_error(None, FULL)
        except actions.Overtaken as fault:
            form.add_error(None, OVERTAKEN)
            over = fault.by
    refused = bool(form.errors or (checked and checked.errors)) and not request.POST.get("preview")
    own = {
        "form": form,
        "row": row,
        "over": over,
        "checked": checked,
        "preview": reading.preview(checked.question) if checked and checked.question else None,
        "versions": reading.versions(row) if row else (),
    }
    context = class_context(request, here, **own)
    return page_or_part(
        request, "classes/question_edit.html", "preview", context, status=422 if refused else 200
    )


def _checked(here: ClassVisit, form: QuestionForm, item: Item | None) -> Checked:
    said = form.cleaned_data
    others = [code for code in item.objectives[1:] if code != said["objective"]] if item else []
    keys = Item(
        kind=said["kind"],
        stem="",
        parts=(),
        id=item.id if item else actions.fresh_name(),
        objectives=(said["objective"], *others),
        lesson=said["lesson"],
        difficulty=said["difficulty"],
        sources=said["sources"],
    )
    return typed(said["body"], keys, known=reading.known_in(here.seen.course), today=here.seen.now.date())


def _saved(request: HttpRequest, here: ClassVisit, checked: Checked, said: Mapping[str, Any]) -> HttpResponse:
    assert checked.question is not None
    done = actions.save(
        classroom=here.classroom,
        question=checked.question,
        source=said["body"],
        over=said["over"],
        now=here.seen.now,
    )
    messages.success(request, "Saved." if done.made or not done.new_text else "Saved as a new version.")
    return redirect("class-question", here.classroom.pk, done.question.pk)


def _initial(row: Question | None, item: Item | None) -> dict[str, Any]:
    if row is None or row.current is None:
        return {"kind": "single", "difficulty": 2, "body": STARTER}
    return {
        "kind": row.current.kind,
        "difficulty": row.difficulty,
        "objective": row.objective_id,
        "lesson": row.lesson.slug,
        "body": row.current.source,
        "sources": "\n".join(row.sources),
        "over": row.current_id,
    }
