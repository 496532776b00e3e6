"""Practice exams as pages show them: the sitting without a key, the report with every one."""

from datetime import datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from studyapp.actions import exams
from studyapp.domain.comparing import Likely
from studyapp.domain.scoring import ObjectiveScore, Score
from studyapp.models import Attempt, AttemptItem
from studyapp.queries.examreport import ObjectiveReport, report
from studyapp.queries.exams import (
    AttemptLine,
    Place,
    Sitting,
    attempts,
    is_over,
    open_attempt,
    seen_in_exams,
    sitting,
)
from tests.factories.course import SOURCE
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, attempt_of, course, reasons_of, right, wrong

pytestmark = pytest.mark.django_db

DEADLINE = NOON + timedelta(minutes=8)
SECOND = timedelta(seconds=1)


def fresh(attempt: Attempt) -> Attempt:
    """The attempt as a page that has just been loaded has it."""
    return Attempt.objects.select_related("exam").get(pk=attempt.pk)


def shown(attempt: Attempt, position: int | None = None, now: datetime = NOON) -> Sitting:
    found = sitting(course(), fresh(attempt), position=position, now=now)
    assert found is not None
    return found


def items(attempt: Attempt) -> list[AttemptItem]:
    return list(attempt.items.select_related("version__question"))


def save(attempt: Attempt, position: int, good: bool, *, flagged: bool | None = None) -> None:
    version = items(attempt)[position - 1].version
    response = right(version) if good else wrong(version)
    exams.save(attempt=attempt, position=position, response=response, flagged=flagged, now=NOON + SECOND)


def test_a_question_of_a_running_paper() -> None:
    attempt = attempt_of(LearnerFactory.create())
    save(attempt, 1, good=True)
    exams.save(attempt=attempt, position=3, response=None, flagged=True, now=NOON)
    seen = shown(attempt, 2, NOON + timedelta(minutes=1))
    assert (seen.pk, seen.title, seen.deadline) == (attempt.pk, "Mini exam", DEADLINE)
    assert (seen.seconds_left, seen.total_seconds) == (420, 480)
    assert (seen.length, seen.unanswered, seen.position, seen.flagged) == (4, 3, 2, False)
    assert (seen.previous, seen.next) == (1, 3)
    address = f"/attempts/{attempt.pk}/?q="
    assert seen.places == (
        Place(1, address + "1", answered=True, flagged=False, status="complete"),
        Place(2, address + "2", answered=False, flagged=False, current=True),
        Place(3, address + "3", answered=False, flagged=True, status="incomplete"),
        Place(4, address + "4", answered=False, flagged=False),
    )
    row = items(attempt)[1]
    assert seen.question is not None
    assert (seen.question.id, seen.question.prefix) == (row.version.question.slug, "q2")
    assert [option.id for option in seen.question.options] == row.order


def test_the_edges_of_a_paper_and_its_review_screen() -> None:
    attempt = attempt_of(LearnerFactory.create())
    exams.save(attempt=attempt, position=4, response=None, flagged=True, now=NOON)
    assert (shown(attempt, 1).previous, shown(attempt, 1).next) == (None, 2)
    assert (shown(attempt, 4).previous, shown(attempt, 4).next, shown(attempt, 4).flagged) == (3, None, True)
    overview = shown(attempt)
    assert (overview.position, overview.question, overview.previous, overview.next) == (
        None,
        None,
        None,
        None,
    )
    assert (overview.flagged, [place.current for place in overview.places]) == (False, [False] * 4)


@pytest.mark.parametrize("position", [0, 5, -1])
def test_a_position_the_paper_does_not_have(position: int) -> None:
    attempt = attempt_of(LearnerFactory.create())
    assert sitting(course(), fresh(attempt), position=position, now=NOON) is None


@pytest.mark.parametrize("position", [None, 1, 2, 3, 4])
def test_a_running_paper_tells_no_key_and_no_reason(position: int | None) -> None:
    attempt = attempt_of(LearnerFactory.create())
    for number in (1, 2, 3):
        save(attempt, number, good=number != 2)
    told = repr(shown(attempt, position))
    secrets = [reason for item in items(attempt) for reason in reasons_of(item.version)]
    secrets += ["correct=True", "correct=False", SOURCE, "right_place=1"]
    assert [secret for secret in secrets if secret in told] == []


def test_the_saved_response_is_shown_as_chosen() -> None:
    attempt = attempt_of(LearnerFactory.create())
    save(attempt, 1, good=False)
    question = shown(attempt, 1).question
    assert question is not None
    assert {option.id for option in question.options if option.chosen} == set(
        wrong(items(attempt)[0].version)
    )


def test_the_report_of_a_submitted_paper() -> None:
    attempt = attempt_of(LearnerFactory.create())
    marks = [item.objective == "K1" for item in items(attempt)]  # both of K1 right, and none of S1
    for number, good in enumerate(marks, start=1):
        if number != marks.index(False) + 1:  # the first of S1 is left out
            save(attempt, number, good=good, flagged=number == 4)
    finish = NOON + timedelta(minutes=6)
    exams.submit(attempt=attempt, now=finish)
    seen = report(course(), fresh(attempt), now=finish + timedelta(days=3))
    assert (seen.pk, seen.title, seen.started_at, seen.finished_at) == (attempt.pk, "Mini exam", NOON, finish)
    assert (seen.in_time, seen.pass_mark) == (True, 750)
    objectives = (ObjectiveScore("K1", 2, 2), ObjectiveScore("S1", 0, 2))
    # 3 of 4 points pass, and 2 of 3 are two thirds of the way from 100 to 750.
    assert seen.score == Score(scaled=533, passed=False, right=2, total=4, objectives=objectives)
    assert seen.objectives == (
        ObjectiveReport("K1", "Options", 2, 2, Likely(3, 10)),
        ObjectiveReport("S1", "Skills", 0, 2, Likely(0, 7)),
    )
    left_out = marks.index(False) + 1
    assert seen.places == tuple(
        Place(number, f"#question-{number}", answered=number != left_out, flagged=number == 4, correct=good)
        for number, good in enumerate(marks, start=1)
    )
    assert [(line.position, line.heading, line.objective) for line in seen.lines] == [
        (number, f"Question {number} of 4", item.objective)
        for number, item in enumerate(items(attempt), start=1)
    ]
    for line, item in zip(seen.lines, items(attempt), strict=True):
        assert line.question is not None
        assert (line.question.revealed, line.question.answered) == (True, line.position != left_out)
        assert [text for text in reasons_of(item.version) if text not in repr(line.question)] == []


def test_a_paper_that_nobody_handed_in_has_a_report_and_a_score_all_the_same() -> None:
    learner = LearnerFactory.create()
    attempt = attempt_of(learner)
    for number in (1, 2, 3):
        save(attempt, number, good=True)
    later = DEADLINE + timedelta(days=3)
    seen = report(course(), fresh(attempt), now=later)
    assert (seen.finished_at, seen.in_time, seen.score.right) == (DEADLINE, False, 3)
    (line,) = attempts(learner.pk, now=later)
    assert (line.state, line.score) == ("over", seen.score)


def test_a_pilot_item_is_shown_and_does_not_count() -> None:
    attempt = attempt_of(LearnerFactory.create())
    AttemptItem.objects.filter(attempt=attempt, position=1).update(scored=False)
    save(attempt, 1, good=True)
    exams.submit(attempt=attempt, now=NOON + SECOND)
    seen = report(course(), fresh(attempt), now=NOON + SECOND)
    assert (seen.score.right, seen.score.total) == (0, 3)
    assert (len(seen.lines), seen.places[0].correct) == (4, True)


def test_a_paper_is_over_for_every_reader_from_its_deadline() -> None:
    learner = LearnerFactory.create()
    attempt = attempt_of(learner)
    last = DEADLINE - timedelta(microseconds=1)
    assert (is_over(attempt, last), is_over(attempt, DEADLINE)) == (False, True)
    assert open_attempt(learner.pk, now=last) is not None
    assert open_attempt(learner.pk, now=DEADLINE) is None
    assert [line.state for line in attempts(learner.pk, now=last)] == ["open"]
    assert [line.state for line in attempts(learner.pk, now=DEADLINE)] == ["over"]
    exams.submit(attempt=attempt, now=NOON)
    assert is_over(fresh(attempt), NOON)
    assert open_attempt(learner.pk, now=NOON) is None


def test_attempts_are_listed_newest_first_with_their_scores() -> None:
    learner = LearnerFactory.create()
    attempt_of(LearnerFactory.create())
    first = attempt_of(learner)
    for number in (1, 2, 3):
        save(first, number, good=True)
    exams.submit(attempt=first, now=NOON + SECOND)
    later = NOON + timedelta(hours=1)
    second = attempt_of(learner, now=later)
    running, done = attempts(learner.pk, now=later)
    assert running == AttemptLine(
        pk=second.pk,
        exam_slug="mini",
        title="Mini exam",
        started_at=later,
        deadline=later + timedelta(minutes=8),
        state="open",
        score=None,
        pass_mark=750,
    )
    assert open_attempt(learner.pk, now=later) == running
    assert (done.pk, done.state) == (first.pk, "submitted")
    assert done.score is not None
    assert (done.score.right, done.score.total, done.score.passed, done.score.scaled) == (3, 4, True, 750)
    assert [line.pk for line in attempts(learner.pk, now=later, limit=1)] == [second.pk]


def test_questions_met_are_those_of_every_sitting_of_this_learner() -> None:
    learner = LearnerFactory.create()
    assert seen_in_exams(learner.pk) == {}
    first = attempt_of(learner)
    early = {item.version.question.slug: 1 for item in items(first)}
    assert seen_in_exams(learner.pk) == early
    exams.submit(attempt=first, now=NOON)
    second = attempt_of(learner, now=NOON + timedelta(hours=1))
    late = {item.version.question.slug: 2 for item in items(second)}
    assert seen_in_exams(learner.pk) == early | late
    assert seen_in_exams(LearnerFactory.create().pk) == {}


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_as_many_queries_for_one_as_for_three(
    django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    learner = LearnerFactory.create()
    for n in range(rows):
        exams.submit(attempt=attempt_of(learner, seed=n), now=NOON)
    with django_assert_num_queries(3):
        assert len(attempts(learner.pk, now=NOON)) == rows
    with django_assert_num_queries(1):
        seen_in_exams(learner.pk)
    attempt_of(learner)
    with django_assert_num_queries(1):
        assert open_attempt(learner.pk, now=NOON) is not None


@pytest.mark.parametrize("answered", [1, 3])
def test_one_query_for_a_paper_and_two_for_its_report(
    django_assert_num_queries: DjangoAssertNumQueries, answered: int
) -> None:
    attempt, found = attempt_of(LearnerFactory.create()), course()
    for number in range(1, answered + 1):
        save(attempt, number, good=True)
    for position in (None, 1):
        running = fresh(attempt)
        with django_assert_num_queries(1):
            seen = sitting(found, running, position=position, now=NOON)
        assert seen is not None
        assert seen.unanswered == 4 - answered
    exams.submit(attempt=attempt, now=NOON)
    closed = fresh(attempt)
    with django_assert_num_queries(2):
        assert report(found, closed, now=NOON).score.right == answered
