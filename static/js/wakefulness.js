// Keep the screen on while the page is in front. Browsers may refuse (low battery, plain HTTP).
(function () {
  "use strict";

  let lock;

  document.addEventListener("DOMContentLoaded", ask);
  document.addEventListener("visibilitychange", ask);
  document.addEventListener("pointerdown", ask);

  async function ask() {
    if (!navigator.wakeLock || document.hidden || (lock && !lock.released)) return;
    try {
      lock = await navigator.wakeLock.request("screen");
    } catch (error) {
      // Refused: the phone sleeps as it likes, and comes back to the right screen.
    }
  }
})();
