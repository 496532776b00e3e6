"""What the page of a path shows."""

import pytest

from studyapp.domain.paths import settled, start
from studyapp.domain.paths_sandbox import START, built
from studyapp.queries.lab import Duty, Lab, lab, sandbox
from studyapp.queries.pathtexts import PathText
from tests.factories.study import course

pytestmark = pytest.mark.django_db


@pytest.fixture
def text() -> PathText:
    """The path of the small course."""
    found = course().path("web")
    assert found is not None
    return found


def shown(text: PathText, *chosen: str, hop: str = "") -> Lab:
    return lab(text, settled(text.path, chosen), hop)


def test_a_path_is_published_whole(text: PathText) -> None:
    assert [control.id for control in text.path.controls] == ["http", "https", "direct", "targets", "fabric"]
    assert text.texts["summary"] == "<p>Two stretches with a <strong>proxy</strong> between them.</p>"
    assert text.texts["requires.https.0"] == "<p>A certificate.</p>"
    assert text.texts["hint.every-hop.1"] == "<p>The second needs the first.</p>"
    assert text.glance == "2 of 2 hops in the clear at the start"


def test_switches_are_choices_and_single_ones_and_what_is_always_there_is_neither(text: PathText) -> None:
    found = shown(text)
    assert [(switch.name, switch.legend, switch.one_of) for switch in found.switches] == [
        ("in-listener", "Listener", True),
        ("on", "", False),
    ]
    assert [[toggle.id for toggle in switch.toggles] for switch in found.switches] == [
        ["http", "https", "direct"],
        ["targets"],
    ]
    assert [toggle.id for toggle in found.fixed] == ["fabric"]


def test_a_toggle_says_what_it_takes(text: PathText) -> None:
    (listener, (targets,)) = (switch.toggles for switch in shown(text).switches)
    https = listener[1]
    assert (https.say, https.requires, https.layer) == ("<p>The proxy reads.</p>", ("A certificate.",), "TLS")
    assert https.limits == (("All flows together", "1,000 Mbps"),)
    assert (targets.needs, targets.idle) == (("HTTPS listener",), ())


def test_what_is_chosen_and_does_nothing_says_why(text: PathText) -> None:
    (_, (targets,)) = (switch.toggles for switch in shown(text, "direct", "targets").switches)
    assert (targets.chosen, targets.idle) == (True, ("It needs HTTPS listener.",))


def test_somebody_listens_where_it_is_in_the_clear(text: PathText) -> None:
    assert shown(text).heard.id == "edge"
    assert shown(text, "https").heard.id == "backend"
    assert shown(text, "https", hop="edge").heard.id == "edge"
    assert shown(text, "https", hop="nowhere").heard.id == "backend"
    heard = shown(text, "https", hop="edge").heard
    assert (heard.name, heard.word, heard.ground, heard.safe) == (
        "Browser to Proxy",
        "protected",
        "over the internet",
        True,
    )
    assert "the order" in heard.reading.hidden


def test_two_hops_that_nothing_parts_are_told_apart_by_their_ground(text: PathText) -> None:
    assert [hop.name for hop in shown(text, "direct").hops] == [
        "Browser to Application, over the internet",
        "Browser to Application, inside an AWS Region",
    ]


def test_whose_job_it_is(text: PathText) -> None:
    assert shown(text, "https").duties == (
        Duty("HTTPS listener (TLS)", "Browser to Proxy", "AWS", "you", "AWS", safe=True),
        Duty("The fabric (GRE)", "Proxy to Application", "AWS", "AWS", "none", safe=True),
        Duty("Nothing: in the clear", "Proxy to Application", "nobody", "you", "none", safe=False),
    )


def test_what_is_met_and_what_not(text: PathText) -> None:
    points = shown(text, "https", "targets").points
    assert [(point.met, point.reason) for point in points] == [
        (True, ""),
        (False, "Not: Proxy to Application."),
        (False, "Not: Proxy to Application."),  # what falls back guards nothing either
        (False, "Encryption is hop by hop."),
        (False, "Proxy reads it too."),
    ]
    assert shown(text).points[0].reason == "None of them is."


def test_the_pictures_are_of_the_state(text: PathText) -> None:
    before, after = shown(text), shown(text, "https", "targets")
    assert (before.wide.count("in the clear</text>"), before.tall.count("in the clear</text>")) == (2, 2)
    assert (after.wide.count("in the clear</text>"), after.tall.count("in the clear</text>")) == (0, 0)
    assert (before.glance, after.glance) == ("2 of 2 hops in the clear", "0 of 2 hops in the clear")


def test_a_sandbox_is_shown_like_a_path() -> None:
    found = sandbox(built(START).path, "h1")
    assert found.heard.id == "h1"
    assert found.switches == ()
    assert [duty.label for duty in found.duties] == ["TLS", "Nothing: in the clear", "Nothing: in the clear"]
    assert found.verdict.state == start(found.text.path)
