"""No byte of a page tells the key before it may be seen.

Two ways of looking: none of the texts of the reveal is in the page; and the page stays the same to the byte
when another option is made the key and every reason is rewritten.
"""

import re
from collections.abc import Iterator
from copy import deepcopy
from itertools import count

import pytest
from django.test import Client

from studyapp.models import Learner, PracticeSession, QuestionVersion, Release
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, attempt_of, quiz_of, reasons_of, right, version_of, wrong
from tests.factories.work import due
from tests.views.visitors import HTMX, answered, as_guest, send

pytestmark = pytest.mark.django_db

SEEDS = (1, 2, 3)
OF_THE_REVEAL = (
    "is-key",
    "is-miss",
    "verdict",
    "takeaway",
    "tag-right",
    "tag-miss",
    'class="why"',
    "Checked 1 ",
)
BY_CHANCE = {"Expires", "X-Request-ID"}  # headers
CHANCE = re.compile(r"[A-Za-z0-9]{64}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")  # CSRF and form tokens
_number = count()


@pytest.fixture
def learner(db: None) -> Learner:
    """A guest."""
    return LearnerFactory.create()


@pytest.fixture
def guest(learner: Learner) -> Client:
    """The guest's browser."""
    return as_guest(learner)


def pages(client: Client, path: str) -> Iterator[str]:
    """An address as a page and as a part, with the headers; what is drawn by chance is left out."""
    for asked_by in ({}, HTMX):
        response = client.get(path, headers=asked_by)
        assert response.status_code == 200, path
        headers = {name: value for name, value in response.headers.items() if name not in BY_CHANCE}
        yield CHANCE.sub("*", f"{headers}\n{response.content.decode()}")


def told(html: str, version: QuestionVersion) -> list[str]:
    """What of the reveal is in the page."""
    return [text for text in (*reasons_of(version), *OF_THE_REVEAL) if text in html]


def rekey(version: QuestionVersion) -> None:
    """Another answer is right now, for other reasons; what is asked and offered is the same."""
    before = right(version)
    body = deepcopy(dict(version.body))
    for side in ("choices", "steps", "pairs"):
        for part in body.get(side, ()):
            part["why"] = f"<p>Rewritten {next(_number)}, and far longer than it was before: {'x' * 400}</p>"
    if version.kind in ("single", "multiple"):
        flags = [choice["correct"] for choice in body["choices"]]
        for choice, flag in zip(body["choices"], [flags[-1], *flags[:-1]], strict=True):
            choice["correct"] = flag
    elif version.kind == "ordering":
        body["steps"] = body["steps"][::-1]
    else:
        targets = [pair["target"] for pair in body["pairs"]]
        for pair, target in zip(body["pairs"], [targets[-1], *targets[:-1]], strict=True):
            pair["target"] = target
        body["targets"] = body["targets"][::-1]
    version.body, version.takeaway_html = body, f"<p>Rewritten {next(_number)}</p>"
    version.save()
    assert right(version) != before


def new_release() -> None:
    """What a process keeps of the course is kept by release."""
    Release.objects.create(digest="-", info=Release.objects.latest("pk").info, published_at=NOON)


def assert_hidden(client: Client, paths: list[tuple[str, QuestionVersion]]) -> None:
    """None of these pages tells the key of its question."""
    seen = [list(pages(client, path)) for path, _ in paths]
    for (path, version), shown in zip(paths, seen, strict=True):
        assert [told(html, version) for html in shown] == [[], []], path
    for version in {version.pk: version for _, version in paths}.values():
        rekey(version)
    new_release()
    assert [list(pages(client, path)) for path, _ in paths] == seen


KINDS = {"single": "q-k1-2", "multiple": "q-k1-3", "ordering": "q-k1-4", "matching": "q-k1-5"}


@pytest.mark.parametrize("kind", KINDS)
def test_an_unanswered_check(guest: Client, kind: str) -> None:
    version = version_of(KINDS[kind])
    lesson = version.question.lesson
    lesson.parts = [[part, KINDS[kind] if part == "check" else text] for part, text in lesson.parts]
    lesson.save()
    new_release()
    assert_hidden(guest, [("/lessons/first/", version), ("/lessons/first/?again=" + KINDS[kind], version)])


def test_the_lesson_asked_again(guest: Client) -> None:
    version = version_of("q-k1-1")
    send(guest, "/lessons/first/checks/q-k1-1/", answered(version, wrong(version)))
    assert told(guest.get("/lessons/first/").content.decode(), version) != []
    assert_hidden(guest, [("/lessons/first/?again=q-k1-1", version)])


def questions(session: PracticeSession) -> list[QuestionVersion]:
    """The questions of a quiz by position."""
    return [item.version for item in session.items.select_related("version")]


def answer(
    client: Client, session: PracticeSession, position: int, version: QuestionVersion, *, good: bool
) -> None:
    given = right(version) if good else wrong(version)
    fields = {"confidence": "sure", **answered(version, given)}
    assert send(client, f"/practice/{session.pk}/{position}/answer/", fields).status_code == 302


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("mode", ["each", "end"])
def test_the_open_questions_of_a_running_quiz(guest: Client, learner: Learner, mode: str, seed: int) -> None:
    session = quiz_of(learner, size=10, mode=mode, seed=seed)
    versions = questions(session)
    for position in (1, 2, 3):
        answer(guest, session, position, versions[position - 1], good=position != 2)
    root = f"/practice/{session.pk}/"
    still_open = [(f"{root}?q={n}", version) for n, version in enumerate(versions, start=1) if n > 3]
    assert_hidden(guest, [(root, versions[3]), *still_open])


@pytest.mark.parametrize("seed", SEEDS)
def test_the_answered_questions_of_a_quiz_with_its_reasons_at_the_end(
    guest: Client, learner: Learner, seed: int
) -> None:
    """Whether they were right is not told either: not there, not in the list of quizzes."""
    session = quiz_of(learner, size=10, mode="end", seed=seed)
    versions = questions(session)
    for position in (1, 2, 3):
        answer(guest, session, position, versions[position - 1], good=position != 2)
    root = f"/practice/{session.pk}/"
    shown = [(f"{root}?q={n}", versions[n - 1]) for n in (1, 2, 3)]
    lists = [(path, versions[0]) for path in ("/practice/", "/", "/review/")]
    assert_hidden(guest, [*shown, *lists])


def test_the_chooser_counts_no_answer_that_is_not_told_yet(guest: Client, learner: Learner) -> None:
    """A right, a wrong and a guessed answer in a quiz with its reasons at the end leave the same page."""
    session = quiz_of(learner, size=10, mode="end")
    chooser = []
    for position, version in enumerate(questions(session)[:3], start=1):
        answer(guest, session, position, version, good=position != 2)
        html = "".join(pages(guest, "/practice/"))
        chooser.append(re.sub(r"\d+ of 10 answered|\d+<span", "*", html))
    assert "Nothing: no latest answer of yours is wrong." in chooser[0]
    assert chooser[0] == chooser[1] == chooser[2]
    send(guest, f"/practice/{session.pk}/finish/")
    assert "Nothing: no latest answer of yours is wrong." not in "".join(pages(guest, "/practice/"))


def test_the_form_of_a_report_does_not_tell_the_key(guest: Client, learner: Learner) -> None:
    session = quiz_of(learner, size=5)
    version = questions(session)[0]
    answer(guest, session, 1, version, good=False)
    assert_hidden(guest, [(f"/reports/new/?version={version.pk}&place=practice", version)])


@pytest.mark.parametrize("good", [True, False])
def test_a_quiz_looks_the_same_after_a_right_and_a_wrong_answer(
    guest: Client, learner: Learner, good: bool
) -> None:
    session = quiz_of(learner, size=5, mode="end")
    version = questions(session)[0]
    answer(guest, session, 1, version, good=good)
    html = "".join(pages(guest, f"/practice/{session.pk}/?q=1"))
    assert "You have answered this question. The reasons come at the end." in html
    assert "1 of 5 answered" in html
    assert "Right" not in html


@pytest.mark.parametrize("seed", SEEDS)
def test_a_running_exam(guest: Client, learner: Learner, seed: int) -> None:
    attempt = attempt_of(learner, seed=seed)
    items = list(attempt.items.select_related("version"))
    root = f"/attempts/{attempt.pk}/"
    for item in items[:2]:
        given = right(item.version) if item.position == 1 else wrong(item.version)
        send(guest, f"{root}{item.position}/save/", answered(item.version, given))
    paths = [(f"{root}?q={item.position}", item.version) for item in items]
    others = [(path, items[0].version) for path in (root, "/exams/", "/exams/mini/", "/", "/practice/")]
    at_once = [(f"{root}{name}/", item.version) for name in ("paper", "now") for item in items]
    assert_hidden(guest, [*paths, *others, *at_once])
    assert guest.get(f"{root}report/").status_code == 302


def test_saving_says_the_same_of_a_right_and_a_wrong_answer(guest: Client, learner: Learner) -> None:
    attempt = attempt_of(learner)
    item = attempt.items.select_related("version").get(position=1)
    path = f"/attempts/{attempt.pk}/1/save/"
    said = []
    for given in (right(item.version), wrong(item.version)):
        response = send(guest, path, answered(item.version, given), headers=HTMX)
        told = response.json()
        assert told["items"]["1"][0] == list(given)  # what was chosen, and nothing about it
        said.append((len(response.content), {**told, "items": told["items"]["1"][1:-1]}))
    assert said[0] == said[1]


@pytest.mark.parametrize("kind", KINDS)
def test_a_question_of_the_queue(guest: Client, learner: Learner, kind: str) -> None:
    due(learner, question=KINDS[kind])
    paths = ("/review/", "/review/pack/")
    assert_hidden(guest, [(path, version_of(KINDS[kind])) for path in paths])


def test_the_back_of_a_card(guest: Client, learner: Learner) -> None:
    memory = due(learner, card=version_of("q-k1-1").question.lesson.cards.get(slug="card-k1-1"))
    assert memory.card is not None
    for html in pages(guest, "/review/"):
        assert memory.card.front_html in html
        assert memory.card.back_html not in html


def test_a_refusal_tells_nothing_either(guest: Client, learner: Learner) -> None:
    session = quiz_of(learner, size=40)
    for position, version in enumerate(questions(session), start=1):
        path = f"/practice/{session.pk}/{position}/answer/"
        refused = [send(guest, path, {"choice": "0"}), send(guest, path, answered(version, right(version)))]
        assert [response.status_code for response in refused] == [422, 422]
        assert [told(response.content.decode(), version) for response in refused] == [[], []]


def test_exam_questions_are_on_no_page_outside_an_exam(guest: Client, learner: Learner) -> None:
    stems = list(QuestionVersion.objects.filter(current_of__pool="exam").values_list("stem_html", flat=True))
    assert len(stems) == 8
    quiz_of(learner, size=40)
    for path in (
        "/",
        "/lessons/",
        "/lessons/first/",
        "/lessons/second/",
        "/practice/",
        "/reports/",
        "/review/",
        "/review/pack/",
        "/exams/",
        "/search/?q=scenario&kind=question",
        "/search/?q=x-k1-1",
    ):
        html = guest.get(path).content.decode()
        assert [stem for stem in stems if stem in html] == []
