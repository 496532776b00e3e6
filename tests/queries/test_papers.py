"""A paper laid again years later, whatever authors have done since."""

from datetime import timedelta
from pathlib import Path

import pytest

from studyapp.actions import exams
from studyapp.domain.paper import PaperDiffers
from studyapp.models import Attempt, ExamPool, Question
from studyapp.queries.papers import NotKept, RedrawnItem, redrawn
from tests.actions.editedcourse import EDITS, edited, publish_files
from tests.factories.course import EXAM, small_course
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, attempt_of

pytestmark = pytest.mark.django_db


def sat(attempt: Attempt) -> list[RedrawnItem]:
    """The paper as its rows have it."""
    return [
        RedrawnItem(item.position, item.version.digest, item.objective, item.scored, tuple(item.order))
        for item in attempt.items.select_related("version")
    ]


def test_edits_and_retirements_do_not_reach_it(tmp_path: Path) -> None:
    learner = LearnerFactory.create()
    first = attempt_of(learner, seed=3)
    exams.submit(attempt=first, now=NOON)
    second = attempt_of(learner, seed=4, now=NOON + timedelta(hours=1))
    papers = [sat(attempt) for attempt in (first, second)]
    files = small_course()
    for path, old, new in EDITS:
        files = dict(edited(files, path, old, new))
    for n in range(1, 5):
        path = f"questions/k1/x-k1-{n}.md"
        files = dict(edited(files, path, "What fits?", "What fits best?"))
    form = EXAM.replace("{K1: 2, S1: 2}", "{K1: 1, S1: 1}")
    assert publish_files(tmp_path / "course", {**files, "exams/mini.yaml": form}).new_versions > 4
    Question.objects.filter(pool="exam").update(retired_at=NOON)
    stored = [Attempt.objects.select_related("pool").get(pk=attempt.pk) for attempt in (first, second)]
    assert [list(redrawn(attempt)) for attempt in stored] == papers
    assert len(papers[0]) == 4


def test_one_pool_is_stored_once_until_it_changes(tmp_path: Path) -> None:
    attempts = [attempt_of(LearnerFactory.create(), seed=n) for n in range(3)]
    kept = ExamPool.objects.get()
    assert {attempt.pool_id for attempt in attempts} == {kept.pk}
    assert [row[0] for row in kept.questions] == [
        f"x-{code}-{n}" for code in ("k1", "s1") for n in range(1, 5)
    ]
    files = edited(small_course(), "questions/k1/x-k1-1.md", "What fits?", "Which fits?")
    publish_files(tmp_path / "course", files)
    attempt_of(LearnerFactory.create())
    assert ExamPool.objects.count() == 2


def test_a_row_changed_by_hand_is_noticed() -> None:
    attempt = attempt_of(LearnerFactory.create())
    assert attempt.pool is not None
    attempt.pool.questions = attempt.pool.questions[1:]
    with pytest.raises(PaperDiffers):
        redrawn(attempt)


def test_a_paper_from_before_pools_were_kept() -> None:
    attempt = attempt_of(LearnerFactory.create())
    attempt.pool = None
    with pytest.raises(NotKept):
        redrawn(attempt)
