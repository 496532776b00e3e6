"""Starting an exam: the paper, the clock, and one open sitting."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from threading import Barrier

import pytest
from django.db import connections
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.actions import exams
from studyapp.domain.blueprint import BlueprintTooLarge
from studyapp.domain.versions import ids_to_shuffle
from studyapp.models import (
    Answer,
    Attempt,
    AttemptEvent,
    AttemptItem,
    Exam,
    ExamPool,
    Learner,
    Question,
    QuestionVersion,
)
from tests.actions.editedcourse import edited, publish_files, spare_course
from tests.actions.sittings import DEADLINE, SECOND, fill, item_at, log, save
from tests.factories.course import small_course
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, attempt_of, right, rolled_back


def drawn(attempt: Attempt) -> list[str]:
    """The ids of the questions, in order."""
    return list(attempt.items.values_list("version__question__slug", flat=True))


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
        "pool_id": ExamPool.objects.get().pk,
        "blueprint": {"K1": 2, "S1": 2},
        "unscored": 0,
        "seen": {},
        "review": "after_submit",
        "review_from": None,
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


def test_twenty_starts_at_once_are_one_sitting(published: None) -> None:
    learner, exam = LearnerFactory.create(), Exam.objects.get(slug="mini")
    together = Barrier(20)

    def click(seed: int) -> int:
        try:
            together.wait()
            return exams.start(learner=learner, exam=exam, seed=seed, now=NOON).pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(20) as pool:
        given = set(pool.map(click, range(20)))
    attempt = Attempt.objects.get()
    assert given == {attempt.pk}
    assert (AttemptItem.objects.count(), AttemptEvent.objects.count()) == (4, 1)


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
