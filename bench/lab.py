"""What the path lab costs: a state seen for the first time, one seen before, and a toggle.

    python3 manage.py bench lab [rounds]

CPU time of the server per request beside a bare view's in the same round, so that a busy machine disturbs
both alike; the median of the rounds' ratios. The states of a round are more than the lab holds in memory, and
come in the same order each time: each is always a first one. Of a toggle also how long its answer takes, as
whoever waits for it has it, and the bytes of pages, before and after gzip. At last the whole in a browser:
from the click to the next picture on the screen.
"""

import gzip
import math
import statistics
import time
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice, zip_longest
from urllib.parse import urlencode

from playwright.sync_api import sync_playwright

from bench.pages import manage, seed
from bench.pictures import FLAGS, QUIET
from bench.server import ROOT, Server, scratch, serving
from studyapp.domain.parsing import parse
from studyapp.domain.pathdocuments import NetworkPath
from studyapp.domain.paths import fields_of, switches
from studyapp.domain.paths_challenges import states
from studyapp.queries.contentfiles import read

STATES = 400  # more than the 256 that are held
FIRST_LIMIT, TOGGLE_LIMIT, BYTES_LIMIT = 3.0, 100, 80_000
TOGGLES = {"HX-Request": "true"}
# Click one control after the other; of each the milliseconds until what came of it has been painted.
CLICKS = """async (many) => {
  const taken = [];
  for (let n = 0; taken.length < many; n += 1) {
    const controls = [...document.querySelectorAll(".toggle-head input:not([type=radio]:checked)")];
    const painted = new Promise((done) => document.addEventListener("htmx:afterSettle",
      () => requestAnimationFrame(() => setTimeout(done)), { once: true }));
    const begun = performance.now();
    controls[n % controls.length].click();
    await painted;
    taken.push(performance.now() - begun);
    await new Promise((done) => setTimeout(done, 50));
  }
  return taken;
}"""


def main(arguments: list[str]) -> None:
    """Print the tables."""
    rounds = int(arguments[0]) if arguments else 7
    addresses = list(islice(_addresses(), STATES))
    with scratch() as environment:
        for command in ("migrate", "publish_content", "collectstatic --no-input"):
            manage(environment, *command.split(), "--verbosity", "0")
        cookie = seed(environment, 10)
        with serving(environment) as server:
            headers = {"Cookie": f"sessionid={cookie}", "Accept-Encoding": "gzip"}
            _print_costs(server, headers, addresses, rounds)
            _print_toggles(server, headers, addresses)
            _print_weights(server, headers, addresses)
            _print_in_browser(server, cookie, addresses[:20])


def _addresses() -> Iterator[str]:
    """States of all paths by turns, the nearest to their starts first."""
    course = parse(read(ROOT / "content")[0]).course
    assert course is not None, "the course is sound"
    by_path = [list(islice(_states(path), 60)) for path in course.paths]
    return (address for address in chain(*zip_longest(*by_path)) if address is not None)


def _states(path: NetworkPath) -> Iterator[str]:
    for count in range(len(switches(path)) + 1):
        for state in states(path, count):
            yield f"/paths/{path.id}/?{urlencode(fields_of(path, state))}"


def _print_costs(server: Server, headers: Mapping[str, str], addresses: Sequence[str], rounds: int) -> None:
    asks = {
        "first": (addresses, headers),
        "first toggle": (addresses, {**headers, **TOGGLES}),
        "warm": ([addresses[0]] * STATES, headers),
        "warm toggle": ([addresses[0]] * STATES, {**headers, **TOGGLES}),
    }
    ratios: dict[str, list[float]] = {name: [] for name in asks}
    figures: dict[str, list[float]] = {name: [] for name in (*asks, "bare")}
    for number in range(rounds + 1):  # the first one warms up
        for name, (paths, sent) in asks.items():
            half = ["/bare/"] * (STATES // 2)
            bare = _cpu(server, half, headers)
            cost = _cpu(server, paths, sent)
            bare = (bare + _cpu(server, half, headers)) / 2
            if number:
                figures[name].append(cost)
                figures["bare"].append(bare)
                ratios[name].append(cost / bare)
    bare = statistics.median(figures["bare"])
    print(f"\nms of CPU a request, and times the bare view ({bare:.2f} ms), median (lowest to highest)")
    for name, found in ratios.items():
        limit = f"  at most {FIRST_LIMIT:g}" if name == "first" else ""
        middle = statistics.median(found)
        print(
            f"{name:14}{statistics.median(figures[name]):6.2f}  {middle:5.2f}  "
            f"({min(found):.2f} to {max(found):.2f}){limit}"
        )


def _cpu(server: Server, paths: Sequence[str], headers: Mapping[str, str]) -> float:
    """Milliseconds of CPU a request."""
    before = server.cpu_seconds()
    for path in paths:
        server.get(path, headers)
    return (server.cpu_seconds() - before) / len(paths) * 1000


def _print_toggles(server: Server, headers: Mapping[str, str], addresses: Sequence[str]) -> None:
    taken = []
    for path in addresses:
        begun = time.perf_counter()
        server.get(path, {**headers, **TOGGLES})
        taken.append((time.perf_counter() - begun) * 1000)
    *_, high = statistics.quantiles(taken, n=20)
    print("\nms until a toggle into a state never asked for is answered")
    limit = f"at most {TOGGLE_LIMIT} with the browser's part"
    print(f"median {statistics.median(taken):.1f}, 95 % within {high:.1f}, {limit}")


def _print_weights(server: Server, headers: Mapping[str, str], addresses: Sequence[str]) -> None:
    print("\nbytes, the heaviest of these states; over the wire")
    for name, sent in (("page", headers), ("toggle", {**headers, **TOGGLES})):
        wire = {path: server.get(path, sent) for path in addresses}
        path = max(wire, key=lambda one: len(gzip.decompress(wire[one])))
        limit = f"  at most {BYTES_LIMIT:,}" if name == "page" else ""
        whole = len(gzip.decompress(wire[path]))
        print(f"{name:8}{whole:8,}{len(wire[path]):8,}  {path.partition('?')[0]}{limit}")


def _print_in_browser(server: Server, cookie: str, addresses: Sequence[str]) -> None:
    site, taken = f"http://127.0.0.1:{server.port}", []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=[*FLAGS, *QUIET])
        context = browser.new_context(viewport={"width": 1280, "height": 800})
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": site}])
        page = context.new_page()
        for path in addresses:
            page.goto(site + path)
            page.locator("html[data-js]").wait_for(state="attached")  # the scripts come after the first paint
            taken += page.evaluate(CLICKS, 8)
        browser.close()
    ranked = sorted(taken)
    print("\nms in a browser from a click to the picture of the new state")
    high, most = ranked[math.ceil(0.95 * len(ranked)) - 1], ranked[-1]
    middle = statistics.median(taken)
    print(f"median {middle:.0f}, 95 % within {high:.0f}, longest {most:.0f}; under {TOGGLE_LIMIT}")
