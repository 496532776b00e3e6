// Recovery codes: to the clipboard or to the printer. Without it they are text like any other.
import { notice } from "./notice.js";

document.querySelector("[data-print]")?.addEventListener("click", () => print());

document.querySelector("[data-copy]")?.addEventListener("click", async (event) => {
  const codes = document.querySelectorAll(`${event.currentTarget.dataset.copy} code`);
  const text = [...codes].map((code) => code.textContent).join("\n");
  try {
    await navigator.clipboard.writeText(`${text}\n`);
    notice("Copied. Keep them where you keep what matters.", "saved");
  } catch {
    notice("This browser did not allow copying. Select the codes and copy them by hand.", "unsaved");
  }
});
