"""What a search finds in the small course, in which order, where it leads, and what it costs."""

from collections.abc import Mapping
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.domain.searchdocuments import KINDS, DocumentKind
from studyapp.domain.searchtext import indexed, sought
from studyapp.models import Lesson, Question, Release, SearchDocument
from studyapp.queries.catalogue import load
from studyapp.queries.search import Found, Group, search
from tests.domain.test_searchtext import TYPED
from tests.factories.study import NOON, course

pytestmark = pytest.mark.django_db


def document(slug: str, title: str, body: str, kind: DocumentKind = "lesson") -> SearchDocument:
    """A text of the first lesson that can be found."""
    row: SearchDocument = SearchDocument.objects.create(
        kind=kind,
        slug=slug,
        section=slug if kind == "lesson" else "",
        title=title,
        body=body,
        lesson="first",
        title_words=indexed(title),
        body_words=indexed(body),
    )
    return row


def asked(text: str, **how: Any) -> Found:
    return search(course(), text, **{"limit": 9, **how})


def of_kind(found: Found, kind: DocumentKind) -> Group:
    return next(group for group in found.groups if group.kind == kind)


def told(found: Found) -> Mapping[str, list[str]]:
    """The headings found, by kind."""
    return {
        group.kind: ["".join(piece.text for piece in result.heading) for result in group.results]
        for group in found.groups
    }


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        (
            "protects one hop",
            ["/lessons/first/#s-the-problem-of-first", "/lessons/second/#s-the-problem-of-second"],
        ),
        ("what first is about", ["/lessons/first/"]),
        ("ethernet", ["/glossary/#term-macsec"]),
        ('"fact 1" of k1', ["/lessons/first/#s-what-to-remember"]),
        ('"fact 2" of s1', ["/lessons/second/"]),
        ("q-k1-1-word3", ["/lessons/first/#check-q-k1-1"]),
        ("q-k1-2-word3", ["/lessons/first/"]),
    ],
)
def test_each_kind_is_found_and_leads_to_where_it_is_taught(text: str, urls: list[str]) -> None:
    SearchDocument.objects.filter(slug="card-k1-1").update(section="s-what-to-remember")
    (group,) = asked(text).groups
    assert [result.url for result in group.results] == urls


def test_what_is_shown_of_a_result() -> None:
    (lesson,) = of_kind(asked("problem of second"), "lesson").results
    assert (lesson.number, lesson.lesson) == (2, "Second lesson")
    assert [(piece.text, piece.marked) for piece in lesson.heading] == [
        ("The ", False),
        ("problem", True),
        (" of ", False),
        ("second", True),
    ]
    assert lesson.excerpt[0].text.startswith("MACsec protects one hop.")
    (whole,) = of_kind(asked("what second is about"), "lesson").results
    assert (whole.number, whole.lesson) == (2, "")  # the lesson itself is the heading
    (term,) = of_kind(asked("ethernet"), "term").results
    assert "".join(piece.text for piece in term.heading) == "MACsec (802.1AE)"


def test_the_back_of_a_card_finds_it_and_is_not_shown() -> None:
    row = document("c", "", "Front?", kind="card")
    row.body_words = indexed("zeppelin")
    row.save()
    (card,) = of_kind(asked("zeppelin"), "card").results
    assert "".join(piece.text for piece in card.heading) == "Front?"
    assert card.excerpt == ()


def test_titles_count_more_than_texts() -> None:
    document("a", "Elsewhere", "zeppelin " * 3 + "and a few other words")
    document("b", "The zeppelin", "something else and a few other words")
    document("c", "Elsewhere", "one zeppelin and " + "a few other words " * 20)
    assert told(asked("zeppelins")) == {"lesson": ["The zeppelin", "Elsewhere", "Elsewhere"]}
    assert [result.url for result in asked("zeppelin").groups[0].results] == [
        "/lessons/first/#b",
        "/lessons/first/#a",
        "/lessons/first/#c",
    ]


def test_equals_stand_in_the_order_of_the_course() -> None:
    for slug in ("z", "y", "x"):
        document(slug, f"Zeppelin {slug}", "text")
    assert told(asked("zeppelin")) == {"lesson": ["Zeppelin z", "Zeppelin y", "Zeppelin x"]}


def test_lessons_come_first_but_for_a_term_that_is_called_so() -> None:
    assert [group.kind for group in asked("scenario").groups] == ["question"]
    assert [group.kind for group in asked("hop").groups] == ["lesson", "term"]
    for name in ("macsec", "MACsec", "802.1ae", "macsecs"):
        assert asked(name).groups[0].kind == "term"
    document("many", "MACsec MACsec MACsec", "MACsec", kind="term")  # a better score
    assert told(asked("macsec"))["term"] == ["MACsec (802.1AE)", "MACsec MACsec MACsec"]
    assert told(asked("macsec", limit=1))["term"] == ["MACsec (802.1AE)"]
    assert [group.kind for group in asked("macsec").kinds] == ["lesson", "term"]


def test_at_most_so_many_of_each_kind_and_how_many_there_are() -> None:
    found = asked("of", limit=2)  # the last word is never left out
    assert {group.kind: (len(group.results), group.total) for group in found.groups} == {
        "lesson": (2, 2),
        "term": (1, 1),
        "card": (2, 24),
    }
    assert found.total == 27


def test_one_kind_alone_and_the_count_of_the_others() -> None:
    found = asked("of", kinds=["card"], limit=30)
    assert {group.kind: (len(group.results), group.total) for group in found.groups} == {
        "lesson": (0, 2),
        "term": (0, 1),
        "card": (24, 24),
    }


def test_nothing_found_and_what_may_have_been_meant() -> None:
    assert asked("zebra") == Found(asked=True)
    assert asked("MACsce") == Found(asked=True, meant=("MACsec",))
    assert asked("secnd lesson") == Found(asked=True, meant=("Second lesson",))
    assert asked("") == asked(" ?! ") == Found()


def test_a_search_is_one_statement_however_much_it_finds() -> None:
    at_hand = course()
    for text, statements in (("of", 1), ("zebra", 1), ("macsec", 1), ("", 0)):
        with CaptureQueriesContext(connection) as seen:
            search(at_hand, text, limit=9)
        assert (text, len(seen)) == (text, statements)


def test_no_word_of_an_exam_finds_its_question() -> None:
    exams = Question.objects.filter(pool="exam").values_list("slug", flat=True)
    for slug in exams:
        assert asked(f"{slug}-word1") == Found(asked=True)
        assert asked(f"scenario {slug}").groups == ()


def test_no_option_and_no_reason_finds_a_question() -> None:
    for text in ("wrong alpha", "right of q-k1-1", "this is what was asked for", "remember q-k1-1"):
        assert "question" not in told(asked(text))


def test_a_lesson_published_while_somebody_searches_is_not_shown_yet() -> None:
    old = course()
    row = document("zeppelin", "Zeppelin", "text")
    row.lesson = "third"
    row.save()
    (group,) = search(old, "zeppelin", limit=9).groups
    assert group.results == ()


def test_the_index_follows_every_row() -> None:
    row = document("a", "Zeppelin", "one")
    assert asked("zeppelin").total == asked("zeppelin one").total == 1
    row.title_words = indexed("Airship")
    row.save()
    assert (asked("zeppelin").total, asked("airship").total) == (0, 1)
    SearchDocument.objects.bulk_create(
        [
            SearchDocument(
                pk=row.pk, kind="lesson", slug="a", section="a", title_words="balloon", lesson="first"
            )
        ],
        update_conflicts=True,
        unique_fields=["kind", "slug", "section"],
        update_fields=["title_words"],
    )
    assert (asked("airship").total, asked("balloon").total) == (0, 1)
    SearchDocument.objects.all().delete()
    assert asked("balloon").total == asked("macsec").total == 0


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL needs none")
def test_sqlite_has_its_triggers_after_the_last_migration() -> None:
    """They go when a later migration makes the table anew: call `make_index` of 0007 in that migration."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY name")
        names = [name for (name,) in cursor.fetchall()]
    assert names == ["studyapp_search_added", "studyapp_search_changed", "studyapp_search_gone"]


@settings(max_examples=150, deadline=None)
@given(TYPED, st.sets(st.sampled_from(list(KINDS)), min_size=1))
def test_whatever_is_typed_is_answered(text: str, kinds: set[DocumentKind]) -> None:
    found = asked(text, kinds=kinds, limit=3)
    assert found.asked == bool(sought(text))
    assert all(
        len(group.results) == (min(3, group.total) if group.kind in kinds else 0) for group in found.groups
    )


def test_a_retired_lesson_takes_its_name_along() -> None:
    Lesson.objects.filter(slug="second").update(retired_at=NOON)
    Release.objects.create(digest="-", info=Release.objects.latest("pk").info, published_at=NOON)
    assert search(load(Release.objects.latest("pk").key), "secnd lesson", limit=9).meant == ()
