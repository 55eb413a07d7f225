"""Short text: a sentence of one's own, read against the features that a good one has."""

from __future__ import annotations

from collections.abc import Iterable

from classroom.domain.errors import NoText, TextTooLong, TooManyOptions
from classroom.domain.kinds.kind import Choice
from classroom.domain.names import graphemes, visible
from classroom.domain.question import Key, Question

MOST_SIGNS = 140


class ShortText:
    """A choice is the one text. The options are the features: what the class looks for in it."""

    name = "short_text"
    sends_on_tap = False
    is_keyed = False
    is_linked = False
    is_written = True
    takes_hands = False
    most_keyed = 0

    def faults(self, question: Question) -> Iterable[str]:
        if not 2 <= len(question.options) <= 6:
            yield f"a short text is read for 2 to 6 features, here {len(question.options)}"
        if question.key:
            yield "a short text has no key: remove “key” from its features"

    def marks(self, question: Question) -> tuple[str, ...]:
        return ()

    def choice(self, question: Question, sent: Iterable[str]) -> Choice:
        """One line of visible text of at most 140 signs; NoText, TextTooLong."""
        texts = tuple(sent)
        if len(texts) > 1:
            raise TooManyOptions
        text = visible(texts[0]) if texts else ""
        if not text:
            raise NoText
        if graphemes(text) > MOST_SIGNS or len(text) > 4 * MOST_SIGNS:
            raise TextTooLong(limit=MOST_SIGNS)
        return (text,)

    def credit(self, choice: Choice, key: Key, question: Question) -> float:
        return 0.0


KIND = ShortText()
