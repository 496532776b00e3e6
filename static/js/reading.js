// Lessons: marks the section being read, tells the server where the reader stopped, and keeps the place when a page is loaded again.
import { post } from "./post.js";

const article = document.querySelector("[data-progress-url]");
const headings = [...document.querySelectorAll(".prose :is(h2, h3)[id]")];
const links = new Map();
for (const link of document.querySelectorAll('.toc a[href^="#"]')) {
  const id = decodeURIComponent(link.hash.slice(1));
  links.set(id, [...(links.get(id) || []), link]);
}

let shown = "";
let sent = article?.dataset.section || "";
let timer = 0;

function current() {
  const above = headings.filter((heading) => heading.getBoundingClientRect().top < innerHeight * 0.35);
  return above.at(-1)?.id || "";
}

function send() {
  clearTimeout(timer);
  if (!article || !shown || shown === sent) return;
  sent = shown;
  post(article.dataset.progressUrl, { section: shown });
}

function update() {
  const id = current();
  if (id === shown) return;
  for (const link of links.get(shown) || []) link.removeAttribute("aria-current");
  for (const link of links.get(id) || []) link.setAttribute("aria-current", "true");
  shown = id;
  clearTimeout(timer);
  timer = setTimeout(send, 4000); // a section skimmed past is not a section read
}

if (headings.length) {
  let waiting = false;
  addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; update(); });
  }, { passive: true });
  document.addEventListener("visibilitychange", () => document.hidden && send());
  addEventListener("pagehide", send);
  update();
}

// What has not come near has the height that such things have, so a browser that comes back to a height in pixels is a little off.
const place = `place ${location.pathname}`;
const parts = () => [...document.querySelectorAll(".prose > *")];
const top = (part) => part.getBoundingClientRect().top;

function keepPlace() {
  const at = Math.max(0, parts().findLastIndex((part) => top(part) < innerHeight / 2));
  sessionStorage.setItem(place, JSON.stringify([at, top(parts()[at])]));
}

function takePlace() {
  const [visit] = performance.getEntriesByType("navigation");
  if (visit.type === "navigate" || scrollY === 0) return; // at its head a page stays there
  if (performance.now() - visit.loadEventStart > 2000) return; // by then, readers have moved on
  const [at, was] = JSON.parse(sessionStorage.getItem(place) || "[]");
  const part = parts()[at];
  const off = part ? top(part) - was : 0;
  if (Math.abs(off) < innerHeight) scrollBy({ top: off, behavior: "instant" });
}

if (article) {
  try { takePlace(); } catch { /* storage may be closed */ }
  addEventListener("pagehide", () => { try { keepPlace(); } catch { /* as above */ } });
}
