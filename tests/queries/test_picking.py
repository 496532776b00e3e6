"""Where a learner stands with every practice question, and what a wish would draw."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from uuid import UUID

import pytest
from pytest_django import DjangoAssertNumQueries

from studyapp.actions import practice
from studyapp.actions.answers import record
from studyapp.domain.picking import Candidate, Wish
from studyapp.models import Learner, Objective, Question, QuestionVersion
from studyapp.queries.picking import Offer, candidates, draw, offers
from tests.factories.ideas import pair_of, release, share_idea
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, course, missed, quiz_of, right, version_of, wrong
from tests.factories.work import stored_answers

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(minutes=5)
TOKENS: Iterator[UUID] = (UUID(int=n) for n in count(1))


def answer(
    learner: Learner, slug: str, *, good: bool = True, confidence: str = "sure", place: str = "practice"
) -> int:
    """An answer outside any quiz; returns its pk."""
    version = version_of(slug)
    given = record(
        learner=learner,
        version=version,
        response=right(version) if good else wrong(version),
        confidence=confidence,
        place=place,
        token=next(TOKENS),
        now=NOON,
    )
    return given.pk


def standing(learner: Learner, slug: str) -> tuple[int, bool | None, bool]:
    """seen, known, sure_wrong."""
    found = {one.slug: one for one in candidates(learner_id=learner.pk, now=LATER)}[slug]
    return found.seen, found.known, found.sure_wrong


def slugs_of(versions: tuple[int, ...]) -> list[str]:
    """The questions of these versions, in this order."""
    found = QuestionVersion.objects.select_related("question").in_bulk(versions)
    return [found[pk].question.slug for pk in versions]


def drawn(wish: Wish, learner: Learner | None, *objectives: str, seed: int = 7) -> list[str]:
    learner_id = learner.pk if learner else None
    found = draw(wish, learner_id=learner_id, objectives=objectives, seed=seed, now=LATER)
    return slugs_of(found.versions)


def test_candidates_are_the_published_practice_questions_of_the_objectives() -> None:
    learner, other = LearnerFactory.create_batch(2)
    answer(learner, "q-k1-2")
    newest = answer(learner, "q-k1-2", good=False, confidence="unsure")
    answer(other, "q-k1-2")
    answer(other, "q-k1-3")
    Question.objects.filter(slug="q-k1-1").update(retired_at=NOON)
    share_idea("macsec", "q-k1-3")
    found = candidates(learner_id=learner.pk, objectives=["K1"], now=NOON)
    ideas = {"q-k1-2": "k1-2", "q-k1-3": "macsec", "q-k1-4": "k1-4"}
    expected = sorted(
        (
            Candidate(
                version_of(slug).pk,
                slug,
                ideas.get(slug, f"question:{slug}"),
                "K1",
                "first",
                *((newest, False, False) if slug == "q-k1-2" else (0, None, False)),
            )
            for slug in (f"q-k1-{n}" for n in range(2, 17))
        ),
        key=lambda one: version_of(one.slug).question_id,
    )
    assert list(found) == expected
    assert len(candidates(learner_id=learner.pk, now=NOON)) == 31
    assert len(candidates(learner_id=learner.pk, objectives=["K1", "S1"], now=NOON)) == 31
    assert candidates(learner_id=learner.pk, objectives=["K9"], now=NOON) == ()
    assert {(one.seen, one.known) for one in candidates(learner_id=None, now=NOON)} == {(0, None)}


def test_a_question_of_two_objectives_is_one_candidate() -> None:
    question = Question.objects.get(slug="q-k1-2")
    question.objectives.add(Objective.objects.get(code="S1"))
    learner = LearnerFactory.create()
    assert len(candidates(learner_id=learner.pk, objectives=["K1", "S1"], now=NOON)) == 32
    assert len(candidates(learner_id=learner.pk, objectives=["S1"], now=NOON)) == 17


@pytest.mark.parametrize("place", ["lesson", "practice", "review"])
@pytest.mark.parametrize(
    ("good", "confidence", "known", "sure_wrong"),
    [
        (True, "sure", True, False),
        (True, "unsure", True, False),
        (True, "guess", False, False),
        (False, "sure", False, True),
        (False, "unsure", False, False),
        (False, "guess", False, False),
    ],
)
def test_the_latest_answer_counts(
    place: str, good: bool, confidence: str, known: bool, sure_wrong: bool
) -> None:
    learner = LearnerFactory.create()
    answer(learner, "q-k1-2", good=not good, place="practice")
    pk = answer(learner, "q-k1-2", good=good, confidence=confidence, place=place)
    if place == "lesson":  # nobody says there how sure he is: the judged answer before stands
        sure_wrong = good
    assert standing(learner, "q-k1-2") == (pk, known, sure_wrong)


def test_before_a_lesson_is_seen_and_nothing_else() -> None:
    learner = LearnerFactory.create()
    pk = answer(learner, "q-k1-2", good=False, place="precheck")
    assert standing(learner, "q-k1-2") == (pk, None, False)
    answer(learner, "q-k1-3", good=True)
    pk = answer(learner, "q-k1-3", good=False, place="precheck")
    assert standing(learner, "q-k1-3") == (pk, True, False)


def test_what_a_running_quiz_keeps_to_itself_is_not_told_here() -> None:
    learner = LearnerFactory.create()
    session = quiz_of(learner, mode="end")
    (version,) = missed(session)
    slug = version.question.slug
    seen, *told = standing(learner, slug)
    assert (seen > 0, told) == (True, [None, False])
    practice.finish(session=session, now=LATER)
    assert standing(learner, slug) == (seen, False, True)


def test_what_a_quiz_told_at_once_is_told_here() -> None:
    learner = LearnerFactory.create()
    (version,) = missed(quiz_of(learner, mode="each"))
    assert standing(learner, version.question.slug)[1:] == (False, True)


def test_past_its_deadline_a_quiz_keeps_nothing_to_itself() -> None:
    learner = LearnerFactory.create()
    (version,) = missed(quiz_of(learner, mode="end", pace=timedelta(minutes=1)))
    slug = version.question.slug
    found = {now: candidates(learner_id=learner.pk, now=now) for now in (NOON, LATER)}
    known = {now: next(one.known for one in pool if one.slug == slug) for now, pool in found.items()}
    assert known == {NOON: None, LATER: False}


def test_a_wish_draws_what_fits_and_nothing_of_the_exam_pool() -> None:
    learner = LearnerFactory.create()
    answer(learner, "q-k1-2", good=False)
    answer(learner, "q-k1-3", good=True, confidence="guess")
    answer(learner, "q-s1-2", good=False, confidence="unsure")
    assert sorted(drawn(Wish("missed"), learner)) == ["q-k1-2", "q-k1-3", "q-s1-2"]
    assert sorted(drawn(Wish("missed"), learner, "K1")) == ["q-k1-2", "q-k1-3"]
    assert drawn(Wish("sure-wrong"), learner) == ["q-k1-2"]
    assert len(drawn(Wish("unseen", size=40), learner)) == 29
    assert len(drawn(Wish("mixed", size=40), None)) == 32
    assert drawn(Wish("missed"), None) == []
    assert {slug[0] for slug in drawn(Wish("weakest", size=40), learner)} == {"q"}


def test_an_idea_or_a_lesson_is_drilled_whatever_the_objectives() -> None:
    share_idea("macsec", "q-k1-2", "q-s1-2", "card-k1-1", "x-k1-1")
    assert sorted(drawn(Wish("idea", "macsec"), None, "S1")) == ["q-k1-2", "q-s1-2"]
    first = drawn(Wish("idea", "lesson:first", size=40), None, "S1")
    assert sorted(first) == sorted(f"q-k1-{n}" for n in range(1, 17))
    assert drawn(Wish("idea", "nothing"), None) == drawn(Wish("idea", "lesson:third"), None) == []


def test_before_a_lesson_its_own_checks_come_last() -> None:
    for seed in range(12):
        asked = drawn(Wish("precheck", "first", size=3), None, seed=seed)
        assert (len(asked), "q-k1-1" in asked) == (3, False)
    Question.objects.filter(lesson__slug="first").exclude(slug__in=["q-k1-1", "q-k1-2"]).update(
        retired_at=NOON
    )
    assert sorted(drawn(Wish("precheck", "first", size=3), None)) == ["q-k1-1", "q-k1-2"]


def test_a_pair_is_asked_in_turn_and_any_pair_is_the_weakest() -> None:
    learner = LearnerFactory.create()
    for side, idea in (("k1", "one"), ("s1", "two")):
        share_idea(idea, *(f"q-{side}-{n}" for n in range(2, 6)))
    share_idea("three", "q-k1-9")
    share_idea("four", "q-k1-10")
    pair_of("known", "three", "four")
    pair_of("unknown", "one", "two", position=2)
    answer(learner, "q-k1-9")
    turns = drawn(Wish("confusable", "unknown", size=5), learner)
    assert [slug[:4] for slug in turns] in (["q-k1", "q-s1"] * 2 + ["q-k1"], ["q-s1", "q-k1"] * 2 + ["q-s1"])
    any_pair = draw(Wish("confusable"), learner_id=learner.pk, objectives=(), seed=1, now=NOON)
    assert (any_pair.subject, len(any_pair.versions)) == ("unknown", 8)
    named = draw(Wish("confusable", "known"), learner_id=learner.pk, objectives=["S1"], seed=1, now=NOON)
    assert (named.subject, sorted(slugs_of(named.versions))) == ("known", ["q-k1-10", "q-k1-9"])
    assert drawn(Wish("confusable", "gone"), learner) == []


def counts(found: tuple[Offer, ...]) -> dict[str, int]:
    return {offer.value: offer.count for offer in found}


def test_offers_are_counted_for_this_learner() -> None:
    learner = LearnerFactory.create()
    answer(learner, "q-k1-2", good=False)
    answer(learner, "q-k1-3", good=True, confidence="guess")
    for side, idea in (("k1", "one"), ("s1", "two")):
        share_idea(idea, f"q-{side}-4")
    pair_of("pair", "one", "two")
    pair_of("one-sided", "one", "three", position=2)
    release()
    own = offers(course(), learner_id=learner.pk, now=NOON)
    assert counts(own) == {
        "mixed": 32,
        "weakest": 32,
        "missed": 2,
        "sure-wrong": 1,
        "unseen": 30,
        "confusable": 1,
    }
    assert all(offer.name and offer.say and offer.why_none for offer in own)
    of_a_visitor = offers(course(), learner_id=None, now=NOON)
    assert counts(of_a_visitor) == counts(own) | {"missed": 0, "sure-wrong": 0, "unseen": 32}


@pytest.mark.parametrize("answers", [1, 1000])
def test_two_queries_for_all_candidates_and_none_for_a_visitor(
    django_assert_num_queries: DjangoAssertNumQueries, answers: int
) -> None:
    learner, found = LearnerFactory.create(), course()
    stored_answers(learner, answers)
    with django_assert_num_queries(2):
        assert len(candidates(learner_id=learner.pk, objectives=["K1"], now=NOON)) == 16
    with django_assert_num_queries(2):
        offers(found, learner_id=learner.pk, now=NOON)
    with django_assert_num_queries(0):
        offers(found, learner_id=None, now=NOON)
