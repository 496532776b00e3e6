// The only module that knows htmx: focus after a swap, and a visible word when something was not saved.
import { clear, notice } from "./notice.js";
import { goOn, heard, stored } from "./offline.js";

const STILL_HERE = "What you entered is still here; try again.";
const FAILED = {
  403: "Not saved: this page is too old. Reload it and answer again.",
  404: "Not saved: this page is gone. Reload to see where you stand.",
  409: "Not saved: this was answered already, perhaps in another tab. Reload to see it.",
  429: "Not saved: too many requests. Wait a moment and try again.",
};

/** The save indicator must never go on saying "Saved" of something older. */
function indicate(target, text, state) {
  if (!target?.matches(".saved")) return;
  target.textContent = text;
  target.dataset.state = state;
}

function failed(event, text, kind = "unsaved") {
  indicate(event.detail.target, "Not saved", "unsaved");
  notice(text, kind);
}

const asked = (event) => event.detail.requestConfig?.verb === "get"; // nothing was sent that could be lost

/** What a page fetches without being asked: nobody waits for it, so it neither speaks nor silences. */
const byItself = (event) => event.detail.elt.matches("[hx-trigger=load]");

async function unreachable(event) {
  if (byItself(event)) return;
  if (await goOn(event.detail.requestConfig).catch(() => false)) return;
  if (asked(event)) {
    notice(navigator.onLine ? "The server did not answer. Try again." : "You are offline.", "offline");
    return;
  }
  if (navigator.onLine) failed(event, `Not saved: the server did not answer. ${STILL_HERE}`);
  else failed(event, "You are offline. This is not saved yet; it is still on the page.", "offline");
}

document.addEventListener("htmx:beforeRequest", (event) => {
  indicate(event.detail.target, "Saving…", "saving");
  if (document.documentElement.dataset.offline && byItself(event)) event.preventDefault(); // a copy says that it is one
});
document.addEventListener("htmx:afterSwap", (event) => {
  const part = event.target;
  delete event.detail.target.dataset.state;
  const wanted = part.matches("[data-focus]") ? part : part.querySelector("[data-focus]");
  if (!wanted) return;
  if (!wanted.matches("a[href], button, input, select, textarea, [tabindex]")) wanted.tabIndex = -1;
  wanted.focus();
});
document.addEventListener("htmx:responseError", (event) => {
  if (byItself(event)) return;
  const { status } = event.detail.xhr;
  const said = asked(event) ? `The server answered ${status}. Try again.` : `Not saved: the server answered ${status}. ${STILL_HERE}`;
  failed(event, FAILED[status] || said);
});
document.addEventListener("htmx:sendError", unreachable);
document.addEventListener("htmx:timeout", unreachable);
document.addEventListener("htmx:afterRequest", (event) => {
  if (!event.detail.successful || byItself(event)) return;
  clear();
  heard(event.detail.xhr.getResponseHeader("X-Visitor"));
  stored(event.detail.requestConfig).catch(() => {}); // storage may be closed
});
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.getResponseHeader("X-Visitor")) return;
  event.detail.shouldSwap = false; // not from here: the sign-in page of some network
  unreachable(event);
});

const tells = !document.querySelector(".exam-bar"); // a sitting has a voice of its own
if (tells) addEventListener("offline", () => notice("You are offline. You can read on; answers are saved once you are back.", "offline"));
if (tells) addEventListener("online", () => notice("You are back online."));
