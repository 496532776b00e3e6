"""A question that its authors have moved to the exams shows its key to nobody through what was practised."""

import pytest
from django.test import Client

from studyapp.actions import practice
from studyapp.actions.searching import follow
from studyapp.models import Answer, Learner, PracticeSession, QuestionReport, QuestionVersion, Review
from tests.factories.people import LearnerFactory, UserFactory
from tests.factories.study import NOON, quiz_of, reasons_of, right, version_of
from tests.factories.work import report_by, reviewed_question, staff
from tests.queries.downloads import document, table
from tests.views.examstates import to_the_exams
from tests.views.pagefaults import page_faults
from tests.views.rows import all_rows, changed
from tests.views.visitors import answered, look, read, send, signed_in

pytestmark = pytest.mark.django_db

MOVED = "q-k1-6"
SAYS = "This question is asked in exams now, so it is kept for those"


@pytest.fixture
def learner(db: None) -> Learner:
    """Somebody who has met every practice question in a quiz, and one in a review."""
    return LearnerFactory.create(user=UserFactory.create())


@pytest.fixture
def client(learner: Learner) -> Client:
    """Her browser."""
    return signed_in(learner)


@pytest.fixture
def version(db: None) -> QuestionVersion:
    """The question at hand."""
    return version_of(MOVED)


@pytest.fixture
def session(learner: Learner, version: QuestionVersion) -> PracticeSession:
    """A running quiz in which it was answered right."""
    made = quiz_of(learner, size=40)
    practice.answer(
        session=made, position=at(made, version), response=right(version), confidence="sure", now=NOON
    )
    return made


@pytest.fixture
def review(learner: Learner) -> Review:
    """It was answered in a review, too."""
    return reviewed_question(learner, MOVED)


def at(session: PracticeSession, version: QuestionVersion) -> int:
    return session.items.get(version=version).position


def secrets(version: QuestionVersion) -> list[str]:
    """Its own words, those that no other question has: the question, and what the key is made of."""
    others = {
        text
        for other in QuestionVersion.objects.exclude(pk=version.pk)
        for text in (other.stem_html, *reasons_of(other))
    }
    return [text for text in (version.stem_html, *reasons_of(version)) if text not in others]


def readers(session: PracticeSession, review: Review, version: QuestionVersion) -> list[str]:
    """Every address that showed its key."""
    quiz = f"/practice/{session.pk}/"
    return [f"{quiz}?q={at(session, version)}", f"/review/?shown={review.pk}"]


def seen(client: Client, path: str, version: QuestionVersion) -> bool:
    html = client.get(path).content.decode()
    return any(secret in html for secret in secrets(version))


def test_every_page_that_showed_it_says_kindly_why_it_does_not(
    client: Client, session: PracticeSession, review: Review, version: QuestionVersion
) -> None:
    assert len(secrets(version)) > 1
    paths = readers(session, review, version)
    assert [seen(client, path, version) for path in paths] == [True, True]
    to_the_exams(slug=MOVED)
    for path in paths:
        page = look(client, path)
        assert (path, seen(client, path, version)) == (path, False)
        assert (SAYS in page.root.text, page_faults(page)) == (True, [])
    practice.finish(session=session, now=NOON)
    for path in (*paths, f"/practice/{session.pk}/"):
        assert (path, seen(client, path, version), SAYS in look(client, path).root.text) == (
            path,
            False,
            True,
        )
    assert "1 of 32 right" in look(client, f"/practice/{session.pk}/").root.text  # what was done stays done
    to_the_practice(version)
    assert all(seen(client, path, version) for path in paths)


def to_the_practice(version: QuestionVersion) -> None:
    version.question.pool = "practice"
    version.question.save(update_fields=["pool"])


def test_the_other_questions_of_the_quiz_are_shown_as_before(
    client: Client, session: PracticeSession, version: QuestionVersion
) -> None:
    other = session.items.select_related("version").exclude(version=version)[0]
    practice.answer(
        session=session,
        position=other.position,
        response=right(other.version),
        confidence="sure",
        now=NOON,
    )
    to_the_exams(slug=MOVED)
    assert seen(client, f"/practice/{session.pk}/?q={other.position}", other.version)


def test_an_answer_from_a_page_that_lay_open_is_kept_and_shows_nothing(
    client: Client, learner: Learner, version: QuestionVersion
) -> None:
    session = quiz_of(learner, size=40)
    position = at(session, version)
    to_the_exams(slug=MOVED)
    fields = {"confidence": "sure", **answered(version, right(version))}
    response = send(client, f"/practice/{session.pk}/{position}/answer/", fields)
    assert Answer.objects.count() == 1
    assert (
        seen(client, response.headers["Location"], version),
        SAYS in look(client, response.headers["Location"]).root.text,
    ) == (False, True)


def test_it_is_reported_from_an_exam_alone(
    client: Client, session: PracticeSession, review: Review, version: QuestionVersion
) -> None:
    paths = [f"/reports/new/?version={version.pk}&place={place}" for place in ("practice", "review")]
    form = look(client, paths[0]).form("/reports/new/").values
    to_the_exams(slug=MOVED)
    before = all_rows()
    for path in paths:
        page = look(client, path)
        assert (SAYS in page.root.text, seen(client, path, version), page.forms[1:]) == (True, False, [])
    sent = send(client, "/reports/new/", {**form, "kind": "key", "text": ""})
    assert SAYS in read(sent).root.text
    assert (QuestionReport.objects.count(), changed(before)) == (0, {})
    assert client.get(f"/reports/new/?version={version.pk}&place=exam").status_code == 404


def test_the_staff_still_see_it_with_its_key(review: Review, version: QuestionVersion) -> None:
    made = report_by(review.learner, answer=review.answer)
    QuestionReport.objects.update(version=version, question=version.question)
    to_the_exams(slug=MOVED)
    client = Client()
    client.force_login(staff())
    assert seen(client, f"/reports/all/{made.pk}/", version)


def test_the_download_leaves_out_what_was_answered_outside_of_exams(
    learner: Learner, session: PracticeSession, review: Review, version: QuestionVersion
) -> None:
    given = list(right(version))
    own = [row["response"] for row in document(learner)["answers"] if row["question"] == MOVED]
    assert own == [given, given]
    to_the_exams(slug=MOVED)
    rows = [row for row in document(learner)["answers"] if row["question"] == MOVED]
    assert [(row["response"], row["correct"]) for row in rows] == [(None, True)] * 2
    cells = [row["response"] for row in table(learner, "answers.csv") if row["question"] == MOVED]
    assert cells == ["", ""]


def test_no_search_and_no_list_finds_it(
    client: Client, session: PracticeSession, review: Review, version: QuestionVersion
) -> None:
    to_the_exams(slug=MOVED)
    follow()
    paths = ("/", "/practice/", "/review/", "/review/pack/", "/progress/", "/lessons/", "/exams/")
    assert [
        path for path in (*paths, "/search/?q=scenario&kind=question") if seen(client, path, version)
    ] == []
