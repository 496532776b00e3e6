"""The candidates' side of the fault harness: tabs that send saves, and note every answer they could read."""

import http.client
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode

from bench.faultplan import Plan, Save

CSRF = "c" * 32
PATIENCE = 20.0  # seconds; whoever gives up earlier is another fault, which `delay` is there for


@dataclass(frozen=True)
class Ack:
    """An answer of the site to a save, known by its marks; a portal's page has none. Times by one clock."""

    save: Save
    word: str
    version: int | None
    at: float


class Candidate:
    """One learner with her tabs. What she has sent and been told stands in `sent`, `acks` and `submitted`."""

    def __init__(self, port: int, session: str, attempt: int) -> None:
        self.port, self.session, self.attempt = port, session, attempt
        self.sent: dict[Save, float] = {}  # when it was sent first
        self.acks: list[Ack] = []
        self.strange: list[str] = []  # answers of the site that no save should get
        self.submitted = False

    def go_through(self, plan: Plan) -> None:
        """Every tab at once, and the end of the exam with them if she hands in."""
        threads = [threading.Thread(target=self._tab, args=(tab,)) for tab in plan.tabs]
        if plan.submits:
            threads.append(threading.Thread(target=self._submit, args=(plan.submit_kill, 0.05)))
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def come_back(self, plan: Plan) -> None:
        """Send what has no answer yet, tab by tab and in order, over a network that is well."""
        for tab in plan.tabs:
            for save in tab:
                if not any(ack.save == save for ack in self.acks):
                    self._send(save, well=True)
        if plan.submits and not self.submitted:
            self._submit("", 0)

    def _tab(self, saves: Sequence[Save]) -> None:
        overtaken = []
        for save in saves:
            if save.network == "delay":
                overtaken.append(threading.Thread(target=self._send, args=(save,)))
                overtaken[-1].start()
                continue
            for number in range(save.tries):
                if self._send(save, well=number > 0):
                    break
                time.sleep(0.01)
        for thread in overtaken:
            thread.join()

    def _send(self, save: Save, *, well: bool = False) -> bool:
        """Send a save; whether the site has answered it."""
        headers = {} if well else _mishaps(save.network, save.seconds, save.kill)
        self.sent.setdefault(save, time.monotonic())
        if save.response is not None:
            headers["HX-Request"] = "true"  # as the page's script sends a change of the answer
        got = self._post(f"/attempts/{self.attempt}/{save.position}/save/", _fields(save), headers)
        if got is None or "Exam-Save" not in got.headers:
            return False
        word = got.headers["Exam-Save"]
        if word != "closed" and got.headers["Exam-Revision"] != str(save.revision):
            self.strange.append(f"{got.status} {word} for {save}")
            return False
        version = got.headers.get("Exam-Version")
        self.acks.append(Ack(save, word, None if version is None else int(version), time.monotonic()))
        return True

    def _submit(self, kill: str, after: float) -> None:
        time.sleep(after)
        got = self._post(f"/attempts/{self.attempt}/submit/", [], _mishaps("", 0, kill))
        if got is not None and got.status == 302:
            self.submitted = True

    def _post(
        self, path: str, fields: list[tuple[str, str]], headers: dict[str, str]
    ) -> http.client.HTTPResponse | None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        fixed = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"sessionid={self.session}; csrftoken={CSRF}",
            "X-CSRFToken": CSRF,
            "Connection": "close",
        }
        try:
            connection.request("POST", path, urlencode(fields), {**fixed, **headers})
            got = connection.getresponse()
            got.read()
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()
        return got


def _mishaps(network: str, seconds: float, kill: str) -> dict[str, str]:
    wishes = {"Bench-Network": f"{network} {seconds:.3f}"} if network else {}
    return wishes if kill in ("", "outside") else {**wishes, "Bench-Kill": kill}


def _fields(save: Save) -> list[tuple[str, str]]:
    """As a page sends them: the answer first, the numbers behind it, so that a cut may leave them out."""
    fields: list[tuple[str, str]] = []
    for place, part in enumerate(save.response or (), start=1):
        left, _, right = part.partition("=")
        by_kind = {"matching": (f"match-{left}", right), "ordering": (f"place-{part}", str(place))}
        fields.append(by_kind.get(save.kind, ("choice", part)))
    if save.response is None:
        fields.append(("was", ""))  # the answer has not been touched
    if save.flagged is not None:
        fields.append(("flag", "on" if save.flagged else "off"))
    if save.struck is not None:
        fields.append(("struck", " ".join(save.struck)))
    if save.clears:
        fields.append(("clear", "1"))
    now = int(datetime.now(UTC).timestamp() * 1000)
    numbers = [("client", save.client), ("revision", str(save.revision)), ("client_at", str(now))]
    return [*fields, *numbers]
