"""What every kind of question can do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from classroom.domain.question import Key, Question

Choice = tuple[str, ...]
"""What a student sent, as marks in a canonical order: letters (`B`), options in their places
(`B:goal`), or the one text. The empty choice is a pass."""

PASS: Choice = ()
"""Nothing was chosen, on purpose. It counts as taking part and earns neither credit nor blame."""


def as_text(choice: Choice) -> str:
    """A choice as it is kept: its marks joined by commas, the text as it is, a pass as nothing."""
    return ",".join(choice)


def from_text(text: str) -> Choice:
    """The choice of marks in a text that `as_text` made."""
    return tuple(text.split(",")) if text else PASS


class Kind(Protocol):
    """The rules of one kind of question."""

    name: str
    sends_on_tap: bool
    """Whether one tap is a whole answer, so that the phone sends it at once."""
    is_keyed: bool
    """Whether there is a right and a wrong, and so a credit."""
    is_linked: bool
    """Whether an answer stays its student's. Others belong to nobody once voting has closed."""
    is_written: bool
    """Whether an answer is a text of one's own, which others read only when it is released."""
    takes_hands: bool
    """Whether a hand raised without a phone can stand for one of its options."""
    most_keyed: int | None
    """How many marks another key may have: 0 when it can only be withdrawn, None for any number."""

    def faults(self, question: Question) -> Iterable[str]:
        """What is wrong with an authored question of this kind, a sentence each."""
        ...

    def marks(self, question: Question) -> tuple[str, ...]:
        """All marks that a choice can be made of, in order; none when they cannot be listed."""
        ...

    def choice(self, question: Question, sent: Iterable[str]) -> Choice:
        """The canonical choice; AnswerRefused if it is none for this question. Never a pass."""
        ...

    def credit(self, choice: Choice, key: Key, question: Question) -> float:
        """The credit of a choice, from 0 to 1; a void question and a pass give 0."""
        ...
