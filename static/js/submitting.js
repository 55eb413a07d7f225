// A form sent twice by a double click is sent once.
(function () {
  "use strict";

  const REST_MS = 2000;
  const sentAt = new WeakMap();

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return; // cancelled, or htmx's own
    if (Date.now() - (sentAt.get(form) || 0) < REST_MS) event.preventDefault();
    else sentAt.set(form, Date.now());
  });
})();
