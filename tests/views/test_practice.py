"""A quiz from its first question to its result, in both modes."""

from typing import Any

import pytest
from django.test import Client

from studyapp.models import Answer, Learner, Memory, PracticeItem, PracticeSession, QuestionVersion
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, quiz_of, reasons_of, right, wrong
from tests.views.conftest import Clock
from tests.views.htmlpage import Page
from tests.views.pagefaults import page_faults, part_faults
from tests.views.rows import all_rows, changed
from tests.views.visitors import HTMX, as_guest, chosen, filled, look, names_of, read, send

pytestmark = pytest.mark.django_db

KINDS = ("single", "multiple", "ordering", "matching")


@pytest.fixture
def learner(db: None) -> Learner:
    """A guest."""
    return LearnerFactory.create()


@pytest.fixture
def guest(learner: Learner) -> Client:
    """The guest's browser."""
    return as_guest(learner)


def address(session: PracticeSession, position: int = 0) -> str:
    """A quiz, or the place where one of its questions is answered."""
    return f"/practice/{session.pk}/{position}/answer/" if position else f"/practice/{session.pk}/"


def item_at(session: PracticeSession, position: int) -> PracticeItem:
    return session.items.select_related("version__question", "answer").get(position=position)


def of_kind(session: PracticeSession, kind: str) -> PracticeItem:
    """The first question of this kind."""
    return session.items.select_related("version").filter(version__kind=kind)[0]


def answer(
    client: Client, session: PracticeSession, position: int, *, good: bool, confidence: str = "sure"
) -> Any:
    """Open a question, fill its form, send it."""
    version = item_at(session, position).version
    form = look(client, f"{address(session)}?q={position}").form(address(session, position))
    given = right(version) if good else wrong(version)
    return send(client, address(session, position), filled(form, version, given, confidence=confidence))


def verdict(page: Page) -> str:
    """The first words of the verdict, and how sure one was."""
    (found,) = page.root.find("p", class_="verdict")
    return found.text


@pytest.mark.parametrize("mode", ["each", "end"])
def test_the_whole_road_with_every_kind(guest: Client, learner: Learner, mode: str) -> None:
    session = quiz_of(learner, size=40, mode=mode)
    assert set(session.items.values_list("version__kind", flat=True)) == set(KINDS)
    size = session.items.count()
    for position in range(1, size + 1):
        page = look(guest, address(session))
        assert f"Question {position} of {size}" in page.root.text
        assert f"{position - 1} of {size} answered" in page.root.text
        good, confidence = position % 3 != 0, ("sure", "unsure", "guess")[position % 3]
        response = answer(guest, session, position, good=good, confidence=confidence)
        expected = f"{address(session)}?q={position}" if mode == "each" else address(session)
        assert (response.status_code, response.headers["Location"]) == (302, expected)
        stored = item_at(session, position)
        assert stored.answer is not None
        assert (stored.answer.correct, stored.answer.confidence) == (good, confidence)
        assert (stored.answer.place, stored.answer.answered_at) == ("practice", NOON)
        if mode == "each":
            told = verdict(look(guest, expected))
            assert told.startswith("Right" if good else "Not yet")
            assert told.endswith(
                {"sure": "You were sure", "unsure": "You were unsure", "guess": "You guessed"}[confidence]
            )
    assert Answer.objects.count() == size == 32
    result = look(guest, address(session))
    assert result.root.find("h1")[0].text == "22 of 32 right"
    assert len(result.root.find("p", class_="verdict")) == size
    assert page_faults(result) == []


@pytest.mark.parametrize("kind", KINDS)
def test_the_result_has_every_reason(guest: Client, learner: Learner, kind: str) -> None:
    session = quiz_of(learner, size=40, mode="end")
    item = of_kind(session, kind)
    answer(guest, session, item.position, good=False)
    send(guest, f"{address(session)}finish/")
    html = guest.get(address(session)).content.decode()
    assert [reason for reason in reasons_of(item.version) if reason not in html] == []
    one = look(guest, f"{address(session)}?q={item.position}")
    assert verdict(one).startswith("Not yet")
    assert page_faults(one) == []


def test_a_quiz_ended_early_counts_what_was_left_out(guest: Client, learner: Learner, clock: Clock) -> None:
    session = quiz_of(learner, size=5)
    answer(guest, session, 1, good=True)
    clock.pass_by(minutes=2)
    assert send(guest, f"{address(session)}finish/").headers["Location"] == address(session)
    session.refresh_from_db()
    assert session.finished_at == clock.now
    page = look(guest, address(session))
    assert page.root.find("h1")[0].text == "1 of 5 right"
    assert "4 not answered. Nothing to come back to." in page.root.text
    clock.pass_by(minutes=2)
    before = all_rows()
    send(guest, f"{address(session)}finish/")
    assert changed(before) == {}


def test_a_question_can_be_skipped_and_comes_again(guest: Client, learner: Learner) -> None:
    session = quiz_of(learner, size=5)

    def skip(position: int) -> str:
        page = look(guest, f"{address(session)}?q={position}")
        (link,) = (link for link in page.root.find("a") if link.text == "Skip")
        return link.attrs["href"]

    assert skip(1) == f"{address(session)}?q=2"
    assert skip(5) == f"{address(session)}?q=1"
    answer(guest, session, 2, good=True)
    assert skip(1) == f"{address(session)}?q=3"
    assert "Question 1 of 5" in look(guest, address(session)).root.text


def test_an_answered_question_keeps_its_reasons_until_the_end(guest: Client, learner: Learner) -> None:
    session = quiz_of(learner, size=5, mode="end")
    answer(guest, session, 1, good=True)
    page = look(guest, f"{address(session)}?q=1")
    assert "You have answered this question. The reasons come at the end." in page.root.text
    assert page.root.find("p", class_="verdict") == []
    assert page_faults(page) == []


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "nothing": ({"confidence": "sure"}, "Choose an answer first."),
    "another confidence": (
        {"choice": "0", "confidence": "very"},
        "Say how sure you are, then check the answer.",
    ),
    "an unknown option": (
        {"choice": "0", "confidence": "sure"},
        "One of your choices does not belong to this question.",
    ),
    "ten options": ({"choice": list("0123456789"), "confidence": "sure"}, "Choose one option."),
}


@pytest.mark.parametrize("sent", REFUSED)
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "part"])
def test_a_refusal_is_a_sentence_and_stores_nothing(
    guest: Client, learner: Learner, sent: str, headers: dict[str, str]
) -> None:
    session = quiz_of(learner, size=40)
    fields, sentence = REFUSED[sent]
    before = all_rows()
    response = send(guest, address(session, of_kind(session, "single").position), fields, headers=headers)
    assert (response.status_code, changed(before)) == (422, {})
    assert [note.text for note in read(response).root.find("div", role="alert")] == [sentence]
    assert (b"<html" in response.content) is (headers == {})
    assert (part_faults if headers else page_faults)(read(response)) == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("mode", ["each", "end"])
def test_without_a_confidence_the_choice_is_kept(
    guest: Client, learner: Learner, kind: str, mode: str
) -> None:
    session = quiz_of(learner, size=40, mode=mode)
    item = of_kind(session, kind)
    action = address(session, item.position)
    form = look(guest, f"{address(session)}?q={item.position}").form(action)
    response = send(guest, action, filled(form, item.version, wrong(item.version)), headers=HTMX)
    part = read(response)
    assert response.status_code == 422
    assert part.root.find("div", role="alert")[0].text == "Say how sure you are, then check the answer."
    kept = part.form(action)
    assert chosen(kept, item.version) == wrong(item.version)
    assert send(guest, action, {**kept.values, "confidence": "guess"}).status_code == 302
    assert Answer.objects.values_list("response", "confidence").get() == (list(wrong(item.version)), "guess")


def test_what_was_too_much_is_kept_with_the_confidence(guest: Client, learner: Learner) -> None:
    session = quiz_of(learner, size=40)
    item = of_kind(session, "multiple")
    action = address(session, item.position)
    all_of_them = tuple(sorted(item.order))
    form = look(guest, f"{address(session)}?q={item.position}").form(action)
    response = send(guest, action, filled(form, item.version, all_of_them, confidence="unsure"))
    kept = read(response).form(action)
    assert (response.status_code, chosen(kept, item.version)) == (422, all_of_them)
    assert kept.values["confidence"] == ["unsure"]


def test_what_is_sent_twice_is_answered_once(guest: Client, learner: Learner) -> None:
    session = quiz_of(learner, size=5)
    version = item_at(session, 1).version
    form = look(guest, address(session)).form(address(session, 1))
    for given in (right(version), right(version), wrong(version)):  # the last one: back, and another option
        response = send(guest, address(session, 1), filled(form, version, given, confidence="sure"))
        assert response.headers["Location"] == f"{address(session)}?q=1"
    assert Answer.objects.values_list("response", "correct").get() == (list(right(version)), True)
    assert verdict(look(guest, f"{address(session)}?q=1")) == "Right You were sure"


def test_htmx_gets_the_next_part(guest: Client, learner: Learner) -> None:
    session = quiz_of(learner, size=5)
    version = item_at(session, 1).version
    form = look(guest, address(session)).form(address(session, 1))
    sent = send(
        guest, address(session, 1), filled(form, version, right(version), confidence="sure"), headers=HTMX
    )
    part = guest.get(sent.headers["Location"], headers=HTMX)  # a browser repeats the header when it follows
    (only,) = (child for child in read(part).root.children if not isinstance(child, str))
    assert (only.tag, only.attrs["id"]) == ("div", "quiz")
    assert part_faults(read(part)) == []
    assert part.headers["Vary"] == "HX-Request, Cookie, Accept-Encoding"


def in_another_tab(guest: Client, session: PracticeSession, headers: dict[str, str]) -> Any:
    """Open a question, end the quiz elsewhere, then answer; the page that the answer leads to."""
    version = item_at(session, 1).version
    form = look(guest, address(session)).form(address(session, 1))
    send(guest, f"{address(session)}finish/")
    before = all_rows()
    fields = filled(form, version, right(version), confidence="sure")
    response = send(guest, address(session, 1), fields, headers=headers)
    assert (response.status_code, response.headers["Location"]) == (302, address(session))
    assert changed(before) == {}
    return guest.get(response.headers["Location"], headers=headers)


def test_a_quiz_ended_in_another_tab_takes_no_answer(guest: Client, learner: Learner) -> None:
    page = in_another_tab(guest, quiz_of(learner, size=5), {})
    assert "practice/result.html" in names_of(page)
    (note,) = read(page).root.find("div", class_="note-info")
    assert note.text == "This quiz has ended, in another tab perhaps. Here is its result."


def test_a_quiz_ended_in_another_tab_says_so_under_htmx(guest: Client, learner: Learner) -> None:
    part = in_another_tab(guest, quiz_of(learner, size=5), HTMX)
    assert "This quiz has ended" in read(part).root.text


def test_the_misses_join_the_reviews_once(guest: Client, learner: Learner) -> None:
    session = quiz_of(learner, size=5)
    answer(guest, session, 1, good=False, confidence="sure")
    answer(guest, session, 2, good=True, confidence="guess")
    answer(guest, session, 3, good=True, confidence="unsure")
    send(guest, f"{address(session)}finish/")
    assert "2 to come back to: wrong, or right by a guess." in look(guest, address(session)).root.text
    said = []
    for _ in range(2):
        assert send(guest, f"{address(session)}queue/").headers["Location"] == address(session)
        (note,) = look(guest, address(session)).root.find("div", class_="note-saved")[:1]
        said.append(note.text)
    assert said == ["2 questions are new in your reviews.", "These questions are in your reviews already."]
    queued = set(Memory.objects.values_list("question", flat=True))
    assert queued == {item_at(session, n).version.question_id for n in (1, 2)}


def test_one_miss_is_told_in_the_singular(guest: Client, learner: Learner) -> None:
    session = quiz_of(learner, size=5)
    answer(guest, session, 1, good=False)
    send(guest, f"{address(session)}finish/")
    send(guest, f"{address(session)}queue/")
    assert "1 question is new in your reviews." in look(guest, address(session)).root.text


@pytest.mark.parametrize("asked", ["?q=", "?q=one", "?q=-1", "?q=1.5", "?q=%00", "?q=9999999999", "?q=²"])
def test_what_is_no_number_is_no_question(guest: Client, learner: Learner, asked: str) -> None:
    session = quiz_of(learner, size=5)
    assert "Question 1 of 5" in look(guest, address(session) + asked).root.text


def test_the_version_answered_is_the_one_drawn(guest: Client, learner: Learner) -> None:
    session = quiz_of(learner, size=5)
    drawn = item_at(session, 1).version
    newer = QuestionVersion.objects.get(pk=drawn.pk)
    newer.pk, newer.number, newer.digest = None, 2, "new"
    newer.save()
    drawn.question.current = newer
    drawn.question.save()
    answer(guest, session, 1, good=True)
    assert Answer.objects.get().version == drawn
