// The room's screen: J shows the join card, "." blanks it, F5 fills the display; steps are lent.
(function (classroom) {
  "use strict";

  document.addEventListener("DOMContentLoaded", () => {
    const lend = classroom.lendKeys(document.body.dataset.session);
    const keys = classroom.keysToggle();

    document.addEventListener("keydown", (event) => {
      if (!keys.isOn() || event.ctrlKey || event.altKey || event.metaKey) return;
      if (event.target.closest("input, select, textarea")) return;
      const isLetter = (letter) => event.key.toLowerCase() === letter;
      if (isLetter("j")) toggleJoinCard();
      else if (event.key === "F5") toggleFullScreen();
      else if (event.key === "." || isLetter("b")) blank();
      else if (event.key === "Escape" && isBlank()) blank();
      else {
        const meaning = classroom.meaningOf(event);
        if (!meaning) return;
        if (!event.repeat) lend(meaning);
      }
      event.preventDefault();
    });
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-join-card]")) toggleJoinCard();
    if (event.target.closest("[data-full-screen]")) toggleFullScreen();
    if (isBlank()) blank();
  });

  function toggleJoinCard() {
    const card = document.getElementById("join-card");
    if (card.open) card.close();
    else classroom.showDialog(card);
  }

  function toggleFullScreen() {
    const page = document.documentElement;
    if (document.fullscreenElement) document.exitFullscreen();
    else if (page.requestFullscreen) page.requestFullscreen().catch(() => {});
  }

  function blank() {
    document.body.toggleAttribute("data-blank");
  }

  function isBlank() {
    return document.body.hasAttribute("data-blank");
  }
})((window.classroom = window.classroom || {}));
