"""The rows of the published course. Called by `publish` inside its transaction."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import F, Max, OuterRef, Subquery

from studyapp.domain import documents as docs
from studyapp.domain.markup import Markup
from studyapp.domain.pathdocuments import NetworkPath, texts_of
from studyapp.domain.versions import body_of, digest_of
from studyapp.models import (
    Card,
    Confusable,
    Exam,
    Idea,
    LabPath,
    Lesson,
    Memory,
    Objective,
    Question,
    QuestionVersion,
    Term,
)

PUBLISHED = ("digest", "retired_at")
BATCH = 200


def store(course: docs.Course, markup: Markup, *, now: datetime) -> tuple[int, int]:
    """Write a checked course. Returns how many question versions are new, and how many rows were retired."""
    _store_objectives(course.info.objectives)
    lessons = _store_lessons(course, markup)
    ideas = _store_ideas(course)
    _store_cards(course.cards, lessons, ideas, markup)
    _store_terms(course.terms, lessons, markup)
    questions = _store_questions(course.questions, lessons, ideas)
    new_versions = _store_versions(course.questions, questions, markup, now=now)
    _store_exams(course.exams)
    _store_paths(course.paths, markup)
    _follow_ideas()
    confusables = [pair for file in course.confusables for pair in file.pairs]
    _store_confusables(confusables)
    retired = (
        _retire(Lesson, course.lessons, now=now)
        + _retire(Card, course.cards, now=now)
        + _retire(Term, course.terms, now=now)
        + _retire(Question, course.questions, now=now, of_course=True)
        + _retire(Exam, course.exams, now=now, of_course=True)
        + _retire(Confusable, confusables, now=now)
        + _retire(LabPath, course.paths, now=now)
    )
    return new_versions, retired


def _store_objectives(objectives: Iterable[docs.Objective]) -> None:
    Objective.objects.bulk_create(
        [Objective(o.id, o.short, o.title, position) for position, o in enumerate(objectives, start=1)],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["short", "title", "position"],
    )


def _store_lessons(course: docs.Course, markup: Markup) -> Mapping[str, int]:
    rows = []
    for position, lesson in enumerate(course.lessons, start=1):
        rendered = markup.lesson(lesson)
        rows.append(
            Lesson(
                slug=lesson.id,
                digest=_digest(lesson),
                title=lesson.title,
                summary=lesson.summary,
                minutes=lesson.minutes,
                position=position,
                parts=[[part.kind, part.value] for part in rendered.parts],
                toc=[list(entry) for entry in rendered.toc],
                needs=list(lesson.needs),
                sources=[source.model_dump(mode="json") for source in lesson.sources],
            )
        )
    fields = ["title", "summary", "minutes", "position", "parts", "toc", "needs", "sources"]
    keys = _upsert(Lesson, rows, fields)
    _link_objectives(Lesson.objectives.through, "lesson_id", keys, course.lessons)
    return keys


def idea_of(item: docs.Card | docs.Question) -> str:
    """The slug of its idea; whoever names none is an idea of its own."""
    return item.idea or f"{type(item).__name__.lower()}:{item.id}"


def _store_ideas(course: docs.Course) -> Mapping[str, int]:
    items: tuple[docs.Card | docs.Question, ...] = (*course.cards, *course.questions)
    wanted = {idea_of(item) for item in items}
    Idea.objects.bulk_create([Idea(slug=slug) for slug in sorted(wanted)], ignore_conflicts=True)
    return dict(Idea.objects.values_list("slug", "pk"))


def _follow_ideas() -> None:
    """What is in somebody's queue belongs to the idea its card or question belongs to now."""
    for model, name in ((Card, "card"), (Question, "question")):
        now = model._default_manager.filter(pk=OuterRef(f"{name}_id")).values("idea_id")
        moved = Memory.objects.exclude(**{name: None}).exclude(idea=F(f"{name}__idea"))
        moved.update(idea_id=Subquery(now))


def _store_confusables(pairs: Iterable[docs.Confusable]) -> None:
    rows = [
        Confusable(
            slug=pair.id,
            digest=_digest(pair),
            title=pair.title,
            position=position,
            sides=[side.model_dump(mode="json") for side in pair.sides],
        )
        for position, pair in enumerate(pairs, start=1)
    ]
    _upsert(Confusable, rows, ["title", "position", "sides"])


def _store_cards(
    cards: Iterable[docs.Card], lessons: Mapping[str, int], ideas: Mapping[str, int], markup: Markup
) -> None:
    cards = list(cards)
    rows = [
        Card(
            slug=card.id,
            digest=_digest(card),
            lesson_id=lessons[card.lesson],
            section=card.section or "",
            idea_id=ideas[idea_of(card)],
            position=position,
            front_html=_renderer(markup, card)(card.front, card.line),
            back_html=_renderer(markup, card)(card.back, card.line),
            source=card.source,
        )
        for position, card in enumerate(cards, start=1)
    ]
    keys = _upsert(Card, rows, ["lesson", "section", "idea", "position", "front_html", "back_html", "source"])
    _link_objectives(Card.objectives.through, "card_id", keys, cards)


def _store_terms(terms: Iterable[docs.Term], lessons: Mapping[str, int], markup: Markup) -> None:
    rows = [
        Term(
            slug=term.id,
            digest=_digest(term),
            name=term.name,
            also=list(term.also),
            html=_renderer(markup, term)(term.definition, term.line),
            lesson_id=lessons[term.lesson],
        )
        for term in terms
    ]
    _upsert(Term, rows, ["name", "also", "html", "lesson"])


def _store_exams(exams: Iterable[docs.Exam]) -> None:
    rows = [
        Exam(
            slug=exam.id,
            digest=_digest(exam),
            title=exam.title,
            minutes=exam.minutes,
            pass_mark=exam.pass_mark,
            pool=exam.pool,
            blueprint=dict(exam.blueprint),
            unscored=exam.unscored,
            review=exam.review,
            position=position,
        )
        for position, exam in enumerate(exams, start=1)
    ]
    fields = ["title", "minutes", "pass_mark", "pool", "blueprint", "unscored", "review", "position"]
    _upsert(Exam, rows, fields)


def _store_paths(paths: Iterable[NetworkPath], markup: Markup) -> None:
    rows = [
        LabPath(
            slug=path.id,
            digest=_digest(path),
            position=position,
            document=path.model_dump(mode="json", exclude={"lines"}),
            texts={
                name: markup.text(text, file=path.file, line=line)[0] for name, text, line in texts_of(path)
            },
        )
        for position, path in enumerate(paths, start=1)
    ]
    _upsert(LabPath, rows, ["position", "document", "texts"])


def _store_questions(
    questions: Iterable[docs.Question], lessons: Mapping[str, int], ideas: Mapping[str, int]
) -> Mapping[str, int]:
    questions = list(questions)
    rows = [
        Question(
            slug=question.id,
            digest=_digest(question),
            pool=question.pool,
            difficulty=question.difficulty,
            lesson_id=lessons[question.lesson],
            section=question.section or "",
            idea_id=ideas[idea_of(question)],
            objective_id=question.objectives[0],
            sources=list(question.sources),
            checked=question.checked,
        )
        for question in questions
    ]
    fields = ["pool", "difficulty", "lesson", "section", "idea", "objective", "sources", "checked"]
    keys = _upsert(Question, rows, fields)
    _link_objectives(Question.objectives.through, "question_id", keys, questions)
    return keys


def _store_versions(
    questions: Iterable[docs.Question], keys: Mapping[str, int], markup: Markup, *, now: datetime
) -> int:
    """A new version where the text is new; a text that comes back gets its old version back."""
    stored = {
        (version.question_id, version.digest): version
        for version in QuestionVersion.objects.filter(question__in=keys.values())
    }
    numbers = dict(
        QuestionVersion.objects.values_list("question_id").annotate(newest=Max("number")).order_by()
    )
    current, fresh, rendered_anew = [], [], []
    for question in questions:
        pk = keys[question.id]
        rendered = _version(question, pk, markup)
        version = stored.get((pk, rendered.digest))
        if version is None:
            rendered.number = numbers.get(pk, 0) + 1
            rendered.created_at = now
            fresh.append(rendered)
            version = rendered
        elif _html(version) != _html(rendered):
            # The source is the same; only our rendering of it has improved.
            version.stem_html, version.body = rendered.stem_html, rendered.body
            version.takeaway_html = rendered.takeaway_html
            rendered_anew.append(version)
        current.append((pk, version))
    QuestionVersion.objects.bulk_create(fresh, batch_size=BATCH)
    QuestionVersion.objects.bulk_update(
        rendered_anew, ["stem_html", "body", "takeaway_html"], batch_size=BATCH
    )
    known = dict(Question.objects.filter(pk__in=keys.values()).values_list("pk", "current_id"))
    moved = [Question(pk=pk, current=version) for pk, version in current if known[pk] != version.pk]
    Question.objects.bulk_update(moved, ["current"], batch_size=BATCH)
    return len(fresh)


def _version(question: docs.Question, pk: int, markup: Markup) -> QuestionVersion:
    render = _renderer(markup, question)
    return QuestionVersion(
        question_id=pk,
        digest=digest_of(question),
        kind=question.kind,
        stem_html=render(question.stem, question.line),
        body=body_of(question, render),
        takeaway_html=render(question.takeaway, question.line),
    )


def _html(version: QuestionVersion) -> tuple[str, object, str]:
    return version.stem_html, version.body, version.takeaway_html


def _renderer(markup: Markup, document: docs.Located) -> Callable[[str, int], str]:
    """Markdown of this document to HTML. Its faults were reported by the check before."""

    def render(text: str, line: int) -> str:
        return markup.text(text, file=document.file, line=line)[0]

    return render


def _digest(document: docs.Document) -> str:
    told = json.dumps(_without_places(document.model_dump(mode="json")), sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()


def _without_places(value: Any) -> Any:
    """The same without the names of files and the numbers of lines: moving a text does not change it."""
    if isinstance(value, dict):
        kept = {key: item for key, item in value.items() if key != "file" and not key.endswith("line")}
        return {key: _without_places(item) for key, item in kept.items()}
    return [_without_places(item) for item in value] if isinstance(value, list) else value


def _upsert[Row: models.Model](
    model: type[Row], rows: Iterable[Row], fields: Iterable[str]
) -> Mapping[str, int]:
    """Insert or update by slug; whoever was retired is back. Returns primary keys by slug."""
    rows = list(rows)
    model._default_manager.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["slug"],
        update_fields=[*fields, *PUBLISHED],
        batch_size=BATCH,
    )
    return dict(model._default_manager.filter(retired_at=None).values_list("slug", "pk"))


def _retire(
    model: type[models.Model],
    kept: Iterable[
        docs.Lesson | docs.Card | docs.Term | docs.Question | docs.Exam | docs.Confusable | NetworkPath
    ],
    *,
    now: datetime,
    of_course: bool = False,
) -> int:
    """What is not in the files any more. With `of_course` what was made for a class is left alone."""
    rows = model._default_manager.filter(retired_at=None).exclude(slug__in=[document.id for document in kept])
    if of_course:
        rows = rows.filter(classroom=None)
    return rows.update(retired_at=now)


def _link_objectives(
    through: type[models.Model],
    side: str,
    keys: Mapping[str, int],
    documents: Iterable[docs.Lesson | docs.Card | docs.Question],
) -> None:
    wanted = {(keys[document.id], code) for document in documents for code in document.objectives}
    stored = through._default_manager.filter(**{f"{side}__in": {pk for pk, _ in wanted}})
    known = {(pk, code): row for row, pk, code in stored.values_list("pk", side, "objective_id")}
    dropped = [row for pair, row in known.items() if pair not in wanted]
    through._default_manager.filter(pk__in=dropped).delete()
    through._default_manager.bulk_create(
        [through(**{side: pk, "objective_id": code}) for pk, code in sorted(wanted - known.keys())],
        batch_size=BATCH,
    )
