"""manage.py doctor: sentences, and an exit code."""

import io

import pytest
from django.core.management import call_command
from pytest_django import Settings

pytestmark = pytest.mark.django_db


def said() -> tuple[int, list[str]]:
    out, code = io.StringIO(), 0
    try:
        call_command("doctor", stdout=out, no_color=True)
    except SystemExit as end:
        code = int(str(end.code))
    return code, out.getvalue().splitlines()


def test_a_site_for_this_computer_alone(settings: Settings) -> None:
    settings.DEBUG, settings.ALLOWED_HOSTS = True, ["127.0.0.1", "localhost"]
    code, lines = said()
    assert (code, lines[-1]) == (0, "ok   The site answers on this computer alone.")
    assert {line[:5] for line in lines} == {"ok   "}


def test_a_site_for_the_world_that_is_not_fit_for_it(settings: Settings) -> None:
    settings.DEBUG, settings.ALLOWED_HOSTS, settings.HTTPS = True, ["*"], False
    code, lines = said()
    assert code == 1
    assert [line for line in lines if line.startswith("ACT")] == [
        "ACT  DEBUG is on and the site is reached from outside. Start it without DEBUG.",
        "ACT  ALLOWED_HOSTS allows every name. List the names of the site.",
        "ACT  The site is reached from outside without HTTPS=1: cookies would travel in the clear.",
    ]
