// <exam-clock seconds-left="5230" total="10200" deadline="1790000000">: the server's seconds count, and it closes either way.
// `synced`: the page asks again. A counter runs that nobody can set; where it and this machine's clock part (sleep), it says
// "about" until it was told anew. Else `deadline` (epoch seconds) tells how far this machine's clock is off, and at zero the page
// reloads or sends its form data-at-zero.

const WARN = [[600, "10 minutes left"], [300, "5 minutes left"], [60, "1 minute left"]];
const SLIP = 1500; // milliseconds
const AGAIN = 30; // more seconds than a mark, and it is told once more: somebody gave time

// A stale page measures too little, so the largest difference seen counts.
function skewOf(deadline, left) {
  let skew = deadline - left - Date.now();
  try {
    const kept = sessionStorage.getItem(`clock-${deadline}`);
    if (kept !== null) skew = Math.max(skew, Number(kept));
    sessionStorage.setItem(`clock-${deadline}`, skew);
  } catch { /* storage may be closed */ }
  return skew;
}

const [arrival] = performance.getEntriesByType("navigation");
const age = arrival ? Math.max(0, performance.now() - arrival.responseStart) : 0; // of what the page says, when this script comes
let came = false; // what is put into the page later is new

/** What is left now of what the page said; the end itself is still to be told. */
export const aged = (left) => (left > 0 ? Math.max(1000, left - age) : left);

class ExamClock extends HTMLElement {
  connectedCallback() {
    const given = Number(this.getAttribute("seconds-left")) * 1000;
    const left = came ? given : aged(given);
    const deadline = Number(this.getAttribute("deadline")) * 1000;
    this.synced = this.hasAttribute("synced");
    this.end = deadline ? deadline - skewOf(deadline, left) : Date.now() + left;
    this.face = document.createElement("span");
    this.face.setAttribute("role", "timer");
    this.voice = document.createElement("span");
    this.voice.className = "visually-hidden";
    this.voice.setAttribute("role", "status");
    this.replaceChildren(this.face, ...(this.synced ? [this.hider()] : [this.voice]));
    this.resync = () => document.hidden || this.show();
    document.addEventListener("visibilitychange", this.resync);
    this.timer = setInterval(() => this.show(), 1000);
    this.over = left <= 0; // loaded after the end: nothing to wait for
    this.last = left / 1000;
    this.told = new Set();
    this.sync(left, (Number(this.getAttribute("total")) || left / 1000) * 1000);
  }

  disconnectedCallback() {
    clearInterval(this.timer);
    document.removeEventListener("visibilitychange", this.resync);
  }

  sync(left, total, unsure = false) {
    this.total = total / 1000;
    this.at = performance.now();
    this.left = left;
    this.apart = Date.now() - this.at;
    this.unsure = unsure;
    if (left > 0) this.over = false;
    this.show();
  }

  remaining() {
    return this.synced ? this.left - (performance.now() - this.at) : this.end - Date.now();
  }

  show() {
    if (this.synced && !this.unsure && Math.abs(Date.now() - performance.now() - this.apart) > SLIP) {
      this.unsure = true;
      this.tell("unsure");
    }
    const left = Math.max(0, Math.round(this.remaining() / 1000));
    const [h, m, s] = [Math.floor(left / 3600), Math.floor(left / 60) % 60, left % 60];
    const two = (n) => String(n).padStart(2, "0");
    this.face.textContent = `${this.unsure ? "about " : ""}${h ? `${h}:${two(m)}` : m}:${two(s)} left`;
    this.face.setAttribute("aria-label", `Time left: ${h ? `${h} h ` : ""}${m} min ${s} s`);
    this.toggleAttribute("data-low", left <= 300);
    const marks = [[this.total / 2, "Half of the time is left"], [this.total / 4, "A quarter of the time is left"], ...WARN];
    const passed = marks.filter(([at]) => this.last > at && left <= at && !this.told.has(at)).pop();
    if (passed) this.tell("mark", passed[1]);
    for (const [at] of marks) {
      if (left <= at) this.told.add(at);
      else if (left > at + AGAIN) this.told.delete(at);
    }
    this.last = left;
    if (left > 0 || this.over) return;
    this.over = true;
    this.tell("zero", "Time is up. What was saved counts.");
    if (this.synced) return;
    clearInterval(this.timer);
    setTimeout(() => this.close(), 1500); // a save on its way may still land
  }

  tell(what, detail) {
    this.voice.textContent = detail ?? "";
    this.dispatchEvent(new CustomEvent(`clock-${what}`, { detail }));
  }

  hider() {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-s btn-quiet" });
    button.dataset.key = "t";
    const show = (hidden) => {
      this.face.hidden = hidden;
      button.textContent = hidden ? "Show clock" : "Hide clock";
    };
    button.addEventListener("click", () => {
      show(!this.face.hidden);
      try { localStorage.setItem("clock", this.face.hidden); } catch { /* for this page only */ }
    });
    try { show(localStorage.getItem("clock") === "true"); } catch { show(false); }
    return button;
  }

  close() {
    const form = this.isConnected && document.querySelector("form[data-at-zero]");
    if (form) form.requestSubmit();
    else location.reload();
  }
}

customElements.define("exam-clock", ExamClock);
came = true;
