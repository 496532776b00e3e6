"""Somebody without a mouse: Tab, Enter, Space, arrows, letters and digits, and eyes on the focus."""

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from tests.browser.arriving import THERE
from tests.browser.inspecting import assert_focus_is_visible, wait_for_htmx

STOPS_AT_MOST = 80  # on the longest page; more would mean that Tab goes round without coming by
HAS_FOCUS = "element => element === document.activeElement"


@dataclass(frozen=True)
class Keyboard:
    """The keys of one page."""

    page: Page

    def press(self, *keys: str) -> None:
        """One key after the other, none before the page's scripts run and htmx knows what it swapped in."""
        self.page.locator(THERE).wait_for(state="attached")
        wait_for_htmx(self.page)
        for key in keys:
            self.page.keyboard.press(key)

    def tab_to(self, target: Locator) -> None:
        """Tab on until the target has the focus, which must be visible at every stop."""
        expect(target).to_be_visible()
        for _ in range(STOPS_AT_MOST):
            self.press("Tab")
            assert_focus_is_visible(self.page)
            if target.evaluate(HAS_FOCUS):
                return
        raise AssertionError(f"Tab does not reach {target}")

    def skip_to_content(self) -> None:
        """On a page just loaded: by the first stop past the header."""
        skip = self.page.get_by_role("link", name="Skip to the content")
        self.press("Tab")
        expect(skip).to_be_focused()
        assert_focus_is_visible(self.page)
        self.press("Enter")
        expect(self.page.get_by_role("main")).to_be_focused()

    def go(self, letter: str, heading: str) -> None:
        """g and a letter lead to a section of the site."""
        self.press("g", letter)
        expect(self.page.get_by_role("heading", level=1)).to_have_text(heading)

    def choose(self, form: Locator, text: str) -> None:
        """The letter before an option chooses it."""
        option = form.locator("label.option", has_text=text)
        self.press(option.locator(".letter").inner_text().lower())
        expect(option.locator("input")).to_be_checked()

    def match(self, form: Locator) -> None:
        """Go down each list to the side that belongs to its label."""
        for label in form.locator(".match label").all():
            words = label.inner_text().strip()
            choice = form.get_by_label(words)
            sides = choice.locator("option").all_inner_texts()
            wanted = sides.index(words.replace("Left", "Right side"))
            self.tab_to(choice)
            self.press(*["ArrowDown"] * wanted)
            expect(choice.locator("option:checked")).to_have_text(sides[wanted])

    def order(self, form: Locator) -> None:
        """Move every step up to its place; the focus stays on the button that moves it."""
        for place, word in enumerate(("one", "two", "three", "four"), start=1):
            row = form.locator(".place", has_text=f"Step {word} of")
            upwards = row.get_by_role("button", name="Move up")
            expect(row.locator(".letter")).to_have_text(re.compile(r"\d"))  # a script numbers them
            steps = int(row.locator(".letter").inner_text()) - place
            if not steps:
                continue
            self.page.evaluate("document.activeElement.blur()")
            self.tab_to(upwards)
            for step in range(steps):
                self.press("Enter" if step % 2 else "Space")
                expect(upwards).to_be_focused()
            expect(row.locator(".letter")).to_have_text(str(place))
