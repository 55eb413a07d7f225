// The instructor's console: its keys, and the three switches that belong to this browser.
(function (classroom) {
  "use strict";

  const { memory, press } = classroom;

  document.addEventListener("DOMContentLoaded", () => {
    const { session } = document.body.dataset;
    const keys = classroom.keysToggle();
    const hides = classroom.toggle("hidden", {
      place: memory.tab,
      key: `hidden-${session}`,
      isOn: false,
      onChange: hide,
    });
    const lends = classroom.toggle("lend", {
      place: memory.tab,
      key: `lend-${session}`,
      isOn: false,
    });
    const actions = { ...press, hide: hides.flip };

    document.addEventListener("keydown", (event) => {
      const meaning = keys.isOn() ? classroom.meaningOf(event) : null;
      if (!meaning) return;
      event.preventDefault();
      if (!event.repeat) actions[meaning]();
    });
    classroom.borrowedKeys(session, (meaning) => {
      if (keys.isOn() && lends.isOn() && press[meaning]) press[meaning]();
    });
  });

  // The key, the notes and the counts; style sheets do the hiding.
  function hide(isHidden) {
    document.body.toggleAttribute("data-hidden", isHidden);
    document.documentElement.toggleAttribute("data-hidden", isHidden);
  }
})((window.classroom = window.classroom || {}));
