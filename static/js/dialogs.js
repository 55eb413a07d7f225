// Dialogs: opened by [data-opens="id"], closed by [data-closes]; [data-confirm="…"] asks first.
(function (classroom) {
  "use strict";

  const { text } = classroom;
  const REST_MS = 400;
  const confirmed = new WeakSet();

  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    const closer = event.target.closest("[data-closes]");
    if (opener) classroom.showDialog(document.getElementById(opener.dataset.opens));
    if (closer) closer.closest("dialog").close();
  });

  // Captured, so that htmx and the browser hear of a submission only after a yes.
  document.addEventListener("submit", askFirst, { capture: true });

  classroom.showDialog = function (dialog) {
    if (!dialog.showModal) dialog.setAttribute("open", ""); // Safari before 15.4
    else if (!dialog.open) dialog.showModal();
  };

  function askFirst(event) {
    const form = event.target;
    const button = event.submitter || form.querySelector("button:not([type=button])");
    const question = (button && button.dataset.confirm) || form.dataset.confirm;
    if (!question || confirmed.delete(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    ask(question, button.textContent.trim(), () => {
      if (!button.isConnected) return; // the screen moved on while the question stood
      confirmed.add(form);
      button.click();
    });
  }

  function ask(question, answer, onYes) {
    const dialog = document.createElement("dialog");
    if (!dialog.showModal) {
      if (confirm(question)) onYes();
      return;
    }
    dialog.className = "dialog";
    const line = document.createElement("p");
    line.textContent = question;
    line.id = "confirm-question";
    dialog.setAttribute("aria-labelledby", line.id);
    const no = button(text("Cancel"), "button");
    const yes = button(answer, "button danger");
    const row = document.createElement("div");
    row.className = "row";
    row.append(yes, no);
    const stack = document.createElement("div");
    stack.className = "stack";
    stack.append(line, row);
    dialog.append(stack);
    document.body.append(dialog);
    no.addEventListener("click", () => dialog.close());
    yes.addEventListener("click", () => {
      if (Date.now() - askedAt < REST_MS) return; // the second half of a double click
      dialog.close();
      onYes();
    });
    dialog.addEventListener("close", () => dialog.remove());
    const askedAt = Date.now();
    dialog.showModal();
    no.focus();
  }

  function button(label, look) {
    const element = document.createElement("button");
    element.type = "button";
    element.className = look;
    element.textContent = label;
    return element;
  }
})((window.classroom = window.classroom || {}));
