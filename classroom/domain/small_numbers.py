"""How few is too few to show, where an opinion must not lead back to a person."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from classroom.domain.errors import N_
from classroom.domain.tally import Tally

SMALLEST_ROOM = 5
"""Below this many ballots nothing is broken down."""
FEW = 2
"""One or two people are “a few”."""
PASSED = ""
"""The cell of those who passed, beside the letters of the sides."""


class Instead(StrEnum):
    """What stands for a number that is kept back."""

    NOTHING = "nothing"
    FEW = "few"
    SOME = "some"
    MOST = "most"


WORDS = {
    Instead.NOTHING: "–",
    Instead.FEW: N_("a few"),
    Instead.SOME: N_("some"),
    Instead.MOST: N_("most"),
}


def may_break_down(ballots: int) -> bool:
    return ballots >= SMALLEST_ROOM


def kept_back(tally: Tally) -> Mapping[str, Instead]:
    """Which sides of a poll, and passes, are shown without their number, and how.

    Nothing is told of ballots that can still be changed, nor in a small room. Where the sum of the
    cells of one or two, which is all ballots less the others, would give each of them away, the
    next larger cell is kept back with them.
    """
    cells = {**tally.counts, PASSED: tally.passed}
    if tally.is_open or not may_break_down(tally.answered):
        return dict.fromkeys(cells, Instead.NOTHING)
    found = {cell: Instead.FEW for cell, number in cells.items() if 0 < number <= FEW}
    if found and sum(cells[cell] for cell in found) in (len(found), FEW * len(found)):
        others = [cell for cell, number in cells.items() if number > FEW]
        if others:
            beside = min(others, key=lambda cell: cells[cell])
            is_most = 2 * cells[beside] > tally.took_part
            found[beside] = Instead.MOST if is_most else Instead.SOME
    return found
