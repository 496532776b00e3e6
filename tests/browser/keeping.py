"""What a browser keeps for the time without network, looked at from outside; and items to review there."""

import time
from datetime import timedelta
from typing import Any

from django.utils import timezone
from playwright.sync_api import Error, Locator, Page, expect

from studyapp.models import Learner, Memory
from tests.browser.network import Network, State
from tests.browser.questions import answer
from tests.browser.watching import Watch
from tests.factories.study import MemoryFactory, card_of, question_of

PACK = "/review/pack/"
COPIES = """async () => {
  const found = [];
  for (const name of await caches.keys()) {
    if (!name.startsWith("in-transit-pages-")) continue;
    for (const request of await (await caches.open(name)).keys()) found.push(new URL(request.url).pathname);
  }
  return found.sort();
}"""
ENTRIES = """() => new Promise((resolve) => {
  const request = indexedDB.open("in-transit");
  request.onsuccess = () => {
    const all = request.result.transaction("outbox").objectStore("outbox").getAll();
    all.onsuccess = () => { request.result.close(); resolve(all.result); };
  };
})"""
KEPT = """async (path) => {
  const late = Date.now() + 15000;
  while (!(await caches.match(path, { ignoreVary: true })) || !navigator.serviceWorker.controller) {
    if (Date.now() > late) throw new Error(`no copy of ${path}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}"""
WITHOUT = """async ([path, text]) => {
  const late = Date.now() + 15000;
  while ((await (await caches.match(path, { ignoreVary: true })).text()).includes(text)) {
    if (Date.now() > late) throw new Error(`${text} is still in the copy of ${path}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}"""
LEFT = """async () => ({
  caches: (await caches.keys()).filter((name) => name.startsWith("in-transit")),
  databases: (await indexedDB.databases()).map((database) => database.name),
  workers: (await navigator.serviceWorker.getRegistrations()).length,
})"""
NOTHING = {"caches": [], "databases": [], "workers": 0}


def due(learner: Learner, *slugs: str) -> list[Memory]:
    """Cards and, where an id begins with q, questions that are due; they come in this order."""
    return [_due(learner, slug, stability=1.0 + n) for n, slug in enumerate(slugs)]


def _due(learner: Learner, slug: str, stability: float) -> Memory:
    now = timezone.now()
    thing = {"question": question_of(slug)} if slug.startswith("q") else {"card": card_of(slug)}
    then = now - timedelta(days=10)
    return MemoryFactory.create(
        learner=learner,
        **thing,
        added_at=then - timedelta(days=10),
        stage="review",
        stability=stability,
        difficulty=5.0,
        due_day=then.date(),
        last_at=then,
        last_day=then.date(),
        reviews=3,
    )


def lose(network: Network, watch: Watch, state: State = "cut") -> None:
    """The network goes; what browser and htmx say of that is no fault."""
    watch.forgive("net::ERR_", "htmx.min.js", "does not have a MIME type")  # of a worker that cannot be had
    network.become(state)


def visit_and_keep(page: Page, *paths: str) -> None:
    """Open pages, each until it is kept."""
    for path in paths:
        page.goto(path)
        kept(page, path)


def kept(page: Page, path: str) -> None:
    """Wait until there is a copy of the page, and the worker has the page in its hands."""
    page.evaluate(KEPT, path)


def kept_without(page: Page, text: str) -> None:
    """Wait until the reviews taken along no longer hold this."""
    page.evaluate(WITHOUT, [PACK, text])


def take_along(page: Page) -> None:
    """Open Today, which takes the reviews along."""
    page.goto("/")
    kept(page, PACK)


def open_pack(page: Page, path: str = PACK) -> None:
    """Open the reviews taken along, here or where the queue would be."""
    page.goto(path)
    expect(page.locator("review-pack[data-ready]")).to_be_visible()


def copies(page: Page) -> list[str]:
    """The paths of the pages kept, whoever's they are."""
    found: list[str] = page.evaluate(COPIES)
    return found


def entries(page: Page) -> list[dict[str, Any]]:
    """What is in the outbox; a page that has sent something may load itself again just then."""
    late = time.monotonic() + 15
    while True:
        try:
            found: list[dict[str, Any]] = page.evaluate(ENTRIES)
        except Error as error:
            if "context was destroyed" not in error.message or time.monotonic() > late:
                raise
        else:
            return found


def left(page: Page) -> dict[str, Any]:
    """Everything of ours that this browser still has."""
    found: dict[str, Any] = page.evaluate(LEFT)
    return found


def grade(page: Page, front: str, name: str) -> None:
    """Turn the card that is shown over and grade it."""
    expect(page.locator("review-pack[data-ready] .flashcard-front")).to_have_text(front)
    page.get_by_role("button", name="Show the answer").click()
    page.get_by_role("button", name=name).click()


def wait_and_see(page: Page, count: int) -> None:
    """The page says that this many answers wait."""
    words = "1 answer waits to be sent." if count == 1 else f"{count} answers wait to be sent."
    expect(page.locator("#connection")).to_contain_text(words)


def all_sent(page: Page) -> None:
    """Wait until nothing waits; a page that has sent something may load itself again meanwhile."""
    late = time.monotonic() + 15
    while time.monotonic() < late:
        if all(entry.get("news") for entry in entries(page)):
            return
        time.sleep(0.05)
    raise AssertionError("not all answers were sent")


def offline_pack(page: Page, network: Network, watch: Watch) -> None:
    """Take the reviews along, lose the network, and open them."""
    take_along(page)
    lose(network, watch)
    open_pack(page, "/review/")


def check(page: Page, *, right: bool, sure: str = "Sure") -> None:
    """Answer the question that is shown."""
    form = page.locator("form.question")
    answer(form, right=right)
    form.get_by_text(sure, exact=True).click()
    form.get_by_role("button", name="Check", exact=True).click()


def to_go(page: Page) -> Locator:
    """How many are left, as the page says."""
    return page.locator("[data-left]")
