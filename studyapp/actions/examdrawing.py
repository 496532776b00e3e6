"""Freezing a paper: what the pool holds now, the recipe, and every question in its place."""

from datetime import datetime, timedelta
from decimal import Decimal

from studyapp.actions.examlog import log
from studyapp.actions.examrows import append
from studyapp.domain.paper import PaperLine, PoolEntry, Recipe, digest_of_pool, hash_of, lay, option_order
from studyapp.domain.timing import deadline
from studyapp.domain.versions import ids_to_shuffle
from studyapp.models import Attempt, AttemptItem, Exam, ExamPool, Learner, Question, QuestionVersion
from studyapp.queries.exams import seen_in_exams


def draw_paper(
    *,
    learner: Learner,
    exam: Exam,
    seed: int,
    factor: Decimal,
    now: datetime,
    closes_at: datetime | None = None,
    keys_from: datetime | None = None,
) -> Attempt:
    """A sitting with its paper. Part of the transaction of whoever starts it."""
    held = _held(exam)
    pool = [PoolEntry(slug, objective, digest) for slug, (objective, digest, _) in held.items()]
    seen = {slug: turn for slug, turn in seen_in_exams(learner.pk).items() if slug in held}
    recipe = Recipe(exam.blueprint, seed, exam.unscored, seen)
    lines = lay(recipe, pool)
    limit = None if exam.minutes is None else timedelta(minutes=exam.minutes)
    ends = (None if limit is None else deadline(now, limit, factor), closes_at)
    attempt = Attempt.objects.create(
        learner=learner,
        exam=exam,
        seed=seed,
        pool=_stored(pool),
        blueprint=dict(exam.blueprint),
        unscored=exam.unscored,
        seen=seen,
        content_hash=hash_of(lines),
        review=exam.review,
        review_from=keys_from or exam.closes_at,
        pass_mark=exam.pass_mark,
        started_at=now,
        time_limit=limit,
        time_factor=factor,
        deadline=min((moment for moment in ends if moment is not None), default=None),
    )
    # By its number, not as the question's current one: a publication may have come between.
    versions = QuestionVersion.objects.only("kind", "body").in_bulk([held[line.id][2] for line in lines])
    append([_item(attempt, line, versions[held[line.id][2]]) for line in lines])
    log(attempt, "started", now)
    return attempt


def _held(exam: Exam) -> dict[str, tuple[str, str, int]]:
    """What the pool holds now, by slug: objective, digest and number of the text that is shown.

    The texts themselves stay where they are: most are not drawn.
    """
    whose = exam.classroom_id if exam.pool == "class" else None
    pool = Question.objects.filter(pool=exam.pool, classroom=whose, retired_at=None, current__isnull=False)
    rows = pool.values_list("slug", "objective_id", "current__digest", "current_id")
    return {slug: (objective, digest, current) for slug, objective, digest, current in rows if current}


def _stored(pool: list[PoolEntry]) -> ExamPool:
    rows = sorted([entry.id, entry.objective, entry.digest] for entry in pool)
    return ExamPool.objects.get_or_create(digest=digest_of_pool(pool), defaults={"questions": rows})[0]


def _item(attempt: Attempt, line: PaperLine, version: QuestionVersion) -> AttemptItem:
    return AttemptItem(
        attempt=attempt,
        position=line.position,
        version=version,
        objective=line.objective,
        scored=line.scored,
        order=option_order(attempt.seed, line.position, ids_to_shuffle(version.kind, version.body)),
    )
