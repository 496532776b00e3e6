// Without network: the worker that keeps pages, words about where one stands, and leaving without a trace.
import { notice } from "./notice.js";
import { able, drop, flush as flushGrades, forget, keep, known, mark, news, unmark, visitor, waiting as waitingGrades } from "./outbox.js";

const PACK = "/review/pack/";
const GRADE = /^\/review\/(\d+)\/(\d+)\/(?:card|question)\/$/;
const FRESH = 10 * 60 * 1000;
const { offline: copied } = document.documentElement.dataset; // when this copy was made; undefined on a live page
const PAGES = "in-transit-pages-"; // and the learner; in the worker too
const quietly = () => {}; // storage may be closed: the site works without
const sitting = document.querySelector(".exam-bar"); // it sends and tells by itself
const report = /^\/attempts\/(\d+)\/report\/$/.exec(location.pathname);
const exams = () => import("./answers.js"); // a first visit has none to send
const waiting = async () => (await waitingGrades()).length + (await exams().then((answers) => answers.waiting(), () => 0));

/** Send what waits: answers of an exam before grades, since they have a deadline. */
async function flush() {
  if (!sitting && known()) await exams().then((answers) => answers.flush(), quietly); // unreachable: so is the server
  return flushGrades();
}

/* ---- what is kept ---- */

async function keepPages() {
  const first = !navigator.serviceWorker.controller;
  await navigator.serviceWorker.register("/sw.js");
  if (first) await ask({ keep: location.pathname });
  if (onQueue()) await ask({ keep: PACK, within: FRESH });
}

/** Tell the worker to fetch a page and keep it, if its copy is older than `within`. */
const ask = async (wish) => (await navigator.serviceWorker.ready).active.postMessage(wish);
const onQueue = () => ["/", "/review/"].includes(location.pathname) && !document.querySelector("review-pack");

async function dropPagesOfOthers() {
  for (const name of await caches.keys()) {
    if (name.startsWith(PAGES) && name !== PAGES + visitor()) await caches.delete(name);
  }
}

async function start() {
  if (sessionStorage.getItem("sent")) allSent();
  sessionStorage.removeItem("sent");
  if (copied) {
    document.querySelector("main > .notes")?.remove(); // news of then
    await tell();
  }
  if (copied === undefined && visitor()) {
    dropPagesOfOthers().catch(quietly);
    if (known()) keepPages().catch(quietly);
  }
  const { sent, left } = await flush();
  if (report && copied === undefined) await exams().then(({ end }) => end(Number(report[1]))).catch(quietly); // handed in here, or its time is over
  await tell();
  if (!sent || !onQueue()) return;
  // What this page counts and asks was true before.
  if (left === 0) sessionStorage.setItem("sent", "1");
  location.reload();
}

/** A visitor's first act makes a learner of them: from then on there is somebody to keep things for. */
export function heard(tag) {
  if (!able || !tag || visitor() !== "visitor" || tag === "visitor") return;
  document.body.dataset.visitor = tag;
  keepPages().catch(quietly);
}
document.addEventListener("visitor", (event) => heard(event.detail));

/* ---- where one stands ---- */

function when(moment) {
  const zone = { timeZone: document.body.dataset.zone || undefined };
  const day = (date) => date.toLocaleDateString("en-GB", { ...zone, weekday: "long", day: "numeric", month: "long" });
  const time = moment.toLocaleTimeString("en-GB", { ...zone, hour: "2-digit", minute: "2-digit" });
  return day(moment) === day(new Date()) ? time : `${day(moment)}, ${time}`;
}

const many = (count) => (count === 1 ? "1 answer waits to be sent." : `${count} answers wait to be sent.`);

function line(kind, text) {
  const note = document.querySelector(`template[data-note="${kind}"]`).content.cloneNode(true);
  note.querySelector("[data-text]").textContent = text;
  return note;
}

async function tell() {
  const place = document.getElementById("connection");
  if (!place) return;
  const words = [];
  if (copied && !sitting) words.push(`${navigator.onLine ? "The server does not answer." : "You are offline."} This copy is from ${when(new Date(Number(copied)))}.`);
  const count = known() ? await waiting() : 0;
  if (count && !sitting) words.push(many(count));
  const lines = words.length ? [line("offline", words.join(" "))] : [];
  const fresh = known() ? await news() : [];
  const results = fresh.filter((entry) => entry.news.shown);
  if (results.length) lines.push(seen(results, "graded", "Graded: "));
  for (const entry of fresh.filter((one) => one.news.refused)) {
    lines.push(seen([entry], "refused", `An answer could not be stored. ${entry.news.refused} It was to: ${entry.text}`));
  }
  place.replaceChildren(...lines);
}

/** A line that stays until it is dismissed; a result leads to its key. */
function seen(entries, kind, text) {
  const note = line(kind, text);
  for (const { news: { shown, verdict }, text: question } of entries.filter((entry) => entry.news.shown)) {
    const link = Object.assign(document.createElement("a"), { href: shown, textContent: `${question.slice(0, 60)}…` });
    note.querySelector("[data-text]").append(link, ` ${verdict}. `);
  }
  note.querySelector("[data-seen]").addEventListener("click", () => drop(entries));
  return note;
}

const allSent = () => notice("All your answers are sent.", "saved");

document.addEventListener("outbox", async ({ detail }) => {
  await tell();
  if (detail.sent && !(await waiting())) allSent();
});

/* ---- the queue's page, when its network goes ---- */

/** A request of the queue failed: keep the grade, and go on with what is kept. False if it is not the queue's. */
export async function goOn({ path, verb, formData }) {
  const grade = GRADE.exec(path);
  if (!known() || !(grade || (verb === "get" && path.startsWith("/review/?")))) return false;
  if (grade) {
    const showing = `${grade[1]}:${grade[2]}`;
    const text = document.querySelector("#queue :is(.flashcard-front, .stem)")?.textContent.trim().slice(0, 160) || "";
    const pressedTwice = (await waitingGrades()).some((entry) => entry.token === formData.get("token"));
    if (!pressedTwice) await keep({ showing, text, fields: [...formData] });
  }
  if (await caches.match(PACK, { ignoreVary: true })) location.assign(PACK);
  else notice(grade ? "Your answer is kept here, and is sent once you are back." : "You are offline, and no reviews are kept here.", "offline");
  return true;
}

/** A request of the queue was stored: what was kept before must not ask the same again. */
export async function stored({ path, verb }) {
  if (!known() || verb === "get" || !path.startsWith("/review/")) return;
  const grade = GRADE.exec(path);
  if (grade) await mark(`${grade[1]}:${grade[2]}`);
  else if (path === "/review/undo/") await unmark();
  await ask({ keep: PACK, within: grade ? FRESH : 0 }); // what was put off or taken back is known to the server only
}

/* ---- leaving ---- */

async function leave(form) {
  await flush();
  const left = await waiting().catch(() => 0);
  if (left && !(await sure(left))) return;
  const keys = localStorage.getItem("keys"); // the browser's, not the learner's
  const response = await fetch(form.action, { method: "POST", body: new URLSearchParams([...new FormData(form)]) }).catch(quietly);
  const tag = response?.headers.get("X-Visitor");
  if (!tag || tag === visitor()) {
    notice("You are still signed in: the server did not answer. Try again.", "unsaved");
    return;
  }
  await forget().catch(quietly);
  for (const name of await caches.keys()) if (name.startsWith("in-transit")) await caches.delete(name);
  for (const registration of await navigator.serviceWorker.getRegistrations()) await registration.unregister();
  if (keys) localStorage.setItem("keys", keys);
  location.assign("/");
}

function sure(left) {
  const dialog = document.getElementById("unsent");
  dialog.querySelector("[data-text]").textContent = `${many(left)} The server does not take ${left === 1 ? "it" : "them"} at the moment; signing out removes ${left === 1 ? "it" : "them"} from this browser.`;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "leave"), { once: true });
  });
}

document.addEventListener("submit", (event) => {
  if (!known() || new URL(event.target.action).pathname !== "/account/sign-out/") return;
  event.preventDefault();
  document.querySelector(".menu:popover-open")?.hidePopover();
  leave(event.target);
}, { capture: true });

/* ---- the page that stands in for another ---- */

async function listCopies(section) {
  const list = document.createElement("ul");
  for (const name of await caches.keys()) {
    if (!name.startsWith(PAGES)) continue;
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const html = await (await cache.match(request, { ignoreVary: true })).text();
      const { title } = new DOMParser().parseFromString(html, "text/html");
      const row = document.createElement("li");
      const link = Object.assign(document.createElement("a"), { href: request.url, textContent: title.replace(" · In Transit", "") });
      row.append(link);
      list.append(row);
    }
  }
  section.append(list);
  section.hidden = !list.firstChild;
}

const copies = document.querySelector("[data-copies]");

if (able) {
  start().catch(quietly);
  addEventListener("online", () => (copies ? location.reload() : flush()));
  document.addEventListener("visibilitychange", () => document.hidden || flush());
  if (copies) listCopies(copies).catch(quietly);
}
