"""The pages of a live room: what they hold in each phase, what polls bring, what is refused."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from studyapp.actions import live
from studyapp.domain.live import PHASES, Phase
from studyapp.models import LiveQuestion, LiveRoom, LiveVote, Membership
from tests.factories.live import Evening, brought_to, crowd, evening, voted
from tests.factories.study import NOON, reasons_of, right, version_of, wrong
from tests.views.livestates import browser, page_of, played
from tests.views.rows import all_rows, changed
from tests.views.visitors import look, read, send

pytestmark = pytest.mark.django_db

SCRIPT = {"Live-Asks": "1"}


def parts_of(found: Evening, who: str, member: Any = None) -> str:
    """What a poll brings, as text."""
    client = browser(member or (found.cast.learner if who == "learner" else found.cast.owner))
    path = f"/live/{found.room.code}/" + ("poll/" if who == "learner" else f"{who}/poll/")
    return client.get(path).content.decode()


def vote_fields(found: Evening, *, round_: int = 1, good: bool = True) -> dict[str, Any]:
    version = version_of("q-k1-1")
    choice = right(version) if good else wrong(version)
    return {"question": str(found.question.pk), "round": str(round_), "choice": list(choice)}


@pytest.mark.parametrize("phase", PHASES)
def test_before_the_reveal_no_byte_tells_key_reasons_or_counts(phase: Phase) -> None:
    """A vote for each option more or less: only what may be told may differ in what comes over the wire."""
    found = played(phase, size=7, slug="q-k1-1")
    version = version_of("q-k1-1")
    for who in ("projector", "learner"):
        for text in (page_of(found, who).content.decode(), parts_of(found, who)):
            told = [why for why in reasons_of(version) if why in text]
            if phase == "revealed":
                assert len(told) == len(reasons_of(version))
                assert "live-bar" in text
                assert "is-key" in text
                continue
            assert told == []
            for word in ("is-key", "live-bar", "live-shift", "tag-right", "verdict", "The numbers", " %"):
                assert (who, phase, word in text) == (who, phase, False)
            if phase == "waiting":
                assert version.stem_html not in text


def test_before_the_reveal_the_screen_is_the_same_whatever_was_chosen() -> None:
    """Two rooms in which everything is alike but the votes: the projector shows the same bytes."""
    found = evening(slug="q-k1-1")
    members = crowd(found, 6)
    for round_, phases in ((1, ("vote1", "discuss")), (2, ("vote2",))):
        brought_to(found.question, phases[0])  # type: ignore[arg-type]  # one of the phases
        for member in members:
            voted(found.question, member, round_, good=True)
        screens = []
        for _ in range(2):
            screens.append(parts_of(found, "projector"))
            for member in members:
                voted(found.question, member, round_, good=False)
        assert screens[0] == screens[1]
        brought_to(found.question, phases[-1])  # type: ignore[arg-type]  # one of the phases


def test_the_screen_after_the_reveal_by_hand() -> None:
    found = evening(slug="q-k1-1")
    members = crowd(found, 6)
    brought_to(found.question, "vote1")
    for n, member in enumerate(members):
        voted(found.question, member, 1, good=n < 2)
    brought_to(found.question, "vote2")
    for n, member in enumerate(members):
        voted(found.question, member, 2, good=n in (0, 2, 3, 4))
    brought_to(found.question, "revealed")
    page = read(page_of(found, "projector"))
    (table,) = page.root.find("table", class_="live-shift")
    cells = [cell.text for cell in table.find("td") if cell.text]
    assert cells == ["1 right → right", "1 right → wrong", "3 wrong → right", "1 wrong → wrong"]
    (key,) = page.root.find("li", class_="is-key")
    assert [bar.attrs["aria-label"] for bar in key.find("svg", role="img")] == [
        "First vote: 2, 33 percent",
        "Second vote: 4, 67 percent",
    ]
    (numbers,) = page.root.find("table", class_="data")
    assert sum(int(cell.text.split()[0]) for cell in numbers.find("td")) == 12


def test_under_five_voters_nobody_is_told_what_was_chosen() -> None:
    found = played("revealed", size=4, slug="q-k1-1")
    for who in ("projector", "learner", "control"):
        text = page_of(found, who).content.decode()
        assert "live-bar" not in text
        assert "live-shift" not in text
        assert "What was chosen is shown from 5 voters on." in text
    report = browser(found.cast.owner).get(f"/live/{found.room.code}/report/").content.decode()
    assert ("Who chose what" in report, "live-bar" in report) == (False, False)


def test_a_poll_is_one_query_and_empty_while_nothing_is_new() -> None:
    found = evening()
    brought_to(found.question, "vote1")
    learner, owner = browser(found.cast.learner), browser(found.cast.owner)
    for client, path in (
        (learner, f"/live/{found.room.code}/"),
        (owner, f"/live/{found.room.code}/control/"),
        (owner, f"/live/{found.room.code}/projector/"),
    ):
        page = look(client, path)
        (stage,) = (one for one in page.elements if "data-stage" in one.attrs)
        (asks,) = (one.attrs["data-poll"] for one in page.elements if "data-poll" in one.attrs)
        with CaptureQueriesContext(connection) as seen:
            same = client.get(f"{asks}&v={stage.attrs['data-version']}")
        assert (same.status_code, same.content, same.headers["Live-Room"]) == (204, b"", "same")
        assert "no-store" in same.headers["Cache-Control"]
        assert len(seen) == 1
        news = client.get(f"{asks}&v=0")
        assert (news.status_code, news.headers["Live-Room"]) == (200, "changed")


def test_a_pass_opens_nothing_but_the_question_whether_anything_is_new() -> None:
    found, other = evening(), evening()
    page = look(browser(found.cast.learner), f"/live/{found.room.code}/")
    (asks,) = (one.attrs["data-poll"] for one in page.elements if "data-poll" in one.attrs)
    (stage,) = (one.attrs["data-version"] for one in page.elements if "data-stage" in one.attrs)
    stranger = Client()
    assert stranger.get(f"{asks}&v={stage}").status_code == 204
    assert stranger.get(f"{asks}&v=0").status_code == 404  # what is new is for a session of the class
    for forged in (
        asks.replace(found.room.code, other.room.code),
        asks.replace("/poll/", "/control/poll/"),
        asks[:-1] + ("A" if asks[-1] != "A" else "B"),
        asks.partition("?")[0] + "?as=1",
    ):
        assert stranger.get(f"{forged}&v={stage}").status_code == 404
    Membership.objects.filter(pk=found.cast.learner.pk).update(left_at=NOON)
    assert stranger.get(f"{asks}&v={stage}").status_code == 404


def test_what_is_new_for_whom() -> None:
    found = evening()
    paths = {"learner": "", "control": "control/", "projector": "projector/"}

    def tokens() -> dict[str, str]:
        return {
            who: next(
                one.attrs["data-version"]
                for one in read(page_of(found, who)).elements  # type: ignore[arg-type]  # all three
                if "data-stage" in one.attrs
            )
            for who in paths
        }

    def news(act: Any) -> set[str]:
        before = tokens()
        act()
        return {who for who, token in tokens().items() if token != before[who]}

    everybody = set(paths)
    staff = {"control", "projector"}
    assert news(lambda: live.join(room=found.room, membership=found.cast.learner, now=NOON)) == staff
    assert news(lambda: brought_to(found.question, "vote1")) == everybody
    assert news(lambda: voted(found.question, found.cast.learner, 1)) == staff
    assert news(lambda: voted(found.question, found.cast.learner, 1, good=False)) == set()
    assert news(lambda: brought_to(found.question, "discuss")) == everybody
    live.close(room=found.room, now=NOON)
    for who in paths:
        assert 'data-phase="closed"' in parts_of(found, who)


def test_a_vote_is_acknowledged_with_a_marker_and_refused_with_a_clear_word() -> None:
    found = evening()
    client = browser(found.cast.learner)
    brought_to(found.question, "vote1")
    path = f"/live/{found.room.code}/vote/"

    def word(fields: dict[str, Any]) -> tuple[str, str]:
        sent = send(client, path, fields, headers=SCRIPT)
        assert sent.status_code == 200
        return sent.headers["Live-Room"], sent.content.decode()

    assert word(vote_fields(found))[0] == "stored"
    assert word(vote_fields(found, good=False))[0] == "stored"  # another tab: the newest stands
    assert LiveVote.objects.get().correct is False
    before = all_rows()
    forged = [
        vote_fields(found, round_=2),
        vote_fields(found) | {"round": "0"},
        vote_fields(found) | {"round": "x"},
        vote_fields(found) | {"question": "999999"},
        {},
    ]
    assert {word(fields)[0] for fields in forged} == {"over"}
    assert word(vote_fields(found) | {"choice": ["nothing"]})[0] == "refused"
    assert word({**vote_fields(found), "choice": []}) == ("refused", "Choose an answer first.")
    assert word({**vote_fields(found), "place-a": "1", "place-b": "1"})[0] == "refused"
    assert changed(before) == {}
    brought_to(found.question, "discuss")
    before = all_rows()
    late = "The round was over before this arrived, so it does not count."
    assert word(vote_fields(found)) == ("over", late)
    assert changed(before) == {}


def test_without_a_script_everything_is_a_form_and_a_link() -> None:
    found = evening()
    client = browser(found.cast.learner)
    page = look(client, f"/live/{found.room.code}/")
    assert send(client, page.forms[0].action, page.forms[0].values).status_code == 302
    brought_to(found.question, "vote1")
    page = look(client, f"/live/{found.room.code}/")
    assert [link.attrs["href"] for link in page.root.find("a") if link.text == "Refresh"] == [
        f"/live/{found.room.code}/"
    ]
    form = page.form(f"/live/{found.room.code}/vote/")
    choice = right(version_of("q-k1-1"))
    assert send(client, form.action, {**form.values, "choice": list(choice)})["Location"] == (
        f"/live/{found.room.code}/"
    )
    after = look(client, f"/live/{found.room.code}/")
    assert "Your vote is in. You can change it while the round is open." in after.root.text
    assert after.form(form.action).values["choice"] == list(choice)
    brought_to(found.question, "discuss")
    send(client, form.action, {**form.values, "choice": list(choice)})
    assert "so it does not count" in look(client, f"/live/{found.room.code}/").root.text


def test_two_control_pages_do_no_harm() -> None:
    found = evening()
    client = browser(found.cast.owner)
    brought_to(found.question, "vote1")
    path = f"/live/{found.room.code}/move/"
    press = {"question": str(found.question.pk), "old": "vote1", "new": "discuss"}
    assert send(client, path, press, headers=SCRIPT).headers["Live-Room"] == "moved"
    before = all_rows()
    again = send(client, path, press, headers=SCRIPT)
    assert (again.headers["Live-Room"], changed(before)) == ("over", {})
    assert "had moved on already" in again.content.decode()
    send(client, path, press)
    assert "had moved on already" in look(client, f"/live/{found.room.code}/control/").root.text
    for forged in ({}, press | {"new": "nowhere"}, press | {"question": "x"}, press | {"question": "-1"}):
        assert send(client, path, forged).status_code == 404
    assert LiveQuestion.objects.get().phase == "discuss"


def test_what_can_be_put_into_a_room() -> None:
    found = evening()
    client = browser(found.cast.owner)
    path = f"/live/{found.room.code}/add/"
    page = look(client, f"{path}?objective=S1&words=q-s1-2")
    assert "q-s1-2-word1" in page.root.text
    assert look(client, f"{path}?words=x-k1-1").root.text.count("x-k1-1-word1") == 0
    before = all_rows()
    for slug in ("x-k1-1", "q-k1-4", "q-k1-5"):  # of the exam pool; an ordering, a matching question
        assert send(client, path, {"pk": str(version_of(slug).pk)}).status_code == 404
    assert changed(before) == {}
    assert send(client, path, {"pk": str(version_of("q-s1-2").pk)}).status_code == 302
    assert LiveQuestion.objects.filter(version=version_of("q-s1-2"), phase="waiting").count() == 1


def test_a_question_on_the_spot_is_shown_as_it_was_typed_and_never_run() -> None:
    found = evening()
    client = browser(found.cast.owner)
    fields = {
        "text": "<script>alert(1)</script>\r\nWho?",
        "option0": "<b>You</b>",
        "option1": "AWS",
        "right": "1",
    }
    assert send(client, f"/live/{found.room.code}/spot/", fields).status_code == 302
    spot = LiveQuestion.objects.get(spot__isnull=False)
    assert spot.spot == {
        "text": "<script>alert(1)</script>\nWho?",
        "options": ["<b>You</b>", "AWS"],
        "right": 1,
    }
    brought_to(spot, "revealed")
    for who in ("projector", "learner", "control"):
        text = page_of(found, who).content.decode()
        assert "<script>alert" not in text
        assert "<b>You</b>" not in text


def test_the_report_names_people_in_a_named_room_only() -> None:
    for naming, told in (("named", True), ("pseudonymous", False), ("anonymous", False)):
        found = played("revealed", size=6, naming=naming, slug="q-k1-1")
        live.close(room=found.room, now=NOON)
        report = look(browser(found.cast.owner), f"/live/{found.room.code}/report/")
        assert ("Leo Learner" in report.root.text) == told
        own = look(browser(found.cast.learner), f"/live/{found.room.code}/report/").root.text
        assert "Right" in own
        assert "Person" not in own
        assert LiveRoom.objects.get(pk=found.room.pk).closed_at == NOON


def test_a_question_that_was_not_revealed_keeps_its_key_from_learners() -> None:
    found = played("vote2", slug="q-k1-1")
    live.close(room=found.room, now=NOON)
    text = browser(found.cast.learner).get(f"/live/{found.room.code}/report/").content.decode()
    assert [why for why in reasons_of(version_of("q-k1-1")) if why in text] == []
    assert ("is-key" in text, "The answer was not shown." in text) == (False, True)


def test_what_is_asked_first_and_what_was_chosen_is_remembered_on_another_device() -> None:
    found = evening()
    brought_to(found.question, "vote1")
    live.join(room=found.room, membership=found.cast.learner, now=NOON)
    for client in (browser(found.cast.learner), browser(found.cast.learner)):
        form = look(client, f"/live/{found.room.code}/").form(f"/live/{found.room.code}/vote/")
        chosen = form.values.get("choice", [])
        send(client, form.action, vote_fields(found))
    assert chosen == list(right(version_of("q-k1-1")))
    assert LiveVote.objects.count() == 1
