"""Practice sets that a teacher puts together: what there is to choose from, and what a set asks now.

Of the course its practice questions, of the class its own; of another class nothing, whatever is asked for.
"""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from studyapp.models import Question
from studyapp.queries.catalogue import Catalogue
from studyapp.queries.coursefacts import practice_stock
from studyapp.queries.ownquestions import OWN, own_lines, own_slug

SET = "set"  # the pick of such a set
MOST = 40  # questions in one
type Choices = tuple[tuple[str, str], ...]


def choosable(course: Catalogue, classroom_id: int) -> tuple[tuple[str, Choices], ...]:
    """The questions by heading: those of the class first, then the course's by objective. One query."""
    own = tuple(
        (own_slug(classroom_id, line.name), line.stem) for line in own_lines(classroom_id) if not line.retired
    )
    stock = practice_stock(course.key)
    theirs = ((f"{one.code} {one.short}", stock.get(one.code, ())) for one in course.objectives)
    return tuple((name, found) for name, found in (("Of this class", own), *theirs) if found)


def in_set(slugs: Iterable[str], classroom_id: int) -> QuerySet[Question]:
    """Those of these questions that this class may be asked now: none that is retired or another class's."""
    ours = Q(classroom=classroom_id, pool=OWN) | Q(classroom=None, pool="practice")
    return Question.objects.filter(ours, slug__in=list(slugs), retired_at=None, current__isnull=False)
