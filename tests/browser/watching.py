"""Watching a browser: whatever a page complains of, breaks, has refused or asks of a stranger is a fault."""

from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, WebError

CSP_LISTENER = """
addEventListener("securitypolicyviolation", (event) => {
  console.error(`CSP refused ${event.blockedURI} under ${event.violatedDirective}`);
});
"""
COMPLAINTS = {"error", "warning", "assert"}
NOT_OURS = "Service Worker registration blocked by Playwright"  # as conftest wishes


@dataclass
class Watch:
    """The faults of every page of the contexts it was attached to. `origin` is the one site they may ask."""

    origin: str
    faults: list[str] = field(default_factory=list)
    forgiven: list[str] = field(default_factory=list)

    def attach(self, context: BrowserContext) -> None:
        """Listen to everything that happens in the context from now on."""
        context.add_init_script(CSP_LISTENER)
        context.on("console", self._heard)
        context.on("weberror", self._broke)
        context.on("request", self._asked)
        context.on("requestfailed", self._failed)

    def forgive(self, *texts: str) -> None:
        """The test provokes faults that contain one of these texts: they do not count."""
        self.forgiven.extend(texts)

    def unforgiven(self) -> list[str]:
        """The faults that count."""
        return [fault for fault in self.faults if not any(text in fault for text in self.forgiven)]

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in COMPLAINTS and message.text != NOT_OURS:
            self.faults.append(f"console {message.type}: {message.text} ({message.location['url']})")

    def _broke(self, error: WebError) -> None:
        self.faults.append(f"error on the page: {error.error}")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((f"{self.origin}/", "data:")):
            self.faults.append(f"asked of a third party: {request.url}")

    def _failed(self, request: Request) -> None:
        if request.method == "GET" and request.failure == "net::ERR_ABORTED":
            return  # nothing failed: the page was left before all of it, such as its icon, had come
        self.faults.append(f"failed: {request.method} {request.url}: {request.failure}")
