// The console's steps. After each one they rest, so that a double press of Close is never Reveal.
(function (classroom) {
  "use strict";

  const REST_MS = 700;
  const LONGEST_MS = 5000; // a request that hangs does not block the lesson
  const SPACE_MOVES = ["open", "close", "ask"];
  const { notice, screen, text } = classroom;
  const sentAt = new WeakMap(); // times since the page was opened: a clock may be set back
  let pressedAt = -Infinity;
  let isOnItsWay = false;
  let movedAt = -Infinity;

  classroom.press = { space, reveal, forward, back };

  screen.onChange(({ isNew }) => {
    if (isNew) movedAt = performance.now();
  });
  // On the window: heard before the confirming dialog, and before htmx.
  window.addEventListener("submit", holdBack, { capture: true });
  document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
    sentAt.set(ctx.sourceElement, performance.now());
    if (!isStep(ctx.sourceElement)) return;
    isOnItsWay = true;
    pressedAt = performance.now();
  });
  document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
    if (isStep(ctx.sourceElement)) isOnItsWay = false;
  });

  function space() {
    const button = bigButton();
    if (!button) return;
    if (SPACE_MOVES.includes(button.dataset.step)) button.click();
    else if (button.dataset.step === "reveal") notice(text("Space opens and closes voting; Enter reveals."));
    else notice(text("No key does this step. Press its button on the screen."));
  }

  function reveal() {
    const button = document.querySelector("button[data-step=reveal]");
    if (button) button.click();
    else notice(text("There is nothing to reveal now."));
  }

  function forward() {
    const button = bigButton();
    if (button) button.click();
  }

  function back() {
    notice(text("No key leads back. Use the buttons on the screen."));
  }

  function bigButton() {
    return document.querySelector("button[data-step-forward]");
  }

  // Forms that may be sent again at once ("+1 hand") carry data-repeats.
  function holdBack(event) {
    const form = event.target;
    const since = performance.now() - (sentAt.get(form) ?? -Infinity);
    const rests = isStep(form) ? isResting() : since < REST_MS && !("repeats" in form.dataset);
    if (!rests) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  function isResting() {
    const now = performance.now();
    const isWaiting = isOnItsWay && now - pressedAt < LONGEST_MS;
    return isWaiting || now - Math.max(pressedAt, movedAt) < REST_MS;
  }

  function isStep(form) {
    return Boolean(form && form.querySelector && form.querySelector("button[data-step]"));
  }
})((window.classroom = window.classroom || {}));
