"""Seeds sittings and times what the staff see of them in one process. Prints JSON."""

import json
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime

import django

django.setup()

from django.db import connection  # noqa: E402 (after setup)
from django.test.utils import CaptureQueriesContext  # noqa: E402

from bench.itemstats_rows import seed  # noqa: E402
from studyapp.domain.regrading import Ruling  # noqa: E402
from studyapp.models import Release  # noqa: E402
from studyapp.queries.catalogue import load  # noqa: E402
from studyapp.queries.keypreview import UNSTORED, preview  # noqa: E402
from studyapp.queries.keyquestion import question_case  # noqa: E402
from studyapp.queries.keys import exam_table  # noqa: E402

NOW = datetime.now(UTC)
ROUNDS = 5


def timed(deed: Callable[[], object]) -> tuple[float, float, int]:
    """Milliseconds of the wall clock and of CPU, the medians, and how many queries it takes."""
    deed()
    taken, worked = [], []
    for _ in range(ROUNDS):
        before, began = time.perf_counter(), time.process_time()
        deed()
        taken.append(1000 * (time.perf_counter() - before))
        worked.append(1000 * (time.process_time() - began))
    with CaptureQueriesContext(connection) as seen:
        deed()
    return statistics.median(taken), statistics.median(worked), len(seen)


def main(candidates: int, items: int) -> None:
    """Print the figures."""
    exam, odd = seed(candidates, items, NOW)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    course = load(Release.objects.latest("pk").key)
    other = next(choice["id"] for choice in odd.body["choices"] if not choice["correct"])
    ruling = Ruling(UNSTORED, odd.pk, "key", ((other,),))
    table = exam_table(exam.slug, now=NOW)
    assert table is not None
    flagged = [line.slug for line in table.lines if line.reasons]
    print(
        json.dumps(
            {
                "vendor": connection.vendor,
                "answers": candidates * items,
                "found": odd.question.slug in flagged,
                "flagged": len(flagged),
                "rows": {
                    "table of the exam": timed(lambda: exam_table(exam.slug, now=NOW)),
                    "one question": timed(lambda: question_case(course, odd.question.slug, now=NOW)),
                    "effects of a repair": timed(lambda: preview(odd, ruling, now=NOW)),
                },
            }
        )
    )


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
