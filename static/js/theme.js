// Light or dark, as the reader chose. Loaded in the head, before anything is painted.
(function (classroom) {
  "use strict";

  const KEPT = "classroom-theme";

  classroom.theme = { choose };
  dress(chosen());
  // A hidden console must not show its key even for the moment before its own script runs.
  document.documentElement.toggleAttribute("data-hidden", hidesConsole());

  addEventListener("storage", (event) => {
    if (event.key === KEPT) dress(chosen());
  });
  document.addEventListener("DOMContentLoaded", mark);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-theme-choice]");
    if (button) choose(button.dataset.themeChoice);
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("select[data-theme-choice]")) choose(event.target.value);
  });

  // `theme` is light, dark or auto.
  function choose(theme) {
    try {
      localStorage.setItem(KEPT, theme);
    } catch (error) {
      // Storage may be forbidden: the choice then lasts as long as the page.
    }
    dress(theme);
    mark();
  }

  function chosen() {
    try {
      return localStorage.getItem(KEPT) || "auto";
    } catch (error) {
      return "auto";
    }
  }

  function dress(theme) {
    const html = document.documentElement;
    if (theme === "light" || theme === "dark") html.dataset.theme = theme;
    else delete html.dataset.theme;
  }

  function mark() {
    const theme = document.documentElement.dataset.theme || "auto";
    for (const control of document.querySelectorAll("[data-theme-choice]")) {
      if (control.matches("select")) control.value = theme;
      else control.setAttribute("aria-pressed", String(control.dataset.themeChoice === theme));
    }
  }

  function hidesConsole() {
    const [, session] = /^\/sessions\/([^/]+)\/console/.exec(location.pathname) || [];
    try {
      return Boolean(session) && sessionStorage.getItem(`classroom-hidden-${session}`) === "true";
    } catch (error) {
      return false;
    }
  }
})((window.classroom = window.classroom || {}));
