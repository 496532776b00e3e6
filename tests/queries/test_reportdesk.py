"""The desk of those who answer reports: what comes first, and the question as its reporter saw it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from pytest_django import DjangoAssertNumQueries

from studyapp.actions import exams, lessons, reports
from studyapp.models import Learner, QuestionReport
from studyapp.queries.reportdesk import PAGE, Case, case, desk
from studyapp.queries.reports import reportable
from studyapp.queries.reviews import review_shown
from studyapp.queries.shown import ShownQuestion
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, attempt_of, course, missed, quiz_of, version_of, wrong
from tests.factories.work import ended_quiz, handed_in_attempt, reported, reviewed_question, staff

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(minutes=5)


def close(report: QuestionReport, *, minutes: int = 0, state: str = "declined") -> None:
    by = staff(f"staff-{report.pk}")
    now = LATER + timedelta(minutes=minutes)
    reports.close_report(report_id=report.pk, staff=by, state=state, reply="So it is.", alike=False, now=now)


def of(report: QuestionReport) -> Case:
    found = case(course(), report.pk)
    assert found is not None
    return found


def report_from(learner: Learner, version: int, place: str) -> QuestionReport:
    shown = reportable(course(), learner.pk, version, place, now=LATER)
    assert shown is not None
    return reports.file_report(learner=learner, shown=shown, kind="two", text="", token=uuid4(), now=LATER)


def order_of(question: ShownQuestion) -> list[str]:
    return [part.id for part in question.targets or question.options]


def test_open_ones_first_the_oldest_on_top_then_the_latest_answered() -> None:
    session = ended_quiz(LearnerFactory.create(), seed=1)
    made = [reported(session) for _ in range(5)]
    close(made[0], minutes=1)
    close(made[3], minutes=2, state="accepted")
    found = desk(state="", page=1)
    assert [line.pk for line in found.lines] == [made[n].pk for n in (1, 2, 4, 3, 0)]
    assert dict(found.counts) == {"open": 3, "accepted": 1, "declined": 1}
    assert (found.page, found.pages) == (1, 1)


@pytest.mark.parametrize(("state", "rows"), [("open", [1]), ("accepted", [2]), ("declined", [0])])
def test_those_in_one_state(state: str, rows: list[int]) -> None:
    session = ended_quiz(LearnerFactory.create(), seed=1)
    made = [reported(session) for _ in range(3)]
    close(made[0])
    close(made[2], state="accepted")
    found = desk(state=state, page=1)
    assert [line.pk for line in found.lines] == [made[n].pk for n in rows]
    assert {line.state for line in found.lines} == {state}
    assert dict(found.counts) == {"open": 1, "accepted": 1, "declined": 1}


def test_how_many_are_about_the_same_question() -> None:
    one = ended_quiz(LearnerFactory.create(), seed=1)
    other = ended_quiz(LearnerFactory.create(), seed=2)
    made = [reported(one), reported(one), reported(other), reported(one)]
    close(made[0])
    counts = {line.pk: (line.open_alike, line.alike) for line in desk(state="", page=1).lines}
    assert counts == {made[0].pk: (2, 3), made[1].pk: (2, 3), made[2].pk: (1, 1), made[3].pk: (2, 3)}


def test_pages() -> None:
    session = ended_quiz(LearnerFactory.create(), seed=1)
    model = reported(session)
    rows = [QuestionReport.objects.get(pk=model.pk) for _ in range(PAGE)]
    for row in rows:
        row.pk, row.token = None, uuid4()
    QuestionReport.objects.bulk_create(rows)
    first, second = desk(state="open", page=1), desk(state="", page=2)
    assert (len(first.lines), first.pages, len(second.lines), second.page) == (PAGE, 2, 1, 2)
    assert not {line.pk for line in first.lines} & {line.pk for line in second.lines}
    assert (desk(state="", page=99).page, desk(state="declined", page=7).pages) == (2, 1)


def test_a_case_is_the_question_as_it_was_seen_and_answered_in_a_quiz() -> None:
    session = quiz_of(LearnerFactory.create(), mode="each")
    version, *_ = missed(session, 3)
    again = quiz_of(session.learner, size=40)  # the same question in another order, not answered
    assert again.items.filter(version=version).exists()
    seen = of(report_from(session.learner, version.pk, "practice"))
    item = session.items.get(position=3)
    assert order_of(seen.question) == item.order
    assert (seen.question.revealed, seen.question.correct, seen.question.confidence) == (True, False, "sure")
    assert (seen.answered, seen.version, seen.current, seen.pool) == (True, 1, 1, "Practice")
    assert (seen.line.kind, seen.line.place, seen.line.state) == ("Two options are right", "Practice", "open")


def test_in_an_exam() -> None:
    attempt = handed_in_attempt(LearnerFactory.create())
    for position, answered in ((1, True), (2, False)):
        item = attempt.items.get(position=position)
        seen = of(report_from(attempt.learner, item.version_id, "exam"))
        assert order_of(seen.question) == item.order
        assert (seen.answered, seen.question.correct, seen.pool) == (answered, answered, "Exam")


def test_in_an_exam_that_had_two_sittings() -> None:
    learner = LearnerFactory.create()
    first = handed_in_attempt(learner)
    second = attempt_of(learner, seed=5)
    exams.submit(attempt=second, now=NOON)
    for attempt in (first, second):
        for item in attempt.items.all():
            made = report_from(learner, item.version_id, "exam")
            newest = made.answer_id
            held = [i for i in (*first.items.all(), *second.items.all()) if i.answer_id == newest]
            assert order_of(of(made).question) == held[0].order


def test_in_a_lesson_and_in_the_queue() -> None:
    learner, version = LearnerFactory.create(), version_of("q-k1-1")
    lessons.answer_check(
        learner=learner, version_id=version.pk, response=wrong(version), token=uuid4(), now=NOON
    )
    seen = of(report_from(learner, version.pk, "lesson"))
    assert (seen.answered, seen.question.correct, seen.question.confidence) == (True, False, "")
    assert [option.id for option in seen.question.options if option.chosen] == list(wrong(version))
    review = reviewed_question(learner, "q-k1-2")
    seen = of(report_from(learner, version_of("q-k1-2").pk, "review"))
    shown = review_shown(course(), learner, review.pk)
    assert shown is not None
    assert seen.question == shown.question


def test_without_an_answer() -> None:
    session = ended_quiz(LearnerFactory.create(), seed=1)
    item = session.items.get(position=2)
    seen = of(report_from(session.learner, item.version_id, "practice"))
    assert (seen.answered, seen.question.answered, order_of(seen.question)) == (False, False, item.order)


def test_a_text_that_changed_since() -> None:
    session = ended_quiz(LearnerFactory.create(), seed=1)
    made = reported(session)
    newer = made.version
    question, stem = made.question, newer.stem_html
    newer.pk, newer.number, newer.digest, newer.stem_html = None, 2, "new", "<p>New</p>"
    newer.save()
    question.current = newer
    question.save()
    seen = of(made)
    assert (seen.version, seen.current, seen.question.stem_html) == (1, 2, stem)


def test_the_other_reports_of_the_question() -> None:
    session = ended_quiz(LearnerFactory.create(), seed=1)
    made = [reported(session) for _ in range(3)]
    reported(ended_quiz(LearnerFactory.create(), seed=2))
    close(made[0], state="accepted")
    seen = of(made[2])
    assert [line.pk for line in seen.others] == [made[1].pk, made[0].pk]
    closed = of(made[0])
    assert (closed.reply, closed.closed_at, closed.closed_by) == ("So it is.", LATER, f"staff-{made[0].pk}")
    assert case(course(), 0) is None


@pytest.mark.parametrize("rows", [1, 3])
def test_as_many_queries_for_few_reports_as_for_many(
    django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    found = course()
    session = ended_quiz(LearnerFactory.create(), seed=1)
    made = [reported(session) for _ in range(rows + 1)]
    with django_assert_num_queries(2):
        assert len(desk(state="", page=1).lines) == rows + 1
    with django_assert_num_queries(3):
        seen = case(found, made[0].pk)
    assert seen is not None
    assert len(seen.others) == rows
