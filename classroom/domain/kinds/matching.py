"""Matching: each item has one target, and a target or two are to spare."""

from __future__ import annotations

from collections.abc import Iterable

from classroom.domain.kinds.placing import Placing, place_faults
from classroom.domain.question import Question


class Matching(Placing):
    name = "matching"

    def faults(self, question: Question) -> Iterable[str]:
        items, targets = len(question.options), len(question.places)
        if not 3 <= items <= 6:
            yield f"a matching question has 3 to 6 items, this one has {items}"
        if not items <= targets <= 8:
            yield f"it has at least as many targets as items and at most 8, this one has {targets}"
        yield from place_faults(question)
        used = [id_ for option in question.options for id_ in option.places]
        for id_ in sorted({id_ for id_ in used if used.count(id_) > 1}):
            yield f"target {id_} belongs to two items; each item has one of its own"


KIND = Matching()
