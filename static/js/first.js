// The one script that a page names. All others would compete with the page for the network, so those named in data-then come
// after the first paint, in their order, each as a task of its own, so that a press in between is not kept waiting by all.
// The page itself bears the chosen theme, by a cookie: nothing here has to be waited for. (To ask for cookies takes a browser
// up to 10 ms, so that, too, comes after the paint: a page kept for offline reading may be older than the choice.)
(function () {
  var root = document.documentElement;
  var then = (document.currentScript.dataset.then || "").split(" ").filter(Boolean);
  var manifest = document.currentScript.dataset.manifest;
  var asked = false;
  function chosen() {
    var found = /(?:^|; )theme=(light|dark)(?:;|$)/.exec(document.cookie);
    return found ? found[1] : "";
  }
  function show(theme) {
    if (theme) root.dataset.theme = theme;
    else delete root.dataset.theme;
    document.querySelectorAll("[data-set-theme]").forEach(function (button) {
      button.setAttribute("aria-pressed", String(button.dataset.setTheme === (theme || "system")));
    });
  }
  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-set-theme]");
    if (!button) return;
    var theme = button.dataset.setTheme === "system" ? "" : button.dataset.setTheme;
    var rest = "; path=/; max-age=" + (theme ? 31536000 : 0) + "; SameSite=Lax" + (location.protocol === "https:" ? "; Secure" : "");
    document.cookie = "theme=" + theme + rest;
    show(theme);
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
    // Each is a task of its own: together they would hold up a slow phone.
    var tasks = [function () { show(chosen()); }];
    then.forEach(function (address) {
      tasks.push(function () {
        var script = document.createElement("script");
        if (address.indexOf("/vendor/") < 0) script.type = "module";
        script.async = false; // in their order
        script.onload = script.onerror = came;
        script.src = address;
        document.head.append(script);
      });
    });
    if (manifest) tasks.push(function () {
      var link = document.createElement("link"); // with its icon it would compete too
      link.rel = "manifest";
      link.href = manifest;
      document.head.append(link);
    });
    (function next() {
      tasks.shift()();
      if (tasks.length) setTimeout(next);
    })();
  }
  // Nothing of ours runs before the paint, not even for "load", which may come first: it would delay what is painted.
  // Not before "load" either: htmx, when it comes between the end of the HTML and that, would wait for ever.
  function soon() {
    if (document.readyState === "complete") bring();
    else addEventListener("load", bring);
  }
  new PerformanceObserver(soon).observe({ type: "paint", buffered: true });
  setTimeout(soon, 2000); // a page that is hidden paints nothing
  // A page brought back before its scripts had come: they have missed that.
  addEventListener("pagehide", function () {
    addEventListener("pageshow", function (event) {
      if (!event.persisted) return;
      root.dataset.back = "";
      show(chosen()); // another tab may have changed it
    }, { once: true });
  });
})();
