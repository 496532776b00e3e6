// Grades given without network: kept in this browser, sent once and in order, with the times they were given.
// A grade leaves only when our server has said, for its learner and by its token, that it is stored.

const RECEIVE = "/review/receive/";
const LOCK = "outbox"; // one tab sends at a time
const AGAIN = 20_000; // milliseconds until another try
const GONE = "It is no longer in your reviews.";
const WEEK = 7 * 24 * 3600 * 1000;

/** Browsers without these, and sites without https, have no use without network. */
export const able = "serviceWorker" in navigator && "locks" in navigator && "indexedDB" in globalThis;
export const visitor = () => document.body.dataset.visitor || "";
/** Whether there is somebody to keep something for. */
export const known = () => able && visitor() !== "" && visitor() !== "visitor";

let opened;

function open() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open("in-transit", 2);
    request.onupgradeneeded = ({ oldVersion }) => {
      if (oldVersion < 1) {
        request.result.createObjectStore("outbox", { keyPath: "id", autoIncrement: true });
        request.result.createObjectStore("graded", { keyPath: ["at", "showing"] }); // what has had its grade
      }
      request.result.createObjectStore("sittings", { keyPath: ["visitor", "attempt", "position"] }); // see answers.js
    };
    request.onsuccess = () => {
      request.result.onversionchange = () => { request.result.close(); opened = undefined; };
      resolve(request.result);
    };
    request.onerror = () => { opened = undefined; reject(request.error); };
  });
  return opened;
}

/** One transaction over the stores named; what `work` puts into its last argument is the result. */
export async function stored(mode, work, names = ["outbox", "graded"]) {
  const db = await open();
  return new Promise((resolve, reject) => {
    const transaction = db.transaction(names, mode, { durability: "strict" });
    const result = {};
    transaction.oncomplete = () => resolve(result.value);
    transaction.onabort = () => reject(transaction.error);
    work(...names.map((name) => transaction.objectStore(name)), result);
  });
}

export const get = (request, use) => { request.onsuccess = () => use(request.result); };
const changed = (detail = {}) => document.dispatchEvent(new CustomEvent("outbox", { detail }));

async function mine() {
  const all = await stored("readonly", (outbox, _, result) => get(outbox.getAll(), (rows) => { result.value = rows; }));
  return all.filter((entry) => entry.visitor === visitor());
}

/** What is still to be sent; and what came back that the learner has not seen yet: results, and refusals. */
export const waiting = async () => (await mine()).filter((entry) => !entry.news);
export const news = async () => (await mine()).filter((entry) => entry.news);

/** Keep a grade. `showing` is "memory:number", `fields` are the form's names and values. */
export async function keep({ showing, fields, text }) {
  const [memory, number] = showing.split(":");
  const at = Date.now();
  const own = fields.filter(([name]) => name !== "csrfmiddlewaretoken");
  const token = own.find(([name]) => name === "token")?.[1] || crypto.randomUUID();
  const rest = own.filter(([name]) => name !== "token");
  const entry = { visitor: visitor(), showing, memory, token, at, text };
  entry.fields = [["memory", memory], ["number", number], ["token", token], ["given", String(at)], ...rest];
  await stored("readwrite", (outbox, graded) => {
    outbox.add(entry);
    graded.put({ at, showing });
  });
  changed();
}

/** Take back the newest grade that is not on its way yet; undefined if there is none. */
export async function takeBack() {
  const entry = await stored("readwrite", (outbox, graded, result) => {
    get(outbox.openCursor(null, "prev"), function next(cursor) {
      if (cursor && (cursor.value.visitor !== visitor() || cursor.value.news)) cursor.continue();
      else if (cursor && !cursor.value.sending) {
        result.value = cursor.value;
        graded.delete([cursor.value.at, cursor.value.showing]);
        cursor.delete();
      }
    });
  });
  changed();
  return entry;
}

/** The learner has seen these. */
export async function drop(entries) {
  await stored("readwrite", (outbox) => entries.forEach((entry) => outbox.delete(entry.id)));
  changed();
}

/** A showing that was graded here, with network or without: a page made before must not ask it again. */
export async function mark(showing) {
  const at = Date.now();
  await stored("readwrite", (_, graded) => {
    graded.delete(IDBKeyRange.upperBound([at - WEEK]));
    graded.put({ at, showing });
  });
}

/** The newest of them was taken back. */
export async function unmark() {
  await stored("readwrite", (_, graded) => get(graded.openCursor(null, "prev"), (cursor) => cursor?.delete()));
}

export async function graded() {
  const all = await stored("readonly", (_, rows, result) => get(rows.getAll(), (found) => { result.value = found; }));
  return new Set(all.map((row) => row.showing));
}

/** Everything of everybody. */
export async function forget() {
  (await open()).close();
  opened = undefined;
  await new Promise((resolve) => {
    const request = indexedDB.deleteDatabase("in-transit");
    request.onsuccess = request.onerror = request.onblocked = resolve;
  });
}

export const csrf = () => /(?:^|; |__Host-)csrftoken=([^;]+)/.exec(document.cookie)?.[1] || ""; // a kept page's own may be too old

/** What became of it: done, perhaps with news to tell; to be tried again; or, if `stop`, not before all is well. */
async function send(entry) {
  const response = await fetch(RECEIVE, {
    method: "POST",
    body: new URLSearchParams(entry.fields),
    headers: { "X-CSRFToken": csrf() },
    signal: AbortSignal.timeout(AGAIN),
  });
  if (response.headers.get("X-Visitor") !== entry.visitor) return { stop: true }; // a captive portal, or somebody else
  if (response.status === 404) return { done: true, news: { refused: GONE } };
  const said = await response.json().catch(() => ({}));
  if (response.ok && said.token === entry.token) return { done: true, stored: true, news: said.shown && said };
  return said.refused ? { done: true, news: said } : { stop: response.status === 403 };
}

/** Change an entry that is still there; false if it was taken back meanwhile. */
function change(entry, values) {
  return stored("readwrite", (outbox, _, result) => get(outbox.get(entry.id), (row) => {
    result.value = row !== undefined;
    if (row) outbox.put({ ...row, ...values });
  }));
}

async function pass() {
  const held = new Set(); // items whose earlier grade has to go first
  let sent = 0;
  for (;;) {
    const entry = (await waiting()).find((one) => !held.has(one.memory));
    if (!entry) break;
    if (!(await change(entry, { sending: true }))) continue;
    const outcome = await send(entry).catch(() => ({ stop: true }));
    if (outcome.done && !outcome.news) await stored("readwrite", (outbox) => outbox.delete(entry.id));
    else await change(entry, { sending: false, news: outcome.news });
    if (outcome.stored) sent += 1;
    if (outcome.stop) break;
    if (!outcome.done) held.add(entry.memory);
  }
  const left = (await waiting()).length;
  clearTimeout(timer);
  timer = left ? setTimeout(() => flush(), AGAIN) : 0;
  changed({ sent });
  return { sent, left };
}

let running = Promise.resolve();
let timer = 0;

/** Send what waits, one after the other; `patient` waits for the next try if the last one failed a moment ago. */
export function flush({ patient = false } = {}) {
  const nothing = { sent: 0, left: 0 };
  running = running.then(async () => {
    if (!known() || (patient && timer) || !(await waiting()).length) return nothing;
    return navigator.locks.request(LOCK, pass);
  }).catch(() => nothing); // storage may be closed: then nothing is kept either
  return running;
}
