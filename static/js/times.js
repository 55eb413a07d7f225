// Times in the reader's zone: <time datetime="…" data-local="date | time | both">.
(function (classroom) {
  "use strict";

  const STYLES = {
    date: { dateStyle: "medium" },
    time: { timeStyle: "short" },
    both: { dateStyle: "medium", timeStyle: "short" },
  };

  classroom.showTimes = function (root = document) {
    for (const element of root.querySelectorAll("time[data-local]")) {
      const moment = new Date(element.dateTime);
      if (isNaN(moment)) continue;
      const style = STYLES[element.dataset.local] || STYLES.both;
      element.textContent = new Intl.DateTimeFormat(locale(), style).format(moment);
    }
  };

  document.addEventListener("DOMContentLoaded", () => classroom.showTimes());
  document.addEventListener("htmx:after:swap", () => classroom.showTimes());

  // The page's language with the reader's own region (en-GB, en-US), if the reader speaks it.
  function locale() {
    const language = document.documentElement.lang || "en";
    return navigator.languages.find((spoken) => spoken.startsWith(language)) || language;
  }
})((window.classroom = window.classroom || {}));
