// A student's answer: tapped, sent, acknowledged; kept and sent again until the server has it.
(function (classroom) {
  "use strict";

  const SLOW_MS = 3000;
  const { connection, memory, screen, text } = classroom;

  let kept; // the name under which an answer waits in this browser
  let mine = { vote: 0, choice: [], seq: 0 }; // what the server has acknowledged
  let pending = null; // what it has not: {vote, choice, seq}
  let flying = 0; // the seq that is on its way now
  let draft = null; // chosen, not sent: {vote, choice}
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
    else if (event.target.matches("#answer input[name=choice]")) choose(event.target.form);
  });
  document.addEventListener("submit", (event) => {
    if (event.target.id !== "answer") return;
    event.preventDefault();
    send(event.target);
  });

  function choose(form) {
    const choice = ticked(form);
    const taps = form.dataset.sendsOnTap === "true" && usedPointer;
    if (taps && !isSame(choice, standing(voteOf(form)))) return send(form);
    draft = { vote: voteOf(form), choice };
    refusal = null;
    speak();
  }

  function send(form) {
    const choice = ticked(form);
    if (!choice.length) return screen.say(text("Choose an option first, then send."), "refused");
    const seq = Math.max(Date.now(), mine.seq + 1, pending ? pending.seq + 1 : 0);
    pending = { vote: voteOf(form), choice, seq };
    memory.browser.keep(kept, pending);
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
      if (reply.saved) onSaved(reply);
      else if (reply.retry) setTimeout(flush, 500 + Math.random() * 1000);
      else onRefused(sent, reply);
    } catch (error) {
      if (flying === sent.seq) flying = 0;
      setTimeout(flush, Math.random() * 1000);
    }
  }

  function onSaved({ vote, choice, seq }) {
    if (vote !== mine.vote || seq >= mine.seq) mine = { ...mine, vote, choice, seq };
    if (pending && (pending.vote !== vote || pending.seq <= seq)) forget();
    refusal = null;
    show();
  }

  function onRefused(sent, reply) {
    if (!pending || pending.seq !== sent.seq) return; // another choice has taken its place
    forget();
    refusal = { vote: sent.vote, line: reply.text };
    show();
    screen.say(refusal.line, "refused");
  }

  // The seat, the answer, or both. Answers are never taken back: none, or an older one, is no news.
  function onMine(pushed) {
    const isNews =
      pushed.vote > mine.vote || (pushed.vote === mine.vote && pushed.seq >= mine.seq);
    const { vote, choice, seq } = isNews ? pushed : mine;
    mine = { ...mine, ...pushed, vote, choice, seq };
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
    const choice = draft && draft.vote === vote ? draft.choice : standing(vote);
    for (const input of form.querySelectorAll("input[name=choice]")) {
      input.checked = choice.includes(input.value);
    }
  }

  // The reveal holds every rationale; the student's own are copied to the top.
  function showOwn() {
    const own = document.getElementById("own");
    const letters = own && chosenAtLast();
    if (!own || isSame([...own.children].map((part) => part.dataset.letter), letters)) return;
    const rationales = letters
      .map((letter) => document.querySelector(`template[data-own-of="${letter}"]`))
      .filter(Boolean)
      .map((template) => template.content.cloneNode(true));
    own.replaceChildren(...rationales);
  }

  // The letters under which the reveal keeps the own part: [""] for no answer.
  function chosenAtLast() {
    const isOfThis = [undefined, mine.vote].includes(screen.vote);
    return isOfThis && mine.choice.length ? mine.choice : [""];
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
    } else if (draft && draft.vote === vote && !isSame(draft.choice, standing(vote))) {
      screen.say(unsent(draft.choice), "unsent");
    } else if (mine.vote === vote && mine.choice.length) {
      screen.say(saved(mine.choice.join(", ")), "saved");
    }
  }

  function saved(letters) {
    if (form().dataset.phase === "open") {
      return text("Saved {letters} · you can change it until voting closes", { letters });
    }
    return text("Saved {letters} · voting is closed", { letters });
  }

  function unsent(choice) {
    if (form().dataset.sendsOnTap !== "true") {
      return text("{count} ticked, not sent", { count: choice.length });
    }
    return text("{letter} chosen, not sent. Press Send.", { letter: choice[0] });
  }

  // What the student has said last, whether or not the server has it.
  function standing(vote) {
    if (pending && pending.vote === vote) return pending.choice;
    return mine.vote === vote ? mine.choice : [];
  }

  function form() {
    return document.getElementById("answer");
  }

  function voteOf(form) {
    return Number(form.dataset.vote);
  }

  function ticked(form) {
    return [...form.querySelectorAll("input[name=choice]:checked")].map((input) => input.value);
  }

  function isSame(choice, other) {
    return choice.length === other.length && choice.join() === other.join();
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
