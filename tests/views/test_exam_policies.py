"""When an exam's keys are seen: every policy, on every page and in every file that could show them."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client

from studyapp.actions import exams
from studyapp.models import Attempt, AttemptItem, Exam, Learner, QuestionReport, QuestionVersion
from tests.factories.people import LearnerFactory, UserFactory
from tests.factories.study import NOON, attempt_of, reasons_of
from tests.views.conftest import Clock
from tests.views.examstates import sat
from tests.views.rows import all_rows, changed
from tests.views.test_keys_hidden import OF_THE_REVEAL, new_release, pages, rekey
from tests.views.visitors import look, send, signed_in

pytestmark = pytest.mark.django_db

OPENS = NOON + timedelta(days=2)
MARKS = (True, False, True)  # the fourth is left open
POLICIES = {
    "at_once": True,
    "after_submit": True,
    "after_window": False,
    "never": False,
}


@pytest.fixture
def learner(db: None) -> Learner:
    """Somebody with an account: a download is for those."""
    return LearnerFactory.create(user=UserFactory.create())


@pytest.fixture
def client(learner: Learner) -> Client:
    """Her browser."""
    return signed_in(learner)


def under(learner: Learner, policy: str, opens: datetime | None = OPENS) -> Attempt:
    attempt = sat(learner, *MARKS, review=policy, review_from=opens)
    return Attempt.objects.get(pk=attempt.pk)


def versions(attempt: Attempt) -> list[QuestionVersion]:
    return [item.version for item in attempt.items.select_related("version")]


def report_form(client: Client, version: QuestionVersion) -> int:
    return int(client.get(f"/reports/new/?version={version.pk}&place=exam").status_code)


def downloaded(client: Client) -> Any:
    body = b"".join(client.get("/account/data/").streaming_content)  # type: ignore[attr-defined]  # a stream
    return json.loads(ZipFile(BytesIO(body)).read("in-transit.json"))


def told_by_download(client: Client) -> tuple[list[bool | None], list[bool | None]]:
    """Whether each question was right: by the paper, and by the answers."""
    told = downloaded(client)
    (attempt,) = told["attempts"]
    return [item["correct"] for item in attempt["items"]], [answer["correct"] for answer in told["answers"]]


def reasons_in(html: str, questions: Iterable[QuestionVersion]) -> list[int]:
    """How many reasons of each question are in the page."""
    return [sum(reason in html for reason in reasons_of(version)) for version in questions]


@pytest.mark.parametrize(("policy", "shown"), POLICIES.items())
def test_every_reader_after_the_paper_is_handed_in(
    learner: Learner, client: Client, policy: str, shown: bool
) -> None:
    attempt = under(learner, policy)
    html = client.get(f"/attempts/{attempt.pk}/report/").content.decode()
    expected = [len(reasons_of(version)) if shown else 0 for version in versions(attempt)]
    assert reasons_in(html, versions(attempt)) == expected
    assert [mark for mark in OF_THE_REVEAL if mark in html and not mark.startswith("verdict")] == (
        [mark for mark in OF_THE_REVEAL if mark not in ("verdict",)] if shown else []
    )
    assert {report_form(client, version) for version in versions(attempt)} == {200 if shown else 404}
    answers = [True, False, True, False]
    assert told_by_download(client) == ((answers, answers) if shown else ([None] * 4, [None] * 4))


@pytest.mark.parametrize("policy", POLICIES)
def test_what_is_told_whatever_the_policy(learner: Learner, client: Client, policy: str) -> None:
    attempt = under(learner, policy)
    page = look(client, f"/attempts/{attempt.pk}/report/")
    assert page.root.find("h1")[0].text == "2 of 4 right"
    for text in ("Not yet: below the pass mark", "practice estimate", "1 missed.", "What to read again"):
        assert text in page.root.text


@pytest.mark.parametrize("policy", ["after_window", "never"])
def test_no_byte_of_a_report_tells_the_key_before_it_may(
    learner: Learner, client: Client, policy: str
) -> None:
    """The report is the same to the byte when reasons are rewritten and, keeping the mark, the key moves."""
    attempt = under(learner, policy)
    AttemptItem.objects.filter(attempt=attempt).update(response=[])  # so no mark depends on the key
    paths = [
        f"/attempts/{attempt.pk}/report/",
        "/exams/",
        "/exams/mini/",
        "/exams/mini/compare/",
        "/reports/",
    ]
    before = [list(pages(client, path)) for path in paths]
    for version in versions(attempt):
        rekey(version)
    new_release()
    assert [list(pages(client, path)) for path in paths] == before


def test_the_window_opens_the_key_at_its_end_and_not_before(
    learner: Learner, client: Client, clock: Clock
) -> None:
    attempt = under(learner, "after_window")
    path = f"/attempts/{attempt.pk}/report/"
    assert "From then on this page shows which answers were right" in look(client, path).root.text
    seen = []
    for moment in (OPENS - timedelta(microseconds=1), OPENS, OPENS + timedelta(days=9)):
        clock.now = moment
        html = client.get(path).content.decode()
        form = report_form(client, versions(attempt)[0])
        seen.append((any(reasons_in(html, versions(attempt))), form, told_by_download(client)[0]))
    open_at_last = (True, 200, [True, False, True, False])
    assert seen == [(False, 404, [None] * 4), open_at_last, open_at_last]


def test_a_window_that_nobody_set_stays_closed(learner: Learner, client: Client, clock: Clock) -> None:
    attempt = under(learner, "after_window", opens=None)
    clock.now = NOON + timedelta(days=9)
    page = look(client, f"/attempts/{attempt.pk}/report/")
    assert "This exam does not show which answers were right" in page.root.text
    assert told_by_download(client) == ([None] * 4, [None] * 4)
    assert {report_form(client, version) for version in versions(attempt)} == {404}


def test_the_policy_is_the_one_that_held_at_the_start(learner: Learner, client: Client) -> None:
    attempt = under(learner, "never")
    Exam.objects.update(review="after_submit", closes_at=NOON - timedelta(days=1))
    html = client.get(f"/attempts/{attempt.pk}/report/").content.decode()
    assert reasons_in(html, versions(attempt)) == [0, 0, 0, 0]


def asked_again(learner: Learner) -> tuple[Attempt, Attempt]:
    """A paper handed in, and a running one that asks its first question once more."""
    early = under(learner, "after_submit")
    late = attempt_of(learner, seed=2)
    others = QuestionVersion.objects.filter(current_of__pool="exam").exclude(pk__in=versions_pks(early))
    for item, version in zip(late.items.all(), others, strict=False):
        AttemptItem.objects.filter(pk=item.pk).update(version=version)
    AttemptItem.objects.filter(attempt=late, position=1).update(version=versions(early)[0])
    return early, late


def versions_pks(attempt: Attempt) -> list[int]:
    return list(attempt.items.values_list("version_id", flat=True))


def test_a_question_on_a_running_paper_shows_its_key_nowhere(learner: Learner, client: Client) -> None:
    early, late = asked_again(learner)
    path = f"/attempts/{early.pk}/report/"
    html = client.get(path).content.decode()
    stems = [version.stem_html for version in versions(early)]
    assert [stem in html for stem in stems] == [False, True, True, True]
    assert html.count("is-key") == html.count('class="takeaway"') == 3
    assert [square.text for square in look(client, path).root.find("a", class_="nav-q")] == [
        "Question 1, answered",
        "Question 2, not yet",
        "Question 3, right",
        "Question 4, not yet",
    ]
    assert "This question is on a paper that you are sitting just now." in look(client, path).root.text
    assert [report_form(client, version) for version in versions(early)] == [404, 200, 200, 200]
    assert [item["correct"] for item in downloaded(client)["attempts"][0]["items"]] == [
        None,
        False,
        True,
        False,
    ]
    exams.submit(attempt=late, now=NOON)
    html = client.get(path).content.decode()
    assert ([stem in html for stem in stems], html.count("is-key")) == ([True] * 4, 4)
    assert report_form(client, versions(early)[0]) == 200


def test_a_report_from_a_running_paper_hands_nothing_in(learner: Learner, client: Client) -> None:
    """A question that has been checked may be reported, and the sitting goes on."""
    attempt = attempt_of(learner)
    Attempt.objects.update(review="at_once")
    first = versions(attempt)[0]
    assert report_form(client, first) == 404
    AttemptItem.objects.filter(attempt=attempt, position=1).update(checked_at=NOON)
    page = look(client, f"/reports/new/?version={first.pk}&place=exam")
    before = all_rows()
    fields = {**page.form("/reports/new/").values, "kind": "key", "text": "Two are right."}
    assert send(client, "/reports/new/", fields).headers["Location"] == f"/attempts/{attempt.pk}/?q=1"
    assert set(changed(before)) - {"Session"} == {"QuestionReport"}
    assert QuestionReport.objects.get().answer is None
    assert [report_form(client, version) for version in versions(attempt)[1:]] == [404] * 3
