// #screen: what the server pushes is morphed in, once, in order, without moving the reader's focus.
(function (classroom) {
  "use strict";

  const { connection } = classroom;
  const followers = [];
  let version;
  let lastStatus = "";

  // `vote`: of the question on the screen; null if there is none, undefined before the first push.
  classroom.screen = { onChange, say, vote: undefined };

  connection.on("screen", receive);
  connection.on("disconnect", () => (version[1] = 0)); // a restarted server may have another clock
  document.addEventListener("DOMContentLoaded", () => {
    const { screen, session, version: drawn } = document.body.dataset;
    version = drawn.split(",").map(Number);
    document.documentElement.dataset.live = "";
    connection.open({ screen, session });
  });

  // Called after each push with {phase, vote, isNew}; `isNew`: another question or phase.
  function onChange(follower) {
    followers.push(follower);
  }

  // Put a line where screen readers hear it; `state` is for its look.
  function say(line, state = "") {
    const status = document.getElementById("status");
    status.dataset.state = state;
    if (status.textContent !== line) status.textContent = line;
  }

  function receive({ version: pushed, html, status, phase, vote }) {
    if (isOlder(pushed)) return;
    version = pushed;
    document.body.dataset.version = pushed.join(",");
    const screen = document.getElementById("screen");
    const isAsked = ![undefined, vote].includes(classroom.screen.vote);
    const isNew = isAsked || screen.dataset.phase !== phase;
    keepingFocus(screen, () => {
      // The page changes before this call returns, so pushes stay in their order.
      htmx.swap({ sourceElement: screen, target: screen, swap: "innerMorph", text: html });
    });
    screen.dataset.phase = phase;
    classroom.screen.vote = vote;
    if (status && status !== lastStatus) say(status);
    lastStatus = status || lastStatus;
    classroom.showTimes(screen);
    for (const follower of followers) follower({ phase, vote, isNew });
  }

  function isOlder(pushed) {
    return pushed[0] < version[0] || (pushed[0] === version[0] && pushed[1] < version[1]);
  }

  // Focus goes to the heading only if it stood in something that is gone.
  function keepingFocus(screen, swap) {
    const focused = document.activeElement;
    const isInside = screen.contains(focused) && focused !== screen;
    swap();
    // A browser takes the focus from what is disabled, and leaves it nowhere.
    if (!isInside || (focused.isConnected && !focused.matches(":disabled"))) return;
    const heading = screen.querySelector("#heading") || screen;
    heading.focus({ preventScroll: true }); // both carry tabindex="-1"
  }
})((window.classroom = window.classroom || {}));
