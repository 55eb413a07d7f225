// #notice: what a press could not do, said where the instructor looks.
(function (classroom) {
  "use strict";

  const { text } = classroom;
  const SHOWN_MS = 6000;
  let timer;

  // `kind` is "bad" or "hint"; a hint goes away by itself, an error with the next press.
  classroom.notice = function (line, kind = "hint") {
    clearTimeout(timer);
    const place = document.getElementById("notice");
    if (!place) return;
    place.replaceChildren(...(line ? [paragraph(line, kind)] : []));
    if (line && kind === "hint") timer = setTimeout(() => place.replaceChildren(), SHOWN_MS);
  };

  document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
    if (ctx.request.method !== "GET") classroom.notice(""); // a region that refreshes is no press
  });
  document.addEventListener("htmx:error", () => {
    classroom.notice(text("The server could not be reached. Try again."), "bad");
  });
  document.addEventListener("htmx:response:error", ({ detail: { ctx } }) => {
    classroom.notice(sentenceOf(ctx.text) || text("The server had a fault. Try again."), "bad");
  });

  // Errors answer with a fragment that holds one sentence; a proxy in between, with a whole page.
  function sentenceOf(html) {
    if (/<(!doctype|html)/i.test(html)) return "";
    return new DOMParser().parseFromString(html, "text/html").body.textContent.trim();
  }

  function paragraph(line, kind) {
    const element = document.createElement("p");
    element.className = kind === "bad" ? "notice bad" : "notice";
    element.textContent = line;
    return element;
  }
})((window.classroom = window.classroom || {}));
