"""Who may do what at every address, and that whoever may not changes nothing."""

import pytest
from django.test import Client

from studyapp import urls
from tests.cast import Cast
from tests.factories.people import LearnerFactory, UserFactory
from tests.factories.study import rolled_back
from tests.factories.work import SECTION, Work
from tests.views.addresses import ADDRESSES, PAGES
from tests.views.classroles import of_a_class
from tests.views.rows import all_rows, changed
from tests.views.visitors import as_guest, names_of, send, signed_in

pytestmark = pytest.mark.django_db

OTHERS = ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
BY_FIELD = {"review-receive"}  # test_pack has it: the id is not in the address
OWNED = tuple(
    address
    for address in ADDRESSES
    if 404 in address.statuses[1:3] and address.statuses[0] != 404 and address.name not in BY_FIELD
)


def test_every_address_is_in_the_table() -> None:
    # The style page is there while DEBUG is on; test_pages has it.
    # Those of classes stand in classroles, with the roles of a class: test_class_access has them.
    named = {pattern.name for pattern in urls.urlpatterns if not of_a_class(pattern)} - {"style"}
    assert {address.name for address in ADDRESSES} == named


def test_access(cast: Cast, others: None, work: Work) -> None:
    learners = {
        "owner": cast.owner_learner,
        "classmate": cast.classmate_learner,
        "stranger": cast.stranger_learner,
        "nobody": None,
    }
    asked = []
    for address in ADDRESSES:
        statuses = []
        for learner in learners.values():
            with rolled_back():
                client = signed_in(learner) if learner else Client()
                before = all_rows() if 404 in address.statuses else {}
                response = address.ask(client, work)
                statuses.append(response.status_code)
                if response.status_code == 404:
                    assert "404.html" in names_of(response), str(address)
                    assert (str(address), changed(before)) == (str(address), {})
        asked.append((str(address), tuple(statuses)))
    assert asked == [(str(address), address.statuses) for address in ADDRESSES]


def test_each_address_takes_the_methods_in_the_table_and_no_other(cast: Cast, work: Work) -> None:
    allowed = {address.name: {"GET": address.path(work)} for address in ADDRESSES}
    methods: dict[str, set[str]] = {name: set() for name in allowed}
    for address in ADDRESSES:
        methods[address.name] |= {"GET", "HEAD"} if address.method == "GET" else {"POST"}
    before = all_rows()
    for address in ADDRESSES:
        for method in {"GET", "HEAD", "POST", *OTHERS} - methods[address.name]:
            response = cast.owner.generic(method, address.path(work))
            assert (method, response.status_code) == (method, 405), str(address)
            assert {part.strip() for part in response.headers["Allow"].split(",")} == methods[address.name]
    assert changed(before) == {}


def test_an_unknown_id_is_404_in_the_design_of_the_site(cast: Cast, work: Work) -> None:
    before = all_rows()
    for address in OWNED:
        known = str((address.args(work) or (work.review.pk,))[0])
        for unknown in ("0", "999999", str(2**63), str(2**80)):
            path = address.path(work).replace(f"/{known}/", f"/{unknown}/")
            path = path.replace(f"shown={known}", f"shown={unknown[:9]}")
            assert path != address.path(work)
            fields = None if address.method == "GET" else address.fields(work)
            response = cast.owner.get(path) if fields is None else send(cast.owner, path, fields)
            assert (path, response.status_code) == (path, 404)
            assert "404.html" in names_of(response)
    assert changed(before) == {}


UNKNOWN = (
    "/nowhere/",
    "/lessons/third/",
    "/lessons/FIRST/",
    "/lessons/first/nowhere/",
    "/exams/maxi/",
    "/practice/-1/",
    "/practice/one/",
    "/attempts/",
    "/style/",
    "/admin/",
    "/.env",
    "/%00/",
    "/%ff/",
)


@pytest.mark.parametrize("path", UNKNOWN)
def test_an_unknown_address_is_404_in_the_design_of_the_site(path: str, cast: Cast) -> None:
    for client in (cast.owner, cast.nobody):
        response = client.get(path)
        assert response.status_code == 404
        assert "404.html" in names_of(response)
        assert "No such page" in response.content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "/lessons/third/section/",
        "/lessons/third/finish/",
        "/lessons/third/checks/q-k1-1/",
        "/lessons/third/checks/q-k1-1/queue/",
        "/lessons/first/checks/q-none/",
        "/lessons/first/checks/q-s1-1/",  # a check of the other lesson
        "/lessons/first/checks/x-k1-1/",  # an exam question
        "/lessons/first/checks/x-k1-1/queue/",
        "/lessons/first/checks/q-s1-1/queue/",
        "/exams/maxi/",
    ],
)
def test_a_post_to_what_is_not_there_changes_nothing(path: str, cast: Cast) -> None:
    before = all_rows()
    for client in (cast.owner, cast.nobody):
        response = send(client, path, {"choice": "x", "section": SECTION})
        assert (response.status_code, changed(before)) == (404, {})
        assert "404.html" in names_of(response)


def test_positions_a_paper_or_a_quiz_does_not_have(cast: Cast, work: Work) -> None:
    before = all_rows()
    for position in ("0", "5", "6", "40000", str(2**63), str(2**80)):
        if position != "5":  # the quiz has five questions, the paper four
            assert send(cast.owner, f"/practice/{work.quiz.pk}/{position}/answer/").status_code == 404
            assert cast.owner.get(f"/practice/{work.quiz.pk}/?q={position[:9]}").status_code == 404
        assert send(cast.owner, f"/attempts/{work.attempt.pk}/{position}/save/").status_code == 404
        assert cast.owner.get(f"/attempts/{work.attempt.pk}/?q={position[:9]}").status_code == 404
    assert changed(before) == {}


def test_a_get_writes_nothing(cast: Cast, work: Work) -> None:
    guest, newcomer = as_guest(LearnerFactory.create()), signed_in_without_learner()
    before = all_rows()
    for address in PAGES:
        for client in (cast.owner, cast.stranger, cast.nobody, guest, newcomer):
            address.ask(client, work)
            client.head(address.path(work))
        assert (str(address), changed(before)) == (str(address), {})
    assert set(cast.nobody.cookies) == {"csrftoken"}  # and no session


def signed_in_without_learner() -> Client:
    """An account made by a command, before its first act."""
    client = Client()
    client.force_login(UserFactory.create())
    return client
