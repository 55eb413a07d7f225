// The Socket.IO connection of a live screen, and the banner that says when it is in trouble.
(function (classroom) {
  "use strict";

  const OPENING_MS = 5000; // a WebSocket that a network swallows gives no error, only silence
  const PATIENCE_MS = 5000;
  const FIRST_BANNER_MS = 3000;
  const POLLING_FIRST = "polling-first";

  const { text, memory } = classroom;
  const listeners = [];
  const troubles = new Map();
  let socket;
  let isOver = false;

  classroom.connection = { open, on, ask, isUp, renew, trouble };

  // `auth` is {screen, session}; who is asking, the server reads from the cookies.
  function open(auth) {
    socket = io({
      auth,
      query: { session: auth.session }, // for a proxy that sends a room to one worker
      transports: transports(),
      tryAllTransports: true,
      timeout: OPENING_MS,
      reconnectionDelay: 500,
      reconnectionDelayMax: 4000,
      randomizationFactor: 0.5,
    });
    socket.on("connect", onConnect);
    socket.on("disconnect", onDisconnect);
    socket.on("connect_error", onConnectError);
    socket.on("gone", onGone);
    for (const [event, listener] of listeners) socket.on(event, listener);
    setTimeout(() => isUp() || onDisconnect(), FIRST_BANNER_MS);
    watchForWaking();
  }

  function on(event, listener) {
    listeners.push([event, listener]);
    if (socket) socket.on(event, listener);
  }

  // The server's reply; rejected when there is none in time, or no connection.
  function ask(event, payload, patience_ms = PATIENCE_MS) {
    return new Promise((resolve, reject) => {
      // Socket.IO would keep the message and send it later, beside our own second try.
      if (!isUp()) return reject(new Error("not connected"));
      socket.timeout(patience_ms).emit(event, payload, (error, reply) => {
        if (error) reject(error);
        else resolve(reply);
      });
    });
  }

  function isUp() {
    return Boolean(socket && socket.connected);
  }

  // Connect now, without waiting for Socket.IO's own next attempt.
  function renew() {
    if (!isOver) socket.disconnect().connect();
  }

  // Show a line in the banner under this name, or take it back with an empty text.
  function trouble(name, line, link) {
    if (line) troubles.set(name, { line, link });
    else troubles.delete(name);
    const banner = document.getElementById("banner");
    const shown = troubles.get("over") || troubles.get("lost") || troubles.get("slow");
    banner.replaceChildren();
    if (shown) banner.append(shown.line);
    if (shown && shown.link) banner.append(" ", shown.link);
    banner.hidden = !shown;
  }

  function onConnect() {
    document.body.dataset.connection = "up";
    trouble("lost", "");
    const { engine } = socket.io;
    noteTransport(engine.transport.name);
    engine.on("upgrade", (transport) => noteTransport(transport.name));
  }

  function onDisconnect(reason) {
    if (isOver) return;
    document.body.dataset.connection = "down";
    trouble("lost", text("No connection. Trying again…"));
    // Socket.IO does not come back by itself when the server closed the connection politely.
    if (reason === "io server disconnect") comeBack();
  }

  function onConnectError(error) {
    if (socket.active) {
      if (error.message === "timeout") swapTransports();
      return; // the way to the server failed: Socket.IO tries again by itself
    }
    const { code, text: line, href } = error.data || {};
    if (code === "busy" || code === "too-fast") return comeBack();
    end(line || text("This page is no longer connected."), link(href || location.href));
  }

  // The seat, the session or the sign-in is no more: nothing of the screen may stay.
  function onGone({ code, text: line, href }) {
    end("");
    document.body.dataset.gone = code;
    const place = document.createElement("div");
    place.className = "wait";
    const heading = document.createElement("h1");
    heading.textContent = line;
    heading.tabIndex = -1;
    place.append(heading);
    place.append(link(href || location.href, "button"));
    const screen = document.getElementById("screen");
    screen.replaceChildren(place);
    screen.dataset.phase = "gone";
    document.getElementById("status").textContent = "";
    heading.focus();
  }

  function end(line, link) {
    isOver = true;
    document.body.dataset.connection = "over";
    socket.disconnect();
    trouble("lost", "");
    trouble("over", line, link);
  }

  function link(href, look = "") {
    const element = document.createElement("a");
    element.href = href;
    element.className = look;
    element.textContent = href === location.href ? text("Reload this page") : text("Go on");
    return element;
  }

  // With jitter, so that a room does not come back as one.
  function comeBack() {
    setTimeout(() => isOver || socket.connect(), 500 + Math.random() * 2500);
  }

  function watchForWaking() {
    let hiddenSince = 0;
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) hiddenSince = Date.now();
      else if (Date.now() - hiddenSince > 3000) freshen();
    });
    addEventListener("pageshow", (event) => event.persisted && freshen());
    addEventListener("online", () => isUp() || renew());
  }

  // A phone that slept may hold a connection that is long dead, and a screen that is out of date.
  function freshen() {
    if (isUp()) ask("refresh", {}, 3000).catch(renew);
    else renew();
  }

  function transports() {
    if (!window.WebSocket) return ["polling"]; // its absence is no error to `tryAllTransports`
    const all = ["websocket", "polling"];
    return memory.tab.recall(POLLING_FIRST) ? all.reverse() : all;
  }

  // `tryAllTransports` falls back on an error only; where WebSockets fall silent, poll first.
  function swapTransports() {
    if (memory.tab.recall(POLLING_FIRST)) memory.tab.forget(POLLING_FIRST);
    else memory.tab.keep(POLLING_FIRST, true);
    socket.io.opts.transports = transports();
  }

  function noteTransport(name) {
    document.body.dataset.transport = name;
    if (name === "websocket") memory.tab.forget(POLLING_FIRST);
  }
})((window.classroom = window.classroom || {}));
