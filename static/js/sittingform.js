// A question of a sitting as its form and its square in the navigator show it. Exams ask for choices only.

const inputs = (form) => [...form.querySelectorAll("input[name=choice]")];
const sorted = (values) => [...values].sort().join(" ");

/** Any other question is sent by the form itself. */
export const readable = (form) => inputs(form).length > 0;
export const answerOf = (form) => inputs(form).filter((one) => one.checked).map((one) => one.value);
export const changed = (form) => inputs(form).some((one) => one.checked !== one.defaultChecked);
export const same = (one, other) => sorted(one) === sorted(other);

export function fill(form, { response, flagged, struck }) {
  const flag = form.querySelector(".flag");
  flag.setAttribute("aria-pressed", flagged);
  flag.querySelector("[data-words]").textContent = flagged ? "Flagged" : "Flag";
  const strikes = form.querySelectorAll(".strike");
  inputs(form).forEach((input, place) => {
    input.checked = response.includes(input.value);
    const out = struck.includes(input.value);
    strikes[place].setAttribute("aria-pressed", out);
    const text = input.closest("label").querySelector(".option-text");
    if (input.closest("label").classList.toggle("option-struck", out)) {
      if (!text.querySelector(".visually-hidden")) text.insertAdjacentHTML("afterbegin", '<span class="visually-hidden">Ruled out: </span>');
    } else text.querySelector(".visually-hidden")?.remove();
  });
}

/** What is ruled out once this button is pressed. */
export function struckWith(form, button, struck) {
  const { value } = inputs(form)[[...form.querySelectorAll(".strike")].indexOf(button)];
  return struck.includes(value) ? struck.filter((one) => one !== value) : [...struck, value];
}

/** A square of the navigator: how far the answer is, the flag, and what is not saved. */
export function square(button, { response, flagged, seen }, state, here) {
  const status = response.length >= button.dataset.wanted ? "complete" : seen ? "incomplete" : "unseen";
  const words = [status, flagged && "flagged", ["saving", "unsaved"].includes(state) && state].filter(Boolean);
  button.className = `nav-q is-${words.join(" is-")}`;
  button.querySelector("[data-words]").textContent = `, ${words.join(", ").replace("unsaved", "not saved")}`;
  if (here) button.setAttribute("aria-current", "step");
  else button.removeAttribute("aria-current");
}
