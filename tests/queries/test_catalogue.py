"""The published course as one value, read once a release."""

from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from pytest_django import DjangoAssertNumQueries

from studyapp.models import Card, Exam, Lesson, Question, QuestionVersion, Release, Term
from studyapp.queries.catalogue import (
    Catalogue,
    LessonLink,
    ObjectiveText,
    SourceLink,
    TermText,
    as_text,
    load,
)
from tests.actions.editedcourse import edited, publish_files, spare_course
from tests.factories.course import SOURCE, small_course
from tests.factories.study import NOON, course, version_of

pytestmark = pytest.mark.django_db


def anew() -> Catalogue:
    """The course as stored now, under a release nobody has asked for yet."""
    release = Release.objects.latest("pk")
    return load(Release.objects.create(digest="", info=release.info, published_at=NOON).key)


def link(slug: str, number: int, title: str, objective: str) -> LessonLink:
    return LessonLink(
        pk=Lesson.objects.get(slug=slug).pk,
        slug=slug,
        number=number,
        title=title,
        summary=f"What {slug} is about.",
        minutes=5,
        url=f"/lessons/{slug}/",
        objectives=(objective,),
        cards=12,
        questions=16,
    )


def test_lessons_are_linked_in_reading_order() -> None:
    first, second = link("first", 1, "First lesson", "K1"), link("second", 2, "Second lesson", "S1")
    one, two = course().lessons
    assert (one.link, one.previous, one.next, one.needs) == (first, None, second, ())
    assert (two.link, two.previous, two.next, two.needs) == (second, first, None, (first,))
    assert course().links == {first.pk: first, second.pk: second}
    assert course().lesson("second") == two
    assert course().lesson("third") is None


def test_a_lesson_has_its_text_checks_and_sources() -> None:
    text = course().lessons[0]
    assert [kind for kind, _ in text.parts] == ["html", "check", "html"]
    assert text.checks == ("q-k1-1",)
    assert text.sources == (SourceLink("A page", SOURCE, date(2026, 11, 1)),)
    assert [(entry.title, entry.children) for entry in text.toc] == [
        ("The problem of first", ()),
        ("What to remember", ()),
    ]
    assert text.anchors == {entry.id for entry in text.toc}
    assert text.section_title(text.toc[1].id) == "What to remember"
    assert text.section_title("gone") == ""


def test_headings_are_nested(tmp_path: Path) -> None:
    deeper = "\n## What to remember\n\n### Deeper\n\nText.\n\n### Deeper still\n\nText.\n"
    files = edited(small_course(), "lessons/010-first.md", "\n## What to remember\n", deeper)
    publish_files(tmp_path / "course", files)
    text = course().lessons[0]
    last = text.toc[-1]
    assert [entry.title for entry in last.children] == ["Deeper", "Deeper still"]
    assert {entry.id for entry in last.children} < text.anchors
    assert text.section_title(last.children[1].id) == "Deeper still"


def test_the_rest_of_the_course() -> None:
    found = course()
    assert (found.info.title, found.info.exam.code, found.info.lessons) == (
        "Small",
        "T-1",
        ("first", "second"),
    )
    assert found.key == Release.objects.get().key
    assert found.objectives == (
        ObjectiveText("K1", "Options", "The options", 16),
        ObjectiveText("S1", "Skills", "The skills", 16),
    )
    assert found.terms == (
        TermText(
            "macsec", "MACsec", ("802.1AE",), Term.objects.get().html, link("first", 1, "First lesson", "K1")
        ),
    )
    assert [exam.slug for exam in found.exams] == ["mini"]


def test_inline_questions_are_there_with_their_current_text() -> None:
    checks = course().checks
    assert set(checks) == {"q-k1-1", "q-s1-1"}
    version = version_of("q-k1-1")
    assert checks["q-k1-1"] == as_text(version, course().links)
    text = checks["q-k1-1"]
    assert (text.question_id, text.version_id, text.slug) == (version.question_id, version.pk, "q-k1-1")
    assert (text.kind, text.difficulty, text.sources) == ("single", 3, (SOURCE,))
    assert (text.lesson_url, text.lesson_title) == ("/lessons/first/", "First lesson")
    assert (text.stem_html, text.body, text.takeaway_html) == (
        version.stem_html,
        version.body,
        version.takeaway_html,
    )


def test_what_is_retired_is_not_in_the_course(tmp_path: Path) -> None:
    publish_files(tmp_path / "whole", spare_course())
    assert [lesson.link.slug for lesson in course().lessons] == ["first", "second", "third"]
    assert course().objectives[0].questions == 17
    publish_files(tmp_path / "less", small_course())
    found = course()
    assert [lesson.link.slug for lesson in found.lessons] == ["first", "second"]
    assert ([term.slug for term in found.terms], [exam.slug for exam in found.exams]) == (
        ["macsec"],
        ["mini"],
    )
    assert (found.objectives[0].questions, found.lessons[1].next) == (16, None)
    assert (found.lessons[0].link.cards, found.lessons[0].link.questions) == (12, 16)
    assert set(found.checks) == {"q-k1-1", "q-s1-1"}


def test_retired_cards_and_questions_do_not_count() -> None:
    Card.objects.filter(slug__in=["card-k1-1", "card-k1-2"]).update(retired_at=NOON)
    Question.objects.filter(slug="q-k1-2").update(retired_at=NOON)
    assert (anew().lessons[0].link.cards, anew().lessons[0].link.questions) == (10, 15)


def test_a_question_whose_lesson_is_retired_names_none(tmp_path: Path) -> None:
    publish_files(tmp_path / "whole", spare_course())
    publish_files(tmp_path / "less", small_course())
    text = as_text(version_of("q-spare"), course().links)
    assert (text.slug, text.lesson_url, text.lesson_title) == ("q-spare", "", "")


def test_a_release_is_read_once(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    key = Release.objects.get().key
    first = load(key)
    with django_assert_num_queries(0):
        assert load(key) is first


def test_a_release_that_does_not_exist_is_no_course() -> None:
    with pytest.raises(Release.DoesNotExist):
        load(uuid4())


def test_the_number_of_queries_does_not_grow_with_the_course(
    tmp_path: Path, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    Lesson.objects.filter(slug="second").update(retired_at=NOON)
    one = Release.objects.get().key
    load.cache_clear()
    with django_assert_num_queries(11):
        found = load(one)
    assert (len(found.lessons), len(found.terms), len(found.exams), len(found.checks)) == (1, 1, 1, 1)
    publish_files(tmp_path / "whole", spare_course())
    three = Release.objects.latest("pk").key
    with django_assert_num_queries(11):
        found = load(three)
    assert (len(found.lessons), len(found.terms), len(found.exams), len(found.checks)) == (3, 2, 2, 3)
    load.cache_clear()  # the course with one lesson was read under the key of the small one


def test_terms_come_by_name() -> None:
    term = Term.objects.get()
    for slug, name in (("zone", "zone"), ("alb", "ALB"), ("aes", "aes")):
        term.pk, term.slug, term.name = None, slug, name
        term.save()
    assert [term.name for term in anew().terms] == ["aes", "ALB", "MACsec", "zone"]


def test_exams_come_in_order() -> None:
    exam = Exam.objects.get()
    exam.pk, exam.slug, exam.position = None, "earlier", 0
    exam.save()
    assert [form.slug for form in anew().exams] == ["earlier", "mini"]
    assert QuestionVersion.objects.count() == 40
