"""Poll: sides that can be taken, with reasons for each; no key, no points, nobody's afterwards."""

from __future__ import annotations

from collections.abc import Iterable

from classroom.domain.kinds.choosing import Choosing, one_of
from classroom.domain.kinds.kind import Choice
from classroom.domain.question import Key, Question


class Poll(Choosing):
    name = "poll"
    sends_on_tap = True
    is_keyed = False
    is_linked = False
    takes_hands = False
    """Hands are seen by all: taken from the counts, they would leave the ballots of the others."""
    most_keyed = 0

    def faults(self, question: Question) -> Iterable[str]:
        if not 2 <= len(question.options) <= 4:
            yield f"a poll has 2 to 4 options, this one has {len(question.options)}"
        if question.key:
            yield "a poll has no key: remove “key” from its options"

    def choice(self, question: Question, sent: Iterable[str]) -> Choice:
        return one_of(question, sent)

    def credit(self, choice: Choice, key: Key, question: Question) -> float:
        return 0.0


KIND = Poll()
