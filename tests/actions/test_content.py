"""The rows of the course: versions of what changed, nothing of what did not, and what is gone retired."""

from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from studyapp.actions.answers import record
from studyapp.actions.publish import publish
from studyapp.models import Answer, Card, Exam, Lesson, Objective, Question, QuestionVersion, Term
from tests.actions.editedcourse import (
    PUBLISHED,
    content_rows,
    edited,
    ids,
    publish_files,
    shown_versions,
    spare_course,
)
from tests.factories.course import SOURCE, question, small_course, write
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, question_of, right, version_of

pytestmark = pytest.mark.django_db

TOKEN = UUID(int=1)


@pytest.mark.parametrize(
    ("slug", "old", "new"),
    [
        ("q-k1-1", "What fits?", "What fits best?"),
        ("q-k1-1", "Right of", "The right one of"),
        ("q-k1-1", "This is what was asked for.", "It is what was asked for."),
        ("q-k1-1", "Remember q-k1-1.", "Remember this one."),
        ("q-k1-3", "- [ ] Wrong alpha", "- [x] Wrong alpha"),
        ("q-k1-4", "Step two", "The second step"),
        ("q-k1-4", "It comes first.", "Nothing comes before it."),
        ("q-k1-5", "Left one", "The first on the left"),
        ("q-k1-5", "=> Right side one", "=> The right side one"),
    ],
)
def test_a_changed_text_is_one_new_version_and_the_answers_keep_the_old_one(
    tmp_path: Path, slug: str, old: str, new: str
) -> None:
    before = QuestionVersion.objects.values().get(current_of__slug=slug)
    version = version_of(slug)
    answer = record(
        learner=LearnerFactory.create(),
        version=version,
        response=right(version),
        confidence="",
        place="lesson",
        token=TOKEN,
        now=NOON,
    )
    others = {name: shown for name, shown in shown_versions().items() if name != slug}
    files = edited(small_course(), f"questions/k1/{slug}.md", old, new)
    if "[x]" in new:  # three keys now, and the stem has to say so
        files = edited(files, f"questions/k1/{slug}.md", "(Choose TWO.)", "(Choose THREE.)")
    outcome = publish_files(tmp_path / "course", files)
    assert (outcome.problems, outcome.new_versions, outcome.retired) == ((), 1, 0)
    assert Answer.objects.get(pk=answer.pk).version_id == before["id"]
    assert QuestionVersion.objects.values().get(pk=before["id"]) == before
    after = version_of(slug)
    assert (after.pk != before["id"], after.number, after.created_at) == (True, 2, NOON)
    assert QuestionVersion.objects.filter(question__slug=slug).count() == 2
    assert others == {name: shown for name, shown in shown_versions().items() if name != slug}


def test_an_old_text_that_comes_back_is_the_old_version(tmp_path: Path) -> None:
    first = version_of("q-k1-1")
    path = "questions/k1/q-k1-1.md"
    texts = [
        ("two", "Second text"),
        ("one", "What fits?"),
        ("three", "Third text"),
        ("two-again", "Second text"),
    ]
    shown = []
    for folder, text in texts:
        publish_files(tmp_path / folder, edited(small_course(), path, "What fits?", text))
        shown.append(version_of("q-k1-1").number)
    assert shown == [2, 1, 3, 2]
    assert QuestionVersion.objects.filter(question=first.question).count() == 3
    assert QuestionVersion.objects.get(question=first.question, number=1).pk == first.pk


def test_facts_about_a_question_change_without_a_new_version(tmp_path: Path) -> None:
    versions = content_rows()["QuestionVersion"]
    files = small_course()
    path = "questions/k1/q-k1-2.md"
    for old, new in (
        ("difficulty: 3", "difficulty: 2"),
        ("objectives: [K1]", "objectives: [S1, K1]"),
        ("lesson: first", "lesson: second"),
        ("checked: 2026-11-01", "checked: 2026-11-20"),
        (f'["{SOURCE}"]', f'["{SOURCE}", "https://docs.example.com/other"]'),
    ):
        files = edited(files, path, old, new)
    assert publish_files(tmp_path / "course", files).new_versions == 0
    row = question_of("q-k1-2")
    assert (row.difficulty, row.objective_id, row.lesson.slug) == (2, "S1", "second")
    assert (row.checked, row.sources) == (date(2026, 11, 20), [SOURCE, "https://docs.example.com/other"])
    assert sorted(row.objectives.values_list("code", flat=True)) == ["K1", "S1"]
    assert content_rows()["QuestionVersion"] == versions


def test_an_objective_no_longer_named_is_unlinked(tmp_path: Path) -> None:
    path = "questions/k1/q-k1-2.md"
    both = edited(small_course(), path, "objectives: [K1]", "objectives: [K1, S1]")
    publish_files(tmp_path / "both", both)
    assert question_of("q-k1-2").objectives.count() == 2
    publish_files(tmp_path / "one", small_course())
    assert [objective.code for objective in question_of("q-k1-2").objectives.all()] == ["K1"]


def test_the_layout_of_a_file_makes_no_version(tmp_path: Path) -> None:
    before = content_rows()
    path = "questions/k1/q-k1-1.md"
    files = edited(small_course(), path, "---\nScenario", "---\n\n\nScenario")
    files = edited(files, path, "\n- [x] Right", "\n\n- [x] Right")
    assert publish_files(tmp_path / "course", files).new_versions == 0
    assert content_rows() == before


def test_what_is_gone_is_retired_and_what_is_back_is_back(tmp_path: Path) -> None:
    publish_files(tmp_path / "whole", spare_course())
    names, shown, whole = ids(), shown_versions(), content_rows()
    gone = publish_files(tmp_path / "less", small_course())
    assert (gone.new_versions, gone.retired) == (0, 6)
    assert retired() == {
        "Lesson": {"third"},
        "Card": {"card-spare"},
        "Term": {"tls"},
        "Question": {"q-spare", "x-spare"},
        "Exam": {"maxi"},
    }
    assert (ids(), shown_versions()) == (names, shown)
    back = publish_files(tmp_path / "back", spare_course())
    assert (back.new_versions, back.retired) == (0, 0)
    assert content_rows() == whole


def test_the_day_of_retirement_stands(tmp_path: Path) -> None:
    publish_files(tmp_path / "whole", spare_course())
    publish_files(tmp_path / "less", small_course())
    later = edited(small_course(), "exams/mini.yaml", "minutes: 8", "minutes: 9")
    outcome = publish(write(tmp_path / "less", later), now=NOON + timedelta(days=30))
    assert (outcome.changed, outcome.retired) == (True, 0)
    assert Card.objects.get(slug="card-spare").retired_at == NOON


def test_a_question_back_with_another_text_has_both_versions(tmp_path: Path) -> None:
    publish_files(tmp_path / "whole", spare_course())
    publish_files(tmp_path / "less", small_course())
    other = question("q-spare", "K1", "third", stem="Quite another scenario. What now?")
    outcome = publish_files(tmp_path / "back", {**spare_course(), "questions/spare/q-spare.md": other})
    assert (outcome.new_versions, version_of("q-spare").number) == (1, 2)
    assert question_of("q-spare").retired_at is None


def test_every_kind_of_thing_is_stored_as_it_is_written() -> None:
    first = Lesson.objects.get(slug="first")
    assert (first.title, first.summary, first.minutes, first.position) == (
        "First lesson",
        "What first is about.",
        5,
        1,
    )
    assert [kind for kind, _ in first.parts] == ["html", "check", "html"]
    assert first.parts[1] == ["check", "q-k1-1"]
    assert [[level, title] for level, _, title in first.toc] == [
        [2, "The problem of first"],
        [2, "What to remember"],
    ]
    assert first.sources == [{"title": "A page", "url": SOURCE, "checked": "2026-11-01"}]
    card = Card.objects.get(slug="card-s1-2")
    assert (card.front_html, card.back_html, card.source) == (
        "<p>What is fact 2 of S1?</p>",
        "<p>Fact 2 is <strong>2</strong>.</p>",
        SOURCE,
    )
    assert (card.lesson.slug, card.position) == ("second", 14)
    term = Term.objects.get(slug="macsec")
    assert (term.name, term.also, term.lesson) == ("MACsec", ["802.1AE"], first)
    exam = Exam.objects.get(slug="mini")
    assert (exam.title, exam.minutes, exam.pass_mark, exam.pool) == ("Mini exam", 8, 750, "exam")
    assert (exam.blueprint, exam.unscored, exam.length) == ({"K1": 2, "S1": 2}, 0, 4)
    assert list(Objective.objects.values_list("code", "short", "title")) == [
        ("K1", "Options", "The options"),
        ("S1", "Skills", "The skills"),
    ]
    stored = question_of("x-k1-1")
    assert (stored.pool, stored.difficulty, stored.objective_id) == ("exam", 3, "K1")
    assert Question.objects.filter(current=None).count() == 0


def retired() -> dict[str, set[str]]:
    """The ids of everything that is retired, by type."""
    return {
        model.__name__: set(model._default_manager.exclude(retired_at=None).values_list("slug", flat=True))
        for model in PUBLISHED
    }
