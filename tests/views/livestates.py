"""The pages of a live room, each in every phase, for a learner, the control page and the projector."""

from collections.abc import Callable
from typing import Any, Literal

from django.test import Client

from studyapp.actions import live
from studyapp.domain.live import PHASES, Phase
from studyapp.models import Membership
from tests.factories.live import (
    MULTIPLE,
    Evening,
    brought_to,
    challenge_evening,
    chosen,
    crowd,
    evening,
    voted,
)
from tests.factories.study import NOON
from tests.views.visitors import send, signed_in

type Ask = Callable[[Any], Any]
type Who = Literal["learner", "control", "projector"]
WHO: tuple[Who, ...] = ("learner", "control", "projector")


def browser(member: Membership) -> Client:
    """Somebody of a class, signed in."""
    assert member.learner is not None
    return signed_in(member.learner)


def played(phase: Phase, *, size: int = 6, naming: str = "named", slug: str = MULTIPLE) -> Evening:
    """An evening brought to a phase, with so many learners who vote in every round on the way."""
    found = evening(naming=naming, slug=slug)
    members = [found.cast.learner, *crowd(found, size - 1)]
    for step in PHASES[: PHASES.index(phase) + 1]:
        brought_to(found.question, step, pair_up=True)
        if step in ("vote1", "vote2"):
            for n, member in enumerate(members):
                voted(found.question, member, 1 if step == "vote1" else 2, good=n % 2 == 0)
    return found


def page_of(found: Evening, who: Who) -> Any:
    """What somebody is shown."""
    member = found.cast.learner if who == "learner" else found.cast.owner
    return browser(member).get(f"/live/{found.room.code}/" + ("" if who == "learner" else f"{who}/"))


def _in(phase: Phase, who: Who, **options: Any) -> Ask:
    return lambda _: page_of(played(phase, **options), who)


def _not_joined(_: Any) -> Any:
    return page_of(evening(naming="anonymous"), "learner")


def _between(_: Any) -> Any:
    found = evening()
    live.join(room=found.room, membership=found.cast.learner, now=NOON)
    return page_of(found, "learner")


def _empty(_: Any) -> Any:
    found = evening()
    live.withdraw(room=found.room, question_id=found.question.pk)
    return page_of(found, "control")


def _closed(path: str, member: str) -> Ask:
    def ask(_: Any) -> Any:
        found = played("revealed")
        live.close(room=found.room, now=NOON)
        return browser(getattr(found.cast, member)).get(f"/live/{found.room.code}/{path}")

    return ask


def _rooms(member: str) -> Ask:
    def ask(_: Any) -> Any:
        found = evening()
        return browser(getattr(found.cast, member)).get(f"/classes/{found.cast.classroom.pk}/live/")

    return ask


def _spot_revealed(_: Any) -> Any:
    found = evening()
    spot = live.add_spot(room=found.room, text="a\n\nb <b>", options=["<i>", "y"], right=None, now=NOON)
    brought_to(spot, "revealed")
    return page_of(found, "projector")


def _challenge(phase: Phase, who: Who) -> Ask:
    def ask(_: Any) -> Any:
        found = challenge_evening(naming="named")
        member = found.cast.learner
        live.join(room=found.room, membership=member, now=NOON)
        brought_to(found.question, "vote1")
        chosen(found.question, member, 1, 0)
        brought_to(found.question, phase)
        return page_of(found, who)

    return ask


def _on_screen(who: Who) -> Ask:
    def ask(_: Any) -> Any:
        found = evening()
        live.join(room=found.room, membership=found.cast.learner, now=NOON)
        fields = {"path": "web", "drawn": "1", "in-listener": "https", "on": "targets"}
        send(browser(found.cast.owner), f"/live/{found.room.code}/board/", fields)
        return page_of(found, who)

    return ask


def _posted(path: str, **fields: str) -> Ask:
    def ask(_: Any) -> Any:
        found = evening()
        address = path.format(code=found.room.code, pk=found.cast.classroom.pk)
        return send(browser(found.cast.owner), address, fields)

    return ask


LIVE_STATES: dict[str, Ask] = {
    **{
        f"live, {who}, {phase}": _in(phase, who)
        for who in ("learner", "control", "projector")
        for phase in PHASES
    },
    "live, revealed to few": _in("revealed", "projector", size=3),
    "live, anonymous, revealed": _in("revealed", "learner", naming="anonymous", slug="q-k1-1"),
    "live, not joined": _not_joined,
    "live, between questions": _between,
    "live, nothing to ask": _empty,
    "live, closed": _closed("", "learner"),
    "live, closed, projector": _closed("projector/", "owner"),
    "live, report": _closed("report/", "assistant"),
    "live, own answers": _closed("report/", "learner"),
    "live, opinion": _spot_revealed,
    **{
        f"live, challenge, {who}, {phase}": _challenge(phase, who)
        for who in WHO
        for phase in ("vote1", "revealed")
    },
    **{f"live, a path on the screen, {who}": _on_screen(who) for who in WHO},
    "live, from the path lab": lambda stage: stage.owner.get(f"/live/{stage.work.room.code}/paths/"),
    "live rooms": _rooms("owner"),
    "live rooms, learner": _rooms("learner"),
    "live rooms, refused": _posted("/classes/{pk}/live/", title=""),
    "live, put in": lambda stage: stage.owner.get(f"/live/{stage.work.room.code}/add/"),
    "live, nothing found": lambda stage: stage.owner.get(f"/live/{stage.work.room.code}/add/?words=zzz"),
    "live, spot refused": _posted("/live/{code}/spot/", text="?", option0="a", option1="a"),
}
