"""What a learner may report, which answer is kept with it, and what she sees of her reports."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from pytest_django import DjangoAssertNumQueries

from studyapp.actions import exams, lessons, practice, reports
from studyapp.models import Answer, Learner, QuestionReport, QuestionVersion
from studyapp.queries.frame import frame
from studyapp.queries.reports import OwnReport, Reportable, own_reports, reportable
from tests.actions.sittings import DEADLINE, GRACE_OVER, fill
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, attempt_of, course, missed, question_of, quiz_of, right, version_of
from tests.factories.work import due, ended_quiz, reported, reviewed_question, staff

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(minutes=5)
PLACES = ("lesson", "precheck", "practice", "review", "exam")


def asked(learner: Learner, version: QuestionVersion, place: str, now: datetime = LATER) -> Reportable | None:
    return reportable(course(), learner.pk, version.pk, place, now=now)


def places(learner: Learner, version: QuestionVersion, now: datetime = LATER) -> list[str]:
    """Where the learner may report this text from."""
    return [place for place in PLACES if asked(learner, version, place, now)]


def test_a_check_of_a_lesson_once_it_is_answered() -> None:
    learner, version = LearnerFactory.create(), version_of("q-s1-1")
    assert places(learner, version) == []
    given = lessons.answer_check(
        learner=learner, version_id=version.pk, response=right(version), token=uuid4(), now=NOON
    )
    assert places(learner, version) == ["lesson"]
    assert asked(learner, version, "lesson") == Reportable(
        version_id=version.pk,
        question_id=version.question_id,
        place="lesson",
        stem_html=version.stem_html,
        answer_id=given.pk,
        back_url="/lessons/second/#check-q-s1-1",
    )
    assert places(LearnerFactory.create(), version) == []


def test_a_question_of_the_queue_once_it_is_answered() -> None:
    learner = LearnerFactory.create()
    waiting = due(learner, question="q-k1-3")
    review = reviewed_question(learner, "q-k1-2")
    version = version_of("q-k1-2")
    assert places(learner, version) == ["review"]
    found = asked(learner, version, "review")
    assert found is not None
    assert (found.answer_id, found.back_url) == (review.answer_id, "/review/")
    assert places(learner, version_of(str(waiting.question))) == []


def test_another_text_of_the_question_has_not_been_shown() -> None:
    learner = LearnerFactory.create()
    reviewed_question(learner, "q-k1-2")
    newer = version_of("q-k1-2")
    newer.pk, newer.number, newer.digest = None, 2, "new"
    newer.save()
    assert places(learner, newer) == []


def test_each_question_of_a_quiz_with_its_answer() -> None:
    session = quiz_of(LearnerFactory.create(), mode="each")
    missed(session, 2)
    items = list(session.items.select_related("version"))
    shown = [places(session.learner, item.version) for item in items]
    assert shown == [[], ["practice"], [], [], []]
    found = asked(session.learner, items[1].version, "practice")
    assert found is not None
    assert (found.answer_id, found.back_url) == (Answer.objects.get().pk, f"/practice/{session.pk}/?q=2")


def test_the_questions_of_a_quiz_with_its_reasons_at_the_end_once_it_has_ended() -> None:
    session = quiz_of(LearnerFactory.create(), mode="end")
    missed(session, 1)
    versions = [item.version for item in session.items.select_related("version")]
    assert [places(session.learner, version) for version in versions] == [[]] * 5
    practice.finish(session=session, now=LATER)
    assert [places(session.learner, version) for version in versions] == [["practice"]] * 5
    found = [asked(session.learner, version, "practice") for version in versions]
    assert [one and one.answer_id for one in found] == [Answer.objects.get().pk, None, None, None, None]
    assert [places(LearnerFactory.create(), version) for version in versions] == [[]] * 5


def test_a_quiz_that_only_its_deadline_ended_has_been_shown() -> None:
    session = quiz_of(LearnerFactory.create(), mode="end", pace=timedelta(minutes=1))
    version = session.items.select_related("version")[0].version
    assert places(session.learner, version, NOON + timedelta(minutes=4)) == []
    assert places(session.learner, version, NOON + timedelta(minutes=5)) == ["practice"]


def test_a_running_quiz_does_not_lend_its_answer_to_one_that_has_ended() -> None:
    learner = LearnerFactory.create()
    old = quiz_of(learner, size=40)
    practice.finish(session=old, now=NOON)
    running = quiz_of(learner, size=40, mode="end")
    (version,) = missed(running, 1)
    found = asked(learner, version, "practice")
    assert found is not None
    assert found.answer_id is None
    assert found.back_url.startswith(f"/practice/{old.pk}/")


def test_before_a_lesson_is_a_place_of_its_own() -> None:
    session = quiz_of(LearnerFactory.create(), pick="precheck", subject="first", size=3, mode="end")
    versions = missed(session, 1, 2, 3)
    assert [places(session.learner, version) for version in versions] == [["precheck"]] * 3


def test_an_exam_question_only_after_the_report_is_open() -> None:
    attempt = attempt_of(LearnerFactory.create())
    fill(attempt, [True, False])
    versions = [item.version for item in attempt.items.select_related("version")]
    running = [NOON, DEADLINE - timedelta(seconds=1), DEADLINE, GRACE_OVER - timedelta(microseconds=1)]
    for now in running:
        assert [places(attempt.learner, version, now) for version in versions] == [[]] * 4
    found = [asked(attempt.learner, version, "exam", GRACE_OVER) for version in versions]
    assert [one and (one.answer_id, one.unsettled) for one in found] == [(None, attempt.pk)] * 4
    exams.submit(attempt=attempt, now=LATER)
    found = [asked(attempt.learner, version, "exam") for version in versions]
    answers = list(attempt.items.values_list("answer_id", flat=True))
    assert [one and (one.answer_id, one.unsettled) for one in found] == [(pk, None) for pk in answers]
    assert {one.back_url for one in found if one} == {f"/attempts/{attempt.pk}/report/"}
    assert [places(attempt.learner, version) for version in versions] == [["exam"]] * 4
    assert [places(LearnerFactory.create(), version) for version in versions] == [[]] * 4


@pytest.mark.parametrize("place", ["", "live", "Practice", "exam "])
def test_a_place_there_is_not(place: str) -> None:
    session = ended_quiz(LearnerFactory.create(), seed=1)
    version = session.items.select_related("version")[0].version
    assert asked(session.learner, version, "practice") is not None
    assert asked(session.learner, version, place) is None


@pytest.mark.parametrize("version_id", [None, 0, 10**9])
def test_a_text_there_is_not(version_id: int | None) -> None:
    learner = LearnerFactory.create()
    assert [reportable(course(), learner.pk, version_id, place, now=NOON) for place in PLACES] == [None] * 5


def close(report: QuestionReport, state: str = "accepted") -> None:
    one = staff(f"staff-{report.pk}")
    reports.close_report(
        report_id=report.pk, staff=one, state=state, reply="So it is.", alike=False, now=LATER
    )


def test_ones_own_reports_with_their_outcome() -> None:
    session = ended_quiz(LearnerFactory.create(), seed=1)
    first, second = reported(session, kind="key", text="C too?"), reported(session)
    reported(ended_quiz(LearnerFactory.create(), seed=1))
    close(first)
    assert own_reports(session.learner_id) == (
        OwnReport(
            pk=second.pk,
            created_at=second.created_at,
            kind="It is unclear",
            place="Practice",
            stem_html=second.version.stem_html,
            text="",
            state="open",
            reply="",
            closed_at=None,
            fresh=False,
        ),
        OwnReport(
            pk=first.pk,
            created_at=first.created_at,
            kind="The key is wrong",
            place="Practice",
            stem_html=first.version.stem_html,
            text="C too?",
            state="accepted",
            reply="So it is.",
            closed_at=LATER,
            fresh=True,
        ),
    )


def news(learner_id: int | None) -> int:
    """What the frame around every page counts."""
    return frame(learner_id=learner_id, today=NOON.date(), now=NOON).news


def test_the_news_are_outcomes_not_seen() -> None:
    session = ended_quiz(LearnerFactory.create(), seed=1)
    made = [reported(session) for _ in range(3)]
    assert news(session.learner_id) == news(None) == 0
    close(made[0])
    close(made[1], "declined")
    assert (news(session.learner_id), news(LearnerFactory.create().pk)) == (2, 0)
    reports.mark_seen(learner=session.learner, now=LATER)
    assert news(session.learner_id) == 0
    close(made[2])
    assert news(session.learner_id) == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_one_query_for_the_list_and_for_the_news(
    django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    session = ended_quiz(LearnerFactory.create(), seed=1)
    for _ in range(rows):
        close(reported(session))
    with django_assert_num_queries(1):
        assert len(own_reports(session.learner_id)) == rows
    with django_assert_num_queries(1):
        assert news(session.learner_id) == rows


def test_what_may_be_reported_costs_two_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    learner, found = LearnerFactory.create(), course()
    version = question_of("q-k1-2").current_id
    for place in PLACES:
        with django_assert_num_queries(2):
            reportable(found, learner.pk, version, place, now=NOON)
