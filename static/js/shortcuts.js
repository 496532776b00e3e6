// Keys, declared in the markup: data-key="space", "1", "f m" (either), "g>t" (g, then t).
// A key acts inside the focused question first, then on what is in view, then anywhere.

const NAMES = { " ": "space", Enter: "enter", Escape: "esc", ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down" };
const SHOWN = { space: "Space", enter: "Enter", esc: "Esc", left: "←", right: "→", up: "↑", down: "↓" };
const box = () => document.querySelector("[data-single-keys]");
let off = false; // who dictates or hits keys by chance does without single keys (WCAG 2.1.4)
let first = "";
let firstAt = 0;

const keysOf = (element) => element.dataset.key.split(" ");
const visible = (element) => element.checkVisibility?.() ?? element.offsetParent !== null;
const typing = (element) =>
  element.isContentEditable || element.matches("textarea, select, input:not([type=radio], [type=checkbox], [type=button], [type=submit])");

function inView(element) {
  const box = (element.closest("label") || element).getBoundingClientRect();
  return box.bottom > 0 && box.top < innerHeight;
}

function find(key) {
  const all = [...document.querySelectorAll("[data-key]")].filter((e) => keysOf(e).includes(key) && !e.disabled && visible(e));
  const field = all.find(typing);
  if (field) return field; // "/" is for the field of this page before the link to the page of that field
  // An option lettered F comes before "F flags".
  const inputs = all.filter((e) => e.matches("input"));
  const pool = inputs.length ? inputs : all;
  const scope = document.activeElement?.closest("[data-keys]");
  return pool.find((e) => scope?.contains(e)) || pool.find(inView) || (inputs.length ? undefined : pool[0]);
}

function act(element) {
  if (typing(element)) {
    element.focus();
    element.select?.();
    return;
  }
  if (element.matches("input[type=radio], input[type=checkbox]")) element.focus({ preventScroll: true });
  element.click();
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const from = event.target instanceof Element ? event.target : document.body;
  const key = NAMES[event.key] || event.key.toLowerCase();
  if (typing(from) || document.querySelector("dialog[open]")) return;
  if (off && key.length === 1) return;
  // Enter on a radio would press the form's first button, which need not be the one that carries the key.
  if (key === "enter" && from.closest("a, button, summary")) return;
  if (key === "space" && from.closest("a, button, summary, input, [tabindex='0']")) return;
  if (key === "?") {
    event.preventDefault();
    openKeys();
    return;
  }
  const pair = first && event.timeStamp - firstAt < 1200 ? `${first}>${key}` : "";
  const target = (pair && find(pair)) || find(key);
  first = key;
  firstAt = event.timeStamp;
  if (!target || (event.repeat && key !== "j" && key !== "k")) return;
  event.preventDefault();
  act(target);
});

function nameOf(element) {
  return element.dataset.keyLabel || element.getAttribute("aria-label") || (element.closest("label") || element).textContent.trim().replace(/\s+/g, " ");
}

function listKeys(list) {
  const rows = new Map();
  const all = [...document.querySelectorAll("[data-key]")].filter(visible);
  const everywhere = (element) => element.dataset.key.includes(">");
  for (const element of all.sort((a, b) => everywhere(a) - everywhere(b))) {
    const name = nameOf(element);
    rows.set(name, new Set([...(rows.get(name) || []), ...keysOf(element)]));
  }
  list.replaceChildren();
  for (const [name, keys] of rows) {
    const term = document.createElement("dt");
    for (const key of keys) {
      for (const part of key.split(">")) {
        const cap = document.createElement("kbd");
        cap.textContent = SHOWN[part] || part.toUpperCase();
        term.append(cap);
      }
    }
    const what = document.createElement("dd");
    what.textContent = name;
    list.append(term, what);
  }
}

function openKeys() {
  const dialog = document.getElementById("keys");
  if (!dialog) return;
  listKeys(dialog.querySelector("dl"));
  box().checked = !off;
  dialog.showModal();
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens-keys]");
  opener?.closest("[popover]")?.hidePopover();
  if (opener) openKeys();
});

try { off = localStorage.getItem("keys") === "off"; } catch { /* storage may be closed */ }
document.addEventListener("change", (event) => {
  if (event.target !== box()) return;
  off = !event.target.checked;
  try { localStorage.setItem("keys", off ? "off" : "on"); } catch { /* kept for this page only */ }
});
