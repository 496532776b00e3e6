// A question of a sitting as its form shows it: what is chosen, and how to show what was chosen elsewhere.

const ANSWER = /^(choice$|place-|match-)/;
const sorted = (values) => [...values].sort();

/** What is chosen: its `fields` as the form would send them, and the `response` as the server names it. */
export function answerOf(form) {
  const fields = [...new FormData(form)].filter(([name]) => ANSWER.test(name));
  const of = (prefix) => fields.filter(([name, value]) => name.startsWith(prefix) && value);
  const places = of("place-").sort(([, a], [, b]) => a - b).map(([name]) => name.slice(6));
  const rest = [...of("match-").map(([name, value]) => `${name.slice(6)}=${value}`), ...of("choice").map(([, value]) => value)];
  return { fields, response: places.length ? places : sorted(rest) };
}

/** Whether two responses to this form's question are one. */
export function same(form, one, other) {
  const plain = form.querySelector("select[name^=place-]") ? (values) => values : sorted;
  return String(plain(one)) === String(plain(other));
}

/** Show a response; nothing moves if it is shown already. */
export function fill(form, response) {
  if (same(form, answerOf(form).response, response)) return;
  for (const input of form.querySelectorAll("input[name=choice]")) input.checked = response.includes(input.value);
  for (const select of form.querySelectorAll("select")) {
    const id = select.name.slice(6);
    const match = response.find((pair) => pair.startsWith(`${id}=`))?.slice(id.length + 1) ?? "";
    select.value = select.name.startsWith("match-") ? match : response.indexOf(id) + 1 || "";
  }
  form.querySelector("ordered-places.movable")?.arrange();
}

/** Show the flag and the options ruled out. */
export function mark(form, flagged, struck) {
  const flag = form.querySelector(".flag");
  flag.setAttribute("aria-pressed", flagged);
  flag.querySelector("[data-words]").textContent = flagged ? "Flagged" : "Flag";
  const buttons = form.querySelectorAll(".strike");
  form.querySelectorAll(".option").forEach((option, place) => {
    const out = struck.includes(option.querySelector("input").value);
    buttons[place]?.setAttribute("aria-pressed", out);
    if (option.classList.contains("option-struck") === out) return;
    option.classList.toggle("option-struck");
    if (out) option.querySelector(".option-text").prepend(Object.assign(document.createElement("span"), { className: "visually-hidden", textContent: "Ruled out: " }));
    else option.querySelector(".option-text > .visually-hidden")?.remove();
  });
}

/** What is ruled out once this button is pressed. */
export function struckWith(form, button, struck) {
  const { value } = form.querySelectorAll(".option input")[[...form.querySelectorAll(".strike")].indexOf(button)];
  return struck.includes(value) ? struck.filter((one) => one !== value) : [...struck, value];
}

/** A square of the navigator: how far the answer is, the flag, and whether it is saved. */
export function square(button, { response, flagged, struck, seen }, state, here) {
  const complete = response.length >= Number(button.dataset.wanted);
  const status = complete ? "complete" : response.length || flagged || struck.length || seen ? "incomplete" : "unseen";
  const words = [status, flagged && "flagged", state === "unsaved" && "not saved", state === "saving" && "saving"].filter(Boolean);
  button.className = ["nav-q", ...words.map((word) => `is-${word === "not saved" ? "unsaved" : word}`)].join(" ");
  button.querySelector("[data-words]").textContent = `, ${words.join(", ")}`;
  if (here) button.setAttribute("aria-current", "step");
  else button.removeAttribute("aria-current");
}
