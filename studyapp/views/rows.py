"""Rows of the course map, the same for all who stand alike: rendered once and kept."""

from collections.abc import Iterable
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from studyapp.queries.lessons import MapLine


def course_rows(lines: Iterable[MapLine]) -> list[SafeString]:
    """Every line of the map as HTML."""
    return [_row(line) for line in lines]


@lru_cache(maxsize=2048)
def _row(line: MapLine) -> SafeString:
    return render_to_string("lessons/course_row.html", {"line": line})
