"""Saves of two clients in any order, repeated and mixed: the end is what was promised."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.saving import MOST_CLIENTS, PARTS, Change, Standing, Word, apply


def said(client: str, revision: int, text: str | None, clears: bool) -> Change:
    """A save as a client numbers it: the same number is always the same save."""
    response = None if text is None else tuple(text)
    flagged = None if revision % 3 else revision % 2 == 0
    struck = (f"{client}{revision}",) if revision % 2 else None
    return Change(response, flagged, struck, clears=clears, client=client, revision=revision)


@st.composite
def arrivals(draw: st.DrawFn, clients: Sequence[str] = ("one", "two")) -> list[Change]:
    """What arrives of what the clients send: late, twice, out of order, mixed, some of it never."""
    texts = st.one_of(st.none(), st.sampled_from(["", "a", "b", "ab"]))
    sent = [
        said(client, revision, draw(texts), draw(st.booleans()))
        for client in clients
        for revision in range(1, draw(st.integers(1, 5)) + 1)
    ]
    return draw(st.lists(st.sampled_from(sent), max_size=20))


def run(changes: Sequence[Change]) -> tuple[Standing, list[tuple[Standing, Word]]]:
    """The end, and what was answered to each."""
    standing, answers = Standing(), []
    for change in changes:
        standing, word = apply(standing, change)
        answers.append((standing, word))
    return standing, answers


@given(changes=arrivals())
def test_the_end_is_the_last_that_was_news_from_its_client(changes: list[Change]) -> None:
    """Part by part, by a model that knows only the highest revision taken of each client."""
    standing, _ = run(changes)
    for part in PARTS:
        expected: object = getattr(Standing(), part)
        taken = {"one": 0, "two": 0}
        for change in changes:
            value = getattr(change, part)
            empties = part == "response" and value == () and expected and not change.clears
            if value is not None and change.revision > taken[change.client] and not empties:
                expected, taken[change.client] = value, change.revision
        assert getattr(standing, part) == expected


@given(changes=arrivals())
def test_what_was_acknowledged_as_stored_stands_until_something_newer_is(changes: list[Change]) -> None:
    """The promise: of the answers told as stored, the one with the highest version is there at the end."""
    standing, answers = run(changes)
    version, response = 0, Standing().response
    for (after, word), change in zip(answers, changes, strict=True):
        if word == "stored" and change.response is not None and after.version > version:
            version, response = after.version, change.response
    assert (standing.version, standing.response) == (version, response)
    versions = [after.version for after, _ in answers]
    assert versions == sorted(versions)


@given(changes=arrivals(clients=("one",)))
def test_of_one_client_any_order_ends_with_its_highest_revision(changes: list[Change]) -> None:
    meant = [
        Change(one.response, one.flagged, one.struck, clears=True, client="one", revision=one.revision)
        for one in changes
    ]
    end, _ = run(meant)
    for order in (sorted(meant, key=lambda one: one.revision), meant[::-1], [*meant, *meant]):
        other, _ = run(order)
        assert (other.response, other.flagged, other.struck) == (end.response, end.flagged, end.struck)


@given(changes=arrivals())
def test_a_save_that_comes_again_changes_nothing(changes: list[Change]) -> None:
    once, answers = run(changes)
    for change, (_, word) in zip(changes, answers, strict=True):
        if word != "kept":
            assert apply(once, change)[0] == once


@given(changes=arrivals(), empty=st.integers(6, 9))
def test_only_a_save_that_clears_empties_an_answer(changes: list[Change], empty: int) -> None:
    standing, _ = run([*changes, Change(("a",), client="two", revision=50)])
    kept, word = apply(standing, Change((), client="one", revision=empty))
    assert (kept.response, word) == (("a",), "kept")
    cleared, word = apply(standing, Change((), clears=True, client="one", revision=empty))
    assert (cleared.response, cleared.version, word) == ((), standing.version + 1, "stored")


def test_an_older_save_of_the_same_client_is_told_that_it_is_old() -> None:
    standing, _ = run([Change(("b",), client="one", revision=2)])
    assert apply(standing, Change(("a",), client="one", revision=1)) == (standing, "superseded")
    assert apply(standing, Change(("b",), client="one", revision=2)) == (standing, "stored")


def test_between_clients_the_newest_arrival_stands_and_the_version_tells() -> None:
    standing, answers = run(
        [Change(("a",), client="one", revision=9), Change(("b",), client="two", revision=1)]
    )
    assert (standing.response, [after.version for after, _ in answers]) == (("b",), [1, 2])
    again, word = apply(standing, Change(("a",), client="one", revision=9))
    assert (again.response, word) == (("b",), "stored")  # it was stored; the version says what came since


def test_parts_are_numbered_apart() -> None:
    standing, _ = run(
        [Change(("a",), client="one", revision=2), Change(None, True, client="one", revision=1)]
    )
    assert (standing.response, standing.flagged) == (("a",), True)


def test_without_a_client_whatever_arrives_counts() -> None:
    standing, answers = run([Change(("a",)), Change(("b",)), Change(("a",)), Change(())])
    assert [word for _, word in answers] == ["stored", "stored", "stored", "kept"]
    assert (standing.response, standing.version, standing.heard) == (("a",), 3, ())


@pytest.mark.parametrize("clients", [MOST_CLIENTS, MOST_CLIENTS + 5])
def test_so_many_clients_are_remembered(clients: int) -> None:
    standing, _ = run([Change((str(n),), client=f"tab-{n}", revision=1) for n in range(clients)])
    assert [row.client for row in standing.heard] == [f"tab-{n}" for n in range(clients)][-MOST_CLIENTS:]
