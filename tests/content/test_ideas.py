"""Ideas, sections and confusables of the course in this repository."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

from studyapp.domain.documents import Card, Confusable, Course, Question
from studyapp.domain.parsing import parse
from studyapp.queries.contentfiles import read

# What one practice question has to do for, until somebody writes a second.
THIN = {"Origin access control", "Gateway endpoint", "Passthrough"}
ROOT = Path(__file__).resolve().parents[2] / "content"


@pytest.fixture(scope="module")
def course() -> Course:
    files, problems = read(ROOT)
    assert problems == ()
    parsed = parse(files)
    assert parsed.course is not None
    return parsed.course


@pytest.fixture(scope="module")
def pairs(course: Course) -> tuple[Confusable, ...]:
    return tuple(pair for file in course.confusables for pair in file.pairs)


@pytest.fixture(scope="module")
def practice(course: Course) -> Mapping[str | None, int]:
    """How many practice questions each idea has."""
    return Counter(question.idea for question in course.questions if question.pool == "practice")


def test_every_card_and_question_has_an_idea_and_a_section(course: Course) -> None:
    items: tuple[Card | Question, ...] = (*course.cards, *course.questions)
    assert [item.id for item in items if item.idea is None or item.section is None] == []


def test_an_idea_is_small(course: Course) -> None:
    # Items of one idea are kept apart by days: a large idea would take weeks to come round.
    items: tuple[Card | Question, ...] = (*course.cards, *course.questions)
    sizes = Counter(item.idea for item in items)
    assert [idea for idea, size in sizes.items() if size > 6] == []


def test_sixty_ideas_can_be_asked_for_in_two_ways(practice: Mapping[str | None, int]) -> None:
    assert sum(count >= 2 for count in practice.values()) >= 60


def test_fifteen_pairs_are_told_apart(pairs: tuple[Confusable, ...]) -> None:
    assert len(pairs) >= 15


def test_every_side_says_in_a_sentence_and_a_section_when_it_is_the_answer(
    pairs: tuple[Confusable, ...],
) -> None:
    sides = [side for pair in pairs for side in pair.sides]
    assert [side.name for side in sides if side.section is None or not side.say.endswith(".")] == []


def test_every_side_can_be_drilled_with_two_questions(
    pairs: tuple[Confusable, ...], practice: Mapping[str | None, int]
) -> None:
    few = {
        side.name: count
        for pair in pairs
        for side in pair.sides
        if (count := sum(practice[idea] for idea in side.ideas)) < 2
    }
    assert few == dict.fromkeys(THIN, 1)
