"""Lighthouse on eight pages of a learner, under its own mobile throttling.

    python3 manage.py bench lighthouse [name of a page …]

Needs Node.js and, the first time, the network: npx fetches Lighthouse 12.8. The site runs behind granian on
a scratch database; the learner has read two lessons, has a quiz, an exam and a class. Each page is loaded
three times: LCP is the median, with the least and the most beside it, of all else the worst. Times want a
quiet machine.
"""

import json
import shutil
import statistics
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from playwright.sync_api import sync_playwright

from bench.pages import LESSON, manage, seed
from bench.pictures import FLAGS, QUIET
from bench.server import Server, free_port, scratch, serving
from bench.swarm import CSRF

LIGHTHOUSE = "lighthouse@12.8.2"
SCORES = {"performance": 99, "accessibility": 100, "best-practices": 100, "seo": 100}
LCP, CLS = 1000, 0.0  # milliseconds, and how much may move
LOADS = 3
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
            wanted = {name: path for name, path in pages.items() if not arguments or name in arguments}
            print(f"{'':10} perf a11y best  seo  LCP ms{'':16}{'CLS':>7}{'bytes':>9}")
            kept = [
                shown(name, [measured(npx, server, cookie, path) for _ in range(LOADS)])
                for name, path in wanted.items()
            ]
    if not all(kept):
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
    """What Lighthouse says of a page, in a browser of its own that is signed in."""
    port, site = free_port(), f"http://127.0.0.1:{server.port}"
    flags = [*FLAGS, *QUIET, f"--remote-debugging-port={port}"]
    command = [npx, "--yes", LIGHTHOUSE, site + path, "--quiet", f"--port={port}", "--output=json"]
    command += ["--output-path=stdout", f"--only-categories={','.join(SCORES)}"]
    with tempfile.TemporaryDirectory(prefix="bench-lighthouse-") as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch_persistent_context(folder, executable_path=CHROMIUM, args=flags)
        browser.add_cookies([{"name": "sessionid", "value": cookie, "url": site}])
        for _ in range(TRIES):
            done = subprocess.run(command, check=False, stdout=subprocess.PIPE, cwd=folder)
            if done.returncode == 0:
                break
        browser.close()
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def shown(name: str, loads: Sequence[Mapping[str, Any]]) -> bool:
    """A line of the table, and what was not as it should be; whether all limits are kept."""
    scores = {
        category: min(round((found["categories"][category]["score"] or 0) * 100) for found in loads)
        for category in SCORES
    }
    paints, moved, weights = (
        [found["audits"][audit].get("numericValue", -1) for found in loads]
        for audit in ("largest-contentful-paint", "cumulative-layout-shift", "total-byte-weight")
    )
    lcp, cls = statistics.median(paints), max(moved)
    print(f"{name:10}" + "".join(f"{score:5}" for score in scores.values()), end="")
    print(f"{lcp:8,.0f} ({min(paints):5,.0f} -{max(paints):6,.0f}){cls:7.3f}{max(weights):9,.0f}", flush=True)
    for fault in sorted({fault for found in loads for fault in faults(found)}):
        print(f"{'':10}{fault}")
    return all(scores[name] >= least for name, least in SCORES.items()) and lcp < LCP and cls <= CLS


def faults(found: Mapping[str, Any]) -> Iterator[str]:
    """What a page was marked down for, beside times."""
    for category in ("accessibility", "best-practices", "seo"):
        for reference in found["categories"][category]["auditRefs"]:
            audit = found["audits"][reference["id"]]
            if reference["weight"] and audit["score"] is not None and audit["score"] < 1:
                yield f"{category}: {audit['title']}"
