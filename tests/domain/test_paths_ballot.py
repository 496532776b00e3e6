"""A challenge as a question to choose from."""

from studyapp.domain.parsing import parse
from studyapp.domain.pathdocuments import NetworkPath
from studyapp.domain.paths_ballot import Offer, ballot, change_words
from tests.factories.course import COURSE
from tests.factories.paths import PATH


def small() -> NetworkPath:
    course = parse({"course.yaml": COURSE, "paths/web.yaml": PATH}).course
    assert course is not None
    return course.paths[0]


SMALL = small()
EVERY_HOP, FIRST_HOP = SMALL.challenges


def said(offers: tuple[Offer, ...]) -> dict[str, bool]:
    """The offers by their words: whether each is right."""
    return {offer.words: offer.right for offer in offers}


def test_the_offers_of_a_challenge_by_hand() -> None:
    assert said(ballot(SMALL, FIRST_HOP, "1")) == {
        "HTTPS listener": True,
        "No listener": False,
        "TLS to the application": False,
    }
    assert said(ballot(SMALL, EVERY_HOP, "1")) == {
        "HTTPS listener; TLS to the application": True,
        "HTTPS listener": False,
        "No listener; TLS to the application": False,
        "TLS to the application": False,
    }


def test_each_miss_says_what_is_missing() -> None:
    (miss,) = (one for one in ballot(SMALL, EVERY_HOP, "1") if one.words == "HTTPS listener")
    assert [point.reason for point in miss.unmet] == [
        "Proxy to Application is in the clear: an eavesdropper gets GRE packets, readable inside."
    ]


def test_a_challenge_that_nothing_meets_makes_no_question() -> None:
    assert ballot(SMALL, EVERY_HOP.model_copy(update={"par": 1}), "1") == ()


def test_a_path_with_nothing_else_to_change_makes_no_question() -> None:
    few = SMALL.model_copy(update={"controls": tuple(one for one in SMALL.controls if one.id != "targets")})
    assert ballot(few, FIRST_HOP, "1") == ()


def test_a_control_that_is_switched_off_is_told() -> None:
    on = SMALL.model_copy(
        update={
            "controls": tuple(
                one.model_copy(update={"default": "on"}) if one.id == "targets" else one
                for one in SMALL.controls
            )
        }
    )
    assert change_words(on, frozenset({"http", "fabric"})) == "Without: TLS to the application"
