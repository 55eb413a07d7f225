// Switches that belong to this browser and are remembered there: <button data-toggle="name">.
(function (classroom) {
  "use strict";

  const toggles = new Map();

  // `place` is classroom.memory.browser or .tab; `onChange` is told now and after each change.
  classroom.toggle = function (name, { place, key, isOn, onChange = () => {} }) {
    const kept = place.recall(key);
    const toggle = { isOn: kept === null ? isOn : kept, place, key, onChange };
    toggles.set(name, toggle);
    onChange(toggle.isOn);
    draw();
    return { isOn: () => toggle.isOn, flip: () => flip(toggle) };
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-toggle]");
    const toggle = button && toggles.get(button.dataset.toggle);
    if (toggle) flip(toggle);
  });
  // Those inside #screen are drawn anew by each push, which knows nothing of this browser.
  classroom.screen.onChange(draw);

  function flip(toggle) {
    toggle.isOn = !toggle.isOn;
    toggle.place.keep(toggle.key, toggle.isOn);
    toggle.onChange(toggle.isOn);
    draw();
  }

  function draw() {
    for (const button of document.querySelectorAll("button[data-toggle]")) {
      const toggle = toggles.get(button.dataset.toggle);
      if (toggle) button.setAttribute("aria-pressed", String(toggle.isOn));
    }
  }
})((window.classroom = window.classroom || {}));
