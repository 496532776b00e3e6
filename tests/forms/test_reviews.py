"""A grade as a browser sends it."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.http import QueryDict

from studyapp.domain.sending import Sent
from studyapp.forms.reviews import read_kept, read_sent, read_version

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
MS = 1_795_521_600_000
TOKEN = UUID(int=9)


@pytest.mark.parametrize(
    ("query", "sent"),
    [
        ("", Sent(4)),
        (f"token={TOKEN}&since={MS - 8500}", Sent(4, token=TOKEN, seconds=8.5)),
        (
            f"since={MS - 9000}&given={MS - 4000}",
            Sent(4, seconds=5.0, given_at=NOON - timedelta(seconds=4)),
        ),
        ("token=x&since=now&given=-1", Sent(4)),
        ("given=99999999999999999999&since=²", Sent(4)),
    ],
)
def test_what_a_form_says_of_its_sending(query: str, sent: Sent) -> None:
    assert read_sent(QueryDict(query), number=4, now=NOON) == sent


@pytest.mark.parametrize(("query", "version"), [("version=12", 12), ("", None), ("version=x", None)])
def test_the_version_that_was_shown(query: str, version: int | None) -> None:
    assert read_version(QueryDict(query)) == version


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("", (0, Sent(0, given_at=NOON))),
        ("memory=x&number=-1", (0, Sent(0, given_at=NOON))),
        (
            f"memory=7&number=3&token={TOKEN}&since={MS - 9000}&given={MS - 4000}",
            (7, Sent(3, token=TOKEN, seconds=5.0, given_at=NOON - timedelta(seconds=4))),
        ),
    ],
)
def test_a_grade_from_where_there_was_no_network(query: str, kept: tuple[int, Sent]) -> None:
    assert read_kept(QueryDict(query), now=NOON) == kept
