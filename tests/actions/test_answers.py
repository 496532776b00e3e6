"""The only writer of answers: the mark, the token that makes it one, and what is refused."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import UUID, uuid4, uuid5

import pytest
from django.db import connections
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.actions.answers import record
from studyapp.domain.grading import InvalidResponse, Response
from studyapp.models import Answer, Learner, QuestionVersion
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, right, rolled_back, version_of, wrong

BY_KIND = {"single": "q-k1-1", "multiple": "q-k1-3", "ordering": "q-k1-4", "matching": "q-k1-5"}
TOKEN = UUID(int=1)
FOREIGN = "One of your choices does not belong to this question."
THREADS = 20

every_kind = pytest.mark.parametrize("slug", BY_KIND.values(), ids=BY_KIND.keys())


def answer(
    learner: Learner,
    version: QuestionVersion,
    response: Response,
    *,
    token: UUID = TOKEN,
    confidence: str = "sure",
) -> Answer:
    return record(
        learner=learner,
        version=version,
        response=response,
        confidence=confidence,
        place="practice",
        token=token,
        now=NOON,
    )


@pytest.mark.django_db
@every_kind
@pytest.mark.parametrize(("choose", "points"), [(right, 1), (wrong, 0), (lambda version: (), 0)])
def test_an_answer_is_stored_with_its_mark(
    slug: str, choose: Callable[[QuestionVersion], Response], points: int
) -> None:
    learner, version = LearnerFactory.create(), version_of(slug)
    made = answer(learner, version, choose(version), confidence="unsure")
    assert Answer.objects.values().get() == {
        "id": made.pk,
        "learner_id": learner.pk,
        "question_id": version.question_id,
        "version_id": version.pk,
        "place": "practice",
        "response": list(choose(version)),
        "points": points,
        "out_of": 1,
        "correct": bool(points),
        "confidence": "unsure",
        "answered_at": NOON,
        "seconds": None,
        "token": uuid5(TOKEN, f"question:{version.question_id}"),
    }


@pytest.mark.django_db
@pytest.mark.parametrize("slug", ["q-k1-3", "q-k1-5"])
def test_a_response_is_stored_in_its_normal_order(slug: str) -> None:
    version = version_of(slug)
    answer(LearnerFactory.create(), version, right(version)[::-1])
    stored = Answer.objects.get()
    assert (stored.response, stored.correct) == (list(right(version)), True)


@pytest.mark.django_db
def test_the_same_token_again_is_the_same_answer_whatever_it_says() -> None:
    learner, version = LearnerFactory.create(), version_of("q-k1-1")
    first = answer(learner, version, wrong(version))
    before = Answer.objects.values().get()
    assert answer(learner, version, wrong(version)).pk == first.pk
    assert answer(learner, version, right(version), confidence="guess").pk == first.pk
    assert Answer.objects.values().get() == before


@pytest.mark.django_db
def test_one_token_serves_every_question_of_a_page() -> None:
    learner, one, two = LearnerFactory.create(), version_of("q-k1-1"), version_of("q-k1-2")
    made = [answer(learner, version, right(version)) for version in (one, two, one, two)]
    assert made[:2] == made[2:]
    assert dict(Answer.objects.values_list("version_id", "correct")) == {one.pk: True, two.pk: True}


@pytest.mark.django_db
def test_a_token_is_each_learners_own_and_another_token_is_another_answer() -> None:
    one, two, version = LearnerFactory.create(), LearnerFactory.create(), version_of("q-k1-1")
    made = [answer(learner, version, ()).pk for learner in (one, two)]
    made.append(answer(one, version, (), token=uuid4()).pk)
    assert list(Answer.objects.order_by("pk").values_list("pk", flat=True)) == made
    assert len(set(made)) == 3


@settings(max_examples=10, deadline=None)
@given(sent=st.lists(st.tuples(st.integers(0, 3), st.booleans()), min_size=1, max_size=12))
@pytest.mark.django_db
def test_as_many_answers_as_tokens_and_the_first_of_each_stands(sent: list[tuple[int, bool]]) -> None:
    with rolled_back():
        learner, version = LearnerFactory.create(), version_of("q-k1-1")
        for token, good in sent:
            answer(learner, version, right(version) if good else wrong(version), token=UUID(int=token))
        first: dict[int, bool] = {}
        for token, good in sent:
            first.setdefault(token, good)
        assert list(Answer.objects.order_by("pk").values_list("correct", flat=True)) == list(first.values())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("slug", "distort", "told"),
    [
        ("q-k1-1", lambda key: ("nonsense",), FOREIGN),
        ("q-k1-1", lambda key: ("x" * 1_000_000,), FOREIGN),
        ("q-k1-1", lambda key: key * 10, "Choose one option."),
        ("q-k1-3", lambda key: (*key, "nonsense"), FOREIGN),
        ("q-k1-3", lambda key: (key[0], key[0]), "Choose an option once."),
        ("q-k1-4", lambda key: key[:-1], "Give every step a place."),
        ("q-k1-4", lambda key: (key[0], *key[:-1]), "Give every step a place of its own."),
        ("q-k1-5", lambda key: key[:-1], "Match every item."),
        ("q-k1-5", lambda key: (*key[:-1], key[0]), "Match every item only once."),
        ("q-k1-5", lambda key: (*key[:-1], "nonsense"), FOREIGN),
        ("q-k1-5", lambda key: (*key[:-1], key[-1].partition("=")[0] + "=nonsense"), FOREIGN),
    ],
)
def test_a_response_that_does_not_fit_is_refused_and_nothing_is_stored(
    slug: str, distort: Callable[[Response], Response], told: str
) -> None:
    version = version_of(slug)
    with pytest.raises(InvalidResponse) as refusal:
        answer(LearnerFactory.create(), version, distort(right(version)))
    assert str(refusal.value) == told
    assert Answer.objects.count() == 0


@pytest.mark.django_db
def test_too_many_options_of_a_multiple_question_are_refused() -> None:
    version = version_of("q-k1-3")
    everything = tuple(choice["id"] for choice in version.body["choices"])
    with pytest.raises(InvalidResponse) as refusal:
        answer(LearnerFactory.create(), version, everything)
    assert str(refusal.value) == "Choose no more than 2 options."
    assert Answer.objects.count() == 0


@pytest.mark.django_db
def test_an_option_of_another_question_is_refused() -> None:
    with pytest.raises(InvalidResponse):
        answer(LearnerFactory.create(), version_of("q-k1-1"), right(version_of("q-k1-2")))
    assert Answer.objects.count() == 0


def test_twenty_threads_with_one_token_store_one_answer(published: None) -> None:
    learner, version = LearnerFactory.create(), version_of("q-k1-1")
    together = Barrier(THREADS)

    def submit(number: int) -> int:
        try:
            together.wait()
            return record(
                learner=learner,
                version=version,
                response=right(version) if number % 2 else wrong(version),
                confidence="sure",
                place="practice",
                token=TOKEN,
                now=NOON + timedelta(seconds=number),
            ).pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(THREADS) as pool:
        given = set(pool.map(submit, range(THREADS)))
    assert given == {Answer.objects.get().pk}
