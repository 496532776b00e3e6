"""Many voters at once, and a round that closes among them: every vote is in or refused, and none is lost."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from studyapp.actions import live
from studyapp.models import Answer, LiveParticipant, LiveVote, Membership
from tests.factories.live import Evening, brought_to, crowd, evening, voted
from tests.factories.study import NOON

MANY = 200
THREADS = 16
pytestmark = pytest.mark.django_db(transaction=True)


def vote_all(found: Evening, members: list[Membership], then: int = 0) -> Counter[str]:
    """All vote from many threads; after `then` votes of them the round is closed. What each was told."""
    together = Barrier(THREADS)

    def votes(numbers: range) -> list[str]:
        together.wait()
        said = []
        try:
            for n in numbers:
                if then and n == then:
                    assert live.move(
                        room=found.room, question_id=found.question.pk, old="vote1", new="revealed", now=NOON
                    )
                try:
                    voted(found.question, members[n], 1, good=n % 2 == 0)
                    said.append("stored")
                except live.RoundIsOver:
                    said.append("over")
        finally:
            connection.close()
        return said

    with ThreadPoolExecutor(THREADS) as pool:
        parts = list(pool.map(votes, [range(n, len(members), THREADS) for n in range(THREADS)]))
    return Counter(word for part in parts for word in part)


def test_as_many_votes_as_acknowledgements(published: None) -> None:
    found = evening()
    brought_to(found.question, "vote1")
    told = vote_all(found, crowd(found, MANY))
    assert told == {"stored": MANY}
    assert (LiveVote.objects.count(), LiveParticipant.objects.count()) == (MANY, MANY)
    names = LiveParticipant.objects.values_list("pseudonym", flat=True)
    assert len(set(names)) == MANY


def test_a_round_that_closes_among_the_votes_loses_none(published: None) -> None:
    found = evening()
    brought_to(found.question, "vote1")
    told = vote_all(found, crowd(found, MANY), then=MANY // 2)
    assert told["stored"] + told["over"] == MANY
    assert LiveVote.objects.count() == told["stored"]
    assert Answer.objects.filter(place="live").count() == told["stored"]  # each was there at the reveal


def test_one_person_in_many_tabs_is_one_voter(published: None) -> None:
    found = evening()
    brought_to(found.question, "vote1")
    assert vote_all(found, [found.cast.learner] * 32) == {"stored": 32}
    assert (LiveVote.objects.count(), LiveParticipant.objects.count()) == (1, 1)


def test_of_many_presses_one_moves_the_room(published: None) -> None:
    found = evening()
    brought_to(found.question, "vote1")
    together = Barrier(8)

    def press(_: int) -> bool:
        together.wait()
        try:
            return live.move(
                room=found.room, question_id=found.question.pk, old="vote1", new="discuss", now=NOON
            )
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(press, range(8))) == [False] * 7 + [True]
