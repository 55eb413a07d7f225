// What a key means on the instructor's screens, presenter clickers included.
(function (classroom) {
  "use strict";

  const MEANINGS = {
    " ": "space",
    Enter: "reveal",
    ArrowRight: "forward",
    PageDown: "forward",
    ArrowLeft: "back",
    PageUp: "back",
    ".": "hide",
  };
  const OF_CONTROLS = ["space", "reveal"];

  // The meaning of a key press; null if it belongs to a field, a dialog or a control.
  classroom.meaningOf = function (event) {
    const meaning = MEANINGS[event.key];
    if (!meaning || event.ctrlKey || event.altKey || event.metaKey) return null;
    if (event.isComposing || event.defaultPrevented) return null;
    if (document.querySelector("dialog[open]")) return null;
    if (event.target.closest("input, select, textarea, [contenteditable]")) return null;
    const isControl = event.target.closest("button, a[href], summary, [role=button]");
    return isControl && OF_CONTROLS.includes(meaning) ? null : meaning;
  };

  // Keys may be switched off (WCAG 2.1.4), for all screens of this browser.
  classroom.keysToggle = function () {
    return classroom.toggle("keys", { place: classroom.memory.browser, key: "keys", isOn: true });
  };

  // A button keeps the focus after a click of the mouse, and would take the next Space for itself.
  document.addEventListener("click", ({ target, detail }) => {
    const control = target.closest("button, summary");
    if (control && detail > 0 && !control.closest("dialog")) control.blur();
  });
})((window.classroom = window.classroom || {}));
