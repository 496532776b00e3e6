"""python manage.py check_content: is everything under content/ fit to be published?"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils import timezone

from studyapp.domain import coherence, inventory
from studyapp.domain.coherence import Findings
from studyapp.domain.inventory import Inventory
from studyapp.domain.keydoubts import ENOUGH
from studyapp.domain.parsing import parse
from studyapp.queries.contentfiles import read
from studyapp.queries.contentstats import QuestionLine, question_lines

NONE = "\N{EN DASH}"  # what is undefined


class Command(BaseCommand):
    """Prints every fault as `file:line: message`, then what the course holds. Leaves with 1 on errors."""

    help = "Check the course under content/: every fault with file and line, then what the course holds."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """`--json` for programs; `--root` for a course elsewhere; `--stats` looks into the database."""
        parser.add_argument("--json", action="store_true", help="print one JSON object instead of text")
        parser.add_argument("--root", type=Path, help="the content folder (default: CONTENT_ROOT)")
        parser.add_argument("--stats", action="store_true", help="also what answers say of each question")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, print, and leave with 1 if anything is an error."""
        root: Path = options["root"] or settings.CONTENT_ROOT
        findings, held = examine(root)
        lines = figures() if options["stats"] else None
        if options["json"]:
            told = inventory.as_json(held, errors=findings.errors, warnings=findings.warnings)
            if lines is not None:
                told["items"] = [asdict(line) for line in lines]
            self.stdout.write(json.dumps(told, indent=2, ensure_ascii=False))
        else:
            self._print(findings, held)
        if lines is not None and not options["json"]:
            self.stdout.write("\n" + "\n".join(item_table(lines, files_of(root))))
        if findings.errors:
            raise SystemExit(1)

    def _print(self, findings: Findings, held: Inventory | None) -> None:
        for problem in findings.errors:
            self.stdout.write(self.style.ERROR(str(problem)))
        for problem in findings.warnings:
            self.stdout.write(
                self.style.WARNING(f"{problem.file}:{problem.line}: warning: {problem.message}")
            )
        if held is not None:
            self.stdout.write("\n" + "\n".join(summary(held)))
        errors, warnings = len(findings.errors), len(findings.warnings)
        self.stdout.write(f"\nerrors: {errors}, warnings: {warnings}")


def examine(root: Path) -> tuple[Findings, Inventory | None]:
    """Everything that can be said of a content folder; no inventory if there is no usable course.yaml."""
    files, unreadable = read(root)
    parsed = parse(files)
    faults = (*unreadable, *parsed.problems, *parsed.unwritten)
    if parsed.course is None:
        return Findings(faults, ()), None
    findings = coherence.check(parsed.course, today=timezone.localdate())
    return Findings((*faults, *findings.errors), findings.warnings), inventory.take(parsed.course)


def summary(held: Inventory) -> Iterator[str]:
    """What the course holds, as lines of a small table."""
    counts = held.counts
    yield (
        f"{counts.lessons} lessons, {counts.cards} cards, {counts.terms} terms, {counts.paths} paths, "
        f"{counts.diagrams} diagrams; questions: {counts.questions.practice} practice, "
        f"{counts.questions.exam} exam"
    )
    yield ""
    yield f"{'objective':<10}{'lessons':>9}{'cards':>9}{'practice':>10}{'exam':>9}"
    for name, row in held.objectives.items():
        yield f"{name:<10}{row.lessons:>9}{row.cards:>9}{row.practice:>10}{row.exam:>9}"
    yield ""
    yield "kinds: " + ", ".join(f"{count} {kind}" for kind, count in held.kinds.items())
    yield "difficulty: " + ", ".join(f"{count} of level {level}" for level, count in held.difficulty.items())
    places = ", ".join(str(count) for count in held.cueing.key_positions)
    yield f"single questions: key longest in {held.cueing.longest_is_key:.0%}; keys per place: {places}"


def figures() -> tuple[QuestionLine, ...]:
    """The figures of this installation; CommandError if it has no database yet."""
    try:
        return question_lines(now=timezone.now())
    except DatabaseError as error:
        raise CommandError(f"--stats needs the database of this installation: {error}") from None


def files_of(root: Path) -> Mapping[str, str]:
    """The file of every question, by its id."""
    course = parse(read(root)[0]).course
    return {question.id: question.file for question in course.questions} if course else {}


def item_table(lines: Sequence[QuestionLine], files: Mapping[str, str]) -> Iterator[str]:
    """One question a line, its doubts below it. Nothing is said of questions with few answers."""
    told = [line for line in lines if line.answers >= ENOUGH and line.slug in files]
    few = len(files) - len(told)
    if told:
        width = max(16, *(len(files[line.slug]) for line in told))
        yield f"{'what answers say':<{width}}{'answers':>9}{'right':>8}{'r':>7}  options, * is the key"
        for line in told:
            right = NONE if line.facility is None else f"{line.facility:.0%}"
            r = NONE if line.discrimination is None else f"{line.discrimination:.2f}"
            shares = "  ".join(f"{one.letter}{'*' * one.key} {one.percent}%" for one in line.options) or NONE
            yield f"{files[line.slug]:<{width}}{line.answers:>9}{right:>8}{r:>7}  {shares}"
            yield from (f"    doubtful: {doubt}" for doubt in line.doubts)
        yield ""
        yield "r: whether those who did well on the rest got it right. Exam questions: newest sittings;"
        yield "practice questions: the first answer of each learner. Both to the text as it is published."
    yield f"{few} of {len(files)} questions have fewer than {ENOUGH} answers: nothing is said of them."
