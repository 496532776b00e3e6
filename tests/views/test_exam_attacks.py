"""What somebody may try during an exam beyond what its pages offer: nothing of it does anything."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import product
from threading import Barrier
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections
from django.test import Client

from studyapp.models import Answer, Attempt, AttemptEvent, AttemptItem, QuestionVersion
from tests.cast import Cast
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, attempt_of, right, rolled_back, version_of, wrong
from tests.factories.work import Work
from tests.views.addresses import ADDRESSES, Address
from tests.views.conftest import Clock
from tests.views.contents import FORGED, content_of, highest
from tests.views.rows import all_rows, changed
from tests.views.visitors import HTMX, Fields, answered, as_guest, look, send

EXAM_ADDRESSES = ("/exams/", "/attempts/")


def exam_addresses(work: Work, method: str) -> list[Address]:
    """Every address of exams and sittings that takes this method."""
    return [one for one in ADDRESSES if one.method == method and one.path(work).startswith(EXAM_ADDRESSES)]


pytestmark = pytest.mark.django_db


@pytest.fixture
def same_seed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sitting draws the same paper each time it is begun."""
    monkeypatch.setattr("studyapp.views.exams.secrets.randbits", lambda bits: 5)


def test_the_forged_fields_are_none_that_a_page_sends(cast: Cast, work: Work) -> None:
    for address in exam_addresses(work, "GET"):
        response = address.ask(cast.owner, work)
        for form in look(cast.owner, address.path(work)).forms if response.status_code == 200 else ():
            if form.action.startswith(EXAM_ADDRESSES):
                offered = {*form.values, *form.offers, *(name for name, _ in form.buttons)}
                assert offered.isdisjoint(FORGED), str(address)


@pytest.mark.parametrize("where", ["body", "query"])
def test_no_field_says_what_the_server_decides(where: str, cast: Cast, work: Work, same_seed: None) -> None:
    """Neither of somebody in the middle of it all, nor of somebody who begins."""
    for address, client in product(exam_addresses(work, "POST"), (cast.owner, cast.classmate)):
        known, outcomes = highest(), []
        for forged in ({}, FORGED):
            with rolled_back():
                path, fields = address.path(work), dict(address.fields(work))
                if where == "query":
                    path += "?" + "&".join(f"{name}={value}" for name, value in forged.items())
                else:
                    fields |= {name: value for name, value in forged.items() if name not in fields}
                status = send(client, path, fields).status_code
                outcomes.append((status, content_of(known)))
        assert outcomes[0] == outcomes[1], str(address)


def test_ids_of_somebody_else_lead_nowhere(cast: Cast, work: Work, others: None) -> None:
    """In the path, in the query and in the body; as somebody with a sitting of the same exam."""
    theirs = Attempt.objects.get(learner=cast.stranger_learner, submitted_at=None, exam__slug="mini")
    before = {row["id"]: row for row in AttemptItem.objects.values()}
    for address in exam_addresses(work, "POST"):
        with rolled_back():
            fields: Fields = {**address.fields(work), "attempt": str(work.attempt.pk), "learner": "1"}
            response = send(cast.stranger, address.path(work) + f"?attempt={theirs.pk}", fields)
            if address.statuses[2] == 404:
                assert (str(address), response.status_code) == (str(address), 404)
            own = {row["id"]: row for row in AttemptItem.objects.filter(attempt=work.attempt).values()}
            assert own.items() <= before.items(), str(address)
    for query in (f"?q=1&attempt={work.attempt.pk}", f"?pk={work.attempt.pk}&q=1"):
        html = cast.stranger.get(f"/attempts/{theirs.pk}/{query}").content.decode()
        assert f"/attempts/{work.attempt.pk}/" not in html


QUESTIONS = {"single": "q-k1-2", "multiple": "q-k1-3", "ordering": "q-k1-4", "matching": "q-k1-5"}


@pytest.mark.parametrize("kind", QUESTIONS)
def test_options_of_another_question_are_refused_and_not_ruled_out(kind: str, cast: Cast, work: Work) -> None:
    version, other = version_of(QUESTIONS[kind]), version_of(QUESTIONS[kind].replace("k1", "s1"))
    other = (
        other if other.kind == kind else QuestionVersion.objects.filter(kind=kind).exclude(pk=version.pk)[0]
    )
    item = work.attempt.items.get(position=1)
    item.version, item.order = version, sorted(option_ids(version))
    item.save()
    path = f"/attempts/{work.attempt.pk}/1/save/"
    send(cast.owner, path, answered(version, right(version)))
    before = all_rows()
    mixed = (*right(version)[:-1], right(other)[-1])
    for given in (right(other), mixed, (*right(version), *right(other))):
        response = send(cast.owner, path, {**answered(version, given), "flag": "on"}, headers=HTMX)
        assert (response.status_code, changed(before)) == (422, {}), given
    foreign = " ".join(option_ids(other))
    send(cast.owner, path, {"struck": foreign, "was": " ".join(right(version))})
    assert AttemptItem.objects.get(pk=item.pk).struck == []


def option_ids(version: QuestionVersion) -> list[str]:
    """The ids that stand in the order of a paper."""
    side = {"ordering": "steps", "matching": "targets"}.get(version.kind, "choices")
    return [part["id"] for part in version.body[side]]


ENDINGS = ("handed in", "expired", "closed by a command")


def end(how: str, client: Client, attempt: Attempt, clock: Clock) -> None:
    """The sitting is over."""
    if how == "handed in":
        send(client, f"/attempts/{attempt.pk}/submit/")
    else:
        clock.pass_by(minutes=9)
    if how == "closed by a command":
        call_command("close_attempts", verbosity=0)


@pytest.mark.parametrize("how", ENDINGS)
def test_nothing_is_stored_after_the_end(how: str, clock: Clock) -> None:
    learner = LearnerFactory.create()
    client, attempt = as_guest(learner), attempt_of(learner)
    version = attempt.items.select_related("version").get(position=1).version
    path = f"/attempts/{attempt.pk}/1/save/"
    fields: Fields = {**answered(version, wrong(version)), "client": "tab", "revision": "1"}
    assert send(client, path, fields).headers["Exam-Save"] == "stored"
    end(how, client, attempt, clock)
    before = {name: rows for name, rows in all_rows().items() if name != "Session"}  # holds the sentence
    for revision, more in (("1", {}), ("2", {}), ("3", {"flag": "on"}), ("4", {"clear": "1"})):
        for headers in ({}, HTMX):
            sent: Fields = {
                **answered(version, right(version)),
                "client": "tab",
                "revision": revision,
                **more,
            }
            response = send(client, path, sent, headers=headers)
            assert response.headers["Exam-Save"] == "closed"
    assert changed(before) == {}
    send(client, f"/attempts/{attempt.pk}/submit/")
    answer = Answer.objects.get(version=version, learner=learner)
    assert (answer.response, answer.correct) == (list(wrong(version)), False)


def test_a_request_sent_again_does_nothing_more(clock: Clock) -> None:
    """Every POST of a sitting, recorded and sent again in the same order: each row stays as it is."""
    learner = LearnerFactory.create()
    client, attempt = as_guest(learner), attempt_of(learner)
    requests: list[tuple[str, Fields]] = []
    for item in attempt.items.select_related("version"):
        for revision, given in ((1, wrong(item.version)), (2, right(item.version))):
            numbers = {"client": "tab", "revision": str(2 * item.position + revision), "flag": "on"}
            fields: Fields = {**answered(item.version, given), **numbers}
            requests.append((f"/attempts/{attempt.pk}/{item.position}/save/", fields))
    for path, fields in requests:
        assert send(client, path, fields).headers["Exam-Save"] == "stored"
    before = all_rows()
    for path, fields in (*requests, *reversed(requests)):
        assert send(client, path, fields).headers["Exam-Save"] in ("stored", "superseded")
    assert changed(before) == {}
    requests.append((f"/attempts/{attempt.pk}/submit/", {}))
    send(client, *requests[-1])
    before = {name: rows for name, rows in all_rows().items() if name != "Session"}
    for path, fields in requests:
        send(client, path, fields)
    assert changed(before) == {}


STATES = ("running", "past its deadline", "handed in")


@pytest.mark.parametrize("state", STATES)
def test_no_get_changes_anything(state: str, cast: Cast, work: Work, clock: Clock) -> None:
    """Every address of the site, also those for a POST, with what a form would send in the query."""
    if state == "past its deadline":
        clock.pass_by(hours=1)
    elif state == "handed in":
        send(cast.owner, f"/attempts/{work.attempt.pk}/submit/")
    option = work.attempt.items.get(position=1).order[0]
    query = f"choice={option}&flag=on&clear=1&struck={option}&client=tab&revision=9&go=2&times=2&submit=1"
    before = all_rows()
    for address in ADDRESSES:
        path = address.path(work)
        for method in ("GET", "HEAD"):
            cast.owner.generic(method, path + ("&" if "?" in path else "?") + query)
        assert (str(address), changed(before)) == (str(address), {})


def at_once(times: int, work: Any) -> list[int]:
    """The statuses of so many requests that begin together."""
    together = Barrier(times)

    def one(number: int) -> int:
        try:
            together.wait()
            status: int = work(number)
            return status
        finally:
            connections.close_all()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


def test_twenty_submits_at_once_are_one(published: None) -> None:
    learner = LearnerFactory.create()
    attempt, client = attempt_of(learner), as_guest(learner)
    cookie = client.cookies["sessionid"].value
    version = attempt.items.select_related("version").get(position=1).version
    send(client, f"/attempts/{attempt.pk}/1/save/", answered(version, right(version)))

    def submit(_: int) -> int:
        own = Client(headers={"Cookie": f"sessionid={cookie}"})
        status: int = own.post(f"/attempts/{attempt.pk}/submit/").status_code
        return status

    assert at_once(20, submit) == [302] * 20
    assert AttemptEvent.objects.filter(kind="submitted").count() == 1
    assert sorted(Answer.objects.values_list("correct", flat=True)) == [False] * 3 + [True]
    assert Attempt.objects.get().submitted_at == NOON


def test_twenty_starts_at_once_through_the_page_are_one_sitting(published: None) -> None:
    cookie = as_guest(LearnerFactory.create()).cookies["sessionid"].value

    def begin(_: int) -> int:
        own = Client(headers={"Cookie": f"sessionid={cookie}"})
        status: int = own.post("/exams/mini/").status_code
        return status

    assert at_once(20, begin) == [302] * 20
    assert (Attempt.objects.count(), AttemptItem.objects.count()) == (1, 4)
    assert Attempt.objects.get().deadline == NOON + timedelta(minutes=8)
