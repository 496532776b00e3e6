"""What browsers get where the site runs in earnest: our files collected, minified, under hashed names."""

import json
from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django import Settings

from studyapp.models import Learner
from studyapp.staticfiles import Sources, joined
from tests.browser.conftest import OpenPage
from tests.factories.study import attempt_of

pytestmark = pytest.mark.e2e
NO_MODULES = {"js/first.js", "js/worker.js"}
LOADED = "performance.getEntriesByType('resource').map((one) => new URL(one.name).pathname)"
# What they come to; in values with var() a browser leaves the spaces as they are.
RULES = """
(text) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  const plain = (rule) => rule.cssText.replace(/\\s+/g, " ").replaceAll(", ", ",");
  return [...sheet.cssRules].map(plain).join("\\n");
}
"""


@pytest.fixture
def sources(settings: Settings) -> Sources:
    """Our own files as they were written; others are not collected here."""
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    return {name: (storage, name) for finder in get_finders() for name, storage in finder.list([])}


@pytest.fixture
def collected(settings: Settings, sources: Sources, tmp_path: Path) -> dict[str, str]:
    """The same under their hashed names, served as in earnest."""
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "studyapp.staticfiles.HashedStaticFiles"}
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    settings.STATICFILES_DIRS = [tmp_path]  # where the tests' server looks
    told: dict[str, str] = json.loads((tmp_path / "staticfiles.json").read_text("utf-8"))["paths"]
    return {name: hashed for name, hashed in told.items() if name.startswith(("css/", "js/"))}


def test_every_module_runs_and_imports_by_hashed_names(
    collected: dict[str, str], own_page: OpenPage, learner: Learner
) -> None:
    attempt = attempt_of(learner, now=timezone.now())
    page = own_page()
    page.goto(f"/attempts/{attempt.pk}/?q=1")  # the one that looks for something of its own finds it here
    modules = {f"/static/{collected[name]}" for name in collected.keys() - NO_MODULES if name.endswith(".js")}
    assert len(modules) > 15
    for address in modules:
        page.evaluate("address => import(address)", address)
    loaded = {path for path in page.evaluate(LOADED) if path.startswith("/static/js/")}
    assert loaded - modules == {f"/static/{collected['js/first.js']}"}


def test_a_check_is_answered_by_keys(collected: dict[str, str], page: Page) -> None:
    page.goto("/lessons/first/")
    check = page.locator(".check").first
    check.get_by_role("radio").first.focus()
    page.keyboard.press("a")
    page.keyboard.press("Enter")
    expect(check.locator(".verdict")).to_be_visible()


def test_every_sheet_says_what_was_written(
    sources: Sources, collected: dict[str, str], page: Page, tmp_path: Path
) -> None:
    page.goto("/offline/")
    for name in sorted(name for name in collected if name.endswith(".css")):
        served = (tmp_path / collected[name]).read_text("utf-8")
        assert page.evaluate(RULES, served) == page.evaluate(RULES, joined(name, sources)), name
