"""python manage.py check_content: is everything under content/ fit to be published?"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from studyapp.domain import coherence, inventory
from studyapp.domain.coherence import Findings
from studyapp.domain.inventory import Inventory
from studyapp.domain.parsing import parse
from studyapp.queries.contentfiles import read


class Command(BaseCommand):
    """Prints every fault as `file:line: message`, then what the course holds. Leaves with 1 on errors."""

    help = "Check the course under content/: every fault with file and line, then what the course holds."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """`--json` for programs; `--root` for a course elsewhere."""
        parser.add_argument("--json", action="store_true", help="print one JSON object instead of text")
        parser.add_argument("--root", type=Path, help="the content folder (default: CONTENT_ROOT)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, print, and leave with 1 if anything is an error."""
        findings, held = examine(options["root"] or settings.CONTENT_ROOT)
        if options["json"]:
            told = inventory.as_json(held, errors=findings.errors, warnings=findings.warnings)
            self.stdout.write(json.dumps(told, indent=2, ensure_ascii=False))
        else:
            self._print(findings, held)
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
