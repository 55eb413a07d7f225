"""Classify: moves to sort into the parts of the alliance, read by the rules of the lens."""

from __future__ import annotations

from collections.abc import Iterable

from classroom.domain.kinds.placing import Placing, place_faults
from classroom.domain.question import Place, Question
from classroom.domain.signature import Component

BINS = tuple(Place(component.value) for component in Component)
"""Goal, task, bond and contextual: the places of every question of this kind."""


class Classify(Placing):
    name = "classify"

    def faults(self, question: Question) -> Iterable[str]:
        if not 6 <= len(question.options) <= 8:
            yield f"a classify question has 6 to 8 moves, this one has {len(question.options)}"
        yield from place_faults(question)
        for option in question.options:
            if len(option.places) > 2:
                yield f"option {option.letter} fits at most two bins, here {len(option.places)}"
            if option.rule is None:
                yield f"name the rule of the lens that decides option {option.letter}"


KIND = Classify()
