"""The desk: staff see, answer and close reports; for everybody else it is not there."""

import pytest
from django.test import Client

from studyapp.models import QuestionReport, User
from tests.cast import Cast
from tests.factories.people import LearnerFactory, UserFactory
from tests.factories.study import NOON, reasons_of
from tests.factories.work import Work, ended_quiz, reported, staff
from tests.views.htmlpage import Page
from tests.views.pagefaults import page_faults
from tests.views.rows import all_rows, changed
from tests.views.visitors import Fields, as_guest, look, names_of, read, send

pytestmark = pytest.mark.django_db

DESK = "/reports/all/"
GOOD = {"state": "accepted", "reply": "You are right."}


def case_of(report: QuestionReport) -> str:
    return f"{DESK}{report.pk}/"


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def ines(db: None) -> Client:
    """A browser of the staff."""
    return browser(staff())


@pytest.fixture
def report(db: None) -> QuestionReport:
    """Somebody's open report."""
    return reported(ended_quiz(LearnerFactory.create(), seed=1), kind="key", text="C is right too.")


def rows_of(page: Page) -> list[str]:
    """The lines of the first table."""
    return [row.text for row in page.root.find("tbody")[0].find("tr")]


def test_whoever_is_not_staff_finds_nothing(cast: Cast, work: Work) -> None:
    gone = UserFactory.create(username="gone", is_staff=True, is_active=False)
    boss = UserFactory.create(username="boss", is_superuser=True)  # may do anything, and is not of the desk
    clients = [cast.owner, cast.stranger, cast.nobody, as_guest(LearnerFactory.create())]
    clients += [browser(gone), browser(boss)]
    before = all_rows()
    for client in clients:
        for path in (DESK, f"{DESK}?state=open", case_of(work.report)):
            response = client.get(path)
            assert (path, response.status_code, "404.html" in names_of(response)) == (path, 404, True)
        assert send(client, f"{case_of(work.report)}close/", GOOD).status_code == 404
    assert changed(before) == {}


def test_the_way_there_is_shown_to_staff_alone(cast: Cast, ines: Client) -> None:
    def way(client: Client) -> list[str]:
        return [link.text for link in look(client, "/reports/").root.find("a") if link.attrs["href"] == DESK]

    assert way(ines) == ["Reports of everybody"]
    assert way(cast.owner) == way(cast.nobody) == []


def test_an_empty_desk(ines: Client) -> None:
    assert "Nobody has reported a question yet." in look(ines, DESK).root.text
    assert "No report is in this state." in look(ines, f"{DESK}?state=declined").root.text
    assert ines.get(f"{DESK}?state=lost").status_code == 404


def test_the_open_ones_come_first_and_can_be_looked_at_alone(ines: Client, report: QuestionReport) -> None:
    other = reported(ended_quiz(LearnerFactory.create(), seed=2), kind="text")
    send(ines, f"{case_of(report)}close/", GOOD)
    page = look(ines, DESK)
    first, second = rows_of(page)
    assert (other.question.slug in first, "1 open of 1" in first, "A slip in the text" in first) == (
        True,
    ) * 3
    assert (report.question.slug in second, "0 open of 1" in second, "Accepted" in second) == (True,) * 3
    assert page_faults(page) == []
    assert len(rows_of(look(ines, f"{DESK}?state=open"))) == 1
    assert "C is right too." in rows_of(look(ines, f"{DESK}?state=accepted"))[0]


def test_pages_of_the_desk(ines: Client, report: QuestionReport, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("studyapp.queries.reportdesk.PAGE", 1)
    reported(ended_quiz(LearnerFactory.create(), seed=2))
    page = look(ines, f"{DESK}?state=open")
    (further,) = [link for link in page.root.find("a") if link.text == "Further down the list"]
    assert "Page 1 of 2" in page.root.text
    second = look(ines, DESK + further.attrs["href"])
    assert "Page 2 of 2" in second.root.text
    assert rows_of(page) != rows_of(second)
    assert page_faults(second) == []


def test_a_case_shows_the_question_with_its_reasons_and_the_answer(
    ines: Client, report: QuestionReport
) -> None:
    reported(ended_quiz(report.learner, seed=1), text="And B.")
    html = ines.get(case_of(report)).content.decode()
    assert [reason for reason in reasons_of(report.version) if reason not in html] == []
    page = look(ines, case_of(report))
    for words in ("The key is wrong", "C is right too.", "As the reporter saw and answered it", "version 1"):
        assert words in page.root.text
    assert page.root.find("a", class_="report-link") == []
    assert page_faults(page) == []


def close(client: Client, report: QuestionReport, fields: Fields) -> tuple[int, Page]:
    form = look(client, case_of(report)).form(f"{case_of(report)}close/")
    response = send(client, f"{case_of(report)}close/", {**form.values, **fields})
    return response.status_code, read(response)


@pytest.mark.parametrize("state", ["accepted", "declined"])
def test_answer_and_close(ines: Client, report: QuestionReport, state: str) -> None:
    status, _ = close(ines, report, {"state": state, "reply": "We looked.\r\nIt is so."})
    assert status == 302
    report.refresh_from_db()
    assert (report.state, report.reply, report.closed_at) == (state, "We looked.\nIt is so.", NOON)
    assert str(report.closed_by) == "ines"
    page = look(ines, DESK)
    assert page.root.find("div", class_="note-saved")[0].text == "Answered."
    done = look(ines, case_of(report))
    assert done.root.find("form", action=f"{case_of(report)}close/") == []
    assert "We looked.It is so." in done.root.text
    assert page_faults(done) == []


def test_one_answer_for_all_open_ones_of_the_question(ines: Client) -> None:
    session = ended_quiz(LearnerFactory.create(), seed=1)
    made = [reported(session) for _ in range(3)]
    page = look(ines, case_of(made[0]))
    assert "The same answer to all 3 open reports on this question" in page.root.text
    status, _ = close(ines, made[0], {**GOOD, "alike": "on"})
    assert status == 302
    assert "Answered, 3 reports in all." in look(ines, DESK).root.text
    assert set(QuestionReport.objects.values_list("state", flat=True)) == {"accepted"}


@pytest.mark.parametrize("fields", [{"state": "accepted"}, {"reply": "Words."}, {"state": "x", "reply": "y"}])
def test_an_answer_needs_a_decision_and_words(
    ines: Client, report: QuestionReport, fields: dict[str, str]
) -> None:
    before = all_rows()
    status, page = close(ines, report, {"state": "", "reply": "", **fields})
    assert (status, changed(before)) == (422, {})
    assert page.root.find("ul", class_="errorlist") != []
    assert page.root.find("textarea")[0].text == fields.get("reply", "")
    assert page_faults(page) == []


def test_of_two_at_once_the_second_is_told_and_keeps_the_words(ines: Client, report: QuestionReport) -> None:
    otto = browser(staff("otto"))
    both = [look(client, case_of(report)).form(f"{case_of(report)}close/") for client in (ines, otto)]
    path = f"{case_of(report)}close/"
    assert send(ines, path, {**both[0].values, **GOOD}).status_code == 302
    before = all_rows()
    response = send(otto, path, {**both[1].values, "state": "declined", "reply": "No: it is right."})
    page = read(response)
    assert (response.status_code, changed(before)) == (409, {})
    (note,) = page.root.find("div", role="alert")
    assert note.text.startswith("Somebody else answered this report a moment before you.")
    for words in ("You are right.", "by ines", "What you wrote", "No: it is right."):
        assert words in page.root.text
    assert page_faults(page) == []


@pytest.mark.parametrize("unknown", ["0", "999999", str(2**63), str(2**80)])
def test_a_report_there_is_not(ines: Client, unknown: str) -> None:
    before = all_rows()
    assert ines.get(f"{DESK}{unknown}/").status_code == 404
    for fields in ({}, GOOD):
        assert send(ines, f"{DESK}{unknown}/close/", fields).status_code == 404
    assert changed(before) == {}
