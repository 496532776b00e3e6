"""The path lab in a live room: what the pages hold, and when they hold the key."""

from typing import Any

import pytest

from studyapp.actions import live, liveboard
from studyapp.domain.live import PHASES, Phase
from studyapp.models import LiveQuestion, LiveRoom
from tests.factories.live import Evening, brought_to, challenge_evening, chosen, crowd, evening
from tests.factories.study import NOON
from tests.views.livestates import browser, page_of
from tests.views.visitors import look, read, send

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
WHO = ("projector", "learner")


def bodies(found: Evening) -> dict[str, str]:
    """What projector and learner are sent, page and poll."""
    told = {}
    for who in WHO:
        member = found.cast.learner if who == "learner" else found.cast.owner
        path = f"/live/{found.room.code}/" + ("" if who == "learner" else "projector/")
        for part in ("", "poll/"):
            told[f"{who} {part}"] = browser(member).get(path + part).content.decode()
    return told


def asked_of(found: Evening) -> dict[str, Any]:
    return dict(LiveQuestion.objects.get(pk=found.question.pk).spot or {})


@pytest.mark.parametrize("phase", PHASES)
def test_before_the_reveal_no_byte_tells_the_key_of_a_challenge(phase: Phase) -> None:
    """Nothing that only the key decides may be told: it is changed, and the same bytes are sent."""
    found = challenge_evening()
    live.join(room=found.room, membership=found.cast.learner, now=NOON)
    brought_to(found.question, phase)
    spot = asked_of(found)
    first = {name: _plain(text) for name, text in bodies(found).items()}
    changed = {
        **spot,
        "right": (spot["right"] + 1) % 4,
        "offers": [{**offer, "why": "<p>changed</p>", "state": []} for offer in spot["offers"]],
        "takeaway": "<p>changed</p>",
        "after": "<svg></svg>",
    }
    LiveQuestion.objects.filter(pk=found.question.pk).update(spot=changed)
    LiveRoom.objects.filter(pk=found.room.pk).update(title="An evening")
    second = {name: _plain(text) for name, text in bodies(found).items()}
    for name in first:
        if phase == "revealed":
            assert "changed" in second[name]
            assert "after-wide-title" in first[name]
            continue
        assert first[name] == second[name]
        assert "after-wide" not in first[name]
        assert ("before-wide-title" in first[name]) == (phase != "waiting")
        for word in ("Every condition is met.", "Not met:", "is-key", "verdict", "/paths/web/challenges/"):
            assert (name, word in first[name]) == (name, False)


def _plain(html: str) -> str:
    """A page without what changes from one request to the next: tokens, and passes signed anew."""
    own = ("csrfmiddlewaretoken", "X-CSRFToken", "data-poll")
    return "\n".join(line for line in html.splitlines() if not any(word in line for word in own))


def test_the_control_page_knows_the_answer_and_folds_it_away() -> None:
    found = challenge_evening()
    brought_to(found.question, "vote1")
    page = read(page_of(found, "control"))
    (peek,) = page.root.find("details", class_="control-peek")
    assert "Every condition is met." in peek.text
    assert "after-wide-title" in page_of(found, "control").content.decode()


def test_a_learner_who_missed_is_led_to_the_challenge() -> None:
    found = challenge_evening(naming="named")
    missed, met = found.cast.learner, *crowd(found, 1)
    brought_to(found.question, "vote1")
    right = asked_of(found)["right"]
    chosen(found.question, missed, 1, (right + 1) % 4)
    chosen(found.question, met, 1, right)
    brought_to(found.question, "revealed")
    words = {
        name: look(browser(one), f"/live/{found.room.code}/") for name, one in (("no", missed), ("yes", met))
    }
    assert "This challenge is among yours in the path lab now." in words["no"].root.text
    assert "among yours" not in words["yes"].root.text
    for page in words.values():
        assert [link.attrs["href"] for link in page.root.find("a") if "yourself" in link.text] == [
            "/paths/web/challenges/every-hop/"
        ]
    report = look(browser(missed), f"/live/{found.room.code}/report/").root.text
    assert "Every condition is met." in report


def show(found: Evening, **fields: Any) -> Any:
    client = browser(found.cast.owner)
    return send(client, f"/live/{found.room.code}/board/", {"path": "web", **fields})


def test_a_path_on_the_screen_follows_the_control_page() -> None:
    found = evening()
    assert show(found).status_code == 302
    screen = read(page_of(found, "projector")).root.text
    assert "A small web path" in screen
    assert "Every hop is in the clear." in screen
    show(found, drawn="1", **{"in-listener": "https"}, on=["targets"], hop="backend")
    for who in ("projector", "learner", "control"):
        assert "Every hop is encrypted, hop by hop" in read(page_of(found, who)).root.text
    page = read(page_of(found, "projector"))
    (on,) = (one for one in page.root.find("section") if one.attrs.get("aria-label") == "Switched on")
    assert [item.text for item in on.find("li")] == ["HTTPS listener", "TLS to the application", "The fabric"]
    assert "Eavesdropper, Proxy to Application" in page.root.text
    page = read(page_of(found, "learner"))
    assert [link.attrs["href"] for link in page.root.find("a") if "as it stands" in link.text] == [
        "/paths/web/?drawn=1&in-listener=https&on=targets&hop=backend"
    ]
    show(found, down="1")
    assert "A small web path" not in read(page_of(found, "projector")).root.text


def test_a_press_on_the_control_page_swaps_the_controls() -> None:
    found = evening()
    client = browser(found.cast.owner)
    fields = {"path": "web", "drawn": "1", "in-listener": "https"}
    sent = client.post(f"/live/{found.room.code}/board/", fields, headers=HTMX)
    page = read(sent)
    assert sent.content.decode().lstrip().startswith('<section id="board"')
    assert [
        one.attrs["value"] for one in page.root.find("input", type="radio") if "checked" in one.attrs
    ] == [
        "https",
        "backend",
    ]
    (part,) = page.root.find("section", id="board")
    assert part.attrs["data-key"] == str(LiveRoom.objects.get(pk=found.room.pk).version)


def test_a_path_waits_for_the_end_of_a_question() -> None:
    found = evening()
    brought_to(found.question, "vote1")
    page = browser(found.cast.owner).post(f"/live/{found.room.code}/board/", {"path": "web"}, follow=True)
    assert "A question is under way. A path can be shown once it is answered." in read(page).root.text
    sent = browser(found.cast.owner).post(f"/live/{found.room.code}/board/", {"path": "web"}, headers=HTMX)
    assert "A question is under way." in read(sent).root.text
    assert "A small web path" not in read(page_of(found, "projector")).root.text


def test_a_path_stays_beside_an_answered_question() -> None:
    found = evening(slug="q-k1-1")
    brought_to(found.question, "revealed")
    show(found)
    assert "A small web path" in read(page_of(found, "projector")).root.text
    learner = read(page_of(found, "learner")).root.text
    assert "A small web path" in learner


def test_a_path_that_left_the_course_is_not_on_the_screen() -> None:
    found = evening()
    LiveRoom.objects.update(board={"path": "gone", "chosen": [], "hop": ""})
    for who in ("projector", "learner", "control"):
        assert page_of(found, who).status_code == 200
    assert "Join at" in read(page_of(found, "projector")).root.text


def test_everything_of_the_lab_can_be_shown_or_asked() -> None:
    found = evening()
    client = browser(found.cast.owner)
    page = look(client, f"/live/{found.room.code}/paths/")
    assert [one.attrs["value"] for one in page.root.find("button", name="challenge")] == [
        "every-hop",
        "first-hop",
    ]
    assert "Refuse plaintext on the internet." in page.root.text
    for unknown in ({"path": "web", "challenge": "no"}, {"path": "no", "challenge": "every-hop"}, {}):
        assert send(client, f"/live/{found.room.code}/challenge/", unknown).status_code == 404
    assert send(client, f"/live/{found.room.code}/board/", {"path": "no"}).status_code == 404
    send(client, f"/live/{found.room.code}/challenge/", {"path": "web", "challenge": "first-hop"})
    assert "Refuse plaintext on the internet." in look(client, f"/live/{found.room.code}/control/").root.text


def test_a_closed_room_says_so() -> None:
    found = evening()
    live.close(room=found.room, now=NOON)
    for path, fields in (
        ("board/", {"path": "web"}),
        ("challenge/", {"path": "web", "challenge": "every-hop"}),
    ):
        sent = browser(found.cast.owner).post(f"/live/{found.room.code}/{path}", fields, follow=True)
        assert "This room has closed; nothing more is put into it." in read(sent).root.text


def test_a_challenge_that_makes_no_choice_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    found = evening()
    monkeypatch.setattr(liveboard, "challenge_asked", lambda *args: None)
    fields = {"path": "web", "challenge": "every-hop"}
    sent = browser(found.cast.owner).post(f"/live/{found.room.code}/challenge/", fields, follow=True)
    assert "This challenge makes no choice of options." in read(sent).root.text
