"""The fault harness, small: a few rounds on the site as it is, and on one that lies."""

import re
from pathlib import Path

import pytest

from bench.faults import main, prepared, told
from bench.faultsite import Site

ROUNDS = 20


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch, small_content: Path) -> None:
    """The small course: its exam has four questions, one of each kind."""
    monkeypatch.setenv("CONTENT_ROOT", str(small_content))


def test_nothing_is_lost_and_nothing_invented(capsys: pytest.CaptureFixture[str]) -> None:
    main([str(ROUNDS), "1", "sqlite"])
    table = capsys.readouterr().out
    counts = {name: int(count) for count, name in re.findall(r"^ +([\d,]+)  (.+?)(?:, .*)?$", table, re.M)}
    assert f"sqlite: {ROUNDS} rounds" in table
    assert table.endswith("verdict: as promised\n")
    assert [counts[kind] for kind in ("lost", "invented", "emptied", "old over new", "half", "strange")] == [
        0
    ] * 6
    assert counts["web processes that died"] > 0
    assert counts["saves sent"] > ROUNDS
    assert {name for name in counts if name.startswith("requests: ")} >= {"requests: cut", "requests: drop"}


def test_an_answer_before_the_commit_is_found() -> None:
    with prepared("sqlite") as (environment, database):
        found = told({**environment, "BENCH_MUTATION": "early"}, database, ROUNDS, "1")
    assert any(": lost: " in fault for fault in found["faults"])


def test_a_process_that_stands_by_takes_over() -> None:
    with prepared("sqlite") as (environment, _):
        site = Site(environment)
        try:
            first = site.port
            site.kill()
            site.settle()
            assert (site.deaths, site.port != first) == (1, True)
        finally:
            site.close()
