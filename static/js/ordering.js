// <ordered-places>: up and down buttons in place of the selects, which stay in the form and are what is sent.

class OrderedPlaces extends HTMLElement {
  connectedCallback() {
    this.rows = this.querySelector(".places");
    if (!this.rows || this.classList.contains("movable")) return;
    const given = (row) => Number(row.querySelector("select").value) || Infinity;
    this.rows.append(...[...this.rows.children].sort((a, b) => given(a) - given(b)));
    for (const row of this.rows.children) row.append(this.buttons(row));
    this.classList.add("movable");
    this.number();
    // Nothing moved is an answer too, once it is sent.
    this.closest("form")?.addEventListener("submit", () => this.store(), { capture: true });
  }

  buttons(row) {
    const box = this.querySelector("template").content.firstElementChild.cloneNode(true);
    const name = row.querySelector(".step-text").textContent.trim();
    for (const button of box.querySelectorAll("button")) {
      button.setAttribute("aria-label", `Move ${button.value}: ${name}`);
      button.addEventListener("click", () => this.move(row, button));
    }
    return box;
  }

  move(row, button) {
    if (button.value === "up" && row.previousElementSibling) row.previousElementSibling.before(row);
    else if (button.value === "down" && row.nextElementSibling) row.nextElementSibling.after(row);
    else return;
    this.number();
    this.store();
    button.focus();
    this.querySelector("[role=status]").textContent = `Place ${[...this.rows.children].indexOf(row) + 1} of ${this.rows.children.length}`;
    this.dispatchEvent(new Event("change", { bubbles: true }));
  }

  number() {
    const rows = [...this.rows.children];
    rows.forEach((row, i) => {
      const letter = row.querySelector(".letter");
      letter.hidden = false;
      letter.textContent = i + 1;
      row.querySelector("button[value=up]").setAttribute("aria-disabled", i === 0);
      row.querySelector("button[value=down]").setAttribute("aria-disabled", i === rows.length - 1);
    });
  }

  store() {
    [...this.rows.children].forEach((row, i) => { row.querySelector("select").value = i + 1; });
  }
}

customElements.define("ordered-places", OrderedPlaces);
