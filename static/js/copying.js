// Copy buttons: <button data-copy="#field" hidden>, shown here. Plain HTTP has no clipboard.
(function (classroom) {
  "use strict";

  const SHOWN_MS = 4000;

  document.addEventListener("DOMContentLoaded", show);
  document.addEventListener("htmx:after:swap", show);
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const field = document.querySelector(button.dataset.copy);
    const isCopied = (await byClipboard(field.value)) || bySelection(field);
    const line = isCopied
      ? classroom.text("Copied")
      : classroom.text("Select the text and copy it by hand.");
    const place = document.getElementById(`${field.id}-copied`);
    place.textContent = line;
    setTimeout(() => (place.textContent = ""), SHOWN_MS);
  });

  function show() {
    for (const button of document.querySelectorAll("[data-copy][hidden]")) button.hidden = false;
  }

  async function byClipboard(words) {
    try {
      await navigator.clipboard.writeText(words);
      return true;
    } catch (error) {
      return false;
    }
  }

  function bySelection(field) {
    const before = document.activeElement;
    field.select();
    const isCopied = document.execCommand("copy");
    if (isCopied) before.focus();
    return isCopied;
  }
})((window.classroom = window.classroom || {}));
