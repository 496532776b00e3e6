// <review-pack>: today's reviews one at a time, without network. Each <section> is an item; its grade goes to the outbox.
import { able, flush, graded, keep, takeBack, waiting } from "./outbox.js";

const showingOf = (item) => `${item.dataset.memory}:${item.dataset.number}`;
const words = (item) => item.querySelector(".flashcard-front, .stem").textContent.trim().replace(/\s+/g, " ").slice(0, 160);
const WILL_BE_GRADED = "kept: graded once you are back";

const UNDO = 5000; // milliseconds in which a grade can be taken back before it is sent

class ReviewPack extends HTMLElement {
  async connectedCallback() {
    if (this.items) return;
    this.items = [...this.querySelectorAll("section")];
    this.end = this.querySelector("[data-end]");
    this.said = this.querySelector("[data-said]");
    this.undo = this.querySelector("[data-undo]");
    try {
      if (!able) throw new Error("no storage");
      const past = await graded();
      this.left = this.items.filter((item) => !past.has(showingOf(item)));
    } catch {
      this.dataset.plain = ""; // a list of forms, as without scripts
      return;
    }
    for (const item of this.items) item.remove();
    this.addEventListener("click", (event) => event.target.closest("[data-show]") && this.reveal());
    this.addEventListener("submit", (event) => this.grade(event));
    this.undo.addEventListener("click", () => this.back());
    document.addEventListener("outbox", () => this.count());
    this.show();
    this.dataset.ready = "";
  }

  show() {
    const [item] = this.left;
    for (const other of this.querySelectorAll("section")) other.remove();
    this.end.hidden = Boolean(item);
    if (item) {
      delete item.dataset.shown;
      this.end.before(item);
      item.dataset.since = Date.now();
    }
    this.count();
    if (this.dataset.ready !== undefined) this.focusOn(item?.querySelector(".flashcard-front, [data-focus]") || this.end);
  }

  focusOn(element) {
    element.dataset.focus = "";
    element.tabIndex = -1;
    element.focus();
  }

  reveal() {
    const [item] = this.left;
    item.dataset.shown = "";
    this.focusOn(item.querySelector(".flashcard-back"));
  }

  async count() {
    const count = (await waiting()).length;
    this.querySelector("[data-left]").textContent = this.left.length;
    this.undo.hidden = count === 0;
    if (this.items.length) this.querySelector("[data-words]").textContent = `That was everything kept for today. ${this.fate(count)}`;
  }

  fate(count) {
    if (count === 0) return "All your answers are sent.";
    return `${count === 1 ? "1 answer waits" : `${count} answers wait`} to be sent: that happens by itself once you are back.`;
  }

  async grade(event) {
    event.preventDefault();
    const [item] = this.left;
    const chosen = item.querySelectorAll("input[name=choice]:checked").length;
    const wanted = Number(item.dataset.choose);
    if (item.querySelector("input[type=checkbox]") && (chosen === 0 || chosen > wanted)) {
      this.say(chosen ? `choose no more than ${wanted} options` : "choose an answer first");
      return;
    }
    if (this.busy) return;
    this.busy = true;
    const fields = [...new FormData(event.target, event.submitter), ["since", item.dataset.since]];
    await keep({ showing: showingOf(item), text: words(item), fields });
    this.busy = false;
    this.left.shift();
    const rating = event.submitter?.name === "rating" ? event.submitter : undefined;
    if (rating?.value === "1") this.again(item);
    this.say(rating ? `kept: ${rating.querySelector("b").textContent}` : WILL_BE_GRADED);
    this.show();
    clearTimeout(this.soon);
    this.soon = setTimeout(() => flush({ patient: true }), UNDO);
  }

  /** What was missed comes once more before the end; when it would come back then, only the server knows. */
  again(item) {
    for (const interval of item.querySelectorAll(".rate span")) interval.textContent = "";
    this.left.push(item);
  }

  async back() {
    const entry = await takeBack();
    const item = entry && this.items.find((one) => showingOf(one) === entry.showing);
    if (!item) {
      this.say(entry ? "taken back" : "the last one is on its way already");
      return;
    }
    this.left = [item, ...this.left.filter((one) => one !== item)];
    this.say("taken back");
    this.show();
  }

  say(text) {
    this.said.textContent = text;
  }
}

customElements.define("review-pack", ReviewPack);
