// One press, one post: a sent form rests until the next page, or until the browser brings this one back.
const resting = new Set();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.target || form.dataset.once === "off") return;
  if (form.dataset.sent !== undefined) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "";
  resting.add(form);
  // Not `disabled`: the pressed button's name and value still have to be sent.
  for (const button of form.querySelectorAll("button:not([type=button])")) button.setAttribute("aria-disabled", "true");
});

addEventListener("pageshow", () => {
  for (const form of resting) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("button[aria-disabled]")) button.removeAttribute("aria-disabled");
  }
  resting.clear();
});
