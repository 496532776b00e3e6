// The service worker: visited lessons and today's reviews without network. /sw.js sets `self.site`:
// { assets: [every style and script], statics: "/static/", fallback: "/offline/", queue: "/review/", pack: "/review/pack/" }
// Pages come from the network first. What is kept belongs to one learner, named by the header X-Visitor.

const { assets, statics, fallback, queue, pack } = self.site;
const SHELL = "in-transit";
const PAGES = "in-transit-pages-"; // and the learner
const LESSONS = /^\/(lessons\/([\w-]+\/)?|glossary\/)?$/;
const HASHED = /\.[0-9a-f]{12}(\.\w+)$/;
const PATIENCE = 8000; // milliseconds until a copy is shown instead of waiting on

const SITTING = /^\/attempts\/\d+\/$/; // its paper is kept by static/js/answers.js until the sitting ends

const worthKeeping = (path) => LESSONS.test(path) || path === pack;
const standIn = (path) => (path === queue && pack) || (SITTING.test(path) && `${path}paper/`);
const plain = (path) => path.replace(HASHED, "$1");
const pathOf = (request) => new URL(request.url).pathname;

self.addEventListener("install", (event) => event.waitUntil(prepare()));
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));

async function prepare() {
  const shell = await caches.open(SHELL);
  const there = new Set((await shell.keys()).map(pathOf));
  const missing = assets.filter((path) => !HASHED.test(path) || !there.has(path));
  await shell.addAll([...missing, fallback].map((path) => new Request(path, HASHED.test(path) ? {} : { cache: "no-cache" })));
  await self.skipWaiting();
}

async function takeOver() {
  const shell = await caches.open(SHELL);
  const wanted = new Set([...assets, fallback]);
  for (const request of await shell.keys()) if (!wanted.has(pathOf(request))) await shell.delete(request);
  await self.registration.navigationPreload?.enable(); // the page is asked for while the worker wakes up
  await self.clients.claim();
}

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith(statics)) event.respondWith(asset(event.request, url.pathname));
  else if (event.request.mode === "navigate") event.respondWith(page(event, url.pathname));
});

async function asset(request, path) {
  const shell = await caches.open(SHELL);
  const kept = await shell.match(path);
  if (kept && HASHED.test(path)) return kept;
  // A page kept before an update names files of then: those of now do.
  const twin = kept || (await shell.match(assets.find((one) => plain(one) === plain(path)) || ""));
  return twin ? Promise.race([fetch(request), tooLong(PATIENCE / 8)]).catch(() => twin) : fetch(request);
}

const tooLong = (time) => new Promise((_, reject) => setTimeout(reject, time));

async function page(event, path) {
  const live = Promise.resolve(event.preloadResponse).then((early) => early || fetch(event.request));
  event.waitUntil(live.then((response) => remember(path, response.clone())).catch(() => {}));
  const copy = (await find(path)) || (standIn(path) ? await find(standIn(path)) : undefined);
  if (!copy) return live.catch(async () => (await caches.match(fallback)) || Response.error());
  return Promise.race([live, tooLong(PATIENCE)]).catch(() => dated(copy));
}

/** Keep a page of our own site for whom it was made; whatever is kept for others goes. */
async function remember(path, response) {
  const visitor = response.headers.get("X-Visitor");
  if (!visitor) return;
  for (const name of await caches.keys()) {
    if (name.startsWith(PAGES) && name !== PAGES + visitor) await caches.delete(name);
  }
  if (visitor === "visitor" || !response.ok || response.redirected || !worthKeeping(path)) return;
  const headers = new Headers(response.headers);
  headers.set("X-Kept", String(Date.now()));
  const cache = await caches.open(PAGES + visitor);
  await cache.put(path, new Response(await response.blob(), { headers }));
}

async function find(path) {
  for (const name of await caches.keys()) {
    const copy = name.startsWith(PAGES) && (await (await caches.open(name)).match(path, { ignoreVary: true }));
    if (copy) return copy;
  }
  return undefined;
}

/** A copy that says of when it is, so that the page can. */
async function dated(copy) {
  const html = (await copy.text()).replace("<html", `<html data-offline="${copy.headers.get("X-Kept")}"`);
  const headers = new Headers(copy.headers);
  for (const name of ["Content-Encoding", "Content-Length", "Set-Cookie"]) headers.delete(name);
  return new Response(html, { headers });
}

// A page may ask for a copy of itself (it came before there was a worker) or of what will be wanted next.
self.addEventListener("message", (event) => event.waitUntil(refresh(event.data)));

const underWay = new Set();

async function refresh({ keep, within = 0 }) {
  if (!worthKeeping(keep) || underWay.has(keep)) return;
  underWay.add(keep);
  const copy = await find(keep);
  const old = !copy || Date.now() - Number(copy.headers.get("X-Kept")) >= within;
  if (old) await fetch(keep).then((response) => remember(keep, response)).catch(() => {});
  underWay.delete(keep);
}
