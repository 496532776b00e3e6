"""Publishing the content folder: all of it or nothing, and only what changed."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from django.db import transaction

from studyapp.actions import searching
from studyapp.actions.content import store
from studyapp.domain.coherence import check
from studyapp.domain.documents import Course, Problem
from studyapp.domain.markup import Markup
from studyapp.domain.parsing import parse
from studyapp.models import Release
from studyapp.queries.contentfiles import read

CODE_ROOT = Path(__file__).resolve().parent.parent / "domain"


@dataclass(frozen=True)
class Outcome:
    """What a publication did. With `problems` nothing was changed. Counts are of rows written.

    `unfinished` is what a preview passed over.
    """

    problems: tuple[Problem, ...] = ()
    unfinished: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    changed: bool = False
    new_versions: int = 0
    retired: int = 0


def publish(root: Path, *, now: datetime, drafts: bool = False, another: bool = True) -> Outcome:
    """Publish the folder. Any error leaves everything as it was; unchanged files make no release.

    The newest release carries the digest of the files and of the code that renders them, so a second
    start with nothing new costs one read of the folder. With `drafts`, for previews, what is merely not
    written yet is no error; such a release carries another digest, so it is never taken for a sound one.
    Another course retires the one that is shown: without `another` its id is an error.
    """
    files, faults = read(root)
    digest = _digest(files)
    newest = Release.objects.order_by("-pk").values_list("digest", flat=True).first()
    if not faults and newest == digest:
        return Outcome()
    parsed = parse(files)
    course = parsed.course
    if faults or parsed.problems or course is None:
        return Outcome(problems=(*faults, *parsed.problems, *(() if drafts else parsed.unwritten)))
    if not another and (stranger := _stranger(course)):
        return Outcome(problems=(stranger,))
    markup = Markup(course)  # shared: it renders every short text once
    findings = check(course, today=now.date(), markup=markup)
    unfinished = (*parsed.unwritten, *findings.unfinished)
    passed = set(unfinished) if drafts else set()
    problems = tuple(one for one in (*parsed.unwritten, *findings.errors) if one not in passed)
    if problems:
        return Outcome(problems=problems, warnings=findings.warnings)
    if unfinished:
        digest = _draft(digest)
    outcome = _store(course, markup, digest=digest, warnings=findings.warnings, now=now)
    return replace(outcome, unfinished=unfinished)


def _stranger(course: Course) -> Problem | None:
    shown = Release.objects.order_by("-pk").values_list("info__id", flat=True).first()
    if shown in (None, course.info.id):
        return None
    message = (
        f"this installation holds the course '{shown}', not '{course.info.id}': give the other one a "
        "DATA_DIR of its own (docs/second-course.md), or retire this one by publish_content --another"
    )
    return Problem(file=course.info.file, line=course.info.line, message=message)


def _draft(digest: str) -> str:
    return hashlib.sha256(f"draft {digest}".encode()).hexdigest()


def _digest(files: Mapping[str, str]) -> str:
    total = hashlib.sha256()
    for path in sorted(CODE_ROOT.glob("*.py")):
        total.update(path.read_bytes())
    for name in sorted(files):
        total.update(f"\0{name}\0{files[name]}".encode())
    return total.hexdigest()


@transaction.atomic
def _store(
    course: Course, markup: Markup, *, digest: str, warnings: tuple[Problem, ...], now: datetime
) -> Outcome:
    # Publications take turns: the second waits here for the first, and then finds the files published.
    Release.objects.select_for_update().order_by("-pk").first()
    if Release.objects.order_by("-pk").values_list("digest", flat=True).first() == digest:
        return Outcome()
    new_versions, retired = store(course, markup, now=now)
    searching.follow()
    Release.objects.create(digest=digest, info=course.info.model_dump(mode="json"), published_at=now)
    return Outcome(warnings=warnings, changed=True, new_versions=new_versions, retired=retired)
