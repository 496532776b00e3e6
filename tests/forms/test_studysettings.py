"""The study settings as a visitor sends them."""

from typing import Any

import pytest

from studyapp.forms.studysettings import StudySettingsForm
from studyapp.forms.zones import zones

GOOD: dict[str, Any] = {
    "desired_retention": "92.5",
    "new_per_day": "0",
    "reviews_per_day": "9999",
    "learning_steps": "1m 10m",
    "relearning_steps": "",
    "rollover_hour": "23",
    "time_zone": "Asia/Kathmandu",
    "queue_misses": "on",
}


def test_good_settings_are_cleaned() -> None:
    form = StudySettingsForm(GOOD)
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {
        "desired_retention": 0.925,
        "new_per_day": 0,
        "reviews_per_day": 9999,
        "learning_steps": [60, 600],
        "relearning_steps": [],
        "rollover_hour": 23,
        "time_zone": "Asia/Kathmandu",
        "queue_misses": True,
    }


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("desired_retention", "79.9"),
        ("desired_retention", "97.1"),
        ("desired_retention", "nan"),
        ("desired_retention", ""),
        ("new_per_day", "-1"),
        ("new_per_day", "1000"),
        ("reviews_per_day", "10000"),
        ("learning_steps", "10m 1m"),
        ("relearning_steps", "soon"),
        ("rollover_hour", "24"),
        ("time_zone", "Mars/Olympus"),
        ("time_zone", "../etc/passwd"),
    ],
)
def test_a_bad_value_is_refused_at_its_field(name: str, value: str) -> None:
    form = StudySettingsForm(GOOD | {name: value})
    assert list(form.errors) == [name]


def test_what_was_typed_stays_and_what_is_stored_is_shown_as_text() -> None:
    assert StudySettingsForm(GOOD | {"learning_steps": "10m 1m"})["learning_steps"].value() == "10m 1m"
    assert StudySettingsForm(initial={"learning_steps": [60, 5400]})["learning_steps"].value() == "1m 90m"


def test_zones_are_places_that_others_know_too() -> None:
    names = dict(zones())
    assert {"Europe/Paris", "Asia/Kathmandu", "UTC"} <= names.keys()
    assert not {"Factory", "localtime"} & names.keys()
