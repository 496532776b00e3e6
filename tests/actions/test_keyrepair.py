"""Repairs of keys: results change, answers do not, and taking back restores everything."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connections, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.actions import exams
from studyapp.actions.keyrepair import NotStanding, RepairedMeanwhile, take_back
from studyapp.actions.misses import enrol_exam_misses
from studyapp.domain.regrading import KINDS, Kind
from studyapp.models import (
    Answer,
    Attempt,
    AttemptItem,
    KeyRepair,
    Memory,
    QuestionVersion,
    RepairedResult,
    User,
)
from studyapp.queries.results import result
from tests.factories.keys import HOUR, one_paper, repaired, respond, sat
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, attempt_of, right, rolled_back, version_of, wrong
from tests.factories.work import staff
from tests.views.rows import all_rows, changed

pytestmark = pytest.mark.django_db

LATER = NOON + HOUR
SLUG = "x-k1-1"


@pytest.fixture
def ines(db: None) -> User:
    """Of the staff."""
    return staff()


def results() -> dict[int, tuple[int, int, int, bool]]:
    """Of every sitting the points, what they are out of, the score, and whether it passed."""
    found = {}
    for attempt in Attempt.objects.order_by("pk"):
        rows = list(AttemptItem.objects.filter(attempt=attempt).select_related("version"))
        score = result(rows, attempt.pass_mark).score
        found[attempt.pk] = (score.right, score.total, score.scaled, score.passed)
    return found


def kept(repair: KeyRepair) -> dict[int, tuple[int, int, int, int]]:
    """The stored results: right and out of, before and after."""
    rows = RepairedResult.objects.filter(repair=repair).order_by("attempt")
    return {
        row.attempt_id: (row.right_before, row.total_before, row.right_after, row.total_after) for row in rows
    }


def candidates() -> tuple[Attempt, Attempt, Attempt]:
    """All right; all right but SLUG, where the second gave what will be the key; nothing answered."""
    one_paper()
    good = sat(LearnerFactory.create(), good=(True,) * 4)
    second = attempt_of(LearnerFactory.create(), seed=5, now=NOON - 2 * HOUR)
    for item in second.items.select_related("version__question"):
        asked = item.version.question.slug == SLUG
        response = wrong(item.version) if asked else right(item.version)
        respond(second, item.position, response, NOON - 2 * HOUR)
    exams.submit(attempt=second, now=NOON - HOUR)
    return good, Attempt.objects.get(pk=second.pk), sat(LearnerFactory.create(), seed=2)


def points(attempt: Attempt) -> tuple[int, int]:
    return results()[attempt.pk][:2]


@pytest.mark.parametrize(
    ("kind", "never_lower", "wanted"),
    [
        ("key", False, [(3, 4), (4, 4), (0, 4)]),
        ("key", True, [(4, 4), (4, 4), (0, 4)]),
        ("also", False, [(4, 4), (4, 4), (0, 4)]),
        ("dropped", False, [(3, 3), (3, 3), (0, 3)]),
        ("dropped", True, [(3, 3), (3, 3), (0, 3)]),
        ("credit", False, [(4, 4), (4, 4), (1, 4)]),
    ],
)
def test_what_a_repair_does_and_what_is_kept(
    kind: Kind, never_lower: bool, wanted: list[tuple[int, int]], ines: User
) -> None:
    made = candidates()
    before = results()
    repair = repaired(version_of(SLUG), kind, never_lower=never_lower)
    assert [points(attempt) for attempt in made] == wanted
    stored = kept(repair)
    assert stored == {pk: (*was[:2], *results()[pk][:2]) for pk, was in before.items()}
    row = KeyRepair.objects.get()
    assert (row.number, row.kind, row.never_lower, row.made_at, str(row.made_by), row.undone_at) == (
        1,
        kind,
        never_lower,
        NOON,
        "ines",
        None,
    )


def test_an_answer_is_never_touched(ines: User) -> None:
    candidates()
    before = all_rows()
    made = repaired(version_of(SLUG))
    take_back(repair=made, reason="No.", staff=ines, now=LATER)
    assert set(changed(before)) == {"KeyRepair", "RepairedResult"}
    assert Answer.objects.filter(place="exam").exists()


def test_taken_back_every_result_is_as_before_and_what_was_kept_stays(ines: User) -> None:
    candidates()
    before = results()
    made = repaired(version_of(SLUG))
    during, stored = results(), kept(made)
    assert during != before
    take_back(repair=made, reason="It was right.", staff=ines, now=LATER)
    assert (results(), kept(made)) == (before, stored)
    row = KeyRepair.objects.get()
    assert (row.undone_at, str(row.undone_by), row.undo_reason) == (LATER, "ines", "It was right.")


def test_twice_with_other_keys_and_back_in_turn(ines: User) -> None:
    candidates()
    version = version_of(SLUG)
    others = [choice["id"] for choice in version.body["choices"] if not choice["correct"]]
    start = results()
    first = repaired(version, "key", (others[0],))
    between = results()
    second = repaired(version, "key", (others[1],))
    assert (second.number, second.version_id) == (2, first.version_id)
    with pytest.raises(NotStanding):
        take_back(repair=first, reason="No.", staff=ines, now=LATER)
    take_back(repair=second, reason="No.", staff=ines, now=LATER)
    assert results() == between
    take_back(repair=first, reason="No.", staff=ines, now=LATER)
    assert results() == start


def test_taking_back_twice_changes_nothing_more(ines: User) -> None:
    made = repaired(version_of(SLUG))
    take_back(repair=made, reason="No.", staff=ines, now=LATER)
    before = all_rows()
    with pytest.raises(NotStanding):
        take_back(repair=made, reason="Again.", staff=ines, now=LATER + HOUR)
    assert changed(before) == {}


def test_a_double_click_is_one_repair(ines: User) -> None:
    candidates()
    token = uuid4()
    first = repaired(version_of(SLUG), token=token, seen=None)
    before = all_rows()
    version = version_of(SLUG)
    again = repaired(version, "also", _third(version), token=token, seen=None)
    assert (again.pk, changed(before)) == (first.pk, {})


def test_of_two_who_saw_the_same_the_second_is_refused(ines: User) -> None:
    candidates()
    version = version_of(SLUG)
    first = repaired(version)
    before = all_rows()
    with pytest.raises(RepairedMeanwhile):
        repaired(version, "credit", seen=None)
    take_back(repair=first, reason="No.", staff=ines, now=LATER)
    with pytest.raises(RepairedMeanwhile):
        repaired(version, "credit", seen=first.pk)
    assert set(changed(before)) == {"KeyRepair"}
    assert repaired(version, "credit").number == 2


def test_the_database_keeps_one_repair_of_each_number(ines: User) -> None:
    made = repaired(version_of(SLUG))
    made.pk, made.token = None, uuid4()
    with pytest.raises(IntegrityError), transaction.atomic():
        made.save()
    assert KeyRepair.objects.count() == 1


def test_a_sitting_handed_in_later_is_marked_by_the_repaired_key(ines: User) -> None:
    one_paper()
    made = repaired(version_of(SLUG))
    attempt = sat(LearnerFactory.create(), good=(True,) * 4)
    assert points(attempt) == (3, 4)
    assert kept(made) == {}


def test_a_running_sitting_is_no_part_of_it(ines: User) -> None:
    one_paper()
    attempt_of(LearnerFactory.create(), now=NOON)
    over = attempt_of(LearnerFactory.create(), now=NOON - HOUR)  # nobody handed it in
    assert set(kept(repaired(version_of(SLUG), "credit"))) == {over.pk}


def test_another_version_is_left_alone(ines: User) -> None:
    """An edited question is another text: who answered the old one keeps the old result."""
    good, *_ = candidates()
    old = version_of(SLUG)
    new = QuestionVersion.objects.get(pk=old.pk)
    new.pk, new.number, new.digest = None, 2, "-"
    new.save()
    repaired(new)
    assert points(good) == (4, 4)


def test_misses_of_a_repaired_question_are_those_by_the_new_key(ines: User) -> None:
    one_paper()
    version = version_of(SLUG)
    attempt = attempt_of(LearnerFactory.create(), now=NOON - 2 * HOUR)
    position = attempt.items.get(version=version).position
    respond(attempt, position, wrong(version), NOON - 2 * HOUR)
    exams.submit(attempt=attempt, now=NOON - HOUR)
    for kind in ("key", "dropped", "credit"):
        with rolled_back():
            repaired(version, kind)
            assert enrol_exam_misses(attempt=attempt, now=NOON) == 0
    with rolled_back():
        repaired(version, "also", _third(version))
        assert enrol_exam_misses(attempt=attempt, now=NOON) >= 1
    assert enrol_exam_misses(attempt=attempt, now=NOON) >= 1


def test_what_is_in_the_reviews_stays(ines: User) -> None:
    good, *_ = candidates()
    learner = good.learner
    learner.queue_misses = True
    learner.save()
    attempt = sat(learner, seed=9, good=(False,) * 4, hours_ago=4)
    before = list(Memory.objects.filter(learner=learner).values())
    assert before != []
    for slug in (SLUG, "x-k1-2", "x-s1-1", "x-s1-2"):
        repaired(version_of(slug), "credit")
    assert points(attempt) == (4, 4)
    assert list(Memory.objects.filter(learner=learner).values()) == before


def _third(version: QuestionVersion) -> tuple[str]:
    """An option that is neither the key nor what `wrong` gives."""
    known = {*right(version), *wrong(version)}
    return (next(choice["id"] for choice in version.body["choices"] if choice["id"] not in known),)


deeds = st.lists(
    st.tuples(
        st.sampled_from((SLUG, "x-k1-2")),
        st.sampled_from([kind for kind in KINDS if kind != "also"]),
        st.integers(0, 3),
        st.booleans(),
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=25, deadline=None)
@given(history=deeds)
def test_whatever_was_repaired_is_undone_step_by_step(history: list[Any]) -> None:
    """Results, and the stored before and after, go back exactly the way they came."""
    if not Attempt.objects.exists():
        candidates()
    with rolled_back():
        path, made = [results()], []
        for slug, kind, option, never_lower in history:
            version = version_of(slug)
            response = (version.body["choices"][option]["id"],)
            try:
                with transaction.atomic():
                    done = repaired(version, kind, response, never_lower=never_lower)
            except ValueError:  # the answer is the key already
                continue
            now = results()
            assert kept(done) == {pk: (*was[:2], *now[pk][:2]) for pk, was in path[-1].items()}
            assert not never_lower or all(now[pk][2:] >= was[2:] for pk, was in path[-1].items())
            path.append(now)
            made.append(done)
        for done in reversed(made):
            assert results() == path.pop()
            take_back(repair=done, reason="No.", staff=User.objects.get(username="ines"), now=LATER)
        assert results() == path.pop()


def together(deed: Callable[[int], bool]) -> list[bool]:
    """Two people do it at once, each on a connection of their own. Whether it was done, sorted."""
    barrier = Barrier(2)

    def one(n: int) -> bool:
        try:
            barrier.wait()
            return deed(n)
        except (RepairedMeanwhile, NotStanding):
            return False
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        return sorted(pool.map(one, range(2)))


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("published")
def test_two_of_the_staff_at_once_make_one_repair() -> None:
    by, version = staff(), version_of(SLUG)
    sat(LearnerFactory.create(), good=(True,))
    done = together(lambda n: repaired(version, "credit", seen=None, staff=by, reason=f"By {n}.").pk > 0)
    assert done == [False, True]
    assert KeyRepair.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("published")
def test_two_clicks_at_once_make_one_repair() -> None:
    by, version, token = staff(), version_of(SLUG), uuid4()
    done = together(lambda n: repaired(version, "credit", seen=None, staff=by, token=token).pk > 0)
    assert done == [True, True]
    assert KeyRepair.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("published")
def test_two_who_take_it_back_at_once_do_so_once() -> None:
    by = staff()
    made = repaired(version_of(SLUG), staff=by)

    def back(n: int) -> bool:
        take_back(repair=made, reason=f"By {n}.", staff=by, now=LATER)
        return True

    assert together(back) == [False, True]
    assert KeyRepair.objects.exclude(undone_at=None).count() == 1
