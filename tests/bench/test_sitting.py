"""What bench sitting says of figures, and how its candidates read a page."""

from random import Random

import pytest

from bench.candidates import answer_to
from bench.sitting import report
from bench.swarm import Figures, request

RATES = {"save": [70.0, 60.0, 50.0], "bare": [100.0, 90.0, 110.0]}
CPU = {"save": 1.5, "bare": 1.0}


def figures(*times: float, faults: tuple[str, ...] = ()) -> Figures:
    made = Figures(faults=list(faults))
    made.times["save"] = list(times)
    return made


def test_all_limits_kept() -> None:
    assert report(figures(*[1.0] * 95, *[299.0] * 5), [], RATES, CPU) is True


@pytest.mark.parametrize(
    ("made", "wrong", "rates", "told"),
    [
        (figures(1.0, faults=("save: 500",)), [], RATES, "errors 1"),
        (figures(1.0), ["attempt 1"], RATES, "papers that are not as told 1"),
        (figures(*[1.0] * 94, *[300.0] * 6), [], RATES, "p95 of a save 300 ms"),
        (figures(*[1.0] * 99, 1000.0), [], RATES, "longest save 1000 ms"),
        (figures(1.0), [], {**RATES, "save": [59.0]}, "saves to bare updates 0.59"),
    ],
)
def test_each_limit_passed_is_told(
    made: Figures,
    wrong: list[str],
    rates: dict[str, list[float]],
    told: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert report(made, wrong, rates, CPU) is False
    missed = [line for line in capsys.readouterr().out.splitlines() if line.startswith("NOT KEPT")]
    assert len(missed) == 1
    assert told in missed[0]


PAGES = {
    b'<input name="choice" value="a1"><input name="choice" value="b2">': [{"choice": "a1"}, {"choice": "b2"}],
    b'<select name="place-a1"><select name="place-b2">': [
        {"place-a1": "1", "place-b2": "2"},
        {"place-a1": "2", "place-b2": "1"},
    ],
    b'<select name="match-a1"><option value="abcd1234">': [{"match-a1": "abcd1234"}],
}


@pytest.mark.parametrize("page", PAGES)
def test_an_answer_is_one_that_the_page_offers(page: bytes) -> None:
    given = [answer_to(page, Random(seed)) for seed in range(30)]  # noqa: S311 - any answer
    assert all(one in PAGES[page] for one in given)
    assert all(one in given for one in PAGES[page])


def test_a_request_is_one_a_page_would_send() -> None:
    sent = request("POST", "/x/", "key", {"choice": ["a", "b"]}).decode()
    head, _, body = sent.partition("\r\n\r\n")
    assert head.startswith("POST /x/ HTTP/1.1\r\n")
    assert f"Content-Length: {len(body)}" in head
    assert (body, "sessionid=key" in head) == ("choice=a&choice=b", True)
