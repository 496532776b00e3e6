"""A statement that is asked again gives what the ORM gives, whatever the values."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.db.models import BigIntegerField, F, QuerySet
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from studyapp.models import Learner, Membership
from studyapp.queries.classfacts import facts
from studyapp.queries.classsheet import learners_of, own_sheet, sheet
from studyapp.queries.classtries import first_tries_of, tallied
from studyapp.queries.prepared import by_hand, objects_of, rows_of
from tests.factories.classwork import DAY, assigned, class_of, read_lesson, reviewed, sat, tried
from tests.factories.study import NOON

moments = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))


def newest(values: Mapping[str, Any]) -> QuerySet[Any, Any]:
    rows = Learner.objects.filter(
        created_at__gte=values["since"], exam_date__gt=values["day"], time_zone__in=values["zones"]
    )
    return rows.exclude(pk=values["other"]).order_by("pk").values_list("pk", "created_at", "key")


class Again(TestCase):
    """Each example in a transaction of its own."""

    @settings(max_examples=25, deadline=None)
    @given(
        moments, st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(-2, 2**40),
        st.lists(st.sampled_from(["UTC", "Europe/Berlin", "x'y%s", "\x020\x03"]), min_size=1, max_size=4),
    )  # fmt: skip
    def test_the_rows_are_those_of_the_orm(
        self, since: datetime, day: date, other: int, zones: list[str]
    ) -> None:
        for n, zone in enumerate(("UTC", "Europe/Berlin", "x'y%s", "\x020\x03")):
            Learner.objects.create(
                created_at=since + timedelta(hours=n - 1), exam_date=day + DAY * n, time_zone=zone
            )
        values: dict[str, Any] = {
            "since": since,
            "day": day,
            "other": Learner.objects.latest("pk").pk + other,
            "zones": zones,
        }
        assert rows_of("newest", values, newest) == list(newest(values))


@pytest.mark.django_db
def test_a_value_that_is_not_used_is_refused() -> None:
    with pytest.raises(ValueError, match="not among the parameters"):
        rows_of("unused", {"learner": 1}, lambda own: Learner.objects.values_list("pk"))


@pytest.mark.django_db
def test_a_value_may_be_used_twice_and_stand_among_constants() -> None:
    learner, other = (Learner.objects.create(created_at=NOON, new_per_day=many) for many in (7, 8))

    def both(own: Mapping[str, Any]) -> QuerySet[Any, Any]:
        rows = Learner.objects.filter(pk=own["pk"]).order_by()
        more = rows.filter(new_per_day__gt=7)
        return rows.values_list("pk", F("time_zone")).union(more.values_list("pk", "time_zone"), all=True)

    assert rows_of("both", {"pk": learner.pk}, both) == [(learner.pk, "UTC")]
    assert rows_of("both", {"pk": other.pk}, both) == [(other.pk, "UTC")] * 2


@pytest.mark.django_db
def test_objects_come_with_what_is_joined_and_added() -> None:
    classroom, places = class_of(2)
    token = UUID(int=2**127 + 5)

    def place(own: Mapping[str, Any]) -> QuerySet[Membership]:
        rows = Membership.objects.filter(learner=own["learner"]).exclude(learner__key=own["key"])
        twice = by_hand("%(learner)s + %(learner)s", own, BigIntegerField())
        return rows.select_related("classroom", "learner__user").annotate(twice=twice)

    for one in places:
        assert one.learner is not None
        (found,) = objects_of("place", {"learner": one.learner.pk, "key": token}, place)
        with CaptureQueriesContext(connection) as asked:
            joined = (found, found.classroom, found.learner, vars(found)["twice"])
        assert not asked.captured_queries
        assert joined == (one, classroom, one.learner, 2 * one.learner.pk)
        assert (found.joined_at, found.time_factor) == (one.joined_at, one.time_factor)
        assert objects_of("place", {"learner": one.learner.pk, "key": one.learner.key}, place) == []


@pytest.mark.django_db
def test_a_join_that_finds_nothing_is_none() -> None:
    guest = Learner.objects.create(created_at=NOON)
    rows = objects_of(
        "user of", {"pk": guest.pk}, lambda own: Learner.objects.select_related("user").filter(pk=own["pk"])
    )
    assert [(one, one.user) for one in rows] == [(guest, None)]


@pytest.mark.django_db
def test_what_a_class_reads_is_what_the_orm_reads() -> None:
    for turn in range(2):  # the second class is asked by the statements of the first
        classroom, (one, two) = class_of(2)
        for kind in ("lesson", "review", "exam", "practice"):
            assigned(classroom, kind, due_at=NOON + turn * DAY)
        read_lesson(one)
        reviewed(one, 2, now=NOON - DAY)
        sat(one, rights=2)
        tried([one, two], "q-k1-1", misses=1)
        mine = learners_of(classroom.pk).filter(pk=one.pk)
        assert own_sheet(one.pk, classroom.pk) == sheet(mine, classroom_id=classroom.pk, active=True)
        assert one.learner_id is not None
        told = facts(own_sheet(one.pk, classroom.pk), NOON, scores=True, tries_in=classroom.pk)
        rows = tallied(first_tries_of([one.learner_id], classroom.pk, NOON), NOON)
        columns = ("question__objective_id", "exam", "right", "answers", "weight")
        assert sorted(told.tries[one.learner_id]) == sorted(rows.values_list(*columns))
