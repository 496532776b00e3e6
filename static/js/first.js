// The one script that a page names. All others would compete with the page for the network, so those named in data-then come
// after the first paint, in their order, each as a task of its own, so that a press in between is not kept waiting by all.
// The page itself bears the chosen theme, by a cookie: nothing here has to be waited for.
(function () {
  var root = document.documentElement;
  var then = (document.currentScript.dataset.then || "").split(" ").filter(Boolean);
  var manifest = document.currentScript.dataset.manifest;
  var asked = false;
  function chosen() {
    var found = /(?:^|; )theme=(light|dark)(?:;|$)/.exec(document.cookie);
    return found ? found[1] : "";
  }
  function apply(theme) {
    if (theme) root.dataset.theme = theme;
    else delete root.dataset.theme;
    document.querySelectorAll("[data-set-theme]").forEach(function (button) {
      button.setAttribute("aria-pressed", String(button.dataset.setTheme === (theme || "system")));
    });
  }
  apply(chosen());
  document.addEventListener("DOMContentLoaded", function () { apply(chosen()); }); // the buttons are there by then
  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-set-theme]");
    if (!button) return;
    var theme = button.dataset.setTheme === "system" ? "" : button.dataset.setTheme;
    var rest = "; path=/; max-age=" + (theme ? 31536000 : 0) + "; SameSite=Lax" + (location.protocol === "https:" ? "; Secure" : "");
    document.cookie = "theme=" + theme + rest;
    apply(theme);
  });

  function bring() {
    if (asked) return;
    asked = true;
    var left = then.length;
    function came() {
      left -= 1;
      if (left <= 0) root.dataset.js = "";
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
    if (!manifest) return;
    var link = document.createElement("link"); // with its icon it would compete too
    link.rel = "manifest";
    link.href = manifest;
    document.head.append(link);
  }
  // Not before "load": htmx, when it comes between the end of the HTML and that, would wait for ever.
  function soon() {
    // "load" may come before the paint, and a frame is asked for before it is shown.
    new PerformanceObserver(bring).observe({ type: "paint", buffered: true });
    setTimeout(bring, 500); // a page that is hidden paints nothing
  }
  if (document.readyState === "complete") soon();
  else addEventListener("load", soon);
  // A page brought back before its scripts had come: they have missed that.
  addEventListener("pageshow", function (event) {
    if (!event.persisted) return;
    root.dataset.back = "";
    apply(chosen()); // another tab may have changed it
  });
})();
