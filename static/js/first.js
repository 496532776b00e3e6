// Loaded in <head>, blocking and tiny: the chosen theme stands before the first paint. All other scripts would compete with
// the page for the network, so those named in data-then come after it, in their order.
(function () {
  var root = document.documentElement;
  var then = (document.currentScript.dataset.then || "").split(" ").filter(Boolean);
  var asked = false;
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

  function bring() {
    if (asked) return;
    asked = true;
    var left = then.length;
    function came() {
      left -= 1;
      if (left <= 0) root.dataset.js = "all";
    }
    if (!left) came();
    then.forEach(function (address) {
      var script = document.createElement("script");
      if (address.indexOf("/vendor/") < 0) script.type = "module";
      script.async = false; // in their order
      script.onload = script.onerror = came;
      script.src = address;
      document.head.append(script);
    });
  }
  // Not before "load": htmx, when it comes between the end of the HTML and that, would wait for ever.
  addEventListener("load", function () {
    requestAnimationFrame(function () { setTimeout(bring); });
    setTimeout(bring, 500); // a page that is hidden has no frames
  });
  // A page brought back before its scripts had come: they have missed that.
  addEventListener("pageshow", function (event) { if (event.persisted) root.dataset.back = ""; });
})();
