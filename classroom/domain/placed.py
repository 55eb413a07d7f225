"""Options that were put into places: how many stand where they belong."""

from __future__ import annotations

from classroom.domain.question import Key, Option, Question, letter_of, place_of
from classroom.domain.tally import Tally


def right_places(option: Option, key: Key, question: Question) -> tuple[str, ...]:
    """The ids of the places that count as right, as authored first, then corrected ones."""
    accepted = {place_of(word) for word in key.accepted if letter_of(word) == option.letter}
    authored = [id_ for id_ in option.places if id_ in accepted]
    others = [place.id for place in question.places if place.id in accepted - set(authored)]
    return (*authored, *others)


def rightly_placed(option: Option, key: Key, tally: Tally) -> int:
    """How many put the option into a place where it belongs."""
    return sum(
        tally.counts.get(word, 0) for word in key.accepted if letter_of(word) == option.letter
    )


def misplaced(option: Option, key: Key, tally: Tally) -> int:
    """How many put the option elsewhere; who left it without a place put it nowhere."""
    return sum(
        number
        for word, number in tally.counts.items()
        if letter_of(word) == option.letter and word not in key.accepted
    )


def hardest_of(question: Question, key: Key, tally: Tally) -> Option | None:
    """The option that fewest placed rightly, the first of equals; None when everybody did."""
    hardest = min(question.options, key=lambda option: rightly_placed(option, key, tally))
    return hardest if rightly_placed(hardest, key, tally) < tally.answered else None
