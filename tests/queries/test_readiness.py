"""Readiness as its page shows it."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from pytest_django import DjangoAssertNumQueries

from studyapp.domain.memory import Schedule
from studyapp.domain.readiness import Word
from studyapp.models import Answer, Exam, Learner
from studyapp.queries.evidence import known
from studyapp.queries.readiness import Bar, Line, ReadinessPage, blueprint, readiness_page
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, MemoryFactory, card_of, course, right, version_of
from tests.factories.work import stored_answers

pytestmark = pytest.mark.django_db

SCHEDULE = Schedule()


def page_of(learner: Learner | None, now: datetime = NOON) -> ReadinessPage:
    found = course()
    return readiness_page(found, known(found, learner, schedule=SCHEDULE, now=now), now=now)


def first_answers(learner: Learner, objective: str, marks: str, *, pool: str = "q") -> None:
    """To the first practice questions of an objective, one a letter; "+" is right."""
    for n, mark in enumerate(marks, start=1):
        version = version_of(f"{pool}-{objective.lower()}-{n}")
        Answer.objects.create(
            learner=learner,
            question_id=version.question_id,
            version=version,
            place="practice",
            response=list(right(version)),
            points=mark == "+",
            out_of=1,
            correct=mark == "+",
            confidence="sure",
            answered_at=NOON,
            token=uuid4(),
        )


def test_a_visitor_has_given_no_answer(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    found = course()
    with django_assert_num_queries(0):
        page = readiness_page(found, known(found, None, schedule=SCHEDULE, now=NOON), now=NOON)
    assert (page.whole.answers, page.whole.unseen, page.whole.needed) == (0, 0, 12)
    assert (page.whole.now, page.whole.kind, page.stated) == (None, "open", False)
    assert (page.exam_day, page.fades, page.enough) == (None, False, 6)
    assert (page.pass_mark, page.passes, page.pass_x, page.height) == (750, 72, "72.2%", 172)
    assert [line.code for line in page.missing] == ["K1", "S1"]


def test_lines_of_what_is_known_and_what_is_missing() -> None:
    learner = LearnerFactory.create()
    first_answers(learner, "K1", "++++++++----")
    first_answers(learner, "S1", "++-")
    page = page_of(learner)
    first, second = page.objectives
    # S1 says 35 x 1.8 / 8.7 right and half as much wrong, and lends 6 / (15 + 10.862) of it to K1, which has
    # 8 x 0.9 and 4 x 0.9 of its own: Beta(9.88, 5.44), whose tenths are 0.4861 and 0.7948.
    assert first == Line(
        code="K1",
        name="Options",
        y=80,
        share=50,
        answers=12,
        needed=0,
        unseen=4,
        now=Bar(low=49, high=79, x="48.6%", width="30.9%"),
        word=Word.NOT_YET,
        reaches=True,
        later=None,
        recall_now=None,
        recall_later=None,
    )
    assert (second.code, second.answers, second.needed, second.unseen) == ("S1", 3, 3, 13)
    assert (second.now, second.word, second.kind, second.reaches) == (None, None, "open", False)
    assert (page.whole.code, page.whole.name, page.whole.share) == ("", "Whole exam", 100)
    assert (page.whole.answers, page.whole.unseen, page.whole.now) == (15, 17, None)
    assert page.rows == (page.whole, first, second)
    assert (page.missing, page.stated) == ((second,), True)


def test_the_whole_once_enough_is_known() -> None:
    learner = LearnerFactory.create()
    for objective in ("K1", "S1"):
        first_answers(learner, objective, "+" * 16)
    whole = page_of(learner).whole
    # Beta(1 + 70 x 14.4 / 20.4, 1): tenths 0.1^(1 / 50.41) and 0.9^(1 / 50.41)
    assert whole.now == Bar(low=96, high=100, x="95.5%", width="4.3%")
    assert (whole.word, whole.kind, whole.reaches) == (Word.LIKELY, "likely", True)
    assert whole.answers == 32


def test_recall_and_the_range_on_the_exam_day() -> None:
    learner = LearnerFactory.create(exam_date=date(2026, 12, 24))
    first_answers(learner, "K1", "+" * 16)
    for n in range(1, 6):
        MemoryFactory.create(
            learner=learner, card=card_of(f"card-k1-{n}"), stability=10.0, last_at=NOON - timedelta(days=10)
        )
    page = page_of(learner)
    line = page.objectives[0]
    assert page.exam_day == date(2026, 12, 24)
    assert page.fades
    assert line.recall_now == 90  # that is what a stability of 10 days means
    assert line.recall_later == 78  # (1 + 0.9804 x 40 / 10) ^ -0.1542
    assert line.now
    assert line.later
    assert line.later.low < line.now.low
    assert line.later.high < line.now.high
    assert page.objectives[1].recall_now is None
    without = page_of(Learner.objects.get(pk=learner.pk), now=NOON + timedelta(days=31))
    assert (without.exam_day, without.fades) == (None, False)


def test_the_exam_day_is_of_the_learners_own_calendar() -> None:
    learner = LearnerFactory.create(exam_date=date(2026, 11, 24))
    assert page_of(learner).exam_day == date(2026, 11, 24)
    after_midnight = NOON + timedelta(hours=14)  # her day ends at four
    assert page_of(learner, now=after_midnight).exam_day == date(2026, 11, 24)
    assert page_of(learner, now=after_midnight + timedelta(hours=3)).exam_day is None


def test_the_blueprint_is_that_of_the_longest_exam() -> None:
    found = course()
    assert blueprint(found) == {"K1": 2, "S1": 2}
    (short,) = found.exams
    longer, empty = Exam(blueprint={"S1": 9, "X9": 3}), Exam(blueprint={})
    assert blueprint(replace(found, exams=(short, longer, empty))) == {"S1": 9}
    assert blueprint(replace(found, exams=())) == {"K1": 1, "S1": 1}


@pytest.mark.parametrize("count", [1, 300])
def test_two_queries_for_a_learner(django_assert_num_queries: DjangoAssertNumQueries, count: int) -> None:
    learner, found = LearnerFactory.create(), course()
    stored_answers(learner, count)
    page_of(learner)  # the course has been read
    with django_assert_num_queries(2):
        readiness_page(found, known(found, learner, schedule=SCHEDULE, now=NOON), now=NOON)
