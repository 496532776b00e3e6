"""Reporting a question from where it is shown, and seeing what came of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from studyapp.actions import exams, practice
from studyapp.actions.exams import submit
from studyapp.actions.reports import MOST_OPEN
from studyapp.models import Answer, Attempt, Learner, QuestionReport, QuestionVersion
from tests.cast import Cast
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, attempt_of, missed, quiz_of, right, version_of
from tests.factories.work import Work, ended_quiz, reported, staff
from tests.views.conftest import Clock
from tests.views.htmlpage import Page
from tests.views.pagefaults import page_faults
from tests.views.rows import all_rows, changed
from tests.views.visitors import answered, as_guest, look, names_of, read, send

pytestmark = pytest.mark.django_db

NEW, OWN = "/reports/new/", "/reports/"


@pytest.fixture
def learner(db: None) -> Learner:
    """A guest."""
    return LearnerFactory.create()


@pytest.fixture
def guest(learner: Learner) -> Client:
    """The guest's browser."""
    return as_guest(learner)


def links(page: Page) -> list[str]:
    """Where the quiet links below revealed questions lead."""
    return [link.attrs["href"] for link in page.root.find("a", class_="report-link")]


def about(version: QuestionVersion, place: str) -> str:
    return f"{NEW}?version={version.pk}&place={place}"


def filed(client: Client, path: str, **fields: str) -> Any:
    """Open the form and send it."""
    form = look(client, path).form(NEW)
    return send(client, NEW, {**form.values, "kind": "key", **fields})


def answer_first(client: Client, session: Any) -> QuestionVersion:
    version: QuestionVersion = session.items.select_related("version").get(position=1).version
    sent = {"confidence": "sure", **answered(version, right(version))}
    send(client, f"/practice/{session.pk}/1/answer/", sent)
    return version


def all_handed_in(work: Work) -> None:
    """What a running paper asks shows its key nowhere; now none runs any more."""
    for attempt in Attempt.objects.filter(learner=work.learner, submitted_at=None):
        submit(attempt=attempt, now=NOON)


def test_wherever_a_question_is_revealed_it_can_be_reported(cast: Cast, work: Work) -> None:
    all_handed_in(work)
    check = version_of("q-k1-1")
    assert links(look(cast.owner, "/lessons/first/")) == [about(check, "lesson")]
    result = look(cast.owner, f"/practice/{work.ended.pk}/")
    drawn = [item.version for item in work.ended.items.select_related("version")]
    assert links(result) == [about(version, "practice") for version in drawn]
    shown = look(cast.owner, f"/review/?shown={work.review.pk}")
    assert work.review.answer is not None
    assert links(shown) == [about(work.review.answer.version, "review")]
    paper = [item.version for item in work.handed_in.items.select_related("version")]
    report = look(cast.owner, f"/attempts/{work.handed_in.pk}/report/")
    assert links(report) == [about(version, "exam") for version in paper]
    for path in (*links(result), *links(shown), *links(report), about(check, "lesson")):
        page = look(cast.owner, path)
        assert page_faults(page) == []


def test_a_question_still_open_has_no_such_link(guest: Client, learner: Learner) -> None:
    session = quiz_of(learner, mode="end")
    version = answer_first(guest, session)
    attempt = attempt_of(learner)
    pages = ["/lessons/first/", f"/practice/{session.pk}/?q=1", f"/practice/{session.pk}/?q=2"]
    pages += [f"/attempts/{attempt.pk}/?q=1", f"/attempts/{attempt.pk}/"]
    assert [links(look(guest, path)) for path in pages] == [[]] * 5
    exam = attempt.items.select_related("version")[0].version
    for path in (about(version, "practice"), about(exam, "exam"), about(version_of("q-k1-1"), "lesson")):
        assert look(guest, path, 404).root.find("form", action=NEW) == []


def test_nobody_reads_an_exam_question_here_before_its_report(
    guest: Client, learner: Learner, clock: Clock
) -> None:
    attempt = attempt_of(learner)
    version = attempt.items.select_related("version")[0].version
    texts = [version.stem_html, *(choice["html"] for choice in version.body.get("choices", []))]
    for minutes, seconds, status in ((0, 0, 404), (8, 0, 404), (8, 9, 404), (8, 10, 200)):
        clock.now = NOON + timedelta(minutes=minutes, seconds=seconds)
        for place in ("exam", "practice", "lesson", "review", "precheck"):
            response = guest.get(about(version, place))
            expected = status if place == "exam" else 404
            assert (place, response.status_code) == (place, expected)
            told = [text for text in texts if text in response.content.decode()]
            assert told == ([version.stem_html] if expected == 200 else [])


def test_a_report_is_sent_kept_and_listed(guest: Client, learner: Learner) -> None:
    session = quiz_of(learner, mode="each")
    version = answer_first(guest, session)
    (path,) = links(look(guest, f"/practice/{session.pk}/?q=1"))
    form = look(guest, path).form(NEW)
    assert form.offers["kind"] == ["key", "two", "outdated", "unclear", "text", "other"]
    response = filed(guest, path, kind="outdated", text="  The quota is 200 now.\r\nSee the guide. ")
    assert (response.status_code, response.headers["Location"]) == (302, f"/practice/{session.pk}/?q=1")
    made = QuestionReport.objects.get()
    assert (made.learner, made.version, made.answer) == (learner, version, Answer.objects.get())
    assert (made.kind, made.place, made.state) == ("outdated", "practice", "open")
    assert (made.text, made.created_at) == ("The quota is 200 now.\nSee the guide.", NOON)
    back = look(guest, response.headers["Location"])
    assert "Thank you. Your report is kept" in back.root.text
    (listed,) = look(guest, OWN).root.find("article")
    for words in ("It is out of date", "Open", "The quota is 200 now.See the guide."):
        assert words in listed.text


def test_the_same_form_sent_twice_is_one_report(guest: Client, learner: Learner) -> None:
    session = ended_quiz(learner, seed=1)
    path = links(look(guest, f"/practice/{session.pk}/"))[0]
    form = look(guest, path).form(NEW)
    for kind in ("key", "key", "two"):
        assert send(guest, NEW, {**form.values, "kind": kind}).status_code == 302
    assert QuestionReport.objects.values_list("kind", flat=True).get() == "key"


REFUSED = {
    "no kind": ({"kind": ""}, "This field is required."),
    "another kind": (
        {"kind": "bad"},
        "Select a valid choice. bad is not one of the available choices.",
    ),
    "too long": (
        {"text": "x" * 2001},
        "Ensure this value has at most 2000 characters (it has 2001).",
    ),
    "nothing said": ({"kind": "other"}, "Say in a sentence what it is."),
}


@pytest.mark.parametrize("sent", REFUSED)
def test_a_refusal_says_why_and_keeps_the_words(guest: Client, learner: Learner, sent: str) -> None:
    fields, sentence = REFUSED[sent]
    session = ended_quiz(learner, seed=1)
    path = links(look(guest, f"/practice/{session.pk}/"))[0]
    before = all_rows()
    response = filed(guest, path, **fields)
    page = read(response)
    assert (response.status_code, changed(before)) == (422, {})
    assert [found.text for found in page.root.find("ul", class_="errorlist")] == [sentence]
    assert page.form(NEW).values.get("text", [""])[0].strip() in ("", fields.get("text", ""))
    assert page.root.find("textarea")[0].text == fields.get("text", "")
    assert page_faults(page) == []


def test_a_form_without_its_token_is_refused_with_a_sentence(guest: Client, learner: Learner) -> None:
    session = ended_quiz(learner, seed=1)
    path = links(look(guest, f"/practice/{session.pk}/"))[0]
    response = filed(guest, path, token="x")
    assert response.status_code == 422
    assert "This form is too old." in read(response).root.text


def test_after_twenty_open_reports_a_kind_sentence(guest: Client, learner: Learner) -> None:
    session = ended_quiz(learner, seed=1)
    for _ in range(MOST_OPEN):
        reported(session)
    path = links(look(guest, f"/practice/{session.pk}/"))[0]
    before = all_rows()
    response = filed(guest, path, text="One more.")
    page = read(response)
    assert (response.status_code, changed(before)) == (422, {})
    (note,) = page.root.find("div", class_="note-error")
    assert note.text.startswith("20 of your reports are still open")
    assert page.root.find("textarea")[0].text == "One more."
    assert page_faults(page) == []


@pytest.mark.parametrize("place", ["practice", "exam"])
def test_what_somebody_else_was_shown_cannot_be_reported(cast: Cast, work: Work, place: str) -> None:
    all_handed_in(work)
    items = (work.ended if place == "practice" else work.handed_in).items.select_related("version")
    version = items[0].version
    assert cast.owner.get(about(version, place)).status_code == 200
    sent = {"version": str(version.pk), "place": place, "kind": "key"}
    before = all_rows()
    for client in (cast.classmate, cast.stranger, cast.nobody):
        for response in (client.get(about(version, place)), send(client, NEW, sent)):
            assert (response.status_code, "404.html" in names_of(response)) == (404, True)
            assert version.stem_html not in response.content.decode()
    assert changed(before) == {}


@pytest.mark.parametrize(
    "query", ["", "?version=", "?version=x&place=lesson", "?version=999999999&place=lesson", "?place=exam"]
)
def test_a_report_of_nothing(cast: Cast, work: Work, query: str) -> None:
    assert cast.owner.get(NEW + query).status_code == 404


def test_the_outcome_comes_back_to_the_reporter_quietly(
    guest: Client, learner: Learner, clock: Clock
) -> None:
    session = ended_quiz(learner, seed=1)
    made = reported(session)
    assert "Your reports of questions" in look(guest, "/account/").root.text
    desk = Client()
    desk.force_login(staff())
    sent = {"state": "declined", "reply": "It is right:\nsee the guide."}
    assert send(desk, f"/reports/all/{made.pk}/close/", sent).headers["Location"] == "/reports/all/"
    account = look(guest, "/account/")
    (news,) = [link for link in account.root.find("a") if link.attrs["href"] == OWN]
    assert news.text == "1 of your reports has an answer"
    page = look(guest, OWN)
    (listed,) = page.root.find("article")
    for words in ("New", "It stays as it is", "Answer of 24 November 2026", "It is right:see the guide."):
        assert words in listed.text
    assert page_faults(page) == []
    assert send(guest, "/reports/seen/").headers["Location"] == OWN
    page = look(guest, OWN)
    assert [form.action for form in page.forms if form.action == "/reports/seen/"] == []
    assert "New" not in page.root.find("article")[0].text
    assert "Your reports of questions" in look(guest, "/account/").root.text


def test_words_are_shown_as_words(guest: Client, learner: Learner) -> None:
    reported(ended_quiz(learner, seed=1), text="<script>alert(1)</script> & <b>bold</b>")
    html = guest.get(OWN).content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;bold&lt;/b&gt;" in html


def test_an_exam_settled_by_a_report_keeps_its_answer(guest: Client, learner: Learner, clock: Clock) -> None:
    attempt = attempt_of(learner)
    version = attempt.items.select_related("version")[0].version
    exams.save(attempt=attempt, position=1, response=right(version), flagged=None, now=NOON)
    clock.pass_by(minutes=9)
    response = filed(guest, about(version, "exam"))
    assert response.headers["Location"] == f"/attempts/{attempt.pk}/report/"
    made = QuestionReport.objects.get()
    assert made.answer is not None
    assert (made.answer.response, made.answer.place) == (list(right(version)), "exam")


def test_before_a_lesson_too(guest: Client, learner: Learner) -> None:
    session = quiz_of(learner, pick="precheck", subject="first", size=3, mode="end")
    version, *_ = missed(session, 1, 2, 3)
    assert links(look(guest, f"/practice/{session.pk}/"))[0] == about(version, "precheck")
    assert filed(guest, about(version, "precheck")).status_code == 302
    assert QuestionReport.objects.get().place == "precheck"


def test_a_quiz_still_running_lists_only_what_it_has_told(guest: Client, learner: Learner) -> None:
    session = quiz_of(learner, mode="end")
    version = answer_first(guest, session)
    assert guest.get(about(version, "practice")).status_code == 404
    practice.finish(session=session, now=NOON)
    assert guest.get(about(version, "practice")).status_code == 200
