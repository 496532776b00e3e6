"""What can be found follows what is published. Called by `publish` inside its transaction."""

from collections.abc import Iterator
from dataclasses import asdict

from studyapp.domain import searchdocuments as found
from studyapp.domain.searchdocuments import Document
from studyapp.models import Card, Lesson, Question, SearchDocument, Term
from studyapp.queries.pathtexts import path_texts

TOLD = ("title", "body", "lesson", "title_words", "body_words")
NAMED = ("kind", "slug", "section")
BATCH = 200


def follow() -> None:
    """Write the documents of everything published now, and only those that are not written so already."""
    wanted = {(each.kind, each.slug, each.section): each for each in documents()}
    stored = {tuple(row[:3]): row[3:] for row in SearchDocument.objects.values_list(*NAMED, "pk", *TOLD)}
    gone = [pk for name, (pk, *_) in stored.items() if name not in wanted]
    SearchDocument.objects.filter(pk__in=gone).delete()
    new = [
        SearchDocument(**asdict(each))
        for name, each in wanted.items()
        if name not in stored or stored[name][1:] != tuple(getattr(each, field) for field in TOLD)
    ]
    SearchDocument.objects.bulk_create(
        new, update_conflicts=True, unique_fields=NAMED, update_fields=TOLD, batch_size=BATCH
    )


def documents() -> Iterator[Document]:
    """Everything published that can be found. Of the questions only those for practice: no exam's, ever."""
    published = {"retired_at": None, "lesson__retired_at": None}
    for slug, title, summary, parts, toc in Lesson.objects.filter(retired_at=None).values_list(
        "slug", "title", "summary", "parts", "toc"
    ):
        yield from found.of_lesson(slug, title, summary, parts, toc)
    for text in path_texts():
        yield found.of_path(text.path, text.texts)
    for term in Term.objects.filter(**published).values_list("slug", "name", "also", "html", "lesson__slug"):
        yield found.of_term(*term)
    for card in Card.objects.filter(**published).values_list(
        "slug", "front_html", "back_html", "lesson__slug", "section"
    ):
        yield found.of_card(*card)
    for question in Question.objects.filter(pool="practice", current__isnull=False, **published).values_list(
        "slug", "current__stem_html", "lesson__slug", "section"
    ):
        yield found.of_question(*question)
