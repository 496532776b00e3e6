"""The state of a path as an address has it."""

import pytest
from django.http import QueryDict

from studyapp.domain.paths_sandbox import START, Protection, Stop, Wish
from studyapp.forms.paths import Asked, read_asked, read_wish


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", Asked(None, "", 0, checked=False)),
        ("on=a", Asked(None, "", 0, checked=False)),
        ("drawn=1", Asked((), "", 0, checked=False)),
        ("drawn=1&on=a&on=b&in-x=c&hop=h", Asked(("a", "b", "c"), "h", 0, checked=False)),
        ("drawn=1&in-x=c&in-x=d", Asked(("d",), "", 0, checked=False)),
        ("hints=1&hints=2&checked=1", Asked(None, "", 2, checked=True)),
        ("hints=-1", Asked(None, "", 0, checked=False)),
        ("hints=999", Asked(None, "", 20, checked=False)),
        ("hints=%C2%B2", Asked(None, "", 0, checked=False)),
        ("drawn=1&from=review", Asked((), "", 0, checked=False, from_review=True)),
        ("from=/review/&from=https://elsewhere.example", Asked(None, "", 0, checked=False)),
        ("from=Review", Asked(None, "", 0, checked=False)),
    ],
)
def test_what_an_address_asks_for(query: str, found: Asked) -> None:
    assert read_asked(QueryDict(query)) == found


def test_nothing_built_is_what_there_is_to_start_from() -> None:
    assert read_wish(QueryDict("hop=h1")) == START


def test_rows_left_empty_are_left_out() -> None:
    query = (
        "speaks=SQL&node=browser&over=internet&node=&over=aws&node=rds&over=aws"
        "&layer=TLS&from=1&to=2&keys=aws&plain=yes&layer=&from=1&to=2&keys=aws&plain=no"
        "&layer=IPsec&from=x&to=%C2%B2&keys=both&plain=no"
    )
    assert read_wish(QueryDict(query)) == Wish(
        stops=(Stop("browser", "internet"), Stop("rds", "aws")),
        protections=(
            Protection("TLS", 1, 2, "aws", firm=False),
            Protection("IPsec", 0, 0, "both", firm=True),
        ),
        speaks="SQL",
    )
