"""How sure and how right, from the rows; the questions missed while sure."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from studyapp.domain.calibration import Lean
from studyapp.models import Answer, Learner, Question
from studyapp.queries import calibration
from studyapp.queries.answerfigures import answered as read_answers
from studyapp.queries.calibration import (
    CalibrationPage,
    SureAndWrong,
    SureAndWrongList,
    Sureness,
    calibration_page,
    sure_and_wrong,
)
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, course, question_of
from tests.factories.work import SECTION, stored_answers
from tests.queries.test_evidence import answered

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def judged(learner: Learner) -> CalibrationPage:
    return calibration_page(learner.pk, now=NOON + DAY)


def missed(learner: Learner, **options: int) -> SureAndWrongList:
    return sure_and_wrong(course(), read_answers(learner.pk, NOON + DAY), **options)


def slugs(learner: Learner) -> list[str]:
    return [one.slug for one in missed(learner).questions]


def test_a_visitor_has_judged_nothing(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    found = course()
    with django_assert_num_queries(0):
        page, none = calibration_page(None, now=NOON), sure_and_wrong(found, ())
    assert (page.answers, page.needed, page.lean, page.brier) == (0, 20, None, None)
    assert [(line.name, line.answers, line.share) for line in page.lines] == [
        ("Sure", 0, None),
        ("Unsure", 0, None),
        ("A guess", 0, None),
    ]
    assert (none.count, none.questions) == (0, ())


def test_judged_answers_are_counted_wherever_they_were_given() -> None:
    learner = LearnerFactory.create()
    for n in range(1, 13):
        answered(learner, f"q-k1-{n}", correct=n > 4, place=("practice", "review")[n % 2])
    for n in range(1, 9):
        answered(learner, f"q-s1-{n}", correct=n > 6, confidence="guess")
    answered(learner, "q-s1-9", confidence="", place="lesson")
    answered(LearnerFactory.create(), "q-s1-9")
    page = judged(learner)
    assert page.lines[0] == Sureness(
        name="Sure",
        y=30,
        answers=12,
        right=8,
        in_ten=7,
        stated=90,
        x_stated="90.0%",
        share=67,
        low=39,
        high=86,
        x_share="66.7%",
        x_low="39.1%",
        width="47.1%",
        lean=Lean.OVER,
        needed=0,
    )
    assert (page.lines[2].y, page.lines[2].answers, page.lines[2].right) == (134, 8, 2)
    assert (page.lines[2].lean, page.lines[2].needed) == (None, 2)
    assert (page.answers, page.needed, page.height) == (20, 0, 186)
    assert (page.stated, page.share, page.low, page.high) == (64, 50, 30, 70)
    assert page.lean is Lean.MIXED
    assert page.brier is not None
    assert page.brier.score == pytest.approx((8 * 0.01 + 4 * 0.81 + 2 * 0.5625 + 6 * 0.0625) / 20)


def test_only_the_newest_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calibration, "NEWEST", 2)
    learner = LearnerFactory.create()
    answered(learner, "q-k1-1", now=NOON)
    answered(learner, "q-k1-2", now=NOON - DAY, confidence="guess")
    answered(learner, "q-k1-3", now=NOON - DAY, confidence="unsure")
    page = judged(learner)
    assert [line.answers for line in page.lines] == [1, 1, 0]
    assert (page.answers, page.newest) == (2, 2)


def test_sure_and_wrong_at_the_latest_judged_answer() -> None:
    learner = LearnerFactory.create()
    answered(learner, "q-k1-1", correct=False)
    answered(learner, "q-k1-2", correct=False)
    answered(learner, "q-k1-2", correct=True)
    answered(learner, "q-k1-3", correct=True)
    answered(learner, "q-k1-3", correct=False, place="review", now=NOON + DAY)
    answered(learner, "q-k1-4", correct=False, confidence="unsure")
    answered(learner, "q-k1-5", correct=False)
    answered(learner, "q-k1-5", correct=False, confidence="guess")
    answered(learner, "q-k1-6", correct=False, now=NOON - DAY)
    answered(learner, "q-k1-6", correct=True, confidence="", place="lesson")  # nobody asked how sure
    answered(LearnerFactory.create(), "q-k1-7", correct=False)
    assert slugs(learner) == ["q-k1-3", "q-k1-1", "q-k1-6"]


def test_exam_questions_and_retired_ones_are_not_listed() -> None:
    learner = LearnerFactory.create()
    for slug in ("q-k1-1", "q-k1-2", "q-k1-3"):
        answered(learner, slug, correct=False)
    assert len(slugs(learner)) == 3  # and what is held for as long as the release is read while it is true
    Question.objects.filter(slug="q-k1-1").update(retired_at=NOON)
    Question.objects.filter(slug="q-k1-2").update(pool="exam")
    assert slugs(learner) == ["q-k1-3"]


def test_each_names_the_lesson_and_section_that_teach_it() -> None:
    learner = LearnerFactory.create()
    for n, section in enumerate((SECTION, "s-gone", ""), start=1):
        Question.objects.filter(slug=f"q-s1-{n}").update(section=section)
        answered(learner, f"q-s1-{n}", correct=False, now=NOON - n * DAY)
    first, second, third = missed(learner).questions
    words = " ".join(f"q-s1-1-word{n}" for n in range(12))
    assert first == SureAndWrong(
        question_id=question_of("q-s1-1").pk,
        slug="q-s1-1",
        text=f"Scenario q-s1-1: {words}. What fits?",
        at=NOON - DAY,
        lesson_title="Second lesson",
        lesson_url=f"/lessons/second/#{SECTION}",
        section_title="What to remember",
    )
    for other in (second, third):
        assert (other.lesson_url, other.section_title) == ("/lessons/second/", "")


def test_a_question_of_a_retired_lesson_names_none() -> None:
    learner = LearnerFactory.create()
    answered(learner, "q-k1-1", correct=False)
    found = course()
    without = type(found)(**{**vars(found), "links": {}})
    (only,) = sure_and_wrong(without, read_answers(learner.pk, NOON)).questions
    assert (only.lesson_title, only.lesson_url, only.section_title) == ("", "", "")


def test_the_newest_are_shown_and_all_counted() -> None:
    learner = LearnerFactory.create()
    for n in range(1, 5):
        answered(learner, f"q-k1-{n}", correct=False, now=NOON + n * DAY)
    found = missed(learner, limit=2)
    assert (found.count, [one.slug for one in found.questions]) == (4, ["q-k1-4", "q-k1-3"])


@pytest.mark.parametrize("count", [1, 300])
def test_one_query_each(django_assert_num_queries: DjangoAssertNumQueries, count: int) -> None:
    learner, found = LearnerFactory.create(), course()
    stored_answers(learner, count)
    Answer.objects.update(correct=False)
    with django_assert_num_queries(1):
        assert judged(learner).answers == count
    answers = read_answers(learner.pk, NOON)
    sure_and_wrong(found, answers)  # the texts of the course have been read
    with django_assert_num_queries(0):
        assert sure_and_wrong(found, answers).count == min(count, 32)
