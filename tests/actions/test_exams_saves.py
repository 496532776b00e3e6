"""Saves that are numbered: what arrives late, twice or from elsewhere, and what the rows and the log keep."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from django.db import connections
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.actions import exams
from studyapp.actions.examlog import Sent
from studyapp.actions.exams import Saved
from studyapp.domain.grading import InvalidResponse, Response
from studyapp.models import Answer, Attempt, AttemptEvent
from tests.actions.sittings import DEADLINE, SECOND, item_at, log, save
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, attempt_of, right, rolled_back


@settings(max_examples=40, deadline=None)
@given(
    arrivals=st.lists(
        st.tuples(
            st.sampled_from(["one", "two"]), st.integers(1, 6), st.sampled_from([1, 2]), st.integers(0, 3)
        ),
        max_size=14,
    )
)
@pytest.mark.django_db
def test_whatever_arrives_in_whatever_order_the_rows_keep_what_was_acknowledged(
    arrivals: list[tuple[str, int, int, int]],
) -> None:
    """Two clients, two questions; the same number of a client is always the same save."""
    with rolled_back():
        attempt = attempt_of(LearnerFactory.create())
        meant: dict[tuple[str, int], tuple[int, Response]] = {}
        promised: dict[int, Saved] = {}
        for client, revision, position, choice in arrivals:
            options = item_at(attempt, position).order
            given: Response = () if choice == 3 else (options[choice],)
            position, given = meant.setdefault((client, revision), (position, given))
            answer = save(attempt, position, given, clears=True, sent=Sent(client, revision))
            newest = promised.get(position)
            if answer.word == "stored" and (newest is None or answer.version > newest.version):
                assert answer.response == given
                promised[position] = answer
        for position, answer in promised.items():
            stored = item_at(attempt, position)
            assert (tuple(stored.response), stored.revision) == (answer.response, answer.version)
        exams.submit(attempt=attempt, now=NOON + SECOND)
        for position, answer in promised.items():
            kept = item_at(attempt, position).answer
            assert kept is not None
            assert kept.response == list(answer.response)


@pytest.mark.django_db
def test_an_older_save_that_arrives_late_replaces_nothing() -> None:
    attempt = attempt_of(LearnerFactory.create())
    one, two = item_at(attempt, 1).order[:2]
    save(attempt, 1, (two,), flagged=True, sent=Sent("tab", 8))
    before = log(attempt), list(attempt.items.values())
    late = save(attempt, 1, (one,), flagged=False, sent=Sent("tab", 7), now=NOON + 2 * SECOND)
    assert late == Saved("superseded", 1, (two,), True, ())
    again = save(attempt, 1, (two,), flagged=True, sent=Sent("tab", 8), now=NOON + 3 * SECOND)
    assert again == Saved("stored", 1, (two,), True, ())
    assert (log(attempt), list(attempt.items.values())) == before


@pytest.mark.django_db
def test_a_late_save_of_another_question_is_news() -> None:
    attempt = attempt_of(LearnerFactory.create())
    first, second = item_at(attempt, 1).order[0], item_at(attempt, 2).order[0]
    save(attempt, 2, (second,), sent=Sent("tab", 2))
    assert save(attempt, 1, (first,), sent=Sent("tab", 1)).word == "stored"
    assert (item_at(attempt, 1).response, item_at(attempt, 2).response) == ([first], [second])


@pytest.mark.django_db
def test_between_two_devices_the_newest_arrival_stands_and_a_replay_does_not_come_back() -> None:
    attempt = attempt_of(LearnerFactory.create())
    one, two = item_at(attempt, 1).order[:2]
    assert save(attempt, 1, (one,), sent=Sent("phone", 40)).version == 1
    assert save(attempt, 1, (two,), sent=Sent("desk", 1)).version == 2
    assert save(attempt, 1, (one,), sent=Sent("phone", 40)) == Saved("stored", 2, (two,), False, ())
    assert item_at(attempt, 1).response == [two]


@pytest.mark.django_db
def test_an_empty_save_replaces_an_answer_only_if_it_says_so() -> None:
    attempt = attempt_of(LearnerFactory.create())
    option = item_at(attempt, 1).order[0]
    save(attempt, 1, (option,))
    kept = save(attempt, 1, (), flagged=True)
    assert kept == Saved("kept", 1, (option,), True, ())
    assert item_at(attempt, 1).response == [option]
    assert save(attempt, 1, (), clears=True) == Saved("stored", 2, (), True, ())
    assert item_at(attempt, 1).response == []


@pytest.mark.django_db
def test_options_ruled_out_are_kept_and_never_scored() -> None:
    attempt = attempt_of(LearnerFactory.create())
    key = right(item_at(attempt, 1).version)
    out = save(attempt, 1, key, struck=[*key, "nonsense"])
    assert out.struck == key
    stored = item_at(attempt, 1)
    assert (stored.struck, stored.response, stored.revision) == (list(key), list(key), 1)
    assert [(kind, value) for kind, _, value, *_ in log(attempt)[1:]] == [
        ("saved", list(key)),
        ("struck", list(key)),
    ]
    save(attempt, 1, flagged=True)
    assert item_at(attempt, 1).struck == list(key)
    exams.submit(attempt=attempt, now=NOON + SECOND)
    assert Answer.objects.get(question=stored.version.question).correct
    assert item_at(attempt, 1).struck == list(key)


@pytest.mark.django_db
def test_the_log_has_both_clocks_where_it_came_from_and_how_late() -> None:
    attempt = attempt_of(LearnerFactory.create())
    option = item_at(attempt, 1).order[0]
    there = datetime(2020, 1, 1, tzinfo=UTC)  # a clock that is wrong by years decides nothing
    now = DEADLINE + timedelta(seconds=9)
    save(attempt, 1, (option,), sent=Sent("tab", 3, there, "abc123"), now=now)
    event = AttemptEvent.objects.filter(kind="saved").values(
        "at", "client_at", "late", "client", "client_revision", "session_tag", "revision", "value"
    )
    assert event.get() == {
        "at": now,
        "client_at": there,
        "late": True,
        "client": "tab",
        "client_revision": 3,
        "session_tag": "abc123",
        "revision": 1,
        "value": [option],
    }


@pytest.mark.django_db
def test_a_refused_save_is_not_heard() -> None:
    attempt = attempt_of(LearnerFactory.create())
    option = item_at(attempt, 1).order[0]
    with pytest.raises(InvalidResponse):
        save(attempt, 1, ("nonsense",), sent=Sent("tab", 5))
    assert save(attempt, 1, (option,), sent=Sent("tab", 4)).word == "stored"


def test_saves_of_one_question_at_once_end_with_the_highest_revision(published: None) -> None:
    attempt = attempt_of(LearnerFactory.create())
    options = item_at(attempt, 1).order
    together = Barrier(8)

    def send(revision: int) -> Saved:
        try:
            together.wait()
            return save(attempt, 1, (options[revision % 4],), sent=Sent("tab", revision))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(send, range(1, 9)))
    stored = item_at(attempt, 1)
    assert stored.response == [options[8 % 4]]
    assert answers[-1].word == "stored"
    assert stored.revision == max(answer.version for answer in answers)
    assert stored.heard == [["tab", 8, 0, 0]]
    assert Attempt.objects.get().submitted_at is None
