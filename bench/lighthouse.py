"""Lighthouse on eight pages of a learner, under its own mobile throttling.

    python3 manage.py bench lighthouse [name of a page …]

Needs Node.js and, the first time, the network: npx fetches Lighthouse 12.8. The site runs behind granian on
a scratch database; the learner has read two lessons, has a quiz, an exam and a class. All are loaded in turn,
five times: LCP, and the performance that is made of times, are medians, with the least and the most beside
them; of all else the worst is shown. Times want a quiet machine. What this one is worth today tells the bare
page, a heading with one sheet and one script: its LCP is what the model takes for the three of them, and the
last column how much more a page takes.
"""

import json
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from playwright.sync_api import sync_playwright

from bench.pages import LESSON, manage, seed
from bench.pictures import FLAGS, QUIET
from bench.server import Server, free_port, scratch, serving, wait_for
from bench.swarm import CSRF

LIGHTHOUSE = "lighthouse@12.8.2"
SOUND = ("accessibility", "best-practices", "seo")
SCORES = {"performance": 99, **dict.fromkeys(SOUND, 100)}
LCP, CLS = 1000, 0.0  # milliseconds, and how much may move
LOADS = 5
BARE = "bare"
STARTED = 5  # seconds until a new browser is done with itself, and leaves the processor to the page
TRIES = 3  # now and then it loses the trace of a page and says to run it again
CHROMIUM = "/usr/bin/chromium"
QUIZ = {"size": "10", "mode": "each", "token": "6f2b7c4e-51c5-4d0c-9f4c-5a1d8f4f3b11"}
CLASS = {"title": "Evening class", "name": "Ada", "time_zone": "Europe/Berlin"}


def main(arguments: list[str]) -> None:
    """Print the table, and end with 1 if a limit is passed."""
    npx = shutil.which("npx")
    if npx is None:
        raise SystemExit("This needs npx, which comes with Node.js.")
    with scratch() as environment:
        for command in ("migrate", "publish_content", "collectstatic --no-input"):
            manage(environment, *command.split(), "--verbosity", "0")
        cookie = seed(environment, 200)
        with serving(environment) as server:
            pages = addresses(server, cookie)
            wanted = [name for name in pages if not arguments or name in arguments]
            loads: dict[str, list[Mapping[str, Any]]] = {name: [] for name in [*wanted, BARE]}
            for _, name in product(range(LOADS), loads):
                loads[name].append(measured(npx, server, cookie, pages[name]))
    print(f"{'':10} perf{'':11} a11y best  seo  LCP ms{'':16}{'CLS':>7}{'bytes':>9}{'x bare':>9}")
    floor = statistics.median(value(found, "largest-contentful-paint") for found in loads[BARE])
    kept = [shown(name, found, floor) for name, found in loads.items()]
    if not all(kept[:-1]):
        raise SystemExit(1)


def addresses(server: Server, cookie: str) -> dict[str, str]:
    """The pages, some of which have to be begun first."""
    return {
        "today": "/",
        "lesson": LESSON,
        "practice": posted(server, cookie, "/practice/", QUIZ),
        "review": "/review/",
        "exam": posted(server, cookie, "/exams/practice-20/", {}),
        "path": "/paths/private-ip-vpn/",
        "progress": "/progress/",
        "class": posted(server, cookie, "/classes/new/", CLASS),
        BARE: "/bare-page/",
    }


def posted(server: Server, cookie: str, path: str, fields: Mapping[str, str]) -> str:
    """Where a form leads."""
    headers = {
        "Cookie": f"sessionid={cookie}; csrftoken={CSRF}",
        "X-CSRFToken": CSRF,
        "Content-Type": "application/x-www-form-urlencoded",
    }
    server.connection.request("POST", path, urlencode(fields), headers)
    answer = server.connection.getresponse()
    answer.read()
    if answer.status not in (302, 303):
        raise RuntimeError(f"{path}: {answer.status}")
    return answer.headers["Location"]


def measured(npx: str, server: Server, cookie: str, path: str) -> dict[str, Any]:
    """What Lighthouse says of a page, in a new browser of its own that is signed in."""
    site, port = f"http://127.0.0.1:{server.port}", free_port()
    command = ["nice", "-n", "19"]  # who measures must not take the processor from what is measured
    command += [npx, "--yes", LIGHTHOUSE, site + path, "--quiet", f"--port={port}", "--output=json"]
    command += ["--output-path=report.json", f"--only-categories={','.join(SCORES)}"]
    with tempfile.TemporaryDirectory(prefix="bench-lighthouse-") as folder, browser(folder, port):
        signed_in(port, site, cookie)
        time.sleep(STARTED)
        for _ in range(TRIES):
            done = subprocess.run(command, check=False, cwd=folder)
            if done.returncode == 0:
                break
        found: dict[str, Any] = json.loads(Path(folder, "report.json").read_text())
    return found


@contextmanager
def browser(folder: str, port: int) -> Iterator[None]:
    """Chromium without a window, which listens there."""
    command = [CHROMIUM, "--headless=new", *FLAGS, *QUIET]
    command += [f"--user-data-dir={folder}/profile", f"--remote-debugging-port={port}"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(port)
        yield
    finally:
        process.terminate()
        process.wait(timeout=20)


def signed_in(port: int, site: str, cookie: str) -> None:
    """Give the browser its session, and leave: who looks on makes every page slower."""
    with sync_playwright() as playwright:
        seen = playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}")
        seen.contexts[0].add_cookies([{"name": "sessionid", "value": cookie, "url": site}])


def shown(name: str, loads: Sequence[Mapping[str, Any]], floor: float) -> bool:
    """A line of the table, and what was not as it should be; whether all limits are kept."""
    quick = [mark(found, "performance") for found in loads]
    scores = {category: min(mark(found, category) for found in loads) for category in SCORES}
    scores["performance"] = round(statistics.median(quick))
    paints = [value(found, "largest-contentful-paint") for found in loads]
    lcp, cls = statistics.median(paints), max(value(found, "cumulative-layout-shift") for found in loads)
    print(f"{name:10}{scores['performance']:5} ({min(quick):3} -{max(quick):4})", end="")
    print("".join(f"{scores[category]:5}" for category in SOUND), end="")
    print(f"{lcp:8,.0f} ({min(paints):5,.0f} -{max(paints):6,.0f}){cls:7.3f}", end="")
    print(f"{max(value(found, 'total-byte-weight') for found in loads):9,.0f}{lcp / floor:9.2f}")
    for fault in sorted({fault for found in loads for fault in faults(found)}):
        print(f"{'':10}{fault}")
    return all(scores[name] >= least for name, least in SCORES.items()) and lcp < LCP and cls <= CLS


def mark(found: Mapping[str, Any], category: str) -> int:
    """What Lighthouse gives, of 100."""
    return round((found["categories"][category]["score"] or 0) * 100)


def value(found: Mapping[str, Any], audit: str) -> float:
    """What an audit measured; -1 where it could not."""
    return float(found["audits"][audit].get("numericValue", -1))


def faults(found: Mapping[str, Any]) -> Iterator[str]:
    """What a page was marked down for, beside times."""
    for category in SOUND:
        for reference in found["categories"][category]["auditRefs"]:
            audit = found["audits"][reference["id"]]
            if reference["weight"] and audit["score"] is not None and audit["score"] < 1:
                yield f"{category}: {audit['title']}"
