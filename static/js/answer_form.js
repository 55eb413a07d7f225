// The form of a question: what is chosen in it, as marks, and how a choice is put into it.
(function (classroom) {
  "use strict";

  const { text } = classroom;

  classroom.answerForm = { read, readCertainty, show, inWords, unsent, nothingYet, isSame };

  // The marks, in the order of the form: letters, lines in their places (“B:goal”), or the text.
  function read(form) {
    return fields(form)
      .map((field) => (isTicked(field) === false ? "" : field.value.trim()))
      .filter(Boolean);
  }

  function readCertainty(form) {
    const level = form.querySelector("input[name=certainty]:checked");
    return level ? Number(level.value) : null;
  }

  function show(form, choice, certainty) {
    const lines = form.querySelector("[data-order]");
    if (lines) classroom.ordering.arrange(lines, choice);
    else for (const field of fields(form)) put(field, choice);
    for (const level of form.querySelectorAll("input[name=certainty]")) {
      level.checked = Number(level.value) === certainty;
    }
  }

  // What the status line calls a choice that is saved.
  function inWords(form, choice, certainty) {
    const total = Number(form.dataset.parts);
    let words = choice.join(", ");
    if (form.dataset.kind === "short_text") words = text("your sentence");
    else if (form.dataset.kind === "ordering") words = letters(choice).join(", ");
    else if (total) words = text("{count} of {total} placed", { count: choice.length, total });
    return certainty ? text("{answer} at level {level}", { answer: words, level: certainty }) : words;
  }

  function unsent(form, choice) {
    const { kind, parts, sendsOnTap } = form.dataset;
    if (kind === "short_text") return text("Written, not sent");
    if (kind === "ordering") {
      return text("{letters}, not sent", { letters: letters(choice).join(", ") });
    }
    if (Number(parts)) {
      return text("{count} of {total} placed, not sent", { count: choice.length, total: parts });
    }
    if (sendsOnTap !== "true") return text("{count} ticked, not sent", { count: choice.length });
    return text("{letter} chosen, not sent. Press Send.", { letter: choice[0] });
  }

  function nothingYet(form) {
    if (form.dataset.kind === "short_text") return text("Write a sentence first, then send.");
    if (Number(form.dataset.parts)) return text("Place a line first, then send.");
    return text("Choose an option first, then send.");
  }

  function isSame(one, other) {
    return one.length === other.length && one.join() === other.join();
  }

  function fields(form) {
    return [...form.elements].filter(({ name }) => name && /^choice(-|$)/.test(name));
  }

  // True or false for what can be ticked, undefined for everything else.
  function isTicked(field) {
    return ["radio", "checkbox"].includes(field.type) ? field.checked : undefined;
  }

  function put(field, choice) {
    if (isTicked(field) !== undefined) {
      field.checked = choice.includes(field.value);
    } else if (field.tagName === "SELECT") {
      const chosen = [...field.options].find(({ value }) => value && choice.includes(value));
      field.value = chosen ? chosen.value : "";
    } else if (field.value.trim() !== (choice[0] || "")) {
      field.value = choice[0] || "";
    }
  }

  function letters(choice) {
    return choice.map((mark) => mark.split(":")[0]);
  }
})((window.classroom = window.classroom || {}));
