"""Support: the staff find an account, see when what was done, and give more time. Nobody else finds it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from studyapp.actions import exams
from studyapp.models import Attempt, AttemptEvent, User
from tests.cast import Cast
from tests.factories.classes import ClassroomFactory, MembershipFactory
from tests.factories.people import LearnerFactory, UserFactory
from tests.factories.study import NOON, attempt_of, rolled_back
from tests.factories.work import Work, ended_quiz, reported, staff, work_of
from tests.views.conftest import Clock
from tests.views.htmlpage import Page
from tests.views.pagefaults import page_faults
from tests.views.rows import all_rows, changed
from tests.views.supportstates import account_of, sitting_of, time_for
from tests.views.test_query_counts import MOST, queries
from tests.views.visitors import Fields, as_guest, look, names_of, read, send, signed_in

pytestmark = pytest.mark.django_db

ENDS = NOON + timedelta(minutes=8)
GOOD = {"minutes": "5", "reason": "Fire alarm."}


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def ines(db: None) -> Client:
    """A browser of the staff."""
    return browser(staff())


@pytest.fixture
def leo(db: None) -> Attempt:
    """Somebody's open sitting of eight minutes."""
    return sitting_of("Leo")


def fields_of(client: Client, attempt: Attempt, **more: str) -> Fields:
    """The form as it stands on the page, filled in."""
    return {**look(client, time_for(attempt)).form(time_for(attempt)).values, **GOOD, **more}


def rows_of(page: Page, table: int = 0) -> list[str]:
    return [row.text for row in page.root.find("tbody")[table].find("tr")]


def names_in(page: Page) -> list[str]:
    """The accounts found."""
    return [row.find("a")[0].text for body in page.root.find("tbody") for row in body.find("tr")]


def stored(attempt: Attempt) -> tuple[datetime | None, list[Any]]:
    """When it ends, and what the log says of more time."""
    events = AttemptEvent.objects.filter(attempt=attempt, kind="extended")
    return Attempt.objects.get(pk=attempt.pk).deadline, list(events.values_list("value", flat=True))


def test_whoever_is_not_staff_finds_nothing(cast: Cast, work: Work) -> None:
    gone = UserFactory.create(username="gone", is_staff=True, is_active=False)
    boss = UserFactory.create(username="boss", is_superuser=True)
    clients = [cast.owner, cast.stranger, cast.nobody, as_guest(LearnerFactory.create())]
    clients += [browser(gone), browser(boss)]
    fields = {**GOOD, "seen": ENDS.isoformat()}
    before = all_rows()
    for client in clients:
        for path in ("/support/", "/support/?name=olga", account_of(work.attempt), time_for(work.attempt)):
            response = client.get(path)
            assert (path, response.status_code, "404.html" in names_of(response)) == (path, 404, True)
        assert send(client, time_for(work.attempt), fields).status_code == 404
    assert changed(before) == {}


def test_without_a_name_nobody_is_listed(ines: Client) -> None:
    for query in ("", "?name=", "?name=%20", "?q=i"):
        page = look(ines, f"/support/{query}")
        assert names_in(page) == []
        assert page.root.find("div", class_="empty") == []


def test_a_name_or_its_beginning_finds_the_exact_one_first(ines: Client) -> None:
    for name in ("Olga2", "olga", "OLGA-B", "holga", "ol%a"):
        UserFactory.create(username=name)
    assert names_in(look(ines, "/support/?name=OLGA")) == ["olga", "OLGA-B", "Olga2"]
    assert names_in(look(ines, "/support/?name=ol%25")) == ["ol%a"]  # a sign is a sign, no wild card
    assert names_in(look(ines, "/support/?name=%25")) == names_in(look(ines, "/support/?name=_")) == []
    page = look(ines, "/support/?name=lga")
    assert "name begins with “lga”." in page.root.text


def test_at_most_twenty_are_shown(ines: Client) -> None:
    for n in range(20):
        UserFactory.create(username=f"kim{n:02}")
    page = look(ines, "/support/?name=kim")
    assert (len(names_in(page)), "There are more." in page.root.text) == (20, False)
    UserFactory.create(username="kim20")
    page = look(ines, "/support/?name=kim")
    assert (names_in(page)[-1], len(names_in(page)), "There are more." in page.root.text) == (
        "kim19",
        20,
        True,
    )


def test_guests_are_not_found(ines: Client) -> None:
    guest = attempt_of(LearnerFactory.create())
    assert ines.get(f"/support/{guest.learner.pk + 100}/").status_code == 404
    assert ines.get(f"/support/0/sittings/{guest.pk}/").status_code == 404
    assert names_in(look(ines, "/support/?name=guest")) == []


def test_an_account_tells_when_and_not_how(ines: Client, leo: Attempt) -> None:
    there, left = (ClassroomFactory.create(title=title) for title in ("Evening", "Morning"))
    MembershipFactory.create(classroom=there, learner=leo.learner, role="assistant", name="Leonhard L.")
    MembershipFactory.create(classroom=left, learner=leo.learner, left_at=NOON, roster_id="77")
    reported(ended_quiz(leo.learner, seed=1), kind="key", text="C is right too.")
    page = look(ines, account_of(leo))
    assert rows_of(page, 1) == [
        "EveningAssistant1 Nov 2026",
        "MorningLearner, until 24 Nov 20261 Nov 2026",
    ]
    assert rows_of(page, 2) == ["The key is wrong24 Nov 2026Open"]
    for secret in ("Leonhard", "77", "C is right too.", "%", "x-k1", "q-k1"):
        assert secret not in page.root.find("main")[0].text
    assert "Last studied24 November 2026" in page.root.text
    assert page_faults(page) == []


def test_the_state_of_each_sitting(ines: Client, leo: Attempt, clock: Clock) -> None:
    assert rows_of(look(ines, account_of(leo))) == [
        "Mini exam 24 Nov 2026, 12:00 24 Nov 2026, 12:08 Open Give more time in Mini exam"
    ]
    clock.pass_by(minutes=8)
    assert rows_of(look(ines, account_of(leo)))[0].endswith("Time is over")
    exams.submit(attempt=leo, now=clock.now)
    assert rows_of(look(ines, account_of(leo)))[0].endswith("Handed in")


def test_an_account_that_did_nothing(ines: Client) -> None:
    user = UserFactory.create(username="nora", is_active=False)
    text = look(ines, f"/support/{user.pk}/").root.text
    for words in ("Last studiedNot yet", "Closed", "No exam yet.", "In no class.", "No report yet."):
        assert words in text


@pytest.mark.parametrize("unknown", ["0", "999999", str(2**63), str(2**80)])
def test_what_there_is_not(ines: Client, leo: Attempt, unknown: str) -> None:
    before = all_rows()
    assert ines.get(f"/support/{unknown}/").status_code == 404
    for path in (f"/support/{unknown}/sittings/{leo.pk}/", f"{account_of(leo)}sittings/{unknown}/"):
        assert ines.get(path).status_code == 404
        assert send(ines, path, {**GOOD, "seen": ENDS.isoformat()}).status_code == 404
    assert changed(before) == {}


def test_a_sitting_is_found_under_its_own_account_alone(ines: Client, leo: Attempt) -> None:
    other = sitting_of("other")
    before = all_rows()
    path = f"{account_of(other)}sittings/{leo.pk}/"
    assert (
        ines.get(path).status_code == send(ines, path, {**GOOD, "seen": ENDS.isoformat()}).status_code == 404
    )
    assert changed(before) == {}


def test_more_time_is_given_and_logged(ines: Client, leo: Attempt) -> None:
    assert send(ines, time_for(leo), fields_of(ines, leo)).status_code == 302
    later = ENDS + timedelta(minutes=5)
    told = {"from": ENDS.isoformat(), "to": later.isoformat(), "by": "ines", "reason": "Fire alarm."}
    assert stored(leo) == (later, [told])
    page = look(ines, account_of(leo))
    assert page.root.find("div", class_="note-saved")[0].text == "The sitting has 5 minutes more."
    assert "12:13" in rows_of(page)[0]


def test_a_second_click_gives_nothing_more(ines: Client, leo: Attempt) -> None:
    fields = fields_of(ines, leo)
    assert [send(ines, time_for(leo), fields).status_code for _ in range(3)] == [302, 302, 302]
    deadline, log = stored(leo)
    assert (deadline, len(log)) == (ENDS + timedelta(minutes=5), 1)
    assert send(ines, time_for(leo), fields_of(ines, leo)).status_code == 302  # a new form is another gift
    assert stored(leo)[0] == ENDS + timedelta(minutes=10)


def test_two_clicks_at_the_same_moment_are_one(
    ines: Client, leo: Attempt, monkeypatch: pytest.MonkeyPatch
) -> None:
    fields, give = fields_of(ines, leo), exams.extend

    def twice(**asked: Any) -> Attempt:
        give(**asked)  # the other click, since this one read the sitting
        return give(**asked)

    monkeypatch.setattr("studyapp.views.support.exams.extend", twice)
    assert send(ines, time_for(leo), fields).status_code == 302
    deadline, log = stored(leo)
    assert (deadline, len(log)) == (ENDS + timedelta(minutes=5), 1)


def test_of_two_at_once_the_second_is_told(ines: Client, leo: Attempt) -> None:
    otto = browser(staff("otto"))
    late = fields_of(otto, leo, minutes="9")
    send(ines, time_for(leo), fields_of(ines, leo))
    before = all_rows()
    response = send(otto, time_for(leo), late)
    page = read(response)
    assert (response.status_code, changed(before)) == (409, {})
    assert page.root.find("div", role="alert")[0].text.startswith("The end of this sitting has moved")
    assert page.form(time_for(leo)).values["seen"] == [(ENDS + timedelta(minutes=5)).isoformat()]
    assert page_faults(page) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"minutes": ""},
        {"minutes": "0"},
        {"minutes": "-5"},
        {"minutes": "241"},
        {"minutes": "1.5"},
        {"minutes": "9" * 400},
        {"reason": " "},
        {"reason": "x" * 301},
        {"seen": "\x00"},
    ],
)
def test_what_is_no_number_or_no_reason_is_refused(
    ines: Client, leo: Attempt, fields: dict[str, str]
) -> None:
    sent = fields_of(ines, leo, **fields)
    before = all_rows()
    response = send(ines, time_for(leo), sent)
    assert (response.status_code, changed(before)) == (422, {})
    assert read(response).root.find("ul", class_="errorlist") != []
    assert page_faults(read(response)) == []


@pytest.mark.parametrize("seen", ["", "then", "9999-12-31T23:59:00+00:00", NOON.isoformat()])
def test_an_end_that_no_page_showed_gives_nothing(ines: Client, leo: Attempt, seen: str) -> None:
    before = all_rows()
    assert send(ines, time_for(leo), {**GOOD, "seen": seen}).status_code == 409
    assert changed(before) == {}


def test_other_fields_say_nothing(ines: Client, leo: Attempt) -> None:
    other = sitting_of("other")
    forged = {
        "deadline": "2099-01-01T00:00",
        "attempt": str(other.pk),
        "staff": "1",
        "now": "2020-01-01T00:00",
    }
    assert send(ines, time_for(leo), {**fields_of(ines, leo), **forged}).status_code == 302
    assert stored(leo)[0] == ENDS + timedelta(minutes=5)
    assert stored(leo)[1][0]["by"] == "ines"
    assert stored(other) == (ENDS, [])


@pytest.mark.parametrize("over", ["submitted", "grace"])
def test_what_is_over_stays_over(ines: Client, leo: Attempt, clock: Clock, over: str) -> None:
    fields = fields_of(ines, leo)
    if over == "submitted":
        exams.submit(attempt=leo, now=NOON)
    else:
        clock.pass_by(minutes=8, seconds=10)
    before = all_rows()
    response = send(ines, time_for(leo), fields)
    assert (response.status_code, changed(before)) == (409, {})
    assert "What is over stays over" in read(response).root.text
    assert read(response).root.find("form", action=time_for(leo)) == []


def test_handed_in_between_look_and_deed(ines: Client, leo: Attempt, monkeypatch: pytest.MonkeyPatch) -> None:
    fields = fields_of(ines, leo)
    give = exams.extend

    def too_late(**asked: Any) -> Attempt:
        exams.submit(attempt=leo, now=NOON)
        return give(**asked)

    monkeypatch.setattr("studyapp.views.support.exams.extend", too_late)
    response = send(ines, time_for(leo), fields)
    assert (response.status_code, stored(leo)) == (409, (ENDS, []))
    assert "What is over stays over" in read(response).root.text


def test_nobody_sits_on_after_others_see_the_keys(ines: Client, leo: Attempt) -> None:
    Attempt.objects.update(review="after_window", review_from=ENDS + timedelta(minutes=7, seconds=59))
    assert "At most 7 at once." in look(ines, time_for(leo)).root.text
    assert send(ines, time_for(leo), fields_of(ines, leo, minutes="8")).status_code == 409
    assert stored(leo) == (ENDS, [])
    fields = fields_of(ines, leo, minutes="7")
    assert [send(ines, time_for(leo), fields).status_code for _ in range(2)] == [302, 302]
    assert stored(leo)[0] == ENDS + timedelta(minutes=7)
    page = look(ines, time_for(leo))
    assert ("No time can be given." in page.root.text, page.root.find("form", action=time_for(leo))) == (
        True,
        [],
    )


def test_a_paper_without_a_limit_needs_no_time(ines: Client, leo: Attempt) -> None:
    Attempt.objects.update(deadline=None)
    assert "has no time limit" in look(ines, time_for(leo)).root.text
    before = all_rows()
    assert send(ines, time_for(leo), {**GOOD, "seen": ""}).status_code == 409
    assert changed(before) == {}


def test_nobody_gives_themselves_time() -> None:
    user = staff()
    own = attempt_of(LearnerFactory.create(user=user))
    client = browser(user)
    page = look(client, account_of(own))
    assert "More time is given to you by somebody else." in page.root.text
    assert [link for link in page.root.find("a") if "sittings" in link.attrs["href"]] == []
    before = all_rows()
    assert client.get(time_for(own)).status_code == 404
    assert send(client, time_for(own), {**GOOD, "seen": ENDS.isoformat()}).status_code == 404
    assert changed(before) == {}
    assert fields_of(browser(staff("otto")), own)["seen"] == [ENDS.isoformat()]


def test_the_learner_sits_on_with_the_time_given(ines: Client, leo: Attempt, clock: Clock) -> None:
    send(ines, time_for(leo), fields_of(ines, leo))
    clock.pass_by(minutes=12)
    assert "Give more time" not in look(signed_in(leo.learner), f"/attempts/{leo.pk}/?q=1").root.text
    assert send(signed_in(leo.learner), f"/attempts/{leo.pk}/submit/").status_code == 302
    assert Attempt.objects.get(pk=leo.pk).submitted_at == clock.now


def test_the_pages_cost_the_same_with_1_and_with_3() -> None:
    client, costs = browser(staff()), []
    learner = LearnerFactory.create(user=UserFactory.create(username="row0"))
    attempt = work_of(learner).attempt
    for rows in (1, 3):
        with rolled_back():
            for n in range(1, rows):
                UserFactory.create(username=f"row{n}")
                MembershipFactory.create(learner=learner)
                reported(ended_quiz(learner, seed=n))
                exams.submit(attempt=attempt_of(learner, now=NOON - timedelta(days=n), seed=n), now=NOON)
            paths = ("/support/?name=row", account_of(attempt), time_for(attempt))
            costs.append([queries(client, path) for path in paths])
    assert costs[0] == costs[1]
    assert max(costs[0]) <= MOST


def test_the_account_page_leads_the_staff_and_nobody_else_to_what_is_theirs(cast: Cast) -> None:
    paths = ("/reports/all/", "/keys/", "/support/")
    for client, theirs in ((browser(staff()), True), (cast.owner, False), (cast.nobody, False)):
        page = look(client, "/account/")
        assert [bool(page.root.find("a", href=path)) for path in paths] == [theirs] * 3
