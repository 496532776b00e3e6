"""The path lab in a live room: what is on the screen, and what a challenge stores."""

import pytest

from studyapp.actions import live, liveboard
from studyapp.models import Answer, LiveQuestion, LiveRoom, LiveVote, Memory, PathAnswer
from studyapp.queries.pathtexts import PathText
from tests.factories.live import Evening, brought_to, challenge_evening, chosen, crowd, evening
from tests.factories.study import NOON, course
from tests.factories.work import tried
from tests.views.rows import all_rows, changed

pytestmark = pytest.mark.django_db


def web() -> PathText:
    text = course().path("web")
    assert text is not None
    return text


def on_screen(found: Evening) -> object:
    return LiveRoom.objects.get(pk=found.room.pk).board


def right_option(found: Evening) -> int:
    assert found.question.spot is not None
    return int(found.question.spot["right"])


def wrong_option(found: Evening) -> int:
    return (right_option(found) + 1) % 4


def test_a_path_is_shown_in_a_state_and_taken_down() -> None:
    found, version = evening(), LiveRoom.objects.get().version
    liveboard.show_path(room=found.room, path=web(), chosen=None, hop="")
    assert on_screen(found) == {"path": "web", "chosen": ["fabric", "http"], "hop": ""}
    liveboard.show_path(room=found.room, path=web(), chosen=["https", "nonsense"], hop="edge")
    assert on_screen(found) == {"path": "web", "chosen": ["fabric", "https"], "hop": "edge"}
    liveboard.take_down(room=found.room)
    assert on_screen(found) is None
    assert LiveRoom.objects.get().version == version + 3


@pytest.mark.parametrize("phase", ["vote1", "discuss", "vote2"])
def test_no_path_is_shown_while_a_question_is_under_way(phase: str) -> None:
    found = evening()
    brought_to(found.question, phase)  # type: ignore[arg-type]  # one of the phases
    before = all_rows()
    with pytest.raises(liveboard.QuestionUnderWay):
        liveboard.show_path(room=found.room, path=web(), chosen=None, hop="")
    assert changed(before) == {}


def test_a_question_takes_the_place_of_a_path() -> None:
    found = evening()
    liveboard.show_path(room=found.room, path=web(), chosen=None, hop="")
    brought_to(found.question, "vote1")
    assert on_screen(found) is None
    brought_to(found.question, "revealed")
    liveboard.show_path(room=found.room, path=web(), chosen=None, hop="")
    assert on_screen(found) is not None


def test_nothing_is_shown_or_put_into_a_closed_room() -> None:
    found = evening()
    live.close(room=found.room, now=NOON)
    before = all_rows()
    with pytest.raises(live.RoomIsClosed):
        liveboard.show_path(room=found.room, path=web(), chosen=None, hop="")
    with pytest.raises(live.RoomIsClosed):
        liveboard.take_down(room=found.room)
    with pytest.raises(live.RoomIsClosed):
        liveboard.add_challenge(room=found.room, path=web(), challenge="every-hop", seed=1, now=NOON)
    assert changed(before) == {}


def test_a_challenge_is_put_in_once() -> None:
    found = challenge_evening()
    again = liveboard.add_challenge(room=found.room, path=web(), challenge="every-hop", seed=9, now=NOON)
    assert again == found.question == LiveQuestion.objects.get()
    other = liveboard.add_challenge(room=found.room, path=web(), challenge="first-hop", seed=9, now=NOON)
    assert (other.position, other.order) == (2, ["0", "1", "2"])


def test_a_challenge_without_a_choice_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    found = evening()
    monkeypatch.setattr(liveboard, "challenge_asked", lambda *args: None)
    with pytest.raises(liveboard.NothingToChoose):
        liveboard.add_challenge(room=found.room, path=web(), challenge="every-hop", seed=1, now=NOON)


def test_a_miss_joins_the_challenges_and_nothing_else_is_stored() -> None:
    found = challenge_evening()
    missed, met, late, silent = crowd(found, 4)
    brought_to(found.question, "vote1")
    chosen(found.question, missed, 1, right_option(found))
    chosen(found.question, met, 1, wrong_option(found))
    brought_to(found.question, "vote2")
    last = chosen(found.question, missed, 2, wrong_option(found))
    chosen(found.question, met, 2, right_option(found))
    chosen(found.question, late, 2, wrong_option(found))
    live.join(room=found.room, membership=silent, now=NOON)
    assert not PathAnswer.objects.exists()  # nothing before the reveal
    brought_to(found.question, "revealed")
    assert LiveVote.objects.get(pk=last.pk).correct is False
    assert (Answer.objects.exists(), Memory.objects.exists()) == (False, False)
    rows = PathAnswer.objects.order_by("pk")
    assert [row.learner for row in rows] == [missed.learner, late.learner]
    spot = found.question.spot
    assert spot is not None
    for row in rows:
        assert row.chosen == spot["offers"][wrong_option(found)]["state"]
        assert (row.path.slug, row.challenge, row.solved, row.par) == ("web", "every-hop", False, 2)
        assert (row.digest, row.answered_at, row.hints) == (row.path.digest, NOON, 0)


def test_whoever_tried_it_before_keeps_its_day() -> None:
    found = challenge_evening()
    (member,) = crowd(found, 1)
    assert member.learner is not None
    tried(member.learner, chosen=["https", "targets"])
    brought_to(found.question, "vote1")
    chosen(found.question, member, 1, wrong_option(found))
    brought_to(found.question, "revealed")
    assert PathAnswer.objects.get().solved


def test_an_anonymous_room_stores_nobodys_miss() -> None:
    found = challenge_evening(naming="anonymous")
    (member,) = crowd(found, 1)
    brought_to(found.question, "vote1")
    chosen(found.question, member, 1, wrong_option(found))
    brought_to(found.question, "revealed")
    assert not PathAnswer.objects.exists()


def test_a_challenge_that_left_the_course_is_revealed_and_joins_nothing() -> None:
    found = challenge_evening()
    (member,) = crowd(found, 1)
    brought_to(found.question, "vote1")
    chosen(found.question, member, 1, wrong_option(found))
    LiveQuestion.objects.update(spot={**(found.question.spot or {}), "challenge": "gone"})
    brought_to(found.question, "revealed")
    assert not PathAnswer.objects.exists()
