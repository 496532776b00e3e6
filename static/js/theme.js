// Loaded in <head>, blocking and tiny: the chosen theme stands before the first paint.
(function () {
  var root = document.documentElement;
  var stored = null;
  try { stored = localStorage.getItem("theme"); } catch (e) { /* storage may be closed */ }
  root.dataset.js = "";
  function apply(theme) {
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    else delete root.dataset.theme;
    document.querySelectorAll("[data-set-theme]").forEach(function (button) {
      button.setAttribute("aria-pressed", String(button.dataset.setTheme === (root.dataset.theme || "system")));
    });
  }
  apply(stored);
  document.addEventListener("DOMContentLoaded", function () { apply(root.dataset.theme); });
  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-set-theme]");
    if (!button) return;
    apply(button.dataset.setTheme);
    try { localStorage.setItem("theme", button.dataset.setTheme); } catch (e) { /* kept for this page only */ }
  });
})();
