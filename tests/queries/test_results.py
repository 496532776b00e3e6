"""A result under repairs: the marks at every kind of question, the misses, and what is told."""

from datetime import timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from studyapp.actions.keyrepair import take_back
from studyapp.domain.grading import Response
from studyapp.models import Attempt, AttemptItem, KeyRepair, Question, QuestionVersion
from studyapp.queries.answerfigures import answered
from studyapp.queries.catalogue import as_text
from studyapp.queries.results import Result, notes, result, with_repairs
from studyapp.queries.shown import ShownQuestion, show
from tests.factories.keys import HOUR, repaired, respond, sat
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, attempt_of, course, right, version_of, wrong
from tests.factories.work import staff

pytestmark = pytest.mark.django_db

KINDS = {"single": "q-k1-6", "multiple": "q-k1-8", "ordering": "q-k1-9", "matching": "q-k1-10"}
LATER = NOON + HOUR


def sitting_with(slug: str, response: Response) -> Attempt:
    """A paper that holds this question, answered so."""
    Question.objects.filter(pool="exam", objective="K1").update(pool="practice")
    Question.objects.filter(slug__in=(slug, "q-k1-7")).update(pool="exam")
    attempt = attempt_of(LearnerFactory.create(), now=NOON - 2 * HOUR)
    item = attempt.items.get(version__question__slug=slug)
    respond(attempt, item.position, response, NOON - 2 * HOUR)
    return attempt


def rows_of(attempt: Attempt) -> list[AttemptItem]:
    rows = with_repairs(AttemptItem.objects.filter(attempt=attempt)).select_related("version__question")
    return list(rows)


def found(attempt: Attempt) -> Result:
    return result(rows_of(attempt), attempt.pass_mark)


def question_shown(attempt: Attempt, slug: str) -> ShownQuestion:
    row = next(row for row in rows_of(attempt) if row.version.question.slug == slug)
    text = as_text(row.version, course().links)
    plain = show(text, order=row.order, prefix="q", response=row.response, reveal=True)
    return found(attempt).ruled(plain, row)


def key_shown(question: ShownQuestion) -> Any:
    """What the page marks as right."""
    if question.kind == "matching":
        return tuple((pair.id, pair.right_text) for pair in question.pairs)
    if question.kind == "ordering":
        return tuple(option.id for option in sorted(question.options, key=lambda one: one.right_place or 0))
    return tuple(sorted(option.id for option in question.options if option.correct))


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_key_is_marked_in_every_kind_of_question(kind: str) -> None:
    version = version_of(KINDS[kind])
    attempt = sitting_with(KINDS[kind], wrong(version))
    before = question_shown(attempt, KINDS[kind])
    repaired(version)
    after = question_shown(attempt, KINDS[kind])
    assert (before.correct, after.correct) == (False, True)
    if kind == "matching":
        sides = dict(pair.split("=") for pair in wrong(version))
        texts = {target["id"]: target["text"] for target in version.body["targets"]}
        assert key_shown(after) == tuple((pair.id, texts[sides[pair.id]]) for pair in before.pairs)
        assert [pair.correct for pair in after.pairs] == [True] * len(after.pairs)
    else:
        assert key_shown(after) == wrong(version)
        assert key_shown(before) == right(version)
    if kind == "ordering":
        assert [option.correct for option in after.options] == [True] * 4


@pytest.mark.parametrize("kind", ["ordering", "matching"])
def test_of_several_keys_the_one_given_is_shown(kind: str) -> None:
    version = version_of(KINDS[kind])
    attempt = sitting_with(KINDS[kind], right(version))
    before = question_shown(attempt, KINDS[kind])
    repaired(version, "also")
    assert key_shown(question_shown(attempt, KINDS[kind])) == key_shown(before)


def test_the_letters_of_several_keys() -> None:
    version = version_of(KINDS["single"])
    attempt = sitting_with(KINDS["single"], right(version))
    before = question_shown(attempt, KINDS["single"]).key_letters
    repaired(version, "also")
    letters = question_shown(attempt, KINDS["single"]).key_letters.split(" or ")
    assert (len(letters), before in letters) == (2, True)
    version = version_of(KINDS["multiple"])
    attempt = sitting_with(KINDS["multiple"], right(version))
    repaired(version, "also", tuple(sorted((right(version)[0], wrong(version)[0]))))
    first, second = question_shown(attempt, KINDS["multiple"]).key_letters.split(" or ")
    assert (len(first.split(" and ")), len(second.split(" and "))) == (2, 2)


def test_everybody_gets_the_point_and_a_dropped_one_keeps_its_marks() -> None:
    version = version_of(KINDS["single"])
    attempt = sitting_with(KINDS["single"], wrong(version))
    first = repaired(version, "credit")
    shown = question_shown(attempt, KINDS["single"])
    assert (shown.correct, key_shown(shown)) == (True, right(version))
    take_back(repair=first, reason="No.", staff=staff("otto"), now=LATER)
    repaired(version, "dropped")
    shown = question_shown(attempt, KINDS["single"])
    assert (shown.correct, key_shown(shown)) == (False, right(version))
    assert (found(attempt).score.right, found(attempt).score.total) == (0, 3)


def missed(attempt: Attempt) -> list[str]:
    return [row.version.question.slug for row in rows_of(attempt) if found(attempt).missed(row)]


def test_misses() -> None:
    attempt = sat(LearnerFactory.create(), good=(False, True))
    first, second = (row.version for row in rows_of(attempt)[:2])
    assert missed(attempt) == [first.question.slug]
    repaired(first)
    assert missed(attempt) == []
    repaired(second)
    assert missed(attempt) == [second.question.slug]
    repaired(second, "dropped")
    assert missed(attempt) == []


def told(attempt: Attempt, *, finished: Any = NOON - HOUR, revealed: bool = True) -> list[tuple[Any, ...]]:
    return [
        (note.position, note.what, note.reason, note.before, note.after, note.kept, note.undone_at)
        for note in notes(found(attempt), rows_of(attempt), finished=finished, revealed=revealed)
    ]


def test_what_is_told() -> None:
    attempt = sat(LearnerFactory.create(), good=(False, True, True, True))
    rows = rows_of(attempt)
    first = repaired(rows[0].version)
    repaired(rows[1].version, never_lower=True)
    why = "Beta is documented since June."
    assert told(attempt) == [
        (1, "another answer is right", why, 750, 1000, False, None),
        (2, "another answer is right", why, 1000, 1000, True, None),
    ]
    assert told(attempt, revealed=False) == [
        (None, "another answer is right", "", 750, 1000, False, None),
        (None, "another answer is right", "", 1000, 1000, True, None),
    ]
    take_back(repair=first, reason="No.", staff=staff("otto"), now=LATER)
    assert told(attempt) == [
        (1, "another answer is right", why, 750, 750, False, LATER),
        (2, "another answer is right", why, 750, 750, True, None),
    ]
    # Who handed in after that never had a result by it.
    assert told(attempt, finished=LATER) == [(2, "another answer is right", why, 750, 750, True, None)]


def test_a_paper_whose_keys_nobody_touched_costs_no_query(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    attempt = sat(LearnerFactory.create(), good=(True,))
    other = Question.objects.filter(pool="exam").exclude(
        pk__in=[row.version.question_id for row in rows_of(attempt)]
    )
    repaired(QuestionVersion.objects.get(current_of=other[0]))
    rows = rows_of(attempt)
    with django_assert_num_queries(0):
        result(rows, attempt.pass_mark)
    with django_assert_num_queries(0):
        result(rows, attempt.pass_mark, list(KeyRepair.objects.none()))


def test_an_answer_judged_by_a_repaired_key_says_nothing_until_the_repair_is_taken_back() -> None:
    attempt = sat(LearnerFactory.create(), good=(True, False))
    rows = rows_of(attempt)[:2]
    slugs = [row.version.question.slug for row in rows]

    def evidence() -> dict[str, tuple[int, bool]]:
        seen = answered(attempt.learner_id, NOON + timedelta(days=1))
        return {one.question.slug: (one.answers, one.first is not None) for one in seen}

    before = {slug: evidence()[slug] for slug in slugs}
    assert before == dict.fromkeys(slugs, (1, True))
    made = repaired(rows[0].version)
    assert {slug: evidence()[slug] for slug in slugs} == {slugs[0]: (0, False), slugs[1]: (1, True)}
    take_back(repair=made, reason="No.", staff=staff("otto"), now=LATER)
    assert {slug: evidence()[slug] for slug in slugs} == before
