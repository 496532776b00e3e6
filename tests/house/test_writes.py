"""Only actions write, and only one function makes an Answer."""

import pytest

from tests.house.conftest import Tree
from tests.house.sources import ROOT, sources
from tests.house.writes import answer_writers, writes

READS = """
from studyapp.actions import exams as sittings
sittings.save(attempt=attempt)
settings = {}
settings.update(other)
total.update(b"x")
names.add("x")
request.session.save()
cache.delete("key")
Answer.objects.filter(pk=1).exists()
reviews.undo(review)
"""


def test_reading_is_not_writing(tree: Tree) -> None:
    found = sources(tree({"studyapp/views/a.py": READS}))
    assert (writes(found), answer_writers(found)) == ([], [])


@pytest.mark.parametrize(
    ("call", "name"),
    [
        ("learner.save()", "learner.save"),
        ("super().save(*args)", "super.save"),
        ("Card.objects.create(slug='a')", "Card.objects.create"),
        ("await Card.objects.acreate(slug='a')", "Card.objects.acreate"),
        ("Card.objects.filter(pk=1).update(due=None)", "Card.objects.filter.update"),
        ("cards.update(**fields)", "cards.update"),
        ("cards.delete()", "cards.delete"),
        ("session.delete()", "session.delete"),
        ("Card.objects.bulk_create(cards)", "Card.objects.bulk_create"),
        ("Card.objects.update_or_create(slug='a')", "Card.objects.update_or_create"),
        ("User.objects.create_user('ada')", "User.objects.create_user"),
    ],
)
@pytest.mark.parametrize("room", ["domain", "models", "queries", "forms", "views", "management/commands"])
def test_a_write_outside_actions_is_told(tree: Tree, room: str, call: str, name: str) -> None:
    assert writes(sources(tree({f"studyapp/{room}/a.py": call}))) == [
        f"studyapp/{room}/a.py:1: only actions may call {name}"
    ]


@pytest.mark.parametrize("room", ["actions", "migrations"])
def test_actions_and_migrations_write(tree: Tree, room: str) -> None:
    assert writes(sources(tree({f"studyapp/{room}/a.py": "Card.objects.create(slug='a')"}))) == []


MAKERS = [
    "Answer(pk=1)",
    "models.Answer(pk=1)",
    "Answer.objects.get_or_create(pk=1)",
    "learner.answers.create()",
]


@pytest.mark.parametrize("call", MAKERS)
def test_only_the_recorder_makes_an_answer(tree: Tree, call: str) -> None:
    found = sources(tree({"studyapp/actions/answers.py": call, "studyapp/actions/exams.py": call}))
    assert answer_writers(found) == [
        "studyapp/actions/exams.py:1: only actions.answers.record makes an Answer"
    ]


@pytest.mark.parametrize(
    "call",
    [
        "Answer.objects.filter(pk=1).update(points=0)",
        "Answer.objects.filter(pk=1).update(learner=into, points=0)",
        "Answer.objects.filter(pk=1).update(**fields)",
        "Answer.objects.bulk_update(rows, fields=['learner'])",
    ],
)
def test_nothing_changes_an_answer_not_even_the_recorder(tree: Tree, call: str) -> None:
    assert answer_writers(sources(tree({"studyapp/actions/answers.py": call}))) == [
        "studyapp/actions/answers.py:1: an Answer is never changed or deleted"
    ]


WHOSE = [
    "Answer.objects.filter(learner=guest).update(learner=into)",
    "Answer.objects.filter(pk=1).update(token=token)",
    "Answer.objects.filter(learner=learner).delete()",
]


@pytest.mark.parametrize("call", WHOSE)
def test_only_the_recorder_hands_answers_over_and_deletes_them(tree: Tree, call: str) -> None:
    found = sources(tree({"studyapp/actions/answers.py": call, "studyapp/actions/exams.py": call}))
    assert answer_writers(found) == ["studyapp/actions/exams.py:1: an Answer is never changed or deleted"]


def test_only_actions_of_the_house_write() -> None:
    assert writes(sources(ROOT)) == []


def test_only_one_function_of_the_house_makes_answers() -> None:
    assert answer_writers(sources(ROOT)) == []
