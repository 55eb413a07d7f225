// A clicker's keys reach only the focused window: the projector page passes them to the console.
(function (classroom) {
  "use strict";

  // On the projector: a function that passes the meaning of a key on.
  classroom.lendKeys = function (session) {
    const channel = channelOf(session);
    return (meaning) => channel && channel.postMessage({ meaning });
  };

  // On the console: `press` is called with each meaning that arrives.
  classroom.borrowedKeys = function (session, press) {
    const channel = channelOf(session);
    if (channel) channel.onmessage = ({ data }) => press(data.meaning);
  };

  // Pages of one browser and one address share it; Safari before 15.4 has none.
  function channelOf(session) {
    return window.BroadcastChannel ? new BroadcastChannel(`classroom-${session}`) : null;
  }
})((window.classroom = window.classroom || {}));
