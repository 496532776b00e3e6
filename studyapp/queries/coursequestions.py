"""The course's practice questions as a file, in whichever format."""

from functools import lru_cache
from pathlib import Path
from uuid import UUID

from studyapp.domain.exchange import item_of
from studyapp.domain.parsing import parse
from studyapp.models import Question
from studyapp.queries.contentfiles import read
from studyapp.queries.questionfiles import FORMATS, Format, QuestionFile, write_questions


@lru_cache(maxsize=len(FORMATS))
def course_questions(key: UUID, format: Format, root: Path) -> QuestionFile | None:
    """Every practice question of this release, from the files under `root`; None while they have a fault.

    Files are edited before they are published: what is for practice is asked of both, so that no question of
    the exams ever leaves. Read once a release, since it takes as long as checking the course does.
    """
    files, faults = read(root)
    parsed = parse(files)
    if faults or parsed.problems or parsed.course is None:
        return None
    rows = Question.objects.filter(pool="practice", retired_at=None, classroom=None)
    published = set(rows.values_list("slug", flat=True))
    asked = (one for one in parsed.course.questions if one.pool == "practice" and one.id in published)
    return write_questions(map(item_of, asked), format)
