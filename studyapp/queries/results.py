"""The result of a sitting as it stands: by the written keys, and by what was repaired since.

The one place that knows of both. Whoever shows a score, a verdict or a miss of an exam asks here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from studyapp.domain.grading import Response
from studyapp.domain.regrading import PaperItem, Ruling, Step, in_force, is_right, regrade
from studyapp.domain.scoring import Score
from studyapp.domain.versions import key_of
from studyapp.models import AttemptItem, KeyRepair
from studyapp.queries.shown import ShownQuestion

WITHOUT_THE_KEY = {
    "key": "another answer is right",
    "also": "more than one answer is right",
    "dropped": "it no longer counts",
    "credit": "everybody gets the point",
}


@dataclass(frozen=True)
class RepairNote:
    """What a candidate is told of one repair; no position and no reason in an exam that hides its keys.

    `before` and `after` are scores; `kept` if it would have lowered this one. `undone_at`: it was taken back.
    """

    position: int | None
    what: str
    reason: str
    made_at: datetime
    before: int
    after: int
    kept: bool
    undone_at: datetime | None
    undo_reason: str


@dataclass(frozen=True)
class Result:
    """A score, the rulings it rests on by version, and what is told about them."""

    score: Score
    rulings: Mapping[int, Ruling]
    steps: tuple[Step, ...]
    repairs: tuple[KeyRepair, ...]

    def ruled(self, question: ShownQuestion, row: AttemptItem) -> ShownQuestion:
        """A revealed question with the key as it stands."""
        ruling = self.rulings.get(row.version_id)
        return question if ruling is None else _ruled(question, row, ruling)

    def right(self, row: AttemptItem) -> bool:
        """Whether the answer is right by the key as it stands."""
        ruling = self.rulings.get(row.version_id)
        return is_right(key_of(row.version.kind, row.version.body), tuple(row.response), ruling)

    def missed(self, row: AttemptItem) -> bool:
        """Whether a question was answered, counts, and was not right."""
        ruling = self.rulings.get(row.version_id)
        if not row.response or (ruling is not None and ruling.kind in ("dropped", "credit")):
            return False
        return not self.right(row)


def with_repairs(rows: QuerySet[AttemptItem]) -> QuerySet[AttemptItem]:
    """The rows with a flag that spares `results` a query for papers whose keys nobody touched."""
    return rows.annotate(repaired=Exists(KeyRepair.objects.filter(version=OuterRef("version"))))


def repairs_about(rows: Iterable[AttemptItem]) -> tuple[KeyRepair, ...]:
    """Every repair of these papers' questions, those taken back included. One query at most."""
    touched = {row.version_id for row in rows if getattr(row, "repaired", True)}
    return tuple(KeyRepair.objects.filter(version__in=touched).order_by("pk")) if touched else ()


def result(rows: Sequence[AttemptItem], pass_mark: int, repairs: Sequence[KeyRepair] | None = None) -> Result:
    """What a paper came to. `rows` have their version joined; `repairs` are read here unless given."""
    about = repairs_about(rows) if repairs is None else repairs
    own = {row.version_id for row in rows}
    mine = tuple(repair for repair in about if repair.version_id in own)
    rulings = rulings_of(mine)
    found = regrade([_item(row) for row in rows], rulings, pass_mark=pass_mark)
    return Result(found.score, in_force(rulings), found.steps, mine)


def rulings_of(repairs: Iterable[KeyRepair]) -> list[Ruling]:
    """The rulings that stand."""
    return [ruling_of(repair) for repair in repairs if repair.undone_at is None]


def ruling_of(repair: KeyRepair) -> Ruling:
    """A repair as the rules see it."""
    answers: tuple[Response, ...] = tuple(map(tuple, repair.answers))
    # What the database holds was one of the kinds when it was stored.
    kind = next(kind for kind in ("key", "also", "dropped", "credit") if kind == repair.kind)
    return Ruling(repair.pk, repair.version_id, kind, answers, repair.never_lower)


def notes(
    found: Result, rows: Sequence[AttemptItem], *, finished: datetime, revealed: bool
) -> tuple[RepairNote, ...]:
    """What a candidate is told, the oldest repair first.

    One that was taken back before the paper was finished never touched it and is left out.
    """
    places = {row.version_id: row.position for row in rows}
    steps = {step.ruling.number: step for step in found.steps}
    told = []
    for repair in found.repairs:
        step = steps.get(repair.pk)
        if repair.undone_at is not None and repair.undone_at <= finished:
            continue
        told.append(
            RepairNote(
                position=places[repair.version_id] if revealed else None,
                what=WITHOUT_THE_KEY[repair.kind],
                reason=repair.reason if revealed else "",
                made_at=repair.made_at,
                before=(step.before if step else found.score).scaled,
                after=(step.after if step else found.score).scaled,
                kept=step is not None and step.kept,
                undone_at=repair.undone_at,
                undo_reason=repair.undo_reason if revealed else "",
            )
        )
    return tuple(told)


def _item(row: AttemptItem) -> PaperItem:
    key = key_of(row.version.kind, row.version.body)
    return PaperItem(row.version_id, row.objective, key, tuple(row.response), row.scored)


def _ruled(question: ShownQuestion, row: AttemptItem, ruling: Ruling) -> ShownQuestion:
    response = tuple(row.response)
    right = is_right(key_of(row.version.kind, row.version.body), response, ruling)
    if not ruling.answers:
        return replace(question, correct=right)
    model = response if response in ruling.answers else ruling.answers[0]
    return replace(_rekeyed(question, model, ruling.answers), correct=right, accepted=ruling.answers)


def _rekeyed(question: ShownQuestion, model: Response, answers: Sequence[Response]) -> ShownQuestion:
    """The marks at the options, or the right places and pairs, by other keys; `model` is the one to show."""
    if question.kind == "matching":
        sides = dict(pair.split("=", 1) for pair in model)
        texts = {target.id: target.text for target in question.targets}
        pairs = (
            replace(pair, correct=pair.chosen == sides[pair.id], right_text=texts[sides[pair.id]])
            for pair in question.pairs
        )
        return replace(question, pairs=tuple(pairs))
    if question.kind == "ordering":
        places = {step: place for place, step in enumerate(model, start=1)}
        options = (
            replace(option, correct=option.place == places[option.id], right_place=places[option.id])
            for option in question.options
        )
        return replace(question, options=tuple(options))
    keyed = {option for answer in answers for option in answer}
    return replace(
        question,
        options=tuple(replace(option, correct=option.id in keyed) for option in question.options),
    )
