"""A class list: read, imported, and imported again."""

import csv
import io
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from studyapp.actions import rosters
from studyapp.domain.roster import parse, written
from studyapp.domain.rosterplan import RosterPlan
from studyapp.models import Attempt, ClassGroup, Membership, RosterDraft
from studyapp.queries.rosters import draft_page, roster_rows
from tests.factories.classes import ClassExamFactory, MembershipFactory
from tests.factories.people import UserFactory
from tests.factories.study import NOON, attempt_of
from tests.views.rows import all_rows, changed

pytestmark = pytest.mark.django_db

LIST = "name,id,group,factor\nAna Sousa,7,Red|Monday,1.25\n王小明,8,Red,\nBo,,,\n"


@pytest.fixture
def owner(db: None) -> Membership:
    """The owner of a class."""
    return MembershipFactory.create(role="owner")


def brought(owner: Membership, text: str = LIST) -> RosterPlan:
    """Read and imported."""
    draft = rosters.keep_draft(membership=owner, parsed=parse(text.encode()), now=NOON)
    return rosters.import_draft(draft=draft, staff=UserFactory.create(), now=NOON)


def learners(owner: Membership) -> list[tuple[object, ...]]:
    """The seats of the class."""
    rows = Membership.objects.filter(classroom=owner.classroom, role="learner").order_by("pk")
    return [
        (row.name, row.roster_id, sorted(group.name for group in row.groups.all()), row.time_factor)
        for row in rows
    ]


def test_reading_changes_nothing_and_importing_does_what_was_said(owner: Membership) -> None:
    rosters.keep_draft(membership=owner, parsed=parse(LIST.encode() + b",9,,\n"), now=NOON)
    page = draft_page(owner)
    assert page is not None
    assert (len(page.plan.new), page.plan.changed, [fault.line for fault in page.faults]) == (3, (), [5])
    assert learners(owner) == []
    done = rosters.import_draft(draft=RosterDraft.objects.get(), staff=UserFactory.create(), now=NOON)
    assert len(done.new) == 3
    assert learners(owner) == [
        ("Ana Sousa", "7", ["Monday", "Red"], Decimal("1.25")),
        ("王小明", "8", ["Red"], Decimal(1)),
        ("Bo", "", [], Decimal(1)),
    ]
    assert len(set(Membership.objects.exclude(seat_code=None).values_list("seat_code", flat=True))) == 3
    assert ClassGroup.objects.count() == 2
    assert draft_page(owner) is None


def test_the_same_list_twice_changes_nothing(owner: Membership) -> None:
    brought(owner)
    staff = UserFactory.create()
    before = all_rows()
    draft = rosters.keep_draft(membership=owner, parsed=parse(LIST.encode("utf-16")), now=NOON)
    assert rosters.import_draft(draft=draft, staff=staff, now=NOON) == RosterPlan(same=3)
    assert changed(before) == {}


def test_what_is_taken_away_can_be_brought_back(owner: Membership) -> None:
    brought(owner)
    text = io.StringIO()
    csv.writer(text).writerows(written(roster_rows(owner.classroom_id)))
    assert brought(owner, text.getvalue()) == RosterPlan(same=3)


def test_numbers_may_be_swapped(owner: Membership) -> None:
    brought(owner, "name,id\nAna,1\nBo,2\n")
    Membership.objects.filter(name="Ana").update(roster_id="x")
    Membership.objects.filter(name="Bo").update(roster_id="1")
    Membership.objects.filter(name="Ana").update(roster_id="2")
    assert len(brought(owner, "name,id\nAna,1\nBo,2\n").changed) == 2
    assert sorted(row[:2] for row in learners(owner)) == [("Ana", "1"), ("Bo", "2")]


def test_a_longer_factor_moves_an_open_paper(owner: Membership) -> None:
    place = MembershipFactory.create(classroom=owner.classroom, name="Leo", roster_id="7")
    assert place.learner is not None
    attempt = attempt_of(place.learner, slug=ClassExamFactory.create(classroom=owner.classroom).slug)
    brought(owner, "name,id,factor\nLeo,7,2\n")
    assert Attempt.objects.get(pk=attempt.pk).deadline == NOON + timedelta(minutes=20)


def test_a_thousand_lines_take_no_more_queries_than_three(owner: Membership) -> None:
    costs = []
    for count in (3, 1000):
        other = MembershipFactory.create(role="owner")
        lines = "".join(f"Person {n},{n},Group {n % 7},1.5\n" for n in range(count))
        with CaptureQueriesContext(connection) as seen:
            done = brought(other, f"name,id,group,factor\n{lines}")
        assert len(done.new) == count
        costs.append(len(seen))
    assert costs[1] <= costs[0] + 20  # rows are inserted so many at a time


def test_drafts_do_not_lie_about(owner: Membership) -> None:
    for n, place in enumerate((owner, MembershipFactory.create())):
        rosters.keep_draft(membership=place, parsed=parse(LIST.encode()), now=NOON + n * timedelta(days=2))
    assert RosterDraft.objects.count() == 1
