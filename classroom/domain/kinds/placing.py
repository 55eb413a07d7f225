"""Options to put into places: what matching and classify have in common."""

from __future__ import annotations

from collections.abc import Iterable

from classroom.domain.errors import NoOption, TwoPlaces, UnknownOption
from classroom.domain.kinds.kind import Choice
from classroom.domain.question import Key, Question, letter_of, mark


class Placing:
    """A choice is a mark for each option that was placed, in the order of the options.

    An option may be left without a place: it earns nothing, and what was placed is not lost.
    """

    sends_on_tap = False
    is_keyed = True
    is_linked = True
    is_written = False
    takes_hands = False
    most_keyed: int | None = None

    def marks(self, question: Question) -> tuple[str, ...]:
        return tuple(
            mark(letter, place.id) for letter in question.letters for place in question.places
        )

    def choice(self, question: Question, sent: Iterable[str]) -> Choice:
        known = set(self.marks(question))
        placed: dict[str, str] = {}
        for word in sent:
            letter = letter_of(word)
            if word not in known:
                raise UnknownOption(option=word[:12])
            if placed.setdefault(letter, word) != word:
                raise TwoPlaces(option=letter)
        if not placed:
            raise NoOption
        return tuple(placed[letter] for letter in question.letters if letter in placed)

    def credit(self, choice: Choice, key: Key, question: Question) -> float:
        """Share of the options that stand where they belong."""
        if key.void:
            return 0.0
        return len(key.accepted & set(choice)) / len(question.options)


def place_faults(question: Question) -> Iterable[str]:
    """Options without a place, or in one that there is not."""
    ids = {place.id for place in question.places}
    for option in question.options:
        if not option.places:
            yield f"say where option {option.letter} belongs"
        for id_ in option.places:
            if id_ not in ids:
                yield f"option {option.letter} belongs to “{id_}”, which is none of the places"
