"""Quizzes: the draw, one answer per question, the end, and what goes on to the review queue."""

from datetime import timedelta
from uuid import UUID, uuid4, uuid5

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.actions import practice
from studyapp.actions.answers import record
from studyapp.actions.practice import NothingToPractise, QuizIsOver
from studyapp.domain.grading import InvalidResponse
from studyapp.domain.versions import ids_to_shuffle
from studyapp.models import Answer, Learner, Memory, PracticeItem, PracticeSession, Question, QuestionVersion
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, MemoryFactory, quiz_of, right, rolled_back, version_of, wrong

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(minutes=5)


def drawn(session: PracticeSession) -> list[str]:
    """The ids of the questions, in order."""
    return list(session.items.values_list("version__question__slug", flat=True))


def paper(session: PracticeSession) -> list[tuple[int, int, list[str]]]:
    """Position, version and order of the options."""
    return list(session.items.values_list("position", "version_id", "order"))


def version_at(session: PracticeSession, position: int) -> QuestionVersion:
    return session.items.select_related("version").get(position=position).version


def answer(session: PracticeSession, position: int, *, good: bool = True, confidence: str = "sure") -> Answer:
    version = version_at(session, position)
    return practice.answer(
        session=session,
        position=position,
        response=right(version) if good else wrong(version),
        confidence=confidence,
        now=LATER,
    )


def seen_before(learner: Learner, slug: str, number: int) -> None:
    """An answer outside any quiz."""
    record(
        learner=learner,
        version=version_of(slug),
        response=(),
        confidence="",
        place="lesson",
        token=UUID(int=number),
        now=NOON,
    )


def test_a_quiz_is_stored_as_it_was_chosen() -> None:
    learner = LearnerFactory.create()
    token = uuid4()
    session = quiz_of(learner, objectives=["S1"], size=3, mode="end", seed=11, token=token)
    stored = PracticeSession.objects.values().get()
    assert stored == {
        "id": session.pk,
        "learner_id": learner.pk,
        "objectives": ["S1"],
        "mode": "end",
        "seed": 11,
        "deadline": None,
        "assignment_id": None,
        "pick": "mixed",
        "subject": "",
        "started_at": NOON,
        "finished_at": None,
        "token": uuid5(token, "mixed  ['S1'] 3 end None"),
    }
    assert [position for position, _, _ in paper(session)] == [1, 2, 3]
    for item in session.items.select_related("version"):
        assert sorted(item.order) == list(ids_to_shuffle(item.version.kind, item.version.body))
        assert item.answer is None
        assert item.version.question.objective_id == "S1"


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 2**48 - 1), size=st.sampled_from([5, 10, 20, 40]))
def test_the_same_seed_draws_the_same_quiz(seed: int, size: int) -> None:
    with rolled_back():
        one, two = (quiz_of(LearnerFactory.create(), seed=seed, size=size) for _ in range(2))
        assert paper(one) == paper(two)
        assert len(set(drawn(one))) == len(drawn(one)) == min(size, 32)


def test_another_seed_draws_other_questions() -> None:
    learner = LearnerFactory.create()
    assert set(drawn(quiz_of(learner, seed=1, size=10))) != set(drawn(quiz_of(learner, seed=2, size=10)))


def test_another_seed_shows_the_options_in_another_order() -> None:
    Question.objects.exclude(slug="q-k1-4").update(retired_at=NOON)
    learner = LearnerFactory.create()
    papers = [paper(quiz_of(learner, seed=seed)) for seed in range(6)]
    assert {(position, version) for ((position, version, _),) in papers} == {(1, version_of("q-k1-4").pk)}
    assert len({tuple(order) for ((_, _, order),) in papers}) > 1


def test_what_is_unseen_does_not_show_by_its_place() -> None:
    learner = LearnerFactory.create()
    for number in range(1, 16):
        seen_before(learner, f"q-k1-{number}", number)
    quizzes = [drawn(quiz_of(learner, seed=seed, size=20, objectives=["K1"])) for seed in range(6)]
    assert len({quiz.index("q-k1-16") for quiz in quizzes}) > 1


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 2**48 - 1), objectives=st.sampled_from([[], ["K1"], ["K1", "S1"]]))
def test_the_exam_pool_is_never_drawn(seed: int, objectives: list[str]) -> None:
    with rolled_back():
        session = quiz_of(LearnerFactory.create(), seed=seed, size=40, objectives=objectives)
        pools = session.items.values_list("version__question__pool", flat=True)
        assert list(pools) == ["practice"] * (16 if objectives == ["K1"] else 32)


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 2**48 - 1), seen=st.permutations([f"q-k1-{n}" for n in range(1, 17)]))
def test_unseen_questions_come_first_then_those_answered_longest_ago(seed: int, seen: list[str]) -> None:
    with rolled_back():
        learner = LearnerFactory.create()
        answered = seen[:12]
        for number, slug in enumerate(answered):
            seen_before(learner, slug, number)
        unseen = set(seen[12:])
        assert set(drawn(quiz_of(learner, seed=seed, size=4, objectives=["K1"]))) == unseen
        assert set(drawn(quiz_of(learner, seed=seed, size=7, objectives=["K1"]))) == unseen | set(
            answered[:3]
        )


def test_what_somebody_else_answered_is_unseen() -> None:
    before = drawn(quiz_of(LearnerFactory.create(), size=4, objectives=["K1"], seed=3))
    other = LearnerFactory.create()
    for number, slug in enumerate(before):
        seen_before(other, slug, number)
    assert drawn(quiz_of(LearnerFactory.create(), size=4, objectives=["K1"], seed=3)) == before
    assert not set(drawn(quiz_of(other, size=4, objectives=["K1"], seed=3))) & set(before)


def test_the_same_form_sent_twice_is_one_quiz() -> None:
    learner, token = LearnerFactory.create(), uuid4()
    first = quiz_of(learner, token=token, seed=1, objectives=["K1", "S1"])
    items = paper(first)
    second = quiz_of(learner, token=token, seed=2, objectives=["S1", "K1"], now=LATER)
    assert (second.pk, paper(second)) == (first.pk, items)
    assert PracticeSession.objects.count() == 1


def test_the_same_form_with_another_choice_is_another_quiz() -> None:
    learner, token = LearnerFactory.create(), uuid4()
    first = quiz_of(learner, token=token, size=5)
    second = quiz_of(learner, token=token, size=10)
    assert (first.pk != second.pk, len(paper(second))) == (True, 10)


def test_while_a_quiz_runs_its_misses_are_not_told() -> None:
    session = quiz_of(LearnerFactory.create(), size=5)
    answer(session, 1, good=False)
    assert practice.queue_misses(session=session, now=LATER) == 0
    assert Memory.objects.count() == 0


def test_where_nothing_fits_nothing_is_stored() -> None:
    with pytest.raises(NothingToPractise):
        quiz_of(LearnerFactory.create(), objectives=["K9"])
    Question.objects.filter(objective_id="S1").update(retired_at=NOON)
    with pytest.raises(NothingToPractise):
        quiz_of(LearnerFactory.create(), objectives=["S1"])
    assert (PracticeSession.objects.count(), PracticeItem.objects.count()) == (0, 0)


def test_each_question_has_one_answer_whatever_comes_second() -> None:
    session = quiz_of(LearnerFactory.create(), size=5)
    first = answer(session, 2, good=False, confidence="unsure")
    stored = Answer.objects.values().get()
    assert answer(session, 2, good=True) == first
    assert answer(session, 2, good=False) == first
    assert Answer.objects.values().get() == stored
    assert (stored["correct"], stored["confidence"], stored["place"]) == (False, "unsure", "practice")
    linked = dict(session.items.values_list("position", "answer_id"))
    assert linked == {1: None, 2: first.pk, 3: None, 4: None, 5: None}


def test_an_answer_is_to_the_version_drawn() -> None:
    session = quiz_of(LearnerFactory.create(), size=5)
    version = version_at(session, 1)
    newer = QuestionVersion.objects.create(
        question=version.question,
        number=2,
        digest="new",
        kind="single",
        stem_html="",
        body={"choices": []},
        takeaway_html="",
        created_at=NOON,
    )
    Question.objects.filter(pk=version.question_id).update(current=newer)
    assert (answer(session, 1).version, Answer.objects.get().correct) == (version, True)


def test_a_refused_response_leaves_the_question_open() -> None:
    session = quiz_of(LearnerFactory.create(), size=5)
    with pytest.raises(InvalidResponse):
        practice.answer(session=session, position=1, response=["nonsense"], confidence="sure", now=LATER)
    assert Answer.objects.count() == 0
    assert session.items.get(position=1).answer is None
    assert answer(session, 1).correct


@pytest.mark.parametrize("position", [0, 6, 10**6])
def test_a_position_the_quiz_does_not_have(position: int) -> None:
    session = quiz_of(LearnerFactory.create(), size=5)
    with pytest.raises(PracticeItem.DoesNotExist):
        practice.answer(session=session, position=position, response=(), confidence="sure", now=LATER)


def test_the_last_answer_finishes_the_quiz() -> None:
    session = quiz_of(LearnerFactory.create(), size=5)
    for position in (5, 1, 4, 2):
        answer(session, position)
        assert PracticeSession.objects.get().finished_at is None
    answer(session, 3)
    assert PracticeSession.objects.get().finished_at == LATER
    practice.finish(session=session, now=LATER + timedelta(hours=1))
    assert PracticeSession.objects.get().finished_at == LATER


def test_a_quiz_ended_early_keeps_its_gaps() -> None:
    session = quiz_of(LearnerFactory.create(), size=5)
    answer(session, 1)
    practice.finish(session=session, now=LATER)
    assert PracticeSession.objects.get().finished_at == LATER
    assert (Answer.objects.count(), session.items.filter(answer=None).count()) == (1, 4)


def test_a_quiz_that_has_ended_takes_no_more_answers() -> None:
    session = quiz_of(LearnerFactory.create(), size=5)
    first = answer(session, 1, good=False)
    practice.finish(session=session, now=LATER)
    with pytest.raises(QuizIsOver):
        answer(session, 2)
    assert answer(session, 1) == first
    assert Answer.objects.get() == first


def test_misses_and_guesses_go_to_the_reviews_once() -> None:
    learner = LearnerFactory.create()
    session = quiz_of(learner, size=5)
    answer(session, 1, good=True, confidence="sure")
    answer(session, 2, good=True, confidence="unsure")
    answer(session, 3, good=True, confidence="guess")
    answer(session, 4, good=False, confidence="sure")
    practice.finish(session=session, now=LATER)
    assert practice.queue_misses(session=session, now=LATER) == 2
    queued = Memory.objects.filter(learner=learner)
    missed = {version_at(session, position).question_id for position in (3, 4)}
    assert set(queued.values_list("question_id", flat=True)) == missed
    assert set(queued.values_list("stage", "added_at")) == {("new", LATER)}
    assert practice.queue_misses(session=session, now=LATER + timedelta(hours=1)) == 0
    assert Memory.objects.count() == 2


def test_misses_that_wait_already_are_not_counted_again() -> None:
    learner = LearnerFactory.create()
    session = quiz_of(learner, size=5)
    MemoryFactory.create(learner=learner, question=version_at(session, 1).question, stage="review", reviews=9)
    answer(session, 1, good=False)
    answer(session, 2, good=False)
    practice.finish(session=session, now=LATER)
    assert practice.queue_misses(session=session, now=LATER) == 1
    assert sorted(Memory.objects.values_list("stage", "reviews")) == [("new", 0), ("review", 9)]


def test_a_miss_that_is_retired_meanwhile_is_left_out() -> None:
    session = quiz_of(LearnerFactory.create(), size=5)
    answer(session, 1, good=False)
    Question.objects.filter(pk=version_at(session, 1).question_id).update(retired_at=NOON)
    assert practice.queue_misses(session=session, now=LATER) == 0
    assert Memory.objects.count() == 0
