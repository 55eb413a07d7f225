"""What every kind of question can do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from classroom.domain.question import Key, Question

Choice = tuple[str, ...]
"""What a student sent, as letters in a canonical order."""


class Kind(Protocol):
    """The rules of one kind of question."""

    name: str
    sends_on_tap: bool
    """Whether one tap is a whole answer, so that the phone sends it at once."""

    def faults(self, question: Question) -> Iterable[str]:
        """What is wrong with an authored question of this kind, a sentence each."""
        ...

    def choice(self, question: Question, sent: Iterable[str]) -> Choice:
        """The canonical choice; AnswerRefused if it is none for this question."""
        ...

    def credit(self, choice: Choice, key: Key, question: Question) -> float:
        """The credit of a choice, from 0 to 1; a void question gives 0."""
        ...
