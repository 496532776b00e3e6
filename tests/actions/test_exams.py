"""Sitting an exam: the paper, the clock, what is saved, and the end."""

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from threading import Barrier
from uuid import UUID

import pytest
from django.db import connections
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.actions import exams
from studyapp.actions.exams import NoSuchQuestion, TooLate
from studyapp.domain.blueprint import BlueprintTooLarge
from studyapp.domain.grading import InvalidResponse, Response
from studyapp.domain.versions import ids_to_shuffle
from studyapp.models import (
    Answer,
    Attempt,
    AttemptEvent,
    AttemptItem,
    Exam,
    Learner,
    Question,
    QuestionVersion,
)
from studyapp.queries.exams import Report, attempts, report
from tests.actions.editedcourse import edited, publish_files, spare_course
from tests.factories.course import small_course
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, attempt_of, course, right, rolled_back, wrong

DEADLINE = NOON + timedelta(minutes=8)
SECOND = timedelta(seconds=1)
GRACE_OVER = DEADLINE + timedelta(seconds=10)


def drawn(attempt: Attempt) -> list[str]:
    """The ids of the questions, in order."""
    return list(attempt.items.values_list("version__question__slug", flat=True))


def item_at(attempt: Attempt, position: int) -> AttemptItem:
    return AttemptItem.objects.select_related("version").get(attempt=attempt, position=position)


def save(
    attempt: Attempt,
    position: int,
    response: Response | None = None,
    *,
    flagged: bool | None = None,
    now: datetime = NOON + SECOND,
) -> AttemptItem:
    return exams.save(attempt=attempt, position=position, response=response, flagged=flagged, now=now)


def fill(attempt: Attempt, marks: Sequence[bool], now: datetime = NOON + SECOND) -> None:
    """Answer the questions from the first: right or wrong."""
    for position, good in enumerate(marks, start=1):
        version = item_at(attempt, position).version
        save(attempt, position, right(version) if good else wrong(version), now=now)


def log(attempt: Attempt) -> list[tuple[str, int | None, object, int, bool, datetime]]:
    """Every event: kind, position, value, revision, late, when."""
    return list(
        AttemptEvent.objects.filter(attempt=attempt).values_list(
            "kind", "item__position", "value", "revision", "late", "at"
        )
    )


@pytest.mark.django_db
def test_everything_that_decides_is_frozen_at_the_start() -> None:
    learner = LearnerFactory.create()
    attempt = attempt_of(learner, seed=11)
    versions = [item.version for item in attempt.items.select_related("version")]
    assert Attempt.objects.values().get() == {
        "id": attempt.pk,
        "learner_id": learner.pk,
        "exam_id": Exam.objects.get(slug="mini").pk,
        "seed": 11,
        "content_hash": sha256("".join(version.digest for version in versions).encode()).hexdigest(),
        "pass_mark": 750,
        "started_at": NOON,
        "time_limit": timedelta(minutes=8),
        "time_factor": Decimal(1),
        "deadline": DEADLINE,
        "submitted_at": None,
    }
    assert [item.position for item in attempt.items.all()] == [1, 2, 3, 4]
    for item in attempt.items.select_related("version"):
        assert sorted(item.order) == list(ids_to_shuffle(item.version.kind, item.version.body))
        assert (item.response, item.revision, item.flagged, item.answer) == ([], 0, False, None)
    assert log(attempt) == [("started", None, None, 0, False, NOON)]


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 2**48 - 1))
@pytest.mark.django_db
def test_the_blueprint_is_met_from_the_exam_pool_and_the_seed_decides(seed: int) -> None:
    with rolled_back():
        one, two = (attempt_of(LearnerFactory.create(), seed=seed) for _ in range(2))
        items = one.items.select_related("version__question")
        assert Counter(item.objective for item in items) == {"K1": 2, "S1": 2}
        assert {item.version.question.pool for item in items} == {"exam"}
        assert all(item.version_id == item.version.question.current_id for item in items)
        paper = [list(each.items.values_list("version_id", "order", "scored")) for each in (one, two)]
        assert paper[0] == paper[1]


@pytest.mark.django_db
def test_a_form_with_pilot_items(tmp_path: Path) -> None:
    publish_files(tmp_path / "course", spare_course())
    attempt = attempt_of(LearnerFactory.create(), slug="maxi")
    assert Counter(item.objective for item in attempt.items.all()) == {"K1": 2, "S1": 1}
    assert Counter(item.scored for item in attempt.items.all()) == {True: 2, False: 1}
    assert (attempt.pass_mark, attempt.time_limit) == (700, timedelta(minutes=16))


@pytest.mark.django_db
def test_questions_met_in_an_earlier_sitting_come_last() -> None:
    learner = LearnerFactory.create()
    first = attempt_of(learner, seed=1)
    exams.submit(attempt=first, now=NOON + SECOND)
    second = attempt_of(learner, seed=1, now=NOON + timedelta(hours=1))
    assert not set(drawn(first)) & set(drawn(second))
    exams.submit(attempt=second, now=NOON + timedelta(hours=1))
    third = attempt_of(learner, seed=1, now=NOON + timedelta(hours=2))
    assert len(set(drawn(third))) == 4


@pytest.mark.django_db
def test_retired_questions_are_not_drawn_and_a_pool_too_small_starts_nothing() -> None:
    Question.objects.filter(slug__in=["x-k1-1", "x-k1-2"]).update(retired_at=NOON)
    attempt = attempt_of(LearnerFactory.create())
    assert {slug for slug in drawn(attempt) if slug.startswith("x-k1")} == {"x-k1-3", "x-k1-4"}
    Question.objects.filter(slug="x-k1-3").update(retired_at=NOON)
    with pytest.raises(BlueprintTooLarge):
        attempt_of(LearnerFactory.create())
    assert Attempt.objects.count() == 1


@pytest.mark.django_db
def test_the_versions_stay_as_drawn_after_an_edit(tmp_path: Path) -> None:
    attempt = attempt_of(LearnerFactory.create())
    before = list(attempt.items.values())
    slug = drawn(attempt)[0]
    first = item_at(attempt, 1).version
    path = f"questions/{slug[2:4]}/{slug}.md"
    files = edited(small_course(), path, "- [x] Right of", "- [ ] Left of")
    outcome = publish_files(
        tmp_path / "course", edited(files, path, "- [ ] Wrong alpha", "- [x] Wrong alpha")
    )
    assert outcome.new_versions == 1
    assert list(attempt.items.values()) == before
    newer = QuestionVersion.objects.get(question=first.question, number=2)
    assert right(newer) != right(first)
    save(attempt, 1, right(first))
    exams.submit(attempt=attempt, now=NOON + SECOND)
    answer = Answer.objects.get(question=first.question)
    assert (answer.version, answer.correct) == (first, True)


@pytest.mark.django_db
@pytest.mark.parametrize(("factor", "minutes"), [("1.00", 8), ("1.25", 10), ("1.50", 12), ("2.00", 16)])
def test_the_time_factor_moves_the_deadline(factor: str, minutes: int) -> None:
    learner = LearnerFactory.create(time_factor=Decimal(factor))
    attempt_of(Learner.objects.get(pk=learner.pk))
    stored = Attempt.objects.get()
    assert (stored.time_limit, stored.time_factor) == (timedelta(minutes=8), Decimal(factor))
    assert stored.deadline == NOON + timedelta(minutes=minutes)
    Learner.objects.update(time_factor=5)
    assert Attempt.objects.get().deadline == stored.deadline


@pytest.mark.django_db
def test_a_second_start_goes_on_with_the_open_sitting() -> None:
    learner = LearnerFactory.create()
    first = attempt_of(learner, seed=1)
    assert attempt_of(learner, seed=2, now=DEADLINE - SECOND) == first
    assert (Attempt.objects.count(), AttemptItem.objects.count()) == (1, 4)
    assert len(log(first)) == 1
    assert attempt_of(LearnerFactory.create(), seed=1) != first


def test_ten_starts_at_once_are_one_sitting(published: None) -> None:
    learner, exam = LearnerFactory.create(), Exam.objects.get(slug="mini")
    together = Barrier(10)

    def click(seed: int) -> int:
        try:
            together.wait()
            return exams.start(learner=learner, exam=exam, seed=seed, now=NOON).pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(10) as pool:
        given = set(pool.map(click, range(10)))
    attempt = Attempt.objects.get()
    assert given == {attempt.pk}
    assert (AttemptItem.objects.count(), AttemptEvent.objects.count()) == (4, 1)


@pytest.mark.django_db
def test_a_response_is_saved_changed_and_cleared() -> None:
    attempt = attempt_of(LearnerFactory.create())
    one, two = item_at(attempt, 2).order[:2]
    for number, response in enumerate([(one,), (two,), ()], start=1):
        returned = save(attempt, 2, response, now=NOON + number * SECOND)
        stored = item_at(attempt, 2)
        assert (returned.response, stored.response, stored.revision) == (
            list(response),
            list(response),
            number,
        )
    assert log(attempt)[1:] == [
        ("saved", 2, [one], 1, False, NOON + SECOND),
        ("saved", 2, [two], 2, False, NOON + 2 * SECOND),
        ("saved", 2, [], 3, False, NOON + 3 * SECOND),
    ]
    assert {item.revision for item in attempt.items.exclude(position=2)} == {0}
    assert Answer.objects.count() == 0


@pytest.mark.django_db
def test_saving_the_same_again_is_no_change() -> None:
    attempt = attempt_of(LearnerFactory.create())
    option = item_at(attempt, 1).order[0]
    save(attempt, 1, (option,), flagged=True)
    before = log(attempt), list(attempt.items.values())
    save(attempt, 1, (option,), flagged=True, now=NOON + timedelta(minutes=1))
    save(attempt, 1, None, flagged=None)
    assert (log(attempt), list(attempt.items.values())) == before


@pytest.mark.django_db
def test_a_flag_and_a_response_leave_each_other_alone() -> None:
    attempt = attempt_of(LearnerFactory.create())
    option = item_at(attempt, 3).order[1]
    save(attempt, 3, flagged=True)
    save(attempt, 3, (option,))
    stored = item_at(attempt, 3)
    assert (stored.flagged, stored.response, stored.revision) == (True, [option], 1)
    save(attempt, 3, flagged=False)
    stored = item_at(attempt, 3)
    assert (stored.flagged, stored.response, stored.revision) == (False, [option], 1)
    assert [(kind, value) for kind, _, value, *_ in log(attempt)[1:]] == [
        ("flagged", True),
        ("saved", [option]),
        ("flagged", False),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("response", [("nonsense",), ("x" * 1_000_000,), tuple("0123456789")])
def test_what_does_not_fit_is_refused_and_not_even_the_flag_is_stored(response: Response) -> None:
    attempt = attempt_of(LearnerFactory.create())
    before = log(attempt), list(attempt.items.values())
    with pytest.raises(InvalidResponse):
        save(attempt, 1, response, flagged=True)
    assert (log(attempt), list(attempt.items.values())) == before


@pytest.mark.django_db
@pytest.mark.parametrize("position", [0, 5, 10**9])
def test_a_position_the_paper_does_not_have(position: int) -> None:
    attempt = attempt_of(LearnerFactory.create())
    with pytest.raises(NoSuchQuestion):
        save(attempt, position, ())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("now", "late"),
    [
        (DEADLINE - SECOND, False),
        (DEADLINE + SECOND, True),
        (GRACE_OVER - timedelta(microseconds=1), True),
    ],
)
def test_what_is_on_its_way_when_the_time_is_up_counts_and_is_marked_late(now: datetime, late: bool) -> None:
    attempt = attempt_of(LearnerFactory.create())
    option = item_at(attempt, 1).order[0]
    save(attempt, 1, (option,), flagged=True, now=now)
    assert item_at(attempt, 1).response == [option]
    assert log(attempt)[1:] == [("saved", 1, [option], 1, late, now), ("flagged", 1, True, 1, late, now)]


@pytest.mark.django_db
@pytest.mark.parametrize("now", [GRACE_OVER, GRACE_OVER + timedelta(days=400)])
def test_ten_seconds_after_the_deadline_nothing_is_stored(now: datetime) -> None:
    attempt = attempt_of(LearnerFactory.create())
    before = log(attempt), list(attempt.items.values())
    with pytest.raises(TooLate):
        save(attempt, 1, (item_at(attempt, 1).order[0],), flagged=True, now=now)
    assert (log(attempt), list(attempt.items.values())) == before


@pytest.mark.django_db
def test_after_the_submit_nothing_is_stored() -> None:
    attempt = attempt_of(LearnerFactory.create())
    exams.submit(attempt=attempt, now=NOON + SECOND)
    before = log(attempt), list(attempt.items.values())
    with pytest.raises(TooLate):
        # The attempt as it was read before: what is stored decides.
        save(attempt, 1, (item_at(attempt, 1).order[0],), now=NOON + 2 * SECOND)
    assert (log(attempt), list(attempt.items.values())) == before


@pytest.mark.django_db
def test_submitting_records_every_answer_once() -> None:
    learner = LearnerFactory.create()
    attempt = attempt_of(learner)
    fill(attempt, [True, False, True])
    finish = NOON + timedelta(minutes=5)
    exams.submit(attempt=attempt, now=finish)
    assert Attempt.objects.get().submitted_at == finish
    stored = [item.answer for item in attempt.items.select_related("answer")]
    assert [answer and answer.correct for answer in stored] == [True, False, True, False]
    for item, answer in zip(attempt.items.all(), stored, strict=True):
        assert answer is not None
        assert (answer.learner, answer.place, answer.confidence) == (learner, "exam", "")
        assert (answer.version_id, answer.response) == (item.version_id, item.response)
        assert answer.answered_at == finish
    assert log(attempt)[-1] == ("submitted", None, None, 0, False, finish)
    rows = list(Answer.objects.order_by("pk").values()), log(attempt)
    exams.submit(attempt=attempt, now=finish + SECOND)
    exams.submit(attempt=Attempt.objects.get(), now=GRACE_OVER)
    assert (list(Answer.objects.order_by("pk").values()), log(attempt)) == rows
    assert Attempt.objects.get().submitted_at == finish


def test_ten_submits_at_once_are_one(published: None) -> None:
    attempt = attempt_of(LearnerFactory.create())
    fill(attempt, [True, True])
    together = Barrier(10)

    def click(_: int) -> None:
        try:
            together.wait()
            exams.submit(attempt=Attempt.objects.get(pk=attempt.pk), now=NOON + SECOND)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(click, range(10)))
    assert (Answer.objects.count(), Answer.objects.filter(correct=True).count()) == (4, 2)
    assert AttemptEvent.objects.filter(kind="submitted").count() == 1
    assert attempt.items.filter(answer=None).count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("late", [SECOND, timedelta(seconds=10), timedelta(days=30)])
def test_a_late_submit_finishes_at_the_deadline(late: timedelta) -> None:
    attempt = attempt_of(LearnerFactory.create())
    fill(attempt, [True])
    exams.submit(attempt=attempt, now=DEADLINE + late)
    assert Attempt.objects.get().submitted_at == DEADLINE
    assert set(Answer.objects.values_list("answered_at", flat=True)) == {DEADLINE}
    assert log(attempt)[-1] == ("closed", None, None, 0, False, DEADLINE + late)


def report_of(attempt: Attempt, now: datetime) -> Report:
    """The report as a page that has just been loaded would have it."""
    return report(course(), Attempt.objects.select_related("exam").get(pk=attempt.pk), now=now)


@settings(max_examples=10, deadline=None)
@given(
    marks=st.lists(st.booleans(), max_size=4),
    closed_after=st.timedeltas(timedelta(seconds=10), timedelta(days=9)),
    seed=st.integers(0, 2**32),
)
@pytest.mark.django_db
def test_the_report_is_the_same_whether_or_not_anything_ran_after_the_deadline(
    marks: list[bool], closed_after: timedelta, seed: int
) -> None:
    with rolled_back():
        learner = LearnerFactory.create()
        attempt = attempt_of(learner, seed=seed)
        fill(attempt, marks)
        later = DEADLINE + timedelta(days=10)
        untouched = report_of(attempt, later)
        assert (untouched.score.right, untouched.score.total) == (sum(marks), 4)
        assert (untouched.finished_at, untouched.in_time) == (DEADLINE, False)
        assert report_of(attempt, DEADLINE) == untouched
        listed = attempts(learner.pk, now=later)
        exams.submit(attempt=attempt, now=DEADLINE + closed_after)
        assert report_of(attempt, later) == untouched
        assert attempts(learner.pk, now=later) == (replace(listed[0], state="submitted"),)


@pytest.mark.django_db
def test_a_new_start_closes_what_is_overdue(tmp_path: Path) -> None:
    publish_files(tmp_path / "course", spare_course())
    learner, other = LearnerFactory.create(), LearnerFactory.create()
    old, older, theirs = attempt_of(learner), attempt_of(learner, slug="maxi"), attempt_of(other)
    fill(old, [True, True])
    later = NOON + timedelta(minutes=16, seconds=10)  # the longer form is over as well
    new = attempt_of(learner, now=later)
    assert new not in (old, older)
    assert dict(Attempt.objects.values_list("pk", "submitted_at")) == {
        old.pk: DEADLINE,
        older.pk: NOON + timedelta(minutes=16),
        theirs.pk: None,
        new.pk: None,
    }
    assert Answer.objects.filter(learner=learner, correct=True).count() == 2
    assert Answer.objects.count() == 4 + 3
    assert [log(attempt)[-1] for attempt in (old, older)] == [("closed", None, None, 0, False, later)] * 2


@pytest.mark.django_db
def test_a_sitting_of_another_form_goes_on(tmp_path: Path) -> None:
    publish_files(tmp_path / "course", spare_course())
    learner = LearnerFactory.create()
    one, two = attempt_of(learner), attempt_of(learner, slug="maxi", now=NOON + SECOND)
    assert one != two
    assert Attempt.objects.filter(submitted_at=None).count() == 2


@pytest.mark.django_db
def test_each_sitting_has_answers_of_its_own() -> None:
    one, two = LearnerFactory.create(), LearnerFactory.create()
    for learner in (one, two):
        attempt = attempt_of(learner)
        fill(attempt, [learner == one] * 4)
        exams.submit(attempt=attempt, now=NOON + SECOND)
    assert Answer.objects.filter(learner=one, correct=True).count() == 4
    assert Answer.objects.filter(learner=two, correct=False).count() == 4
    tokens: set[UUID] = set(Answer.objects.values_list("token", flat=True))
    assert len(tokens) == 8
