"""Single best answer: exactly one option, exactly one key."""

from __future__ import annotations

from collections.abc import Iterable

from classroom.domain.kinds.choosing import Choosing, one_of
from classroom.domain.kinds.kind import PASS, Choice
from classroom.domain.question import Key, Question


class SingleBest(Choosing):
    name = "single_best"
    sends_on_tap = True
    is_keyed = True
    is_linked = True
    most_keyed = 1

    def faults(self, question: Question) -> Iterable[str]:
        number = len(question.options)
        if number != 4:
            yield f"a single-best-answer question has 4 options, this one has {number}"
        if len(question.key) != 1:
            yield f"exactly one option is the key, here {len(question.key)} are"

    def choice(self, question: Question, sent: Iterable[str]) -> Choice:
        return one_of(question, sent)

    def credit(self, choice: Choice, key: Key, question: Question) -> float:
        return float(choice != PASS and not key.void and choice[0] in key.accepted)


KIND = SingleBest()
