"""A small course that can lose something and still pass every check, changes to it, and all rows of it."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.db.models import Model

from studyapp.actions.publish import Outcome, publish
from studyapp.models import (
    Card,
    Confusable,
    Exam,
    Idea,
    Lesson,
    Objective,
    Question,
    QuestionVersion,
    Release,
    SearchDocument,
    Term,
)
from tests.factories.course import COURSE, card, lesson, question, small_course, write
from tests.factories.study import NOON

SPARE_TERM = "\n## TLS\nid: tls · lesson: second\n\nEncryption of one session.\n"
SPARE_EXAM = """\
id: maxi
title: Maxi exam
minutes: 16
pool: exam
pass_mark: 700
blueprint: {K1: 2, S1: 1}
unscored: 1
"""
PUBLISHED = (Lesson, Card, Term, Question, Exam)
CONTENT = (
    *PUBLISHED,
    Confusable,
    Idea,
    Objective,
    QuestionVersion,
    Lesson.objectives.through,
    Card.objectives.through,
    Question.objectives.through,
)
EDITS: tuple[tuple[str, str, str], ...] = (
    ("questions/k1/q-k1-1.md", "What fits?", "Which of these fits?"),
    ("questions/k1/q-k1-4.md", "Step two", "The second step"),
    ("questions/s1/q-s1-5.md", "They belong", "These belong"),
    ("questions/s1/q-s1-2.md", "difficulty: 3", "difficulty: 4"),
    ("questions/k1/q-k1-2.md", "objectives: [K1]", "objectives: [S1, K1]"),
    ("cards/k1.md", "Fact 3 is", "The third fact is"),
    ("lessons/010-first.md", "At the next device", "At the device that comes next"),
    ("exams/mini.yaml", "minutes: 8", "minutes: 9"),
    ("glossary.md", "one Ethernet hop", "a hop"),
)
SPARES = ("questions/spare/q-spare.md", "questions/spare/x-spare.md", "cards/spare.md", "exams/maxi.yaml")

type Files = Mapping[str, str]
type Rows = Mapping[str, Sequence[Mapping[str, Any]]]


def spare_course() -> dict[str, str]:
    """The small course with one more of everything; without it, the small course is left."""
    files = small_course()
    return files | {
        "course.yaml": COURSE.replace("[first, second]", "[first, second, third]"),
        "lessons/030-third.md": lesson("third", "Third lesson", "q-k1-2"),
        "cards/spare.md": card("card-spare", "K1", "third", 13),
        "questions/spare/q-spare.md": question("q-spare", "K1", "third"),
        "questions/spare/x-spare.md": question("x-spare", "K1", "third", pool="exam", idea="k1-1"),
        "exams/maxi.yaml": SPARE_EXAM,
        "glossary.md": files["glossary.md"] + SPARE_TERM,
    }


def edited(files: Files, path: str, old: str, new: str) -> dict[str, str]:
    """The course after one edit of one file. The old text must be there."""
    assert old in files[path], f"{path} does not say {old!r}"
    return {**files, path: files[path].replace(old, new, 1)}


def changed_course(changes: Sequence[tuple[str, str, str]], lost: Sequence[str]) -> Files:
    """The spare course after these edits and without these files."""
    files = spare_course()
    for path, old, new in changes:
        files = edited(files, path, old, new)
    return {path: text for path, text in files.items() if path not in lost}


def publish_files(root: Path, files: Files) -> Outcome:
    """Write the course into a folder that is not there yet, and publish it."""
    root.mkdir()
    return publish(write(root, files), now=NOON)


def content_rows() -> Rows:
    """The course itself, whose rows are never deleted."""
    models: Sequence[type[Model]] = CONTENT
    return {model.__name__: list(model._default_manager.order_by("pk").values()) for model in models}


def all_rows() -> Rows:
    """Everything a publication writes."""
    return {
        **content_rows(),
        "Release": list(Release.objects.order_by("pk").values()),
        "SearchDocument": list(SearchDocument.objects.order_by("pk").values()),
    }


def ids() -> dict[str, dict[str, int]]:
    """The primary key of everything published, by type and by the id in its file."""
    return {model.__name__: dict(model._default_manager.values_list("slug", "pk")) for model in PUBLISHED}


def shown_versions() -> dict[str, int]:
    """The version that is shown of each question, by the question's id."""
    return {
        slug: version
        for slug, version in Question.objects.values_list("slug", "current_id")
        if version is not None
    }
