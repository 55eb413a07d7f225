"""Ordering: moves to bring into the order in which a lesson presents them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from classroom.domain.errors import IncompleteOrder, UnknownOption
from classroom.domain.kinds.kind import Choice
from classroom.domain.question import Key, Place, Question, letter_of, mark, place_of


def positions(number: int) -> tuple[Place, ...]:
    """The places of an order of so many options: 1, 2, 3 …"""
    return tuple(Place(str(position)) for position in range(1, number + 1))


class Ordering:
    """A choice is a mark for each option, first to last: `C:1`, `A:2`, …"""

    name = "ordering"
    sends_on_tap = False
    is_keyed = True
    is_linked = True
    is_written = False
    takes_hands = False
    most_keyed = 0

    def faults(self, question: Question) -> Iterable[str]:
        if not 3 <= len(question.options) <= 6:
            yield f"an ordering question has 3 to 6 options, this one has {len(question.options)}"
        places = [id_ for option in question.options for id_ in option.places]
        if sorted(places) != [place.id for place in question.places]:
            yield "give every option a “place” of its own, from 1 on without a gap"
        elif places == sorted(places):
            yield "write the options in another order than the right one: they are shown like this"

    def marks(self, question: Question) -> tuple[str, ...]:
        return tuple(
            mark(letter, place.id) for letter in question.letters for place in question.places
        )

    def choice(self, question: Question, sent: Iterable[str]) -> Choice:
        words = set(sent)
        unknown = sorted(words - set(self.marks(question)))
        if unknown:
            raise UnknownOption(option=unknown[0][:12])
        placed = {place_of(word): word for word in words}
        letters = set(order_of(tuple(words)))
        if not len(words) == len(placed) == len(letters) == len(question.options):
            raise IncompleteOrder
        return tuple(placed[place.id] for place in question.places)

    def credit(self, choice: Choice, key: Key, question: Question) -> float:
        """Share of the neighbors of the key that stand together, in this order, in the choice."""
        if key.void or not choice:
            return 0.0
        wanted = steps(in_order(key.letters))
        return len(wanted & steps(order_of(choice))) / len(wanted)


def order_of(choice: Choice) -> tuple[str, ...]:
    """The letters of a choice, first to last."""
    return tuple(letter_of(word) for word in choice)


def in_order(marks: Iterable[str]) -> tuple[str, ...]:
    """The letters of the marks by their places: the order that a key stands for."""
    return order_of(tuple(sorted(marks, key=lambda word: int(place_of(word)))))


def steps(order: tuple[str, ...]) -> set[tuple[str, str]]:
    """Each option with the one that follows it."""
    return set(pairwise(order))


KIND = Ordering()
