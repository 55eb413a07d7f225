// Lines to bring into order: moved by buttons, or dragged by their letter. What counts are the
// lists of positions in them, which a page without scripts shows instead.
(function (classroom) {
  "use strict";

  let dragged = null;

  classroom.ordering = { arrange };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-order] [data-move]");
    if (!button) return;
    const line = button.closest("[data-line]");
    const beside = button.dataset.move === "1" ? line.nextElementSibling : line.previousElementSibling;
    if (!beside) return;
    if (button.dataset.move === "1") beside.after(line);
    else beside.before(line);
    moved(line.parentElement);
    // A line that is moved loses the focus within it, and at the end of the list one button rests.
    const other = line.querySelector("[data-move]:not(:disabled)");
    (button.disabled ? other : button).focus();
  });

  document.addEventListener("pointerdown", (event) => {
    const handle = event.target.closest("[data-order] [data-handle] .shape");
    if (!handle || event.button !== 0 || handle.closest("fieldset").disabled) return;
    event.preventDefault();
    dragged = handle.closest("[data-line]");
    dragged.dataset.dragged = "";
    handle.setPointerCapture(event.pointerId);
  });
  document.addEventListener("pointermove", (event) => {
    if (!dragged) return;
    const lines = [...dragged.parentElement.children];
    const before = lines.find((line) => line !== dragged && event.clientY < middle(line));
    if (before === dragged.nextElementSibling) return;
    dragged.parentElement.insertBefore(dragged, before || null);
  });
  for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, drop);

  function drop() {
    if (!dragged) return;
    delete dragged.dataset.dragged;
    moved(dragged.parentElement);
    dragged = null;
  }

  // Put the lines where the choice (“C:1”, “A:2”, …) has them; without one they stay.
  function arrange(lines, choice) {
    const position = new Map(choice.map((mark) => mark.split(":")));
    const wanted = [...lines.children].sort(
      (one, other) => position.get(one.dataset.line) - position.get(other.dataset.line),
    );
    if (choice.length && wanted.some((line, place) => line !== lines.children[place])) {
      lines.append(...wanted);
    }
    number(lines);
  }

  function moved(lines) {
    number(lines);
    lines.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function number(lines) {
    [...lines.children].forEach((line, place) => {
      const letter = line.dataset.line;
      line.querySelector("select").value = `${letter}:${place + 1}`;
      line.querySelector("[data-move='-1']").disabled = place === 0;
      line.querySelector("[data-move='1']").disabled = place === lines.children.length - 1;
    });
  }

  function middle(line) {
    const { top, height } = line.getBoundingClientRect();
    return top + height / 2;
  }
})((window.classroom = window.classroom || {}));
