"""A learner's own file brought to a fresh place: the same schedule, and nothing that no file may say."""

import copy
import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.actions.bringing import Brought, HasWork, NotYours, bring_in
from studyapp.actions.erasing import erase
from studyapp.domain.memory import DEFAULT_PARAMETERS
from studyapp.domain.ownfile import OwnFile, Unreadable, own_file
from studyapp.models import Answer, Card, Learner, Memory, ParameterSet, PathAnswer, PracticeSession, Review
from studyapp.queries.frame import frame
from studyapp.queries.memories import schedule_of
from studyapp.queries.ownfiles import read_own_file
from studyapp.queries.queue import memories_ahead
from studyapp.views.visits import Visit
from tests.actions.belongings import belongings
from tests.factories.people import LearnerFactory, UserFactory
from tests.factories.study import NOON, course, graded, question_of, rolled_back
from tests.factories.work import DAY, HOUR
from tests.queries.downloads import document, with_everything
from tests.views.rows import all_rows, changed

pytestmark = pytest.mark.django_db

LATER = NOON + HOUR
ROWS = ("lessons", "memories", "reviews", "path_answers", "parameter_sets")
OWN = ("key", "created_at", "time_factor")


def somebody(name: str = "olga") -> Learner:
    """An account with one of everything, fitted weights in use among it."""
    learner = with_everything(LearnerFactory.create(user=UserFactory.create(username=name)))
    return weighted(learner)


def weighted(learner: Learner) -> Learner:
    """The same learner with weights that FSRS can count with."""
    weights = [round(weight * 1.01, 4) for weight in DEFAULT_PARAMETERS]
    ParameterSet.objects.filter(learner=learner).update(parameters=weights)
    learner.parameter_set = ParameterSet.objects.get(learner=learner)
    learner.save()
    return learner


def as_file(told: Any) -> OwnFile:
    """The document as it arrives."""
    return own_file(json.dumps(told), now=LATER)


def moved(learner: Learner) -> tuple[Any, Learner, Brought]:
    """The document, the learner of the new place, and what came of bringing it there."""
    told = document(learner)
    erase(learner=learner, user=learner.user, now=NOON)
    fresh = LearnerFactory.create(user=UserFactory.create(username="Olga"))
    brought = bring_in(learner=fresh, file=as_file(told), now=LATER)
    return told, Learner.objects.select_related("parameter_set").get(pk=fresh.pk), brought


def due_list(learner: Learner) -> list[str]:
    """What the queue asks, in its order, on each of the next forty days."""
    told = []
    for n in range(40):
        now = NOON + n * DAY
        schedule = schedule_of(learner)
        today = schedule.today(now)
        seen = frame(learner_id=learner.pk, today=today, now=now)
        here = Visit(now, today, learner, schedule, course(), seen)
        ahead = memories_ahead(here.moment, here.counts, most=100)
        told += [f"{n} {memory.card or memory.question}" for memory in ahead]
    return told


def test_the_schedule_is_the_same() -> None:
    learner = somebody()
    for n, card in enumerate(Card.objects.order_by("pk")[:8]):
        memory, _ = Memory.objects.get_or_create(
            learner=learner, card=card, defaults={"idea_id": card.idea_id, "added_at": NOON - 9 * DAY}
        )
        for rating in (1, 3, 3, 4)[: n % 4 + 1]:
            graded(memory, rating=rating, now=NOON - (8 - rating) * DAY)  # type: ignore[arg-type]  # a number
    Memory.objects.filter(learner=learner, card__slug="card-k1-2").update(suspended_at=NOON)
    asked = due_list(learner)
    told, fresh, brought = moved(learner)
    after = document(fresh)
    assert {name: after[name] for name in ROWS} == {name: told[name] for name in ROWS}
    assert due_list(fresh) == asked
    assert len(asked) > 10
    settings = {name: value for name, value in told["learner"].items() if name not in OWN}
    assert {name: value for name, value in after["learner"].items() if name not in OWN} == settings
    assert (after["learner"]["created_at"], fresh.key) != (None, told["learner"]["key"])
    assert [brought.left[name] for name in ROWS] == [0] * len(ROWS)


def test_what_comes_and_what_stays() -> None:
    told, fresh, brought = moved(somebody())
    after = document(fresh)
    practised = [row for row in told["answers"] if row["place"] not in ("exam", "live")]
    assert after["answers"] == practised
    assert brought.left["answers"] == len(told["answers"]) - len(practised) > 0
    ended = [quiz for quiz in told["quizzes"] if quiz["finished_at"]]
    assert after["quizzes"] == ended
    assert (len(ended), brought.left["quizzes"]) == (2, 1)  # the running one
    for name in ("attempts", "reports", "classes"):
        assert (after[name], brought.left[name]) == ([], len(told[name]))


def test_a_second_time_changes_nothing() -> None:
    told, fresh, _ = moved(somebody())
    before = all_rows()
    with pytest.raises(HasWork):
        bring_in(learner=fresh, file=as_file(told), now=LATER)
    assert changed(before) == {}


def test_the_schedule_goes_on_where_it_was() -> None:
    _, fresh, _ = moved(somebody())
    for memory in Memory.objects.filter(learner=fresh, suspended_at=None):
        if memory.card_id:
            review = graded(memory, now=LATER + DAY)
            assert review.number == memory.reviews


@pytest.mark.parametrize("name", ["sam", "", None])
def test_the_file_of_an_account_needs_its_name(name: str | None) -> None:
    told = document(somebody())
    user = UserFactory.create(username=name) if name else None
    other = LearnerFactory.create(user=user)
    before = all_rows()
    with pytest.raises(NotYours):
        bring_in(learner=other, file=as_file(told), now=LATER)
    assert changed(before) == {}


def test_a_file_of_somebody_who_is_here() -> None:
    """A guest's file names no account; the key says whose it is."""
    guest = weighted(with_everything(LearnerFactory.create()))
    told = document(guest)
    other = LearnerFactory.create()
    with pytest.raises(NotYours):
        bring_in(learner=other, file=as_file(told), now=LATER)
    assert {name: rows for name, rows in belongings(other).items() if rows and name != "Learner"} == {}


# What a file may not say

type Change = Callable[[Any], Any]


def _set(section: str, **values: Any) -> Change:
    return lambda told: told[section][0].update(values)


HOSTILE: dict[str, Change] = {
    "a memory without end": _set("memories", stability=float("inf")),
    "a negative stability": _set("memories", stability=-1.0),
    "half a memory": _set("memories", due_day=None),
    "a day that is none": _set("memories", due_day="0001-01-01"),
    "an item twice": lambda told: told["memories"].append(told["memories"][0]),
    "a review of nothing": lambda told: told["memories"].clear(),
    "a review twice": lambda told: told["reviews"].append(told["reviews"][0]),
    "a review beyond all": _set("reviews", number=999),
    "a rating that is none": _set("reviews", rating=5),
    "a moment to come": _set("reviews", reviewed_at="2031-01-01T00:00:00Z"),
    "a moment without a zone": _set("reviews", reviewed_at="2026-01-01T00:00:00"),
    "a null in a text": lambda told: told["lessons"][0].update(section="a\x00b"),
    "an answer twice": lambda told: told["answers"].append(told["answers"][0]),
    "a number beyond all": _set("memories", reviews=2**70),
    "weights of nothing": _set("parameter_sets", parameters=[1e9] * 21),
    "a zone that is a path": lambda told: told["learner"].update(time_zone="../../etc/passwd"),
    "no settings": lambda told: told.pop("learner"),
    "another format": lambda told: told.update(format="anki"),
    "a newer version": lambda told: told.update(version=2),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_stores_nothing(name: str) -> None:
    learner = somebody()
    told = document(learner)
    erase(learner=learner, user=learner.user, now=NOON)
    fresh = LearnerFactory.create(user=UserFactory.create(username="olga"))
    HOSTILE[name](told)
    before = all_rows()
    with pytest.raises(Unreadable, match=r"^[A-Z].*\.$"):
        bring_in(learner=fresh, file=as_file(told), now=LATER)
    assert changed(before) == {}


def test_a_file_tells_no_key_of_an_exam() -> None:
    """Else somebody could write a file with every option of a question and read which one was right."""
    told, _, _ = _template()
    version = question_of("x-k1-1").current
    assert version is not None
    for choice in version.body["choices"]:
        row = {
            "question": "x-k1-1",
            "version": version.digest,
            "response": [choice["id"]],
            "place": "practice",
        }
        told["answers"].append({**told["answers"][0], **row, "token": str(uuid4())})
    fresh = LearnerFactory.create(user=UserFactory.create(username="olga"))
    bring_in(learner=fresh, file=as_file(told), now=LATER)
    assert not Answer.objects.filter(learner=fresh, question__slug="x-k1-1").exists()


def test_right_and_wrong_are_marked_here() -> None:
    told, _, _ = _template()
    for row in told["answers"]:
        row.update(correct=not row["correct"], points=99)
    for row in told["path_answers"]:
        row.update(solved=True, changes=0)
    fresh = LearnerFactory.create(user=UserFactory.create(username="olga"))
    bring_in(learner=fresh, file=as_file(told), now=LATER)
    assert set(Answer.objects.filter(learner=fresh).values_list("points", flat=True)) <= {0, 1}
    assert set(PathAnswer.objects.filter(learner=fresh).values_list("solved", flat=True)) == {False}


def test_what_is_unknown_here_is_left_out() -> None:
    told, _, _ = _template()
    for section in ("memories", "reviews"):
        for row in told[section]:
            row["card"] = row["card"] and f"{row['card']}-old"
    for row in told["answers"]:
        row["version"] = "0" * 64
    fresh = LearnerFactory.create(user=UserFactory.create(username="olga"))
    brought = bring_in(learner=fresh, file=as_file(told), now=LATER)
    cards = [row for row in told["memories"] if row["card"]]
    assert (brought.left["memories"], brought.came["answers"]) == (len(cards), 0)
    assert Memory.objects.filter(learner=fresh).count() == len(told["memories"]) - len(cards)
    assert set(Review.objects.filter(learner=fresh).values_list("answer", flat=True)) == {None}


def test_an_answer_of_two_quizzes_is_one_of_the_first() -> None:
    told, _, _ = _template()
    ended = [quiz for quiz in told["quizzes"] if quiz["finished_at"]]
    ended[1]["items"][0].update(ended[0]["items"][0])
    fresh = LearnerFactory.create(user=UserFactory.create(username="olga"))
    bring_in(learner=fresh, file=as_file(told), now=LATER)
    sessions = PracticeSession.objects.filter(learner=fresh).order_by("pk")
    assert [session.items.exclude(answer=None).count() for session in sessions] == [1, 0]


def _template() -> tuple[Any, None, None]:
    """The document of somebody who is gone."""
    learner = somebody()
    told = document(learner)
    erase(learner=learner, user=learner.user, now=NOON)
    return told, None, None


def test_a_file_of_nothing_but_brackets_is_not_even_read() -> None:
    with pytest.raises(Unreadable, match="more than can be read"):
        read_own_file(b'{"attempts": [' + b"[" * 2_100_000, now=NOON)


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"PK\x03\x04", b"\xff\xfe", b"[" * 100_000, b"null"])
def test_a_damaged_file_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(Unreadable, match=r"^[A-Z].*\.$"):
        read_own_file(data, now=NOON)


LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
VALUES = LEAVES | st.sampled_from(["2026-11-24", "9999-12-31", "2026-11-24T12:00:00Z", "\x00", [], {}, [[]]])


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from _places(inner, (*path, key))


def test_whatever_one_value_is_the_file_comes_whole_or_not_at_all() -> None:
    """A law over every place in a whole document."""
    whole, _, _ = _template()
    fresh = LearnerFactory.create(user=UserFactory.create(username="olga"))
    sections = (
        "learner",
        "lessons",
        "answers",
        "memories",
        "reviews",
        "quizzes",
        "path_answers",
        "parameter_sets",
    )
    places = list(_places({name: whole[name] for name in sections}))
    before = all_rows()

    @settings(max_examples=150, deadline=None)
    @given(st.sampled_from(places), VALUES)
    def law(path: tuple[Any, ...], value: Any) -> None:
        told = copy.deepcopy(whole)
        inner = told
        for key in path[:-1]:
            inner = inner[key]
        inner[path[-1]] = value
        with rolled_back(), suppress(Unreadable):
            brought = bring_in(learner=fresh, file=as_file(told), now=LATER)
            assert sum(brought.came.values()) > 0
            document(fresh)
        assert changed(before) == {}

    law()
