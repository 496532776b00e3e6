// <exam-clock seconds-left="5230" total="10200" deadline="1790000000">
// The server's seconds count: `deadline` (epoch seconds) only tells how far this machine's clock is off, so that sleep or
// a page from a cache cannot give time away. At zero it reloads, and the server says what happened; where the page has a
// form that ends it (data-at-zero), that is sent instead. The server closes at the deadline either way.

const WARN = [[600, "10 minutes left"], [300, "5 minutes left"], [60, "1 minute left"]];

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

class ExamClock extends HTMLElement {
  connectedCallback() {
    const left = Number(this.getAttribute("seconds-left")) * 1000;
    const deadline = Number(this.getAttribute("deadline")) * 1000;
    this.total = Number(this.getAttribute("total")) || left / 1000;
    this.end = deadline ? deadline - skewOf(deadline, left) : Date.now() + left;
    this.last = left / 1000;
    this.marks = [[this.total / 2, "Half of the time is left"], [this.total / 4, "A quarter of the time is left"], ...WARN];
    this.face = document.createElement("span");
    this.face.setAttribute("role", "timer");
    this.voice = document.createElement("span");
    this.voice.className = "visually-hidden";
    this.voice.setAttribute("role", "status");
    this.replaceChildren(this.face, this.voice);
    this.resync = () => document.hidden || this.show();
    document.addEventListener("visibilitychange", this.resync);
    this.timer = setInterval(() => this.show(), 1000);
    this.over = left <= 0; // loaded after the end: nothing to wait for
    this.show();
  }

  disconnectedCallback() {
    clearInterval(this.timer);
    document.removeEventListener("visibilitychange", this.resync);
  }

  show() {
    const left = Math.max(0, Math.round((this.end - Date.now()) / 1000));
    const [h, m, s] = [Math.floor(left / 3600), Math.floor(left / 60) % 60, left % 60];
    const two = (n) => String(n).padStart(2, "0");
    this.face.textContent = `${h ? `${h}:${two(m)}` : m}:${two(s)} left`;
    this.face.setAttribute("aria-label", `Time left: ${h ? `${h} h ` : ""}${m} min ${s} s`);
    this.toggleAttribute("data-low", left <= 300);
    const passed = this.marks.filter(([at]) => this.last > at && left <= at).pop();
    if (passed) this.voice.textContent = passed[1];
    this.last = left;
    if (left > 0 || this.over) return;
    this.over = true;
    clearInterval(this.timer);
    this.voice.textContent = "Time is up. What was saved counts.";
    setTimeout(() => this.close(), 1500); // a save on its way may still land
  }

  close() {
    const form = this.isConnected && document.querySelector("form[data-at-zero]");
    if (form) form.requestSubmit();
    else location.reload();
  }
}

customElements.define("exam-clock", ExamClock);
