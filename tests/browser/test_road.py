"""The whole road as a guest, on a phone and on a desk, in light and in dark, and without scripts."""

import pytest

from tests.browser.conftest import OpenPage
from tests.browser.inspecting import barriers_in_light_and_dark, too_wide
from tests.browser.road import Road

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize("width", [390, 1280])
def test_the_whole_road(open_page: OpenPage, width: int) -> None:
    page = open_page(viewport={"width": width, "height": 844})
    found: dict[str, list[str]] = {}

    def look(state: str) -> None:
        if state not in found:
            found[state] = barriers_in_light_and_dark(page) + too_wide(page)

    Road(page, look).walk()
    assert {state: faults for state, faults in found.items() if faults} == {}


def test_the_whole_road_without_scripts(open_page: OpenPage) -> None:
    page = open_page(java_script_enabled=False)
    seen: list[str] = []
    Road(page, seen.append, scripts=False).walk()
    assert seen[-1] == "today, begun"
