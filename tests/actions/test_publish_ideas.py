"""Ideas, sections and confusables as they are stored; what is in somebody's queue follows its idea."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from studyapp.actions.publish import Outcome, publish
from studyapp.models import Card, Confusable, Idea, Memory, Question, Release
from tests.actions.editedcourse import all_rows, content_rows, edited, publish_files
from tests.factories.course import small_course
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, MemoryFactory, card_of, graded, question_of

pytestmark = pytest.mark.django_db

PAIRS = """\
pairs:
  - id: hop-or-path
    title: One hop or the whole path
    sides:
      - {name: Hop, say: The next device., lesson: first, section: s-the-problem-of-first, ideas: [k1-1]}
      - {name: Path, say: The far end., lesson: second, ideas: [s1-1, s1-2]}
  - id: read-or-change
    title: Read or change
    sides:
      - {name: Read, say: Secrecy., lesson: first, ideas: [k1-2]}
      - {name: Change, say: Integrity., lesson: second, ideas: [s1-3]}
"""
FIRST_PAIR = PAIRS.partition("  - id: read-or-change")[0]


def with_idea(idea: str, section: str = "s-the-problem-of-first") -> dict[str, str]:
    """The small course, in which card-k1-1 and q-k1-5 are of one idea, taught in one section."""
    files = edited(
        small_course(), "cards/k1.md", "lesson: first", f"lesson: first · section: {section} · idea: {idea}"
    )
    keys = f"lesson: first\nsection: {section}\nidea: {idea}"
    return edited(files, "questions/k1/q-k1-5.md", "lesson: first", keys)


def with_pairs(text: str = PAIRS) -> dict[str, str]:
    return {**small_course(), "confusables.yaml": text}


def memories() -> list[Mapping[str, Any]]:
    """Everything in the queues."""
    return list(Memory.objects.order_by("pk").values())


def test_items_of_one_idea_share_its_row_and_their_section_is_stored(tmp_path: Path) -> None:
    assert publish_files(tmp_path / "course", with_idea("hop")).problems == ()
    hop = Idea.objects.get(slug="hop")
    assert (card_of("card-k1-1").idea, card_of("card-k1-1").section) == (hop, "s-the-problem-of-first")
    assert (question_of("q-k1-5").idea, question_of("q-k1-5").section) == (hop, "s-the-problem-of-first")
    assert (hop.cards.count(), hop.questions.count()) == (1, 1)


def test_what_names_no_idea_is_an_idea_of_its_own() -> None:
    card, question = card_of("card-k1-1"), question_of("q-k1-5")
    assert (card.idea.slug, card.section) == ("card:card-k1-1", "")
    assert (question.idea.slug, question.section) == ("question:q-k1-5", "")
    assert Card.objects.values("idea").distinct().count() == 24


def test_an_exam_question_has_its_practice_question_beside_it() -> None:
    beside = Question.objects.filter(idea__slug="s1-2").order_by("slug")
    assert [(question.slug, question.pool) for question in beside] == [
        ("q-s1-2", "practice"),
        ("x-s1-2", "exam"),
    ]


def test_an_idea_or_a_section_makes_no_version(tmp_path: Path) -> None:
    versions = content_rows()["QuestionVersion"]
    outcome = publish_files(tmp_path / "course", with_idea("hop"))
    assert (outcome.changed, outcome.new_versions, outcome.retired) == (True, 0, 0)
    assert content_rows()["QuestionVersion"] == versions


def test_what_is_in_a_queue_follows_its_idea_and_nothing_else_changes(tmp_path: Path) -> None:
    card = MemoryFactory.create()
    MemoryFactory.create(learner=card.learner, question=question_of("q-k1-5"))
    MemoryFactory.create(learner=LearnerFactory.create())  # somebody else, the same card
    MemoryFactory.create(learner=card.learner, card=card_of("card-k1-2"))
    graded(card)
    plain = memories()
    moved = {row.pk for row in Memory.objects.exclude(card__slug="card-k1-2")}
    for number, idea in enumerate(("hop", "link")):
        publish_files(tmp_path / str(number), with_idea(idea))
        slug = Idea.objects.get(slug=idea).pk
        assert memories() == [{**row, "idea_id": slug} if row["id"] in moved else row for row in plain]
    publish_files(tmp_path / "back", small_course())
    assert memories() == plain


def test_a_memory_of_what_is_retired_keeps_its_idea(tmp_path: Path) -> None:
    gone = MemoryFactory.create(question=question_of("q-k1-16"))
    kept = MemoryFactory.create(question=question_of("q-k1-5"))
    spare = Path("questions/spare/q-spare.md")
    files = with_idea("hop")
    more = {**files, str(spare): files["questions/k1/q-k1-16.md"].replace("q-k1-16", "q-spare")}
    less = {path: text for path, text in more.items() if path != "questions/k1/q-k1-16.md"}
    assert publish_files(tmp_path / "less", less).retired == 1
    slugs = dict(Memory.objects.values_list("pk", "idea__slug"))
    assert slugs == {gone.pk: "question:q-k1-16", kept.pk: "hop"}


def test_confusables_are_stored_as_they_are_written(tmp_path: Path) -> None:
    assert publish_files(tmp_path / "course", with_pairs()).problems == ()
    assert list(Confusable.objects.values_list("slug", "title", "position", "retired_at")) == [
        ("hop-or-path", "One hop or the whole path", 1, None),
        ("read-or-change", "Read or change", 2, None),
    ]
    assert Confusable.objects.get(slug="hop-or-path").sides == [
        {
            "name": "Hop",
            "say": "The next device.",
            "lesson": "first",
            "section": "s-the-problem-of-first",
            "ideas": ["k1-1"],
        },
        {
            "name": "Path",
            "say": "The far end.",
            "lesson": "second",
            "section": None,
            "ideas": ["s1-1", "s1-2"],
        },
    ]


def test_a_pair_that_leaves_the_file_is_retired_and_comes_back(tmp_path: Path) -> None:
    publish_files(tmp_path / "both", with_pairs())
    whole = Confusable.objects.values().get(slug="read-or-change")
    assert publish_files(tmp_path / "one", with_pairs(FIRST_PAIR)).retired == 1
    assert dict(Confusable.objects.values_list("slug", "retired_at")) == {
        "hop-or-path": None,
        "read-or-change": NOON,
    }
    assert publish_files(tmp_path / "none", small_course()).retired == 1
    assert Confusable.objects.filter(retired_at=None).count() == 0
    assert publish_files(tmp_path / "back", with_pairs()).retired == 0
    assert Confusable.objects.values().get(slug="read-or-change") == whole


def test_a_pair_that_was_rewritten_is_the_same_pair(tmp_path: Path) -> None:
    publish_files(tmp_path / "one", with_pairs())
    before = Confusable.objects.get(slug="hop-or-path")
    publish_files(tmp_path / "two", with_pairs(PAIRS.replace("The next device.", "One link.")))
    after = Confusable.objects.get(slug="hop-or-path")
    assert (after.pk, after.sides[0]["say"]) == (before.pk, "One link.")
    assert after.digest != before.digest


def test_publishing_twice_is_publishing_once(tmp_path: Path) -> None:
    files = {**with_idea("hop"), "confusables.yaml": PAIRS}
    MemoryFactory.create()
    publish_files(tmp_path / "one", files)
    rows, queue = all_rows(), memories()
    assert publish(tmp_path / "one", now=NOON) == Outcome()
    assert (all_rows(), memories()) == (rows, queue)
    Release.objects.update(digest="unknown")  # so that every row is written once more
    again = publish_files(tmp_path / "two", files)
    assert (again.problems, again.new_versions, again.retired) == ((), 0, 0)
    assert (content_rows(), memories()) == ({name: rows[name] for name in content_rows()}, queue)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("ideas: [k1-2]", "ideas: [k1-20]", "names idea 'k1-20', which no card and no question has"),
        ("ideas: [k1-2]", "ideas: [s1-3]", "names idea 's1-3' on both sides"),
        ("lesson: second, ideas: [s1-3]", "lesson: third, ideas: [s1-3]", "names lesson 'third', which"),
    ],
)
def test_a_pair_with_a_fault_publishes_nothing(tmp_path: Path, old: str, new: str, told: str) -> None:
    rows = all_rows()
    outcome = publish_files(tmp_path / "course", with_pairs(PAIRS.replace(old, new)))
    assert [problem.message.partition(told)[1] for problem in outcome.problems] == [told]
    assert all_rows() == rows
