"""A browser at the grown site: a first evening; a candidate who sits on while things are killed."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event

from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from bench.pictures import FLAGS, QUIET
from bench.stack_site import NAME, Door
from tests.browser.watching import Watch

SITE = f"https://{NAME}"
PATIENCE = 20_000  # milliseconds
RETURN = 30_000  # the same, for a page whose site was gone


@contextmanager
def browser_at(door: Door) -> Iterator[Browser]:
    """The system's Chromium, for which the site's name leads here; the certificate is made for a day."""
    rules = f"MAP {NAME}:443 127.0.0.1:{door.secure}, MAP {NAME}:80 127.0.0.1:{door.plain}"
    own = [f"--host-resolver-rules={rules}", "--ignore-certificate-errors"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=[*FLAGS, *QUIET, *own])
        yield browser
        browser.close()


def smoke(door: Door) -> list[str]:
    """Account, lesson, review, path, exam; what the console complained of, and what did not come."""
    expect.set_options(timeout=PATIENCE)
    with browser_at(door) as browser:
        context = browser.new_context(base_url=SITE, viewport={"width": 1280, "height": 800})
        watch = Watch(SITE)
        watch.attach(context)
        watch.forgive(f"http://{NAME}/")  # its first request, which nginx sends on
        try:
            _evening(context.new_page())
        except AssertionError as fault:
            return [*watch.unforgiven(), str(fault).partition("\n")[0]]
        _leave(context)
        return watch.unforgiven()


def _evening(page: Page) -> None:
    page.goto(f"http://{NAME}/account/sign-up/")
    expect(page).to_have_url(f"{SITE}/account/sign-up/")  # plain requests are sent on
    page.get_by_label("Name").fill("smoke")
    page.get_by_label("Password").fill("a-long-enough-horse")
    page.get_by_role("button", name="Make the account").click()
    _lesson(page)
    _card(page)
    _path(page)
    _exam(page)


def _lesson(page: Page) -> None:
    page.goto("/lessons/responsibility-line/")
    check = page.locator(".check").first
    check.locator("label").first.click()
    check.get_by_role("button", name="Check", exact=True).click()
    expect(check.locator(".verdict")).to_be_visible()
    page.get_by_role("button", name="Mark as read").click()
    expect(page.get_by_text("joined your reviews").first).to_be_visible()


def _card(page: Page) -> None:
    page.goto("/review/")
    front = page.locator(".flashcard-front").inner_text()
    page.get_by_role("link", name="Show the answer").click()
    page.get_by_role("button", name="Good").click()
    expect(page.locator(".flashcard-front", has_text=front)).not_to_be_visible()


def _path(page: Page) -> None:
    page.goto("/paths/private-ip-vpn/")
    before = page.url
    page.locator(".toggle input:not(:checked)").first.click()
    expect(page.locator("#lab-said")).not_to_have_text("")
    assert page.url != before, "the address does not say the state of the path"


def _exam(page: Page) -> None:
    begin(page)
    page.locator("#exam-form label:has(input[name=choice])").first.click()
    expect(page.locator("#saved")).to_have_text("Saved")
    page.reload()
    expect(page.locator("#exam-form input[name=choice]").first).to_be_checked()
    page.get_by_role("button", name="Review all").click()
    page.get_by_role("link", name="Hand in …").click()
    page.get_by_role("button", name="Hand in with").click()
    expect(page.get_by_text("practice estimate").first).to_be_visible()


def begin(page: Page, slug: str = "practice-20") -> None:
    """Start an exam and go to its first question with one right answer."""
    page.goto(f"/exams/{slug}/")
    page.get_by_role("button", name="Start").click()
    expect(page.locator(".exam-bar[data-ready]")).to_be_visible()
    for _ in range(40):
        if page.locator("#exam-form input[type=radio][name=choice]").count():
            return
        number = int(page.locator("[data-number]").inner_text())
        page.get_by_role("button", name="Save and next").click()
        expect(page.locator("[data-number]")).to_have_text(str(number + 1))
    raise AssertionError("no question with one right answer")


def sit_through(door: Door, session: str, begun: Event, over: Event) -> list[str]:
    """A candidate whose page is open all the while: another option every second, the last is kept."""
    expect.set_options(timeout=PATIENCE)
    with browser_at(door) as browser:
        context = browser.new_context(base_url=SITE)
        context.add_cookies([{"name": "__Host-sessionid", "value": session, "url": SITE, "secure": True}])
        page = context.new_page()
        try:
            begin(page)
            choices = page.locator("#exam-form label:has(input[name=choice])")
            last = 0
            begun.set()
            while not over.is_set():
                last = (last + 1) % choices.count()
                choices.nth(last).click()
                page.wait_for_timeout(1000)
            expect(page.locator("#saved")).to_have_text("Saved", timeout=RETURN)
            page.goto(re.sub(r"#.*", "", page.url))
            expect(page.locator("#exam-form input[name=choice]").nth(last)).to_be_checked()
        except AssertionError as fault:
            return [str(fault).partition("\n")[0]]
        finally:
            begun.set()
        _leave(context)
    return []


def _leave(context: BrowserContext) -> None:
    context.set_offline(True)  # what a page sends while it closes is nobody's fault
    context.close()
