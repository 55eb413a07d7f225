// The interface's sentences: named by their English, said in the language of the page (#texts).
(function (classroom) {
  "use strict";

  let translations;

  classroom.text = function (sentence, facts = {}) {
    translations = translations || onThePage();
    return (translations[sentence] || sentence).replace(/\{(\w+)\}/g, (_, name) => facts[name]);
  };

  function onThePage() {
    const element = document.getElementById("texts");
    return element ? JSON.parse(element.textContent) : {};
  }
})((window.classroom = window.classroom || {}));
