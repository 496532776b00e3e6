// Answers of a running sitting: kept in this browser, and let go only when our server has answered for this sitting and this
// learner. A row for each question that waits; row 0 is the sitting as it was last heard of.
import { csrf, get, stored, visitor } from "./outbox.js";

const STORE = ["sittings"];
const memory = new Map(); // where storage is closed: as long as the page lives
const DAY = 24 * 3600 * 1000;
const channel = new BroadcastChannel("in-transit-sittings"); // to the other tabs of this browser
const name = () => crypto.randomUUID?.() ?? String(Math.random()).slice(2);
const paperOf = (attempt) => `/attempts/${attempt}/paper/`;

export const onNews = (use) => channel.addEventListener("message", ({ data }) => data.visitor === visitor() && use(data));
const tell = (attempt, over = false) => channel.postMessage({ visitor: visitor(), attempt, over });

/** Change a sitting's rows in one transaction. `work` gets them by position, and puts new rows in place of old ones. */
async function edit(attempt, work) {
  const who = visitor();
  try {
    const range = IDBKeyRange.bound([who, attempt, 0], [who, attempt, Infinity]);
    return await stored("readwrite", (store, result) => get(store.getAll(range), (found) => {
      const rows = new Map(found.map((row) => [row.position, row]));
      result.value = work(rows);
      for (const row of found) if (!rows.has(row.position)) store.delete([who, attempt, row.position]);
      for (const [position, row] of rows) if (!found.includes(row)) store.put({ ...row, visitor: who, attempt, position });
    }), STORE);
  } catch {
    if (!memory.has(attempt)) memory.set(attempt, new Map());
    return work(memory.get(attempt));
  }
}

/** Else a row says that the question was seen, and no more. */
export const counts = (row) => Boolean(row.response || row.struck || row.flagged !== undefined);

/** Keep what changed of a question: `response`, `flagged`, `struck`. */
export const keep = (attempt, position, parts) => edit(attempt, (rows) => {
  const sitting = rows.get(0) ?? { client: name(), revision: 0 };
  const { client } = sitting;
  const revision = sitting.revision + 1;
  rows.set(0, { ...sitting, revision });
  rows.set(position, { ...rows.get(position), ...parts, client, revision, at: Date.now(), refused: undefined });
  return rows.get(position);
});

/** What is known here: the sitting as last heard, and the rows that wait. */
export const known = (attempt) => edit(attempt, (rows) => {
  const sitting = rows.get(0) ?? {};
  return { sitting, rows: new Map([...rows].filter(([position]) => position > 0)) };
});

const hears = (rows, { items, ...rest }) => {
  const sitting = rows.get(0) ?? { client: name(), revision: 0 };
  rows.set(0, { ...sitting, ...rest, items: { ...sitting.items, ...items }, heard: Date.now() });
};

/** The server told how things stand. */
export const hear = (attempt, told) => edit(attempt, (rows) => hears(rows, told));

/** One row, if it is still the newest, goes, or stays with the reason why it cannot be stored. */
async function settle(attempt, position, { revision }, { told, why }) {
  await edit(attempt, (rows) => {
    const row = rows.get(position);
    if (told) hears(rows, told);
    if (row?.revision !== revision) return;
    if (why) rows.set(position, { ...row, refused: why });
    else rows.delete(position);
  });
  tell(attempt);
}

const pages = async () => caches.open(`in-transit-pages-${visitor()}`); // fails where nothing may be kept

/** The sitting is over: nothing of it stays here, and the other tabs know at once. */
export async function end(attempt) {
  await edit(attempt, (rows) => rows.clear());
  await pages().then((cache) => cache.delete(paperOf(attempt))).catch(() => {});
  tell(attempt, true);
}

async function post(attempt, position, row, patience) {
  const body = new URLSearchParams([["client", row.client], ["revision", row.revision], ["client_at", row.at]]);
  for (const id of row.response ?? []) body.append("choice", id);
  if (!row.response) body.set("answer", "same");
  else if (!row.response.length) body.set("clear", "1");
  if (row.flagged !== undefined) body.set("flag", row.flagged ? "on" : "off");
  if (row.struck) body.set("struck", row.struck.join(" "));
  return fetch(`/attempts/${attempt}/${position}/save/`, {
    method: "POST",
    body,
    headers: { "X-CSRFToken": csrf(), "HX-Request": "true" },
    keepalive: true,
    signal: AbortSignal.timeout(patience),
  });
}

/** Send one row: `{ told, word }` if it is stored, `{ why }` if it cannot be, `{ closed }`, `{ stranger }`, or `{}`. */
export async function send(attempt, position, row, patience = 12000) {
  const response = await post(attempt, position, row, patience).catch(() => undefined);
  const said = await response?.json().catch(() => ({}));
  const who = response?.headers.get("X-Visitor");
  if (!response || who !== visitor()) return { stranger: Boolean(who) };
  const word = response.headers.get("Exam-Save");
  if (word === "closed") return { closed: true };
  let outcome = {};
  if (word === "refused") outcome = { why: said.why };
  else if (word && said.attempt === attempt && said.items?.[position]) outcome = { told: said, word };
  if (outcome.told || outcome.why) await settle(attempt, position, row, outcome);
  return outcome;
}

async function mine() {
  const all = await stored("readonly", (store, result) => get(store.getAll(), (rows) => { result.value = rows; }), STORE).catch(() => []);
  return all.filter((row) => row.visitor === visitor());
}

export const waiting = async () => (await mine()).filter((row) => row.position > 0 && counts(row) && !row.refused).length;

/** Send whatever waits, of every sitting; forget what ended long ago. */
export async function flush() {
  const rows = await mine();
  for (const row of rows.filter((one) => one.position > 0 && !one.refused).sort((a, b) => a.at - b.at)) {
    const outcome = await send(row.attempt, row.position, row);
    if (outcome.closed) await end(row.attempt); // the server leaves word of it for the next page
    else if (!outcome.told && !outcome.why) break;
  }
  const waits = new Set((await mine()).filter((row) => row.position > 0).map((row) => row.attempt));
  for (const { position, attempt, heard, left } of rows) {
    if (position === 0 && !waits.has(attempt) && heard + (left ?? Infinity) + DAY < Date.now()) await end(attempt);
  }
}

/** The paper, kept under the learner's name until the end. */
export async function paper(attempt) {
  const path = paperOf(attempt);
  const cache = await pages().catch(() => undefined);
  const copy = await cache?.match(path);
  if (copy) return copy.text();
  const response = await fetch(path, { signal: AbortSignal.timeout(12000) });
  if (!response.ok || response.redirected || response.headers.get("X-Visitor") !== visitor()) throw new Error("no paper");
  const html = await response.text();
  const headers = { "Content-Type": "text/html; charset=utf-8", "X-Visitor": visitor(), "X-Kept": String(Date.now()) };
  await cache?.put(path, new Response(html, { headers }));
  return html;
}
