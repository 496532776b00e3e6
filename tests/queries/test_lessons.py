"""Where a learner stands in the lessons, and the questions inside them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from pytest_django import DjangoAssertNumQueries

from studyapp.actions.answers import record
from studyapp.actions.lessons import answer_check, finish, remember_section
from studyapp.models import Learner
from studyapp.queries.lessons import NOTHING, Given, Standing, check, course_map, standing
from studyapp.queries.shown import QuestionText
from tests.factories.course import SOURCE
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, course, reasons_of, right, version_of, wrong

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(hours=1)


def questions() -> list[QuestionText]:
    return [course().checks[slug] for slug in ("q-k1-1", "q-s1-1")]


def answer(learner: Learner, slug: str, *, good: bool) -> tuple[str, ...]:
    version = version_of(slug)
    response = right(version) if good else wrong(version)
    answer_check(learner=learner, version_id=version.pk, response=response, token=uuid4(), now=NOON)
    return response


def test_nothing_is_known_of_a_lesson_not_begun() -> None:
    learner = LearnerFactory.create()
    assert standing(learner.pk, course().lessons[0].link.pk, questions()) == NOTHING
    assert standing(learner.pk, course().lessons[0].link.pk, []) == NOTHING


def test_the_section_and_the_newest_answers_are_known() -> None:
    learner, lesson = LearnerFactory.create(), course().lessons[0].link.pk
    one, two = questions()
    remember_section(learner=learner, lesson_id=lesson, section="here", now=NOON)
    answer(learner, "q-k1-1", good=True)
    newest = answer(learner, "q-k1-1", good=False)
    answer(LearnerFactory.create(), "q-s1-1", good=True)
    expected = {one.question_id: Given(one.version_id, newest)}
    assert standing(learner.pk, lesson, [one, two]) == Standing("here", finished=False, answers=expected)
    finish(learner=learner, lesson_id=lesson, now=LATER)
    assert standing(learner.pk, lesson, [one, two]) == Standing("here", finished=True, answers=expected)
    assert standing(learner.pk, lesson, [two]) == Standing("here", finished=True, answers={})


def test_answers_given_elsewhere_do_not_show_in_the_lesson() -> None:
    learner = LearnerFactory.create()
    version = version_of("q-k1-1")
    record(
        learner=learner,
        version=version,
        response=right(version),
        confidence="sure",
        place="practice",
        token=uuid4(),
        now=NOON,
    )
    assert standing(learner.pk, course().lessons[0].link.pk, questions()).answers == {}


def test_a_check_tells_nothing_before_it_is_answered() -> None:
    question = questions()[0]
    shown = check(question, number=2, response=None)
    secrets = [*reasons_of(version_of("q-k1-1")), SOURCE, "correct=True", "correct=False"]
    assert [text for text in secrets if text in repr(shown)] == []
    assert (shown.prefix, shown.revealed, shown.answered) == ("check2", False, False)
    key = right(version_of("q-k1-1"))
    shown = check(question, number=2, response=key)
    assert [text for text in reasons_of(version_of("q-k1-1")) if text not in repr(shown)] == []
    assert (shown.revealed, shown.answered, shown.correct) == (True, True, True)
    assert [option.id for option in shown.options if option.correct] == list(key)


def test_what_a_refused_form_held_is_kept_and_tells_nothing() -> None:
    question, key = questions()[0], right(version_of("q-k1-1"))
    shown = check(question, number=1, response=None, chosen=key)
    assert [option.id for option in shown.options if option.chosen] == list(key)
    assert (shown.revealed, shown.correct) == (False, None)
    assert [text for text in reasons_of(version_of("q-k1-1")) if text in repr(shown)] == []


def test_the_map_has_every_lesson_with_its_state() -> None:
    learner = LearnerFactory.create()
    one, two = (text.link for text in course().lessons)
    assert [(line.link, line.state) for line in course_map(course(), None)] == [(one, "new"), (two, "new")]
    remember_section(learner=learner, lesson_id=two.pk, section="here", now=NOON)
    lines = course_map(course(), learner.pk)
    assert [(line.state, line.section) for line in lines] == [("new", ""), ("reading", "here")]
    finish(learner=learner, lesson_id=two.pk, now=NOON)
    finish(learner=learner, lesson_id=one.pk, now=NOON)
    assert [line.state for line in course_map(course(), learner.pk)] == ["read", "read"]
    assert [line.state for line in course_map(course(), LearnerFactory.create().pk)] == ["new", "new"]


@pytest.mark.parametrize("answers", [0, 1, 3])
def test_the_queries_do_not_grow_with_the_answers(
    django_assert_num_queries: DjangoAssertNumQueries, answers: int
) -> None:
    learner, found, asked = LearnerFactory.create(), course(), questions()
    for _ in range(answers):
        answer(learner, "q-k1-1", good=True)
        answer(learner, "q-s1-1", good=False)
    for text in found.lessons[:answers]:
        finish(learner=learner, lesson_id=text.link.pk, now=NOON)
    with django_assert_num_queries(2):
        standing(learner.pk, found.lessons[0].link.pk, asked)
    with django_assert_num_queries(1):
        course_map(found, learner.pk)
    with django_assert_num_queries(0):
        course_map(found, None)
