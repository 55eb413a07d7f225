"""Options to choose from: what single best answer, select-all and poll have in common."""

from __future__ import annotations

from collections.abc import Iterable

from classroom.domain.errors import NoOption, TooManyOptions, UnknownOption
from classroom.domain.kinds.kind import Choice
from classroom.domain.question import Question


class Choosing:
    """A choice is the letters of what was chosen, in the order of the options."""

    is_written = False
    takes_hands = True

    def marks(self, question: Question) -> tuple[str, ...]:
        return question.letters


def several_of(question: Question, sent: Iterable[str]) -> Choice:
    """One option or more; UnknownOption, NoOption."""
    letters = set(sent)
    for letter in sorted(letters):
        if letter not in question.letters:
            raise UnknownOption(option=letter[:12])
    if not letters:
        raise NoOption
    return tuple(letter for letter in question.letters if letter in letters)


def one_of(question: Question, sent: Iterable[str]) -> Choice:
    """Exactly one option; also TooManyOptions."""
    letters = tuple(sent)
    if len(letters) > 1:
        raise TooManyOptions
    return several_of(question, letters)
