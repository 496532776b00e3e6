// Small posts that nothing on the page waits for.

function token() {
  try {
    return JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"] || "";
  } catch {
    return "";
  }
}

/** POST `data` as a form; outlives the page, says nothing on failure. */
export function post(url, data) {
  return fetch(url, {
    method: "POST",
    body: new URLSearchParams(data),
    headers: { "X-CSRFToken": token() },
    credentials: "same-origin",
    keepalive: true,
  }).then((response) => {
    document.dispatchEvent(new CustomEvent("visitor", { detail: response.headers.get("X-Visitor") }));
    return response.ok;
  }, () => false);
}
