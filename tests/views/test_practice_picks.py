"""Choosing what to draw from; one-press drills; three questions before a lesson; the clock of a quiz."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from studyapp.models import Answer, Learner, Memory, PracticeSession, Question
from tests.factories.ideas import pair_of, release, share_idea
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, course, missed, quiz_of, right, wrong
from tests.views.conftest import Clock
from tests.views.htmlpage import Page
from tests.views.pagefaults import page_faults
from tests.views.rows import all_rows, changed
from tests.views.visitors import HTMX, answered, as_guest, look, names_of, read, send

pytestmark = pytest.mark.django_db

BUILD, DRILL, BEFORE = "/practice/", "/practice/drill/", "/lessons/first/before/"
TWO_MINUTES = timedelta(minutes=2)


@pytest.fixture
def learner(db: None) -> Learner:
    """A guest."""
    return LearnerFactory.create()


@pytest.fixture
def guest(learner: Learner) -> Client:
    """The guest's browser."""
    return as_guest(learner)


def fields(client: Client, **chosen: Any) -> dict[str, Any]:
    """The form as it comes, with these choices made."""
    return {**look(client, BUILD).form(BUILD).values, **chosen}


def offered(page: Page) -> dict[str, str]:
    """The words on each way to pick; those that cannot be chosen begin with a minus."""
    radios = [radio for radio in page.root.find("input", type="radio") if radio.attrs["name"] == "pick"]
    told = {}
    for radio in radios:
        assert radio.parent is not None
        told[radio.attrs["value"]] = "-" * ("disabled" in radio.attrs) + radio.parent.text
    return told


def count_of(page: Page, pick: str) -> str:
    return offered(page)[pick].split(".")[-1].strip()


def with_a_pair() -> None:
    share_idea("one", "q-k1-2", "q-k1-3")
    share_idea("two", "q-s1-2")
    pair_of("pair", "one", "two")
    release()


def only_session() -> PracticeSession:
    return PracticeSession.objects.get()


def slugs(session: PracticeSession) -> list[str]:
    return list(session.items.values_list("version__question__slug", flat=True))


def test_every_way_to_pick_says_how_much_there_is(guest: Client, learner: Learner) -> None:
    with_a_pair()
    missed(quiz_of(learner), 1, 2)
    missed(quiz_of(learner, seed=8), 1, sure=False)
    page = look(guest, BUILD)
    assert {pick: count_of(page, pick) for pick in offered(page)} == {
        "mixed": "32 questions",
        "weakest": "32 questions",
        "missed": "3 questions",
        "sure-wrong": "2 questions",
        "unseen": "29 questions",
        "confusable": "1 pair",
    }
    assert page.form(BUILD).offers["pair"] == ["", "pair"]
    assert page_faults(page) == []


def test_what_there_is_nothing_of_cannot_be_chosen_and_says_why(guest: Client) -> None:
    for client in (guest, Client()):
        told = offered(look(client, BUILD))
        off = {pick: words for pick, words in told.items() if words.startswith("-")}
        assert off == {
            "missed": "-What you missedNothing: no latest answer of yours is wrong.",
            "sure-wrong": "-Sure and wrongNothing: you have not been sure and wrong lately.",
            "confusable": "-Easily confusedThe course has no such pair yet.",
        }


def test_a_pick_from_the_address_is_chosen_if_there_is_something(guest: Client) -> None:
    assert look(guest, f"{BUILD}?pick=weakest").form(BUILD).values["pick"] == ["weakest"]
    assert "pick" not in look(guest, f"{BUILD}?pick=missed").form(BUILD).values
    assert "pick" not in look(guest, f"{BUILD}?pick=nonsense").form(BUILD).values


@pytest.mark.parametrize("pick", ["weakest", "missed", "sure-wrong", "unseen"])
def test_a_quiz_of_what_was_picked(guest: Client, learner: Learner, pick: str) -> None:
    versions = missed(quiz_of(learner), 1, 2)
    seen = {version.question.slug for version in versions}
    response = send(guest, BUILD, fields(guest, pick=pick, size="40"))
    session = PracticeSession.objects.latest("pk")
    assert response.headers["Location"] == f"/practice/{session.pk}/"
    assert (session.pick, session.subject) == (pick, "")
    drawn = set(slugs(session))
    assert drawn & seen == (set() if pick == "unseen" else seen)
    assert len(drawn) == {"weakest": 32, "missed": 2, "sure-wrong": 2, "unseen": 30}[pick]


@pytest.mark.parametrize("pair", ["", "pair"])
def test_a_quiz_of_a_pair_takes_turns(guest: Client, pair: str) -> None:
    with_a_pair()
    send(guest, BUILD, fields(guest, pick="confusable", pair=pair, objectives=["S1"]))
    session = only_session()
    assert (session.pick, session.subject, session.objectives) == ("confusable", "pair", [])
    assert [slug[:4] for slug in slugs(session)] == ["q-k1", "q-s1", "q-k1"]


def test_a_pick_without_questions_is_refused_and_makes_nobody() -> None:
    client = Client()
    form = fields(client, pick="missed")
    before = all_rows()
    response = send(client, BUILD, form)
    assert (response.status_code, changed(before)) == (422, {})
    (error,) = read(response).root.find("ul", class_="errorlist")
    assert error.text == "There is no practice question for this choice yet."
    assert page_faults(read(response)) == []


@pytest.mark.parametrize(("time", "minutes"), [("none", None), ("exam", 10), ("relaxed", 15)])
def test_the_time_of_a_quiz(guest: Client, time: str, minutes: int | None) -> None:
    page = look(guest, BUILD)
    assert page.form(BUILD).offers["time"] == ["none", "relaxed", "exam"]
    assert "a question at exam pace: 2 min; half as much again: 3 min" in page.root.text
    send(guest, BUILD, fields(guest, size="5", time=time))
    expected = None if minutes is None else NOON + timedelta(minutes=minutes)
    assert only_session().deadline == expected


def test_the_clock_of_a_quiz(guest: Client, learner: Learner, clock: Clock) -> None:
    session = quiz_of(learner, pace=TWO_MINUTES)
    clock.pass_by(minutes=4)
    page = look(guest, f"/practice/{session.pk}/")
    (found,) = page.root.find("exam-clock")
    ends = int((NOON + timedelta(minutes=10)).timestamp())
    assert found.attrs == {"seconds-left": "360", "total": "600", "deadline": str(ends)}
    assert found.text == "Closes at 12:10:00"
    (at_zero,) = page.root.find("form", data_at_zero="")
    assert at_zero.attrs["action"] == f"/practice/{session.pk}/finish/"
    assert look(guest, f"/practice/{quiz_of(learner, seed=2).pk}/").root.find("exam-clock") == []


def answer(client: Client, session: PracticeSession, position: int, **headers: str) -> Any:
    version = session.items.select_related("version").get(position=position).version
    sent = {"confidence": "sure", **answered(version, right(version))}
    return send(client, f"/practice/{session.pk}/{position}/answer/", sent, headers=headers)


@pytest.mark.parametrize("mode", ["each", "end"])
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "part"])
def test_past_the_deadline_an_answer_is_refused_kindly_and_the_rest_is_kept(
    guest: Client, learner: Learner, clock: Clock, mode: str, headers: dict[str, str]
) -> None:
    session = quiz_of(learner, mode=mode, pace=TWO_MINUTES)
    answer(guest, session, 1)
    clock.pass_by(minutes=10)
    before = all_rows()
    response = answer(guest, session, 2, **headers)
    assert (response.status_code, response.headers["Location"]) == (302, f"/practice/{session.pk}/")
    assert set(changed(before)) <= {"PracticeSession", "Session"}
    session.refresh_from_db()
    assert session.finished_at == session.deadline
    told = read(guest.get(response.headers["Location"], headers=headers)).root.text
    assert "The time was over before this arrived, so it does not count." in told
    assert "1 of 5 right" in told
    assert "The time was over; what you had answered by then counts." in told
    assert Answer.objects.count() == 1


def test_past_the_deadline_even_half_an_answer_leads_to_the_result(
    guest: Client, learner: Learner, clock: Clock
) -> None:
    session = quiz_of(learner, pace=TWO_MINUTES)
    clock.pass_by(minutes=10)
    response = send(guest, f"/practice/{session.pk}/1/answer/", {"choice": "0"})
    assert (response.status_code, response.headers["Location"]) == (302, f"/practice/{session.pk}/")


def test_past_the_deadline_every_page_shows_the_result_and_a_get_changes_nothing(
    guest: Client, learner: Learner, clock: Clock
) -> None:
    session = quiz_of(learner, mode="end", pace=TWO_MINUTES)
    missed(session)
    clock.pass_by(minutes=10)
    before = all_rows()
    response = guest.get(f"/practice/{session.pk}/")
    assert "practice/result.html" in names_of(response)
    one = look(guest, f"/practice/{session.pk}/?q=3")
    assert one.root.find("p", class_="verdict") != []
    assert one.root.find("exam-clock") == one.root.find("form", data_at_zero="") == []
    rows = look(guest, BUILD).root.find("tbody")[0].find("td")
    assert [cell.text for cell in rows][1:3] == ["All objectives", "0 of 5"]
    assert count_of(look(guest, BUILD), "missed") == "1 question"
    assert changed(before) == {}


def test_misses_that_queued_themselves_are_told(clock: Clock) -> None:
    learner = LearnerFactory.create(queue_misses=True)
    client, session = as_guest(learner), quiz_of(learner)
    missed(session, 1, 2)
    send(client, f"/practice/{session.pk}/finish/")
    page = look(client, f"/practice/{session.pk}/")
    assert "What you missed joined your reviews by itself." in page.root.text
    assert [form.action for form in page.forms if form.action.endswith("/queue/")] == []
    assert Memory.objects.filter(learner=learner).count() == 2


def test_where_only_the_deadline_ended_it_one_press_queues_them(clock: Clock) -> None:
    learner = LearnerFactory.create(queue_misses=True)
    client, session = as_guest(learner), quiz_of(learner, pace=TWO_MINUTES)
    missed(session, 1, 2)
    clock.pass_by(minutes=10)
    page = look(client, f"/practice/{session.pk}/")
    assert "Put 2 into my reviews" in page.root.text
    send(client, f"/practice/{session.pk}/queue/")
    page = look(client, f"/practice/{session.pk}/")
    assert "2 questions are new in your reviews." in page.root.text
    assert "What you missed joined your reviews by itself." in page.root.text


def drill_forms(page: Page) -> list[dict[str, list[str]]]:
    """What each drill button of a page sends."""
    hidden = {"csrfmiddlewaretoken", "token"}
    return [
        {name: values for name, values in form.values.items() if name not in hidden}
        for form in page.forms
        if form.action == DRILL
    ]


def test_the_result_says_what_to_do_next(guest: Client, learner: Learner) -> None:
    Question.objects.filter(slug="q-k1-2").update(section="s-what-to-remember")
    Question.objects.exclude(slug="q-k1-2").update(retired_at=NOON)
    session = quiz_of(learner)
    missed(session)
    page = look(guest, f"/practice/{session.pk}/")
    (again,) = [link for link in page.root.find("a") if link.text == "What to remember"]
    assert again.attrs["href"] == "/lessons/first/#s-what-to-remember"
    assert drill_forms(page) == [
        {"pick": ["idea"], "subject": ["lesson:first"]},
        {"pick": ["missed"]},
        {"pick": ["sure-wrong"]},
    ]
    assert page_faults(page) == []


def test_a_drill_is_one_press_and_twice_is_once(guest: Client, learner: Learner) -> None:
    session = quiz_of(learner, size=40)
    versions = missed(session, 1, 2)
    send(guest, f"/practice/{session.pk}/finish/")
    page = look(guest, f"/practice/{session.pk}/")
    forms = [form for form in page.forms if form.action == DRILL]
    wanted = next(form.values for form in forms if form.values["pick"] == ["missed"])
    first, second = (send(guest, DRILL, wanted).headers["Location"] for _ in range(2))
    drill = PracticeSession.objects.latest("pk")
    assert first == second == f"/practice/{drill.pk}/"
    assert (drill.pick, drill.mode, drill.deadline) == ("missed", "each", None)
    assert sorted(slugs(drill)) == sorted(version.question.slug for version in versions)


def test_a_drill_of_an_idea_or_a_lesson_makes_a_guest() -> None:
    share_idea("macsec", "q-k1-2", "q-s1-2")
    for subject, drawn in (("macsec", 2), ("lesson:second", 10)):
        client = Client()
        sent = {"pick": "idea", "subject": subject, "token": str(uuid4())}
        assert send(client, DRILL, sent).status_code == 302
        session = PracticeSession.objects.latest("pk")
        assert (session.subject, session.items.count()) == (subject, drawn)
    assert Learner.objects.count() == 2


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"pick": "missed"},
        {"pick": "missed", "token": "x"},
        {"pick": "missed", "token": str(uuid4())},  # of somebody who has missed nothing
        {"pick": "idea", "subject": "gone", "token": str(uuid4())},
        {"pick": "precheck", "subject": "first", "token": str(uuid4())},
    ],
)
def test_nothing_to_drill_leads_to_the_chooser(sent: dict[str, str]) -> None:
    client = Client()
    before = all_rows()
    response = send(client, DRILL, sent)
    assert (response.status_code, response.headers["Location"]) == (302, BUILD)
    assert changed(before) == {}
    assert "There is nothing to drill there just now." in look(client, BUILD).root.text


def test_three_questions_before_a_lesson_which_are_not_counted(guest: Client, learner: Learner) -> None:
    page = look(guest, "/lessons/first/")
    form = page.form(BEFORE)
    where = send(guest, BEFORE, form.values).headers["Location"]
    assert send(guest, BEFORE, form.values).headers["Location"] == where
    session = only_session()
    assert (session.pick, session.subject, session.mode) == ("precheck", "first", "end")
    assert {item.version.question.lesson.slug for item in session.items.all()} == {"first"}
    assert "q-k1-1" not in slugs(session)  # the lesson asks that one itself
    for position in (1, 2, 3):
        seen = look(guest, where)
        assert "Before the lesson First lesson: these answers are not counted." in seen.root.text
        action = f"{where}{position}/answer/"
        assert "confidence" not in seen.form(action).offers
        version = session.items.select_related("version").get(position=position).version
        sent = answered(version, wrong(version))
        assert send(guest, action, {**seen.form(action).values, **sent}).headers["Location"] == where
    result = look(guest, where)
    assert "Not counted: nothing of this goes into your statistics or reviews." in result.root.text
    (back,) = [link for link in result.root.find("a") if link.text == "Read the lesson"]
    assert back.attrs["href"] == "/lessons/first/"
    assert drill_forms(result) == []
    assert [one.action for one in result.forms if one.action.endswith("/queue/")] == []
    assert len(result.root.find("p", class_="verdict")) == 3
    assert set(Answer.objects.values_list("place", flat=True)) == {"precheck"}
    assert count_of(look(guest, BUILD), "unseen") == "29 questions"
    assert offered(look(guest, BUILD))["missed"].startswith("-")


def test_before_a_lesson_an_answer_is_still_needed(guest: Client, learner: Learner) -> None:
    session = quiz_of(learner, pick="precheck", subject="first", size=3, mode="end")
    response = send(guest, f"/practice/{session.pk}/1/answer/", {})
    assert response.status_code == 422
    assert "Choose an answer first." in read(response).root.text


def test_a_lesson_that_is_read_or_has_too_few_questions_asks_nothing_before(guest: Client) -> None:
    send(guest, "/lessons/first/finish/")
    assert [form for form in look(guest, "/lessons/first/").forms if form.action == BEFORE] == []
    Question.objects.filter(lesson__slug="second").exclude(slug__in=["q-s1-1", "q-s1-2"]).update(
        retired_at=NOON
    )
    release()
    course()
    actions = [form.action for form in look(guest, "/lessons/second/").forms]
    assert "/lessons/second/before/" not in actions


def test_before_a_lesson_there_is_not(guest: Client) -> None:
    before = all_rows()
    assert send(guest, "/lessons/third/before/", {"token": str(uuid4())}).status_code == 404
    assert changed(before) == {}


def test_a_lesson_without_questions_leads_back_to_it() -> None:
    Question.objects.filter(lesson__slug="first").update(retired_at=NOON)
    client = Client()
    before = all_rows()
    response = send(client, BEFORE, {"token": str(uuid4())})
    assert (response.status_code, response.headers["Location"]) == (302, "/lessons/first/")
    assert changed(before) == {}
