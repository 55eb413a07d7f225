// A student's answer: tapped, sent, acknowledged; kept and sent again until the server has it.
(function (classroom) {
  "use strict";

  const SLOW_MS = 3000;
  const MOST_SILENCES = 2;
  const { answerForm, connection, memory, screen, text } = classroom;
  const { isSame } = answerForm;

  let kept; // the name under which an answer waits in this browser, and a draft in this tab
  let mine = { vote: 0, choice: [], certainty: null, seq: 0 }; // what the server has acknowledged
  let pending = null; // what it has not: {vote, choice, certainty, passes, seq}
  let flying = 0; // the seq that is on its way now
  let silences = 0; // sends without a reply, one after the other
  let draft = null; // chosen, not sent: {vote, choice, certainty}
  let refusal = null; // {vote, line}
  let usedPointer = false;
  let slowTimer;

  connection.on("mine", onMine);
  connection.on("connect", flush);
  connection.on("disconnect", speak);
  connection.on("gone", forget);
  screen.onChange(({ vote, isNew }) => {
    if (isNew) scrollTo(0, 0);
    if (draft && draft.vote !== vote) draft = null;
    show();
  });

  document.addEventListener("DOMContentLoaded", () => {
    const { session, mine: drawn } = document.body.dataset;
    kept = `answer-${session}`;
    pending = memory.browser.recall(kept);
    if (pending) beSlowSoon();
    draft = memory.tab.recall(kept);
    if (draft && !(form() && draft.vote === voteOf(form()))) draft = null;
    if (form()) screen.vote = voteOf(form());
    onMine(JSON.parse(drawn || "{}"));
  });

  // Arrow keys also "click" a radio: only a finger or a mouse on it is an answer (WCAG 3.2.2).
  for (const event of ["pointerdown", "mousedown", "touchstart"]) {
    document.addEventListener(event, () => (usedPointer = true), { capture: true, passive: true });
  }
  document.addEventListener("keydown", () => (usedPointer = false), { capture: true });

  document.addEventListener("click", (event) => {
    const longer = event.target.closest("[data-longer]");
    if (longer) askForLonger(longer);
    else if (event.target.matches("#answer input:is([type=radio], [type=checkbox])")) {
      choose(event.target.form);
    }
  });
  document.addEventListener("input", (event) => {
    const part = event.target.closest("#answer :is(select, textarea, [data-order])");
    if (part) choose(part.closest("form"));
  });
  document.addEventListener("submit", (event) => {
    if (event.target.id !== "answer") return;
    event.preventDefault();
    if (event.submitter && event.submitter.matches("[data-pass]")) pass(event.target);
    else send(event.target);
  });

  function choose(form) {
    const chosen = chosenIn(form);
    const taps = form.dataset.sendsOnTap === "true" && usedPointer && chosen.choice.length;
    if (taps && !isLike(chosen, standing(chosen.vote))) return send(form);
    draft = chosen;
    memory.tab.keep(kept, draft);
    refusal = null;
    countSigns(form);
    speak();
  }

  function send(form) {
    const chosen = chosenIn(form);
    if (!chosen.choice.length) return screen.say(answerForm.nothingYet(form), "refused");
    dispatch({ ...chosen, passes: false });
  }

  function pass(form) {
    dispatch({ vote: voteOf(form), choice: [], certainty: null, passes: true });
    show();
  }

  function dispatch(answer) {
    const seq = Math.max(Date.now(), mine.seq + 1, pending ? pending.seq + 1 : 0);
    pending = { ...answer, seq };
    memory.browser.keep(kept, pending);
    memory.tab.forget(kept);
    draft = null;
    refusal = null;
    beSlowSoon();
    speak();
    flush();
  }

  // Send what is pending; the same seq as often as needed, for the server counts it once.
  async function flush() {
    speak();
    if (!pending || !connection.isUp() || flying === pending.seq) return;
    const sent = pending;
    flying = sent.seq;
    try {
      const reply = await connection.ask("answer", sent);
      if (flying === sent.seq) flying = 0;
      silences = 0;
      if (reply.saved) onSaved(reply);
      else if (reply.retry) setTimeout(flush, 500 + Math.random() * 1000);
      else onRefused(sent, reply);
    } catch (error) {
      if (flying === sent.seq) flying = 0;
      onSilence();
      setTimeout(flush, Math.random() * 1000);
    }
  }

  // A network may lose one direction and say nothing. The pings find out in half a minute, which can
  // be the whole vote; a new connection is tried before. Not at once: the server may only be slow.
  function onSilence() {
    silences = connection.isUp() ? silences + 1 : 0;
    if (silences < MOST_SILENCES) return;
    silences = 0;
    connection.renew();
  }

  function onSaved({ vote, choice, certainty, seq }) {
    const isNews = vote > mine.vote || (vote === mine.vote && seq >= mine.seq);
    if (isNews) mine = { ...mine, vote, choice, certainty, seq };
    if (pending && (pending.vote !== vote || pending.seq <= seq)) forget();
    refusal = null;
    show();
  }

  function onRefused(sent, reply) {
    if (!pending || pending.seq !== sent.seq) return; // another choice has taken its place
    forget();
    draft = sent; // what was refused is still on the page, to be mended
    refusal = { vote: sent.vote, line: reply.text };
    show();
    screen.say(refusal.line, "refused");
  }

  // The seat, the answer, or both. Answers are never taken back: none, or an older one, is no news.
  function onMine(pushed) {
    const isNews =
      pushed.vote > mine.vote || (pushed.vote === mine.vote && pushed.seq >= mine.seq);
    const { vote, choice, certainty, seq } = isNews ? pushed : mine;
    mine = { ...mine, ...pushed, vote, choice, certainty, seq };
    if (pending && pending.vote === mine.vote && pending.seq <= mine.seq) forget();
    showNames();
    show();
  }

  function forget() {
    pending = null;
    clearTimeout(slowTimer);
    connection.trouble("slow", "");
    memory.browser.forget(kept);
  }

  function beSlowSoon() {
    clearTimeout(slowTimer);
    slowTimer = setTimeout(() => {
      const line = text("Not through yet. Your answer is kept and sent again.");
      if (pending) connection.trouble("slow", line);
    }, SLOW_MS);
  }

  function show() {
    if (form()) mark(form());
    showOwn();
    speak();
  }

  // Morphing compares attributes only, and a push knows nobody's choice.
  function mark(form) {
    const vote = voteOf(form);
    const { choice, certainty } = draft && draft.vote === vote ? draft : standing(vote);
    answerForm.show(form, choice, certainty);
    countSigns(form);
  }

  // The reveal holds every rationale; the student's own are copied to the top.
  function showOwn() {
    const own = document.getElementById("own");
    const letters = own && chosenAtLast();
    if (!own || isSame([...own.children].map((part) => part.dataset.letter), letters)) return;
    const rationales = letters
      .map((mark) => document.querySelector(`template[data-own-of="${CSS.escape(mark)}"]`))
      .filter(Boolean)
      .map((template) => template.content.cloneNode(true));
    own.replaceChildren(...rationales);
  }

  // The marks under which the reveal keeps the own part: [""] for no answer, “-pass” for a pass,
  // “-sealed” for what nobody can find any more.
  function chosenAtLast() {
    const isOfThis = [undefined, mine.vote].includes(screen.vote);
    if (!isOfThis || !mine.vote) return [""];
    if (!mine.choice.length) return [mine.seq ? "-pass" : "-sealed"];
    const isKept = document.querySelector(`template[data-own-of="${CSS.escape(mine.choice[0])}"]`);
    return isKept ? withWhatWasLeftOpen(mine.choice) : ["-sealed"];
  }

  // “G:” is a line that was put nowhere.
  function withWhatWasLeftOpen(choice) {
    const open = [...document.querySelectorAll('template[data-own-of$=":"]')]
      .map((template) => template.dataset.ownOf)
      .filter((line) => !choice.some((mark) => mark.startsWith(line)));
    return open.length ? [...choice, ...open].sort() : choice;
  }

  function showNames() {
    for (const element of document.querySelectorAll("[data-alias]")) {
      element.textContent = mine.alias;
    }
    for (const element of document.querySelectorAll("[data-resume-code]")) {
      element.textContent = mine.resume_code;
    }
  }

  // One line at the thumb: what became of the answer. Never "Saved" before the server said so.
  function speak() {
    const vote = form() ? voteOf(form()) : screen.vote;
    if (refusal && refusal.vote === vote) return screen.say(refusal.line, "refused");
    if (!form()) return;
    if (pending && pending.vote === vote) {
      if (connection.isUp()) screen.say(text("Sending…"), "sending");
      else screen.say(text("Not sent yet: no connection. Your answer is kept."), "waiting");
    } else if (draft && draft.vote === vote && !isLike(draft, standing(vote))) {
      const { choice } = draft;
      if (choice.length) screen.say(answerForm.unsent(form(), choice), "unsent");
      else screen.say(answerForm.nothingYet(form()), "unsent");
    } else if (mine.vote === vote) {
      screen.say(saved(), "saved");
    }
  }

  function saved() {
    const { choice, certainty, seq } = mine;
    const isOpen = form().dataset.phase === "open";
    if (!choice.length) {
      if (!seq) return text("Your answer is in, and belongs to nobody now.");
      return isOpen
        ? text("You passed · you can still answer until voting closes")
        : text("You passed · voting is closed");
    }
    const answer = answerForm.inWords(form(), choice, certainty);
    return isOpen
      ? text("Saved {answer} · you can change it until voting closes", { answer })
      : text("Saved {answer} · voting is closed", { answer });
  }

  // What the student has said last, whether or not the server has it.
  function standing(vote) {
    if (pending && pending.vote === vote) return pending;
    return mine.vote === vote ? mine : { choice: [], certainty: null };
  }

  function chosenIn(form) {
    const choice = answerForm.read(form);
    return { vote: voteOf(form), choice, certainty: answerForm.readCertainty(form) };
  }

  function isLike(one, other) {
    const level = ({ certainty }) => certainty || null;
    return isSame(one.choice, other.choice) && level(one) === level(other);
  }

  function countSigns(form) {
    const sentence = form.querySelector("textarea[data-most]");
    if (!sentence) return;
    const left = Number(sentence.dataset.most) - signs(sentence.value.trim());
    form.querySelector("[data-left]").textContent =
      left < 0 ? text("{count} signs too many", { count: -left }) : text("{count} signs left", { count: left });
  }

  function form() {
    return document.getElementById("answer");
  }

  // As a reader counts: an emoji of a family is one. Old browsers count its parts.
  function signs(written) {
    if (!window.Intl || !Intl.Segmenter) return [...written].length;
    return [...new Intl.Segmenter().segment(written)].length;
  }

  function voteOf(form) {
    return Number(form.dataset.vote);
  }

  async function askForLonger(button) {
    button.disabled = true; // until the next push draws it anew
    try {
      const reply = await connection.ask("longer", { vote: screen.vote });
      screen.say(reply.text);
    } catch (error) {
      button.disabled = false;
      screen.say(text("That did not get through. Try again."));
    }
  }
})((window.classroom = window.classroom || {}));
