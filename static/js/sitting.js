// A running sitting: saves each change at once and says what is saved; goes from question to question, with network or without;
// hears what other tabs and devices did. Loaded by exams/bar.html, so on the review screen, too.
import { counts, end, hear, keep, known, onNews, paper, send } from "./answers.js";
import { visitor } from "./outbox.js";
import { answerOf, fill, mark, same, square, struckWith } from "./sittingform.js";

const bar = document.querySelector(".exam-bar");
const attempt = Number(bar.dataset.attempt);
const root = `/attempts/${attempt}/`;
const place = document.getElementById("exam-question");
const clock = bar.querySelector("exam-clock");
const copied = document.documentElement.dataset.offline !== undefined;
const POLL = 15_000;
const QUIET = 300_000; // milliseconds between two announcements that the connection is gone
const NOTHING = [[], false, [], false, 0];

let here = Number(bar.dataset.at) || 0;
let items = {}; // position: [response, flagged, struck, seen, version], as the server last said
let rows = new Map(); // position: what waits to be sent
let keeping = 0; // changes on their way into storage
let flying = 0; // the position whose answer is on its way
let fresh = true; // false: a page out of the browser's cache, which has to ask before it may save
let closed = ""; // why nothing can be changed any more
let failures = 0;
let last = Promise.resolve(); // the newest change, until it was sent or failed
let pumping;
let heardAt = 0; // counts what was learnt, so that an older answer to a poll is not taken for news
let goneAt = -Infinity;
let aloud = false;
let again = 0;
let quiet = 0;

const form = () => place?.querySelector("form");
const shown = (n) => {
  const [response, flagged, struck, seen, version] = items[n] ?? NOTHING;
  const row = rows.get(n) ?? {};
  return { response: row.response ?? response, flagged: row.flagged ?? flagged, struck: row.struck ?? struck, seen: seen || rows.has(n), version };
};
const waits = () => [...rows.values()].filter((row) => counts(row) && !row.refused).length;
const many = (count) => (count === 1 ? "1 answer" : `${count} answers`);

/* ---- what is shown ---- */

/** The one voice of the page. `stays` until something else is said. */
function say(text, stays = false) {
  const says = document.getElementById("exam-says");
  clearTimeout(quiet);
  says.textContent = text;
  if (!stays) quiet = setTimeout(() => { says.textContent = ""; }, 12_000);
}

function stateOf(n) {
  const row = rows.get(n);
  if (!row || !counts(row)) return items[n]?.[4] || items[n]?.[1] || items[n]?.[2].length ? "saved" : "";
  return (flying === n || !row.revision) && !failures && !row.refused ? "saving" : "unsaved";
}

function paint() {
  const WORDS = { saved: "Saved", saving: "Saving…", unsaved: "Not saved", "": "" };
  const state = here ? stateOf(here) : "";
  const why = rows.get(here)?.refused;
  const saved = document.getElementById("saved");
  saved.textContent = WORDS[state] + (why ? `: ${why}` : "");
  saved.dataset.state = state;
  const count = waits();
  document.getElementById("waiting").textContent = count && (failures || !here) ? `${many(count)} not sent yet` : "";
  if (form()) {
    const { response, flagged, struck } = shown(here);
    fill(form(), response);
    mark(form(), flagged, struck);
    for (const control of document.querySelectorAll("#exam-form :is(button, fieldset), [form=exam-form]")) control.disabled = Boolean(closed);
  }
  for (const button of document.querySelectorAll("[data-place]")) {
    const n = Number(button.dataset.place);
    square(button, shown(n), stateOf(n), n === here);
  }
}

/* ---- changing ---- */

function touch(parts) {
  if (!closed) last = change(here, parts);
}

async function change(n, parts) {
  rows.set(n, { ...rows.get(n), ...parts, revision: 0, refused: undefined });
  keeping += 1;
  paint();
  const { client, revision, at } = await keep(attempt, n, parts);
  keeping -= 1;
  const row = rows.get(n) ?? { ...parts };
  // Only the last of several quick changes may be sent: the row in the storage holds them all.
  if (!keeping || !row.revision) rows.set(n, { ...row, client, revision, at });
  await pump();
}

const choose = () => {
  const answer = answerOf(form());
  if (!same(form(), answer.response, shown(here).response)) touch(answer);
};

function press(button) {
  const { flagged, struck } = shown(here);
  if (button.name === "flag") touch({ flagged: !flagged });
  else if (button.name === "struck") touch({ struck: struckWith(form(), button, struck) });
  else if (button.name === "clear") touch({ response: [], fields: [] });
  else {
    choose(); // steps that were left in their order are an answer, too
    go(button.value);
  }
}

/* ---- sending ---- */

/** Send what waits, the oldest first; at the first that fails wait a moment, and begin again. */
function pump() {
  pumping ??= run().finally(() => { pumping = undefined; });
  return pumping;
}

async function run() {
  if (!fresh || closed === "stranger") return;
  clearTimeout(again);
  for (;;) {
    const [next] = [...rows].filter(([, row]) => row.revision && !row.refused).sort(([, a], [, b]) => a.revision - b.revision);
    if (!next) break;
    [flying] = next;
    paint();
    const outcome = await send(attempt, ...next, Math.min(3000 * 2 ** failures, 12_000)).catch(() => ({}));
    flying = 0;
    if (!take(...next, outcome)) break;
  }
  if (waits() && closed !== "stranger") again = setTimeout(pump, 1000 + Math.random() * 400);
  paint();
}

/** What became of one; false if it has to be tried again. */
function take(n, row, { told, why, word, closed: over, stranger }) {
  const newest = rows.get(n)?.revision === row.revision;
  if (over) finish("submitted");
  else if (stranger) finish("stranger");
  else if (told) {
    const elsewhere = row.response && told.items[n][4] > (items[n]?.[4] ?? 0) + 1;
    if (newest) rows.delete(n);
    learn(told);
    if (word === "superseded") say(`Question ${n}: a newer answer of yours was here first. It is shown.`);
    else if (elsewhere) say(`Question ${n} was changed elsewhere, too. Your newest answer is saved.`);
  } else if (why) {
    if (newest) rows.set(n, { ...row, refused: why });
  } else failed();
  return Boolean(told || why);
}

function failed() {
  failures += 1;
  if (performance.now() - goneAt < QUIET || closed) return;
  goneAt = performance.now();
  aloud = true;
  say("Not saved: no connection. Your answers are kept in this browser and sent once it is back.", true);
}

function worked() {
  if (failures && aloud && !waits()) {
    aloud = false;
    say("The connection is back. All your answers are saved.");
  }
  if (!waits()) failures = 0;
}

/* ---- hearing ---- */

function learn(told) {
  heardAt += 1;
  items = { ...items, ...told.items };
  if (told.left !== null) clock?.sync?.(told.left, told.total);
  worked();
  if (told.state !== "open") finish(told.state);
  else if (["over", "perhaps"].includes(closed)) {
    closed = "";
    say("There is more time after all: the paper is open again.");
  }
  paint();
}

/** Ask how things stand. Throws if the server cannot be reached. */
async function sync() {
  const asked = heardAt;
  const response = await fetch(`${root}now/`, { signal: AbortSignal.timeout(8000) });
  const told = await response.json().catch(() => ({}));
  const who = response.headers.get("X-Visitor");
  if (who && who !== visitor()) finish("stranger");
  if (who !== visitor() || response.headers.get("Exam-Save") !== "now") throw new Error("not our server");
  if (closed === "stranger") closed = "";
  if (asked !== heardAt || keeping || flying) return; // what this page has learnt since is newer
  const before = shown(here);
  learn(told);
  notice(before);
  await hear(attempt, told);
}

/** What another tab of this browser has kept or sent. */
async function reread() {
  const { sitting, rows: found } = await known(attempt);
  if (keeping || flying) return;
  const before = shown(here);
  heardAt += 1;
  rows = found;
  for (const [n, item] of Object.entries(sitting.items ?? {})) if (item[4] >= (items[n]?.[4] ?? 0)) items[n] = item;
  notice(before);
}

function notice(before) {
  const now = shown(here);
  paint();
  if (form() && !closed && !same(form(), before.response, now.response)) say("This question was changed elsewhere. The newer answer is shown.");
}

async function refresh() {
  try {
    await reread();
    await sync();
    fresh = true;
  } catch {
    if (!fresh) setTimeout(refresh, 1000);
  }
  pump();
}

/* ---- the end ---- */

const ENDS = {
  submitted: "This paper has been handed in. Nothing can be changed here any more.",
  over: "Time is up. What was saved counts.",
  perhaps: "Time is up, as far as this page can tell. What waits is sent as soon as there is a connection.",
  stranger: "Somebody else is signed in here now, or nobody. Nothing is sent from this page; what waits is kept for you.",
};

async function finish(why) {
  if (closed === why || closed === "submitted") return;
  closed = why;
  say(ENDS[why], true);
  paint();
  if (why === "over" || why === "submitted") {
    const link = Object.assign(document.createElement("a"), { href: `${root}report/`, textContent: "To the report" });
    document.getElementById("exam-says").append(" ", link);
  }
  if (why === "submitted") await end(attempt);
}

/** The clock is at zero: what waits goes first, then the server says whether it is so. */
async function timeUp() {
  await pump();
  try {
    await sync();
  } catch {
    finish("perhaps");
    setTimeout(timeUp, 2000);
  }
}

/* ---- going ---- */

let loading;

/** A question of the paper; undefined if it is not here and cannot be fetched. */
async function question(n) {
  loading ??= document.querySelector("template[data-question]") ? Promise.resolve(document) : paper(attempt).then((html) => new DOMParser().parseFromString(html, "text/html"));
  const found = await loading.catch(() => { loading = undefined; });
  return found?.querySelector(`template[data-question="${n}"]`);
}

async function go(target, push = true) {
  if (!closed && here && !items[here]?.[3] && !rows.has(here)) touch({}); // seen, and left as it was
  if (target === "review") return review();
  const n = Number(target);
  const template = await question(n);
  if (!template) return say("That question is not here yet, and there is no connection. This one stays.");
  here = n;
  const next = document.importNode(template.content, true).querySelector("form");
  next.id = "exam-form";
  place.replaceChildren(next);
  bar.querySelector("[data-number]").textContent = n;
  const title = document.querySelector("[data-title]");
  title.textContent = `${title.dataset.title}, question ${n} of ${document.querySelectorAll("template[data-question], [data-place]").length}`;
  document.title = `Question ${n} · ${title.dataset.title}`;
  if (push) history.pushState(null, "", `${root}?q=${n}`);
  paint();
  if (!push) return undefined;
  scrollTo(0, 0);
  bar.querySelector(".where").focus({ preventScroll: true }); // "Question 2 of 65"; the next Tab leads into it
  return undefined;
}

async function review() {
  await last;
  try {
    await sync();
    location.assign(root);
  } catch {
    document.querySelector(".exam-nav")?.setAttribute("open", "");
    say("The review needs a connection. All questions are listed below this one.");
  }
}

/** Handing in leaves nothing behind: what waits goes first, or the paper stays open. */
async function handIn(paperForm) {
  await last;
  await pump();
  try {
    await sync();
    if (waits()) throw new Error("something waits");
    paperForm.submit();
  } catch {
    say("Not handed in: there is no connection. The paper stays open; try again.", true);
  }
}

/* ---- beginning ---- */

document.addEventListener("submit", (event) => {
  const own = event.target === form();
  if (!own && new URL(event.target.action).pathname !== `${root}submit/`) return;
  event.preventDefault();
  if (own) press(event.submitter ?? event.target.querySelector("[name=go]"));
  else handIn(event.target);
}, { capture: !place });
place?.addEventListener("change", choose);
addEventListener("popstate", () => (new URLSearchParams(location.search).get("q") && place ? go(new URLSearchParams(location.search).get("q"), false) : location.reload()));
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  fresh = false;
  refresh();
});
addEventListener("online", refresh);
document.addEventListener("visibilitychange", () => document.hidden || refresh());
setInterval(() => document.hidden || refresh(), POLL);
onNews((news) => news.attempt === attempt && (news.over ? finish("submitted") : reread()));
clock?.addEventListener("clock-zero", timeUp);
clock?.addEventListener("clock-unsure", () => sync().catch(() => {}));
clock?.addEventListener("clock-mark", ({ detail }) => closed || say(detail));

async function begin() {
  const { sitting, rows: found } = await known(attempt);
  if (!keeping) rows = found;
  const told = JSON.parse(bar.dataset.now);
  if (copied) {
    items = sitting.items ?? told.items;
    failures = 1; // nothing is known to be saved before something was heard
    if (sitting.left != null) clock?.sync(sitting.left - Math.max(0, Date.now() - sitting.heard), sitting.total, true);
    history.replaceState(null, "", `${root}?q=${new URLSearchParams(location.search).get("q") || 1}`);
    await go(new URLSearchParams(location.search).get("q"), false);
  } else {
    learn(told);
    await hear(attempt, told);
  }
  await pump();
  paint();
  bar.dataset.ready = ""; // for whoever waits for it, such as a test
  if (place) setTimeout(() => question(1), Math.random() * 5000);
}

begin();
