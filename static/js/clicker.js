// The ready check: say so when a key arrives that presenter clickers send ([data-clicker-seen]).
(function (classroom) {
  "use strict";

  const KEYS = ["PageDown", "PageUp", "ArrowRight", "ArrowLeft", "F5", "Escape", ".", "b", "B"];

  document.addEventListener("keydown", (event) => {
    if (!KEYS.includes(event.key) || event.target.closest("input, select, textarea")) return;
    for (const line of document.querySelectorAll("[data-clicker-seen]")) {
      if (event.key.startsWith("Page") || event.key === "F5") event.preventDefault();
      line.dataset.clickerSeen = event.key;
      line.textContent = classroom.text("A press arrived ({key}).", { key: event.key });
    }
  });
})((window.classroom = window.classroom || {}));
