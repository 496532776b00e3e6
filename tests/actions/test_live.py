"""Live rooms: what is stored, what is refused, and what joins the reviews."""

import itertools

import pytest

from studyapp.actions import live
from studyapp.domain.grading import InvalidResponse
from studyapp.domain.live import PHASES
from studyapp.models import (
    Answer,
    LivePair,
    LiveParticipant,
    LiveQuestion,
    LiveRoom,
    LiveVote,
    Memory,
)
from tests.factories.live import MULTIPLE, Evening, brought_to, crowd, evening, voted
from tests.factories.study import NOON, right, version_of, wrong
from tests.views.rows import all_rows, changed

pytestmark = pytest.mark.django_db


def phase_of(found: Evening) -> str:
    return LiveQuestion.objects.get(pk=found.question.pk).phase


def version_now(found: Evening) -> int:
    return LiveRoom.objects.get(pk=found.room.pk).version


def move(found: Evening, old: str, new: str) -> bool:
    return live.move(room=found.room, question_id=found.question.pk, old=old, new=new, now=NOON)  # type: ignore[arg-type]  # any text is tried


def test_a_question_goes_its_way_and_every_step_is_told() -> None:
    found = evening()
    seen = [(phase_of(found), version_now(found))]
    for old, new in itertools.pairwise(PHASES):
        assert move(found, old, new)
        seen.append((phase_of(found), version_now(found)))
    first = seen[0][1]
    assert seen == [(phase, first + n) for n, phase in enumerate(PHASES)]
    assert LiveRoom.objects.get().current == found.question


def test_a_press_on_an_old_page_changes_nothing() -> None:
    found = evening()
    brought_to(found.question, "discuss")
    before = all_rows()
    for old in PHASES:
        for new in PHASES:
            if (old, new) not in {("discuss", "vote2"), ("discuss", "revealed")}:
                assert not move(found, old, new)
    assert changed(before) == {}


def test_no_other_question_is_asked_while_one_is_under_way() -> None:
    found = evening()
    other = live.add_question(room=found.room, version=version_of(MULTIPLE), seed=1, now=NOON)
    brought_to(found.question, "vote1")
    assert not live.move(room=found.room, question_id=other.pk, old="waiting", new="vote1", now=NOON)
    brought_to(found.question, "revealed")
    assert live.move(room=found.room, question_id=other.pk, old="waiting", new="vote1", now=NOON)
    assert LiveRoom.objects.get().current == other


def test_a_question_of_another_room_does_not_move() -> None:
    one, two = evening(), evening()
    before = all_rows()
    assert not live.move(room=one.room, question_id=two.question.pk, old="waiting", new="vote1", now=NOON)
    assert changed(before) == {}


def test_the_newest_vote_of_a_round_stands_and_each_round_has_its_own() -> None:
    found = evening()
    leo = found.cast.learner
    brought_to(found.question, "vote1")
    voted(found.question, leo, 1, good=True)
    voted(found.question, leo, 1, good=False)
    brought_to(found.question, "vote2")
    voted(found.question, leo, 2, good=True)
    version = version_of("q-k1-1")
    rows = LiveVote.objects.order_by("round").values_list("round", "response", "correct")
    assert list(rows) == [(1, list(wrong(version)), False), (2, list(right(version)), True)]
    assert LiveParticipant.objects.count() == 1


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize("round_", [0, 1, 2, 3, 999])
def test_a_vote_counts_in_the_open_round_only(phase: str, round_: int) -> None:
    found = evening()
    brought_to(found.question, phase)  # type: ignore[arg-type]  # one of the phases
    if (phase, round_) in {("vote1", 1), ("vote2", 2)}:
        voted(found.question, found.cast.learner, round_)
        assert LiveVote.objects.get().round == round_
        return
    before = all_rows()
    with pytest.raises(live.RoundIsOver):
        voted(found.question, found.cast.learner, round_)
    assert changed(before) == {}


def test_a_vote_in_a_closed_room_or_for_a_foreign_question_is_refused() -> None:
    one, two = evening(), evening()
    for found in (one, two):
        brought_to(found.question, "vote1")
    assert one.question.version is not None
    before = all_rows()
    with pytest.raises(live.RoundIsOver):
        live.vote(
            room=one.room,
            membership=one.cast.learner,
            question_id=two.question.pk,
            round_=1,
            response=right(one.question.version),
            now=NOON,
        )
    assert changed(before) == {}
    assert live.close(room=one.room, now=NOON)
    before = all_rows()
    with pytest.raises(live.RoundIsOver):
        voted(one.question, one.cast.learner, 1)
    assert not live.close(room=one.room, now=NOON)
    assert not move(one, "vote1", "revealed")
    for act in (
        lambda: live.join(room=one.room, membership=one.cast.learner, now=NOON),
        lambda: live.add_spot(room=one.room, text="?", options=["a", "b"], right=None, now=NOON),
        lambda: live.withdraw(room=one.room, question_id=one.question.pk),
    ):
        with pytest.raises(live.RoomIsClosed):
            act()
    assert changed(before) == {}


@pytest.mark.parametrize("response", [(), ("nothing",), ("0", "1"), ("\x00",)])
def test_a_vote_that_does_not_fit_is_refused(response: tuple[str, ...]) -> None:
    found = evening()
    brought_to(found.question, "vote1")
    with pytest.raises(InvalidResponse):
        live.vote(
            room=found.room,
            membership=found.cast.learner,
            question_id=found.question.pk,
            round_=1,
            response=response,
            now=NOON,
        )
    assert LiveVote.objects.count() == 0


def test_after_the_reveal_the_last_votes_are_answers_and_the_misses_join_the_reviews() -> None:
    found = evening()
    right_twice, better, worse, once, never = crowd(found, 5)
    brought_to(found.question, "vote1")
    for member, good in ((right_twice, True), (better, False), (worse, True), (once, False)):
        voted(found.question, member, 1, good=good)
    brought_to(found.question, "vote2")
    for member, good in ((right_twice, True), (better, True), (worse, False)):
        voted(found.question, member, 2, good=good)
    assert Answer.objects.count() == 0
    brought_to(found.question, "revealed")
    told = {
        answer.learner_id: (answer.place, answer.correct, answer.confidence)
        for answer in Answer.objects.all()
    }
    assert told == {
        right_twice.learner_id: ("live", True, ""),
        better.learner_id: ("live", True, ""),
        worse.learner_id: ("live", False, ""),
        once.learner_id: ("live", False, ""),
    }
    queued = Memory.objects.values_list("learner_id", "question__slug")
    assert set(queued) == {(worse.learner_id, "q-k1-1"), (once.learner_id, "q-k1-1")}
    assert LiveVote.objects.exclude(answer=None).count() == 4
    assert never.learner_id not in told


def test_a_miss_that_is_in_the_reviews_already_stays_as_it_is() -> None:
    found = evening()
    leo = found.cast.learner
    for question in (
        found.question,
        live.add_question(room=found.room, version=version_of("q-k1-2"), seed=1, now=NOON),
    ):
        brought_to(question, "vote1")
        voted(question, leo, 1, good=False)
        brought_to(question, "revealed")
    assert leo.learner is not None
    before = Memory.objects.filter(learner=leo.learner).order_by("pk").values_list()
    kept = list(before)
    assert len(kept) == 2
    assert live.queue(room=found.room, question_id=found.question.pk, learner=leo.learner, now=NOON) == 0
    assert list(before.all()) == kept


def test_nothing_of_an_anonymous_room_leads_to_anybody() -> None:
    found = evening(naming="anonymous")
    leo = found.cast.learner
    assert leo.learner is not None
    brought_to(found.question, "vote1", pair_up=True)
    voted(found.question, leo, 1, good=False)
    voted(found.question, found.cast.assistant, 1, good=True)
    brought_to(found.question, "revealed", pair_up=True)
    participants = LiveParticipant.objects.values_list("membership", "pseudonym", "joined_at").distinct()
    assert [str(row) for row in participants] == [str((None, "", found.room.opened_at))]
    assert (Answer.objects.count(), Memory.objects.count(), LivePair.objects.count()) == (0, 0, 0)
    assert live.queue(room=found.room, question_id=found.question.pk, learner=leo.learner, now=NOON) == 1
    assert Memory.objects.get().learner == leo.learner


def test_only_what_is_revealed_and_of_the_course_can_be_queued() -> None:
    found = evening()
    leo = found.cast.learner
    assert leo.learner is not None
    spot = live.add_spot(room=found.room, text="?", options=["a", "b"], right=0, now=NOON)
    brought_to(found.question, "vote1")
    assert live.queue(room=found.room, question_id=found.question.pk, learner=leo.learner, now=NOON) == 0
    brought_to(found.question, "revealed")
    brought_to(spot, "revealed")
    assert live.queue(room=found.room, question_id=spot.pk, learner=leo.learner, now=NOON) == 0
    assert Memory.objects.count() == 0


def test_a_question_on_the_spot_with_and_without_a_key() -> None:
    found = evening()
    leo = found.cast.learner
    for right_one, told in ((1, True), (None, None)):
        spot = live.add_spot(room=found.room, text="Who?", options=["a", "b"], right=right_one, now=NOON)
        brought_to(spot, "vote1")
        stored = live.vote(
            room=found.room, membership=leo, question_id=spot.pk, round_=1, response=["1"], now=NOON
        )
        assert (stored.response, stored.correct) == (["1"], told)
        brought_to(spot, "revealed")
    assert Answer.objects.count() == 0


def test_pairs_are_made_of_people_who_answered_differently() -> None:
    found = evening()
    members = crowd(found, 7)
    brought_to(found.question, "vote1")
    for n, member in enumerate(members):
        voted(found.question, member, 1, good=n < 3)
    brought_to(found.question, "discuss", pair_up=True)
    answers = dict(LiveVote.objects.values_list("participant_id", "correct"))
    paired = list(LivePair.objects.values_list("one_id", "other_id"))
    assert len(paired) == 3
    assert all(answers[one] != answers[other] for one, other in paired)


def test_a_question_is_put_in_once_and_taken_out_while_it_waits() -> None:
    found = evening()
    again = live.add_question(room=found.room, version=version_of("q-k1-1"), seed=9, now=NOON)
    assert again == found.question
    assert live.withdraw(room=found.room, question_id=found.question.pk)
    assert not live.withdraw(room=found.room, question_id=found.question.pk)
    asked = live.add_question(room=found.room, version=version_of("q-k1-1"), seed=9, now=NOON)
    brought_to(asked, "vote1")
    assert not live.withdraw(room=found.room, question_id=asked.pk)
    assert LiveQuestion.objects.count() == 1


def test_a_name_for_the_room_is_kept_and_nobody_elses() -> None:
    found = evening()
    members = crowd(found, 3)
    names = [live.join(room=found.room, membership=member, now=NOON).pseudonym for member in members]
    again = [live.join(room=found.room, membership=member, now=NOON).pseudonym for member in members]
    assert names == again
    assert len(set(names)) == 3
