// What this browser, or this tab, remembers. Storage may be forbidden: then nothing is kept.
(function (classroom) {
  "use strict";

  classroom.memory = {
    browser: memory(() => localStorage),
    tab: memory(() => sessionStorage),
  };

  function memory(storage) {
    return {
      recall(name) {
        try {
          return JSON.parse(storage().getItem(`classroom-${name}`));
        } catch (error) {
          return null;
        }
      },
      keep(name, value) {
        try {
          storage().setItem(`classroom-${name}`, JSON.stringify(value));
        } catch (error) {
          // Nothing to do: the page works without.
        }
      },
      forget(name) {
        try {
          storage().removeItem(`classroom-${name}`);
        } catch (error) {
          // Nothing was kept.
        }
      },
    };
  }
})((window.classroom = window.classroom || {}));
