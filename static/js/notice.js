// One place for short news: #toast in base.html, a live region.

const toast = () => document.getElementById("toast");
let timer = 0;

/** Show `text` as saved, unsaved, offline or info. What matters stays until `clear`. */
export function notice(text, kind = "info") {
  const template = document.querySelector(`template[data-note="${kind}"]`);
  if (!toast() || !template) return;
  const note = template.content.cloneNode(true);
  note.querySelector("[data-text]").textContent = text;
  clearTimeout(timer);
  toast().replaceChildren(note);
  if (kind === "saved" || kind === "info") timer = setTimeout(clear, 5000);
}

export function clear() {
  toast()?.replaceChildren();
}
