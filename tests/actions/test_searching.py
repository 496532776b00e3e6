"""What can be found is what is published: no more, no less, and never an exam's question."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.actions import searching
from studyapp.models import Question, SearchDocument
from tests.actions.editedcourse import EDITS, SPARES, changed_course, edited, publish_files, spare_course
from tests.factories.course import question, small_course
from tests.factories.study import rolled_back

pytestmark = pytest.mark.django_db

edits = st.lists(st.sampled_from(EDITS), unique=True)
losses = st.lists(st.sampled_from(SPARES), unique=True)
type Rows = Mapping[tuple[str, str, str], Mapping[str, Any]]


def rows() -> Rows:
    """Every document by its name."""
    return {(row["kind"], row["slug"], row["section"]): row for row in SearchDocument.objects.values()}


def test_every_kind_of_thing_is_a_document() -> None:
    counts = dict.fromkeys(("lesson", "path", "term", "card", "question"), 0)
    for kind, _, _ in rows():
        counts[kind] += 1
    # Two lessons of two sections and a beginning; 12 cards and 16 practice questions of each objective.
    assert counts == {"lesson": 6, "path": 1, "term": 1, "card": 24, "question": 32}


def test_no_exam_question_is_a_document() -> None:
    exams = set(Question.objects.filter(pool="exam").values_list("slug", flat=True))
    assert len(exams) == 8
    assert [name for name in rows() if name[1] in exams] == []
    assert [row["slug"] for row in rows().values() if any(slug in str(row.values()) for slug in exams)] == []


def test_of_a_question_nothing_but_the_stem_is_kept() -> None:
    row = rows()["question", "q-k1-1", ""]
    told = " ".join(str(value) for value in row.values()).casefold()
    for secret in ("right", "wrong", "alpha", "asked", "remember"):
        assert secret not in told
    assert str(row["body"]).startswith("Scenario q-k1-1: ")


def test_a_second_publication_writes_nothing(tmp_path: Path) -> None:
    publish_files(tmp_path / "one", spare_course())
    before = rows()
    with CaptureQueriesContext(connection) as seen:
        searching.follow()
    assert [
        query["sql"] for query in seen if "SELECT" not in query["sql"][:10] and "POINT" not in query["sql"]
    ] == []
    assert rows() == before


def test_only_what_changed_is_written(tmp_path: Path) -> None:
    before = rows()
    SearchDocument.objects.filter(kind="card").update(body="as it was")  # stands out if it is written
    files = edited(small_course(), "glossary.md", "one Ethernet hop", "a hop")
    files = edited(files, "questions/k1/q-k1-2.md", "What fits?", "Which of these fits?")
    publish_files(tmp_path / "edited", files)
    after = rows()
    assert after.keys() == before.keys()
    assert {name: row["id"] for name, row in after.items()} == {
        name: row["id"] for name, row in before.items()
    }
    changed = {name for name in after if after[name] != before[name] and name[0] != "card"}
    assert changed == {("term", "macsec", ""), ("question", "q-k1-2", "")}
    assert {row["body"] for row in after.values() if row["kind"] == "card"} != {"as it was"}


def test_what_is_retired_is_gone_and_what_comes_back_is_there_again(tmp_path: Path) -> None:
    small = set(rows())
    publish_files(tmp_path / "more", spare_course())
    more = set(rows()) - small
    assert {(kind, slug) for kind, slug, _ in more} == {
        ("lesson", "third"),
        ("term", "tls"),
        ("card", "card-spare"),
        ("question", "q-spare"),
    }
    publish_files(tmp_path / "less", small_course())
    assert set(rows()) == small
    publish_files(tmp_path / "again", spare_course())
    assert set(rows()) == small | more


def test_a_question_that_moves_into_the_exam_pool_is_gone(tmp_path: Path) -> None:
    name = "questions/spare/q-spare.md"
    publish_files(tmp_path / "practice", spare_course())
    assert ("question", "q-spare", "") in rows()
    moved = question("q-spare", "K1", "third", pool="exam", idea="k1-1")
    publish_files(tmp_path / "exam", spare_course() | {name: moved})
    assert ("question", "q-spare", "") not in rows()
    publish_files(tmp_path / "back", spare_course())
    assert ("question", "q-spare", "") in rows()


@settings(max_examples=8, deadline=None)
@given(changes=edits, lost=losses)
def test_after_any_edits_it_is_as_if_written_for_the_first_time(
    changes: list[tuple[str, str, str]], lost: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    def told() -> Rows:
        return {name: {**row, "id": None} for name, row in rows().items()}

    with rolled_back():
        root = tmp_path_factory.mktemp("course")
        publish_files(root / "before", spare_course())
        publish_files(root / "after", changed_course(changes, lost))
        followed = told()
        SearchDocument.objects.all().delete()
        searching.follow()
        assert told() == followed
