"""Single best answer: exactly one option, exactly one key."""

from __future__ import annotations

from collections.abc import Iterable

from classroom.domain.errors import NoOption, TooManyOptions, UnknownOption
from classroom.domain.kinds.kind import Choice
from classroom.domain.question import Key, Question


class SingleBest:
    name = "single_best"
    sends_on_tap = True

    def faults(self, question: Question) -> Iterable[str]:
        number = len(question.options)
        if number != 4:
            yield f"a single-best-answer question has 4 options, this one has {number}"
        if len(question.key) != 1:
            yield f"exactly one option is the key, here {len(question.key)} are"

    def choice(self, question: Question, sent: Iterable[str]) -> Choice:
        letters = tuple(sent)
        if not letters:
            raise NoOption
        if len(letters) > 1:
            raise TooManyOptions
        if letters[0] not in question.letters:
            raise UnknownOption(option=letters[0][:12])
        return letters

    def credit(self, choice: Choice, key: Key, question: Question) -> float:
        return float(not key.void and choice[0] in key.accepted)


KIND = SingleBest()
