// A running sitting: saves each change at once, says what is saved, goes on without network, hears of other tabs and devices.
import { aged } from "./clock.js";
import { counts, end, hear, keep, known, onNews, paper, send } from "./answers.js";
import { visitor } from "./outbox.js";
import { answerOf, changed, fill, readable, same, square, struckWith } from "./sittingform.js";

const bar = document.querySelector(".exam-bar");
const says = document.getElementById("exam-says");
const place = document.getElementById("exam-question");
const clock = bar.querySelector("exam-clock");
const attempt = Number(bar.dataset.attempt);
const root = `/attempts/${attempt}/`;
const whole = document.querySelector("template[data-question]"); // the paper stands in for a question
const checks = "checks" in bar.dataset; // whether a question was checked only the server knows
const copied = document.documentElement.dataset.offline !== undefined;
const POLL = 15_000;
const QUIET = 300_000; // between two announcements that the connection is gone
const NOTHING = [[], false, [], false, 0];
const WORDS = { saved: "Saved", saving: "Saving…", unsaved: "Not saved", "": "" };
const ENDS = {
  submitted: "This paper has been handed in. Nothing can be changed here any more.",
  over: "Time is up. What was saved counts.",
  perhaps: "Time is up, as far as this page can tell. What waits is sent once there is a connection.",
  stranger: "Somebody else is signed in here now, or nobody. Nothing more is sent; what waits is kept for you.",
};

let here = whole || !place ? 0 : Number(bar.dataset.at); // 0 where no question is asked
let items = {}; // position: [response, flagged, struck, seen, version], as the server last said
let rows = new Map(); // position: what waits to be sent
let keeping = 0; // changes not in storage yet
let flying = 0; // the position whose answer is on its way
let fresh = document.documentElement.dataset.back === undefined; // false: out of the browser's cache, it has to ask before it may save
let closed = ""; // why nothing can be changed: one of ENDS
let failures = 0;
let learnt = 0; // so that old news is known as such
let last = Promise.resolve(); // the newest change
let goneAt = -QUIET;
let aloud = false;
let pumping;
let again;
let quiet;
let loading;

const NEWER = "This question was changed elsewhere. The newer answer is shown.";
const form = () => place?.querySelector("form");
const shown = (n) => {
  const [response, flagged, struck, seen] = items[n] ?? NOTHING;
  return { response, flagged, struck, seen: seen || flagged || rows.has(n) || response.length > 0 || struck.length > 0, ...rows.get(n) };
};
const waits = () => [...rows.values()].filter((row) => counts(row) && !row.refused).length;

/** The one voice of the page. */
function say(text, stays) {
  clearTimeout(quiet);
  says.textContent = text;
  if (!stays) quiet = setTimeout(() => { says.textContent = ""; }, 12_000);
}

function stateOf(n) {
  const row = rows.get(n);
  const [, flagged, struck, , version] = items[n] ?? NOTHING;
  if (!row || !counts(row)) return version || flagged || struck.length ? "saved" : "";
  if (!row.revision) return "saving"; // not kept here yet
  return failures || row.refused || (closed && flying !== n) ? "unsaved" : "saving";
}

function paint() {
  const saved = document.getElementById("saved");
  const why = rows.get(here)?.refused;
  const state = stateOf(here);
  saved.textContent = WORDS[state] + (why ? `: ${why}` : "");
  saved.dataset.state = state;
  const count = waits();
  const many = count > 1 || !rows.has(here);
  document.getElementById("waiting").textContent = failures && count && many ? `${count} not sent yet` : "";
  if (here) {
    fill(form(), shown(here));
    for (const one of document.querySelectorAll("#exam-form :is(button, fieldset), [form=exam-form]")) one.disabled = Boolean(closed);
  }
  for (const button of document.querySelectorAll("[data-place]")) {
    const n = Number(button.dataset.place);
    square(button, shown(n), stateOf(n), n === here);
  }
}

function touch(parts) {
  if (!closed) last = change(here, parts);
}

async function change(n, parts) {
  rows.set(n, { ...rows.get(n), ...parts, revision: 0, refused: undefined });
  keeping += 1;
  paint();
  const { client, revision, at } = await keep(attempt, n, parts);
  keeping -= 1;
  rows.set(n, { ...(rows.get(n) ?? parts), client, revision, at });
  await pump();
}

const choose = () => same(answerOf(form()), shown(here).response) || touch({ response: answerOf(form()) });

function press(button) {
  const { flagged, struck } = shown(here);
  if (button.name === "flag") touch({ flagged: !flagged });
  else if (button.name === "struck") touch({ struck: struckWith(form(), button, struck) });
  else if (button.name === "clear") touch({ response: [] });
  else if (rows.get(here)?.refused && !button.dataset.place) stays(); // by the list of questions one can leave it
  else if (button.value === "check") online(() => location.assign(`${root}${here}/check/`), "A check needs a connection. Your answer is kept.");
  else go(button.value);
}

/** Send what waits, the oldest first; if one fails, all over in a moment. */
function pump() {
  pumping ??= run().finally(() => { pumping = undefined; });
  return pumping;
}

const refusal = ([n, { refused }]) => `Question ${n} is not saved: ${refused}`;

/** Lead to an answer that the server refused, if there is one, before anything rests on it. */
function stays() {
  const found = closed ? undefined : [...rows].find(([, row]) => row.refused);
  if (!found || !place) return false;
  if (found[0] !== here) go(found[0]);
  say(refusal(found), true);
  return true;
}

const next = () => [...rows].filter(([, row]) => row.revision && !row.refused).sort(([, a], [, b]) => a.revision - b.revision)[0];

async function run() {
  if (!fresh || closed === "stranger") return;
  clearTimeout(again);
  for (let entry = next(); entry; entry = next()) {
    [flying] = entry;
    paint();
    const outcome = await send(attempt, ...entry, Math.min(3000 * 2 ** failures, 12_000)).catch(() => ({}));
    flying = 0;
    if (!took(...entry, outcome)) break;
  }
  if (waits()) again = setTimeout(pump, 1000 + Math.random() * 400);
  paint();
}

/** What became of one; false if nothing can be sent for now. */
function took(n, row, { told, why, word, closed: over, stranger }) {
  const newest = rows.get(n)?.revision === row.revision;
  if (over) finish("submitted");
  else if (stranger) finish("stranger");
  else if (told) {
    const elsewhere = row.response && told.items[n][4] > (items[n] ?? NOTHING)[4] + 1;
    if (newest) rows.delete(n);
    learn(told);
    if (elsewhere || word === "superseded") say(`Question ${n} was changed elsewhere, too. The newest answer is saved and shown.`);
  } else if (why) {
    if (newest) rows.set(n, { ...row, refused: why });
    if (newest && n !== here) say(refusal([n, { refused: why }]), true); // left before the server had said no
  } else failed();
  return told || why;
}

function failed() {
  failures += 1;
  if (closed || performance.now() - goneAt < QUIET) return;
  goneAt = performance.now();
  aloud = true;
  say("Not saved: no connection. Your answers are kept in this browser and sent once it is back.", true);
}

function learn(told) {
  learnt += 1;
  items = { ...items, ...told.items };
  if (told.left !== null) clock?.sync(told.left, told.total);
  if (!waits()) {
    if (aloud) say("The connection is back. All your answers are saved.");
    aloud = false;
    failures = 0;
  }
  if (told.state !== "open") finish(told.state);
  else if (["over", "perhaps"].includes(closed)) {
    closed = "";
    say("There is more time after all: the paper is open again.");
  }
  paint();
}

/** Ask how things stand; throws if our server cannot be reached. */
async function sync() {
  const asked = learnt;
  const response = await fetch(`${root}now/`, { signal: AbortSignal.timeout(8000) });
  const told = await response.json().catch(() => ({}));
  const who = response.headers.get("X-Visitor");
  if (who && who !== visitor()) finish("stranger");
  // An answer that was cut off is none.
  if (who !== visitor() || response.headers.get("Exam-Save") !== "now" || told.attempt !== attempt) throw new Error("not our server");
  if (closed === "stranger") closed = "";
  if (asked !== learnt || keeping || flying) return;
  news(() => learn(told));
  await hear(attempt, told);
}

async function reread() {
  const { sitting, rows: found } = await known(attempt);
  if (keeping || flying) return;
  learnt += 1;
  news(() => {
    rows = found;
    for (const [n, item] of Object.entries(sitting.items ?? {})) if (item[4] >= (items[n] ?? NOTHING)[4]) items[n] = item;
  });
}

function news(change) {
  const before = shown(here).response;
  change();
  paint();
  if (here && !closed && !same(before, shown(here).response)) say(NEWER);
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

function finish(why) {
  if (closed === why || closed === "submitted") return;
  closed = why;
  say(ENDS[why], true);
  paint();
  if (why === "over" || why === "submitted") says.append(" ", Object.assign(document.createElement("a"), { href: `${root}report/`, textContent: "To the report" }));
  if (why === "submitted") end(attempt);
}

/** What waits goes first, then the server says whether it is so. */
async function timeUp() {
  await pump();
  await sync().catch(() => {
    finish("perhaps");
    setTimeout(timeUp, 2000);
  });
}

const parsed = (html) => new DOMParser().parseFromString(html, "text/html");
const wanted = () => new URLSearchParams(location.search).get("q");

/** A question of the paper; undefined if it is not here and cannot be fetched. */
async function question(n) {
  loading ??= whole ? Promise.resolve(document) : paper(attempt).then(parsed);
  const found = await loading.catch(() => { loading = undefined; });
  return found?.querySelector(`template[data-question="${n}"]`);
}

async function go(target, push = true) {
  if (here && !shown(here).seen) touch({}); // seen, and left as it was
  if (target === "review") return review();
  if (checks && push && await settled()) return location.assign(`${root}?q=${target}`);
  const template = await question(target);
  if (!template) return say("That question is not here yet, and there is no connection. This one stays.");
  const one = document.importNode(template.content, true).querySelector("form");
  one.id = "exam-form";
  place.replaceChildren(one);
  here = Number(target);
  if (says.textContent === NEWER) say(""); // it was about the one before
  bar.querySelector("[data-number]").textContent = here;
  const title = document.querySelector("[data-title]");
  title.textContent = `${title.dataset.title}, question ${here}`;
  document.title = `${bar.querySelector(".where").textContent.trim().replace(/\s+/g, " ")} · ${title.dataset.title}`;
  if (push) history.pushState(null, "", `${root}?q=${here}`);
  paint();
  if (!push) return undefined;
  scrollTo(0, 0);
  return bar.querySelector(".where").focus({ preventScroll: true }); // "Question 2 of 65"; the next Tab leads into it
}

/** Whether the server is there and nothing waits any more. */
async function settled() {
  await last;
  await pump();
  return sync().then(() => !waits(), () => false);
}

/** Do what needs the server once nothing waits; else say why not. */
const online = async (act, otherwise) => (await settled() ? act() : say(otherwise, true));

function review() {
  if (stays()) return undefined;
  const nav = document.querySelector(".exam-nav");
  return online(() => location.assign(root), "The review needs a connection. All questions are listed below.").then(() => { nav.open = true; });
}

const NOT_IN = "Not handed in: there is no connection. The paper stays open; try again.";
document.addEventListener("click", (event) => {
  const link = event.target.closest?.(`a[href="${root}submit/"]`);
  if (!link) return;
  event.preventDefault();
  if (!stays()) online(() => location.assign(link.href), NOT_IN);
});
document.addEventListener("submit", (event) => {
  const own = event.target === form();
  if (own ? !readable(form()) : new URL(event.target.action).pathname !== `${root}submit/`) return;
  event.preventDefault();
  if (own) press(event.submitter ?? event.target.querySelector("[name=go]"));
  else if (!stays()) online(() => event.target.submit(), NOT_IN);
}, { capture: !place });
place?.addEventListener("change", choose);
addEventListener("popstate", () => (place && wanted() ? go(wanted(), false) : location.reload()));
addEventListener("pageshow", (event) => {
  fresh &&= !event.persisted;
  if (!fresh) refresh();
});
addEventListener("online", refresh);
document.addEventListener("visibilitychange", () => document.hidden || refresh());
setInterval(() => document.hidden || refresh(), POLL);
onNews((told) => told.attempt === attempt && (told.over ? finish("submitted") : reread()));
clock?.addEventListener("clock-zero", timeUp);
clock?.addEventListener("clock-unsure", refresh);
clock?.addEventListener("clock-mark", ({ detail }) => closed || say(detail));

async function begin() {
  const told = JSON.parse(bar.dataset.now);
  const early = form() && changed(form()) ? answerOf(form()) : undefined; // chosen before this script was there
  const { sitting, rows: found } = await known(attempt);
  if (!keeping) rows = found;
  if (copied) {
    items = sitting.items ?? told.items;
    failures = 1; // nothing is known to be saved before something was heard
    if (sitting.left != null) clock?.sync(sitting.left - Math.max(0, Date.now() - sitting.heard), sitting.total, true);
  } else {
    if (told.left !== null) told.left = aged(told.left);
    learn(told);
    await hear(attempt, told);
  }
  if (early && !rows.has(here)) touch({ response: early });
  if (whole) {
    history.replaceState(null, "", `${root}?q=${wanted() || 1}`);
    await go(wanted(), false);
  }
  if (fresh) await pump();
  else refresh();
  paint();
  bar.dataset.ready = "";
  if (place) setTimeout(() => question(here), Math.random() * 5000); // not all of a room at once
}

begin();
