"""What a class is told of all its learners together: first tries of five and more, and of no other class."""

from collections.abc import Iterable, Mapping
from dataclasses import astuple
from datetime import datetime, timedelta
from itertools import product
from random import Random
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from studyapp.domain.evidence import FirstTry, Tally, Weighed, tallies, tallies_of
from studyapp.models import Answer, Membership, Question
from studyapp.queries.classtries import Picture, first_tries_of, picture, tallied
from tests.factories.classes import MembershipFactory
from tests.factories.classwork import class_of, tried, who
from tests.factories.study import NOON, course, missed, quiz_of, version_of

pytestmark = pytest.mark.django_db
CODES = ("K1", "S1")


def shares(found: Picture) -> dict[str, list[int | None]]:
    return {row.code: [figure.share for figure in row.figures] for row in found.rows}


def test_first_tries_by_objective_and_place() -> None:
    classroom, places = class_of(6)
    tried(places, "q-k1-1", misses=2)
    tried(places, "q-k1-1", misses=6)  # no first try any more
    tried(places[:4], "q-s1-1")
    found = picture(course(), classroom.pk, now=NOON)
    assert found.places == ("All", "Practice", "Reviews", "Mock exams")
    assert shares(found) == {"K1": [67, 67, None, None], "S1": [None] * 4}
    whole = found.rows[0].figures[0]
    assert (whole.right, whole.answers) == (4, 6)


def test_four_learners_are_told_nothing_of_however_much_they_did() -> None:
    classroom, places = class_of(4)
    for n in range(1, 9):
        tried(places, f"q-k1-{n}", misses=3)
    found = picture(course(), classroom.pk, now=NOON)
    assert not found.told
    assert found.ideas == ()


def test_whoever_left_and_whoever_teaches_counts_no_more() -> None:
    classroom, places = class_of(5)
    tried(places, "q-k1-1", misses=1)
    assert picture(course(), classroom.pk, now=NOON).told
    Membership.objects.filter(pk=places[0].pk).update(left_at=NOON)
    teacher = MembershipFactory.create(classroom=classroom, role="owner")
    tried([teacher], "q-k1-1")
    assert not picture(course(), classroom.pk, now=NOON).told


def test_the_ideas_missed_by_most() -> None:
    classroom, places = class_of(5)
    tried(places, "q-k1-2", misses=1)
    tried(places, "q-k1-1", misses=4)
    tried(places, "q-s1-5", misses=2)
    tried(places, "q-s1-6")
    found = picture(course(), classroom.pk, now=NOON).ideas
    assert [(idea.slug, idea.missed, idea.tried, idea.drill) for idea in found] == [
        ("k1-1", 4, 5, True),
        ("question:q-s1-5", 2, 5, True),
        ("k1-2", 1, 5, True),
    ]
    assert [idea.name for idea in found] == ["K1 1", "", "K1 2"]
    assert found[0].text.startswith("Scenario q-k1-1")
    assert (found[0].objective, found[0].taught.lesson_title) == ("K1", "First lesson")


def test_a_quiz_that_keeps_its_results_is_not_told_through_the_class() -> None:
    classroom, places = class_of(5)
    for place in places:
        missed(quiz_of(who(place), mode="end"), 1, 2, 3, 4)
    assert Answer.objects.count() == 20
    assert not picture(course(), classroom.pk, now=NOON).told


def test_questions_of_another_class_are_not_read() -> None:
    classroom, places = class_of(5)
    other, _ = class_of(0)
    tried(places, "q-k1-1", misses=5)
    Question.objects.filter(slug="q-k1-1").update(classroom=other, pool="class")
    assert picture(course(), classroom.pk, now=NOON).ideas == ()
    Question.objects.filter(slug="q-k1-1").update(classroom=classroom)
    assert [idea.slug for idea in picture(course(), classroom.pk, now=NOON).ideas] == ["k1-1"]


def test_two_queries_for_five_and_for_seven() -> None:
    costs = []
    for learners in (5, 7):
        classroom, places = class_of(learners)
        tried(places, "q-k1-1", misses=3)
        tried(places, "q-s1-2", misses=2)
        now_known = course()
        picture(now_known, classroom.pk, now=NOON)
        with CaptureQueriesContext(connection) as seen:
            assert len(picture(now_known, classroom.pk, now=NOON).ideas) == 2
        costs.append(len(seen))
    assert costs == [2, 2]


def by_hand(found: Iterable[Answer], now: datetime) -> dict[int, Mapping[str, Tally]]:
    """A tally of each learner's first tries, one at a time."""
    mine: dict[int, list[FirstTry]] = {}
    for row in found:
        question = row.question
        one = FirstTry(
            question.objective_id,
            question.difficulty,
            row.place,
            row.confidence == "guess",
            row.correct,
            row.answered_at,
        )
        mine.setdefault(row.learner_id, []).append(one)
    return {learner: tallies(tries, objectives=CODES, now=now) for learner, tries in mine.items()}


def test_the_database_weighs_first_tries_as_the_rule_does() -> None:
    """Of all ages, one of the future and one of another century among them, and of all sorts."""
    classroom, places = class_of(2)
    ages = (-3.0, 0.0, 13.5, 14.5, 33.3, 90.0, 20_000.0)
    sorts = list(product(("practice", "review", "exam"), ("sure", "guess"), (True, False)))
    draw = Random(3)  # noqa: S311 (the same every time)
    versions = [version_of(f"q-{code}-{n}") for code in ("k1", "s1") for n in range(1, 11)]
    for place in places:
        for n, version in enumerate(versions):
            Question.objects.filter(pk=version.question_id).update(difficulty=n % 4 + 1)
            where, confidence, correct = sorts[(n + place.pk) % len(sorts)]
            Answer.objects.create(
                learner=who(place),
                question=version.question,
                version=version,
                place=where,
                response=["x"],
                points=int(correct),
                out_of=1,
                correct=correct,
                confidence=confidence if where != "exam" else "",
                answered_at=NOON - timedelta(days=draw.choice(ages)),
                token=uuid4(),
            )
    tries = first_tries_of([who(place).pk for place in places], classroom.pk, NOON)
    weighed: dict[int, list[Weighed]] = {}
    for row in tallied(tries, NOON):
        one = (
            row["question__objective_id"],
            row["exam"] == 1,
            row["right"] == 1,
            row["answers"],
            row["weight"],
        )
        weighed.setdefault(row["learner_id"], []).append(one)
    found = {learner: tallies_of(rows, objectives=CODES) for learner, rows in weighed.items()}
    wanted = by_hand(tries.select_related("question"), NOON)
    assert set(found) == set(wanted) == {who(place).pk for place in places}
    for learner, objectives in wanted.items():
        for code, tally in objectives.items():
            assert astuple(found[learner][code]) == pytest.approx(astuple(tally), rel=1e-6, abs=1e-9)
            assert tally.answers == 10
