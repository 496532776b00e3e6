"""A repair of a key for the staff: before it is made, and as it was kept."""

from dataclasses import dataclass
from uuid import UUID

from studyapp.domain.grading import Key, Response
from studyapp.domain.regrading import Kind, Ruling, answers_after
from studyapp.domain.versions import key_of
from studyapp.models import KeyRepair, QuestionVersion, RepairedResult
from studyapp.queries.keypreview import LISTED, UNSTORED, candidate_of
from studyapp.queries.keyquestion import key_in_letters
from studyapp.queries.keys import standing_repair
from studyapp.queries.results import ruling_of

KINDS = KeyRepair.KINDS


@dataclass(frozen=True)
class Repairable:
    """A text whose key may be repaired; `standing` is the repair that counts now."""

    version: QuestionVersion
    key: Key
    standing: KeyRepair | None
    key_text: str

    def ruling(self, kind: Kind, response: Response, *, never_lower: bool) -> Ruling:
        """The decision as the rules see it. Raises grading.InvalidResponse."""
        present = ruling_of(self.standing) if self.standing else None
        answers = answers_after(self.key, kind, response, present)
        return Ruling(UNSTORED, self.version.pk, kind, answers, never_lower)


@dataclass(frozen=True)
class KeptLine:
    """What a repair did to one sitting, as it was kept."""

    candidate: str
    exam: str
    result: RepairedResult


@dataclass(frozen=True)
class RepairCase:
    """A repair and the results it changed, at most LISTED. `standing`: it counts, and can be taken back."""

    repair: KeyRepair
    what: str
    key_text: str
    standing: bool
    lines: tuple[KeptLine, ...]
    sittings: int
    changed: int


def repairable(version_id: int) -> Repairable | None:
    """Two queries."""
    version = QuestionVersion.objects.select_related("question").filter(pk=version_id).first()
    if version is None:
        return None
    standing = standing_repair(version_id)
    key = key_of(version.kind, version.body)
    text = key_in_letters(version, key, ruling_of(standing) if standing else None)
    return Repairable(version, key, standing, text)


def made_with(token: UUID | None) -> int | None:
    """The id of the repair that was made with this form. One query."""
    return KeyRepair.objects.filter(token=token).values_list("pk", flat=True).first() if token else None


def repair_case(pk: int) -> RepairCase | None:
    """A repair by its id. Three queries."""
    rows = KeyRepair.objects.select_related("version__question", "made_by", "undone_by")
    found = rows.filter(pk=pk).first()
    if found is None:
        return None
    above = standing_repair(found.version_id)
    results = list(found.results.select_related("attempt__learner__user", "attempt__exam").order_by("pk"))
    changed = [row for row in results if _changed(row)]
    changed.sort(key=lambda row: (row.scaled_after - row.scaled_before, row.pk))
    key = key_of(found.version.kind, found.version.body)
    return RepairCase(
        repair=found,
        what=found.get_kind_display(),
        key_text=key_in_letters(found.version, key, ruling_of(found)) if found.answers else "",
        standing=above is not None and above.pk == found.pk,
        lines=tuple(
            KeptLine(candidate_of(row.attempt), row.attempt.exam.title, row) for row in changed[:LISTED]
        ),
        sittings=len(results),
        changed=len(changed),
    )


def _changed(row: RepairedResult) -> bool:
    before = row.right_before, row.total_before, row.scaled_before
    return before != (row.right_after, row.total_after, row.scaled_after)
