// <live-room data-poll="…">: asks every two seconds whether anything is new, and changes only the parts that are.
// Nothing is asked while the page is hidden. A vote that did not get through is sent again until the server has answered.
const EVERY = 2000;
const PATIENCE = 6000; // until an answer that does not come is given up
const WORD = "Live-Room"; // only answers of ours have this header
const LOST = "Not sent yet. It is tried again until it is there.";

/** Refused by our server for good; a portal's page has no such header. */
const refused = (response) => response.status >= 400 && response.status < 429 && response.headers.has("X-Visitor");

class LiveRoom extends HTMLElement {
  connectedCallback() {
    this.waiting = null; // the form whose vote has not been answered
    this.wake = () => document.hidden || this.ask();
    document.addEventListener("visibilitychange", this.wake);
    addEventListener("online", this.wake);
    this.addEventListener("submit", (event) => this.submitted(event));
    this.later();
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
    document.removeEventListener("visibilitychange", this.wake);
    removeEventListener("online", this.wake);
  }

  get stage() {
    return this.querySelector("[data-stage]");
  }

  /** In about two seconds; not all at the same moment. */
  later() {
    clearTimeout(this.timer);
    if (this.stage?.dataset.phase !== "closed") this.timer = setTimeout(() => this.ask(), EVERY * (0.9 + 0.2 * Math.random()));
  }

  async ask() {
    if (document.hidden || this.asking) return;
    this.asking = true;
    clearTimeout(this.timer);
    try {
      if (this.waiting) await this.send();
      const url = `${this.dataset.poll}&v=${encodeURIComponent(this.stage.dataset.version)}`;
      const response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE) });
      if (refused(response)) return this.over(); // no member any more, or signed out
      const word = response.headers.get(WORD);
      if (word === "changed") this.show(await response.text());
      this.lost(!word);
    } catch {
      this.lost(true);
    } finally {
      this.asking = false;
      if (!this.gone) this.later();
    }
  }

  show(html) {
    const next = new DOMParser().parseFromString(html, "text/html").querySelector("[data-stage]");
    const { stage } = this;
    const moved = next.dataset.say !== stage.dataset.say;
    for (const part of next.querySelectorAll("[data-part]")) {
      const old = stage.querySelector(`[data-part="${part.dataset.part}"]`);
      if (old.dataset.key === part.dataset.key) continue;
      const focused = old.contains(document.activeElement);
      old.replaceWith(part);
      window.htmx?.process(part);
      if (focused) (part.querySelector("[data-focus]") || document.getElementById("main")).focus({ preventScroll: true });
    }
    for (const [name, value] of Object.entries(next.dataset)) stage.dataset[name] = value;
    if (moved) this.querySelector("[data-voice]").textContent = next.dataset.say;
  }

  lost(is) {
    this.querySelector("[data-lost]").hidden = !is;
  }

  over() {
    this.gone = true;
    location.reload(); // the server says what happened
  }

  submitted(event) {
    const form = event.target;
    if (!form.dataset.send) return;
    event.preventDefault(); // and once.js lets go of it: a vote may be sent anew
    this.waiting = { form, body: new URLSearchParams(new FormData(form)), retry: form.dataset.send === "vote" };
    this.send();
  }

  async send() {
    const sent = this.waiting;
    this.say(sent, "Sending…", "sending");
    try {
      const response = await fetch(sent.form.action, {
        method: "POST", body: sent.body, headers: { "Live-Asks": "1" }, signal: AbortSignal.timeout(PATIENCE),
      });
      const word = response.headers.get(WORD);
      if (refused(response)) return this.over();
      if (!word) throw new Error(response.status);
      if (this.waiting === sent) this.waiting = null;
      const text = await response.text();
      this.say(sent, word === "over" ? "" : text, word); // the place beside the button is about to go
      this.querySelector("[data-late]").textContent = word === "over" ? text : "";
      this.lost(false);
      if (word === "moved" || word === "over") setTimeout(() => this.ask());
    } catch {
      this.say(sent, sent.retry ? LOST : "The server did not answer. Press again.", "unsaved");
      if (!sent.retry) this.waiting = null;
    }
  }

  /** Beside the button. */
  say({ form }, text, state) {
    const place = form.closest("[data-part]")?.querySelector("[data-said]");
    if (!place) return;
    place.textContent = text;
    place.dataset.state = state;
  }
}

customElements.define("live-room", LiveRoom);
