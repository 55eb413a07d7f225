"""A student's own results in an exam, counted by what the questions were about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from classroom.domain.question import Question
from classroom.domain.signature import Component


@dataclass(frozen=True)
class OwnMark:
    """One question with a key in force. `credit` is None where it was not answered, or passed."""

    question: Question
    credit: float | None


@dataclass(frozen=True)
class OwnCount:
    """Of so many questions, how many were answered, and how many with full marks."""

    asked: int
    answered: int
    right: int


def by_domain(marks: Iterable[OwnMark]) -> tuple[tuple[int, OwnCount], ...]:
    """By the domain of the exam's outline, 1 to 6."""
    sorted_out: defaultdict[int, list[OwnMark]] = defaultdict(list)
    for own in marks:
        if own.question.nce_domain is not None:
            sorted_out[own.question.nce_domain].append(own)
    return tuple((domain, _count(found)) for domain, found in sorted(sorted_out.items()))


def by_component(marks: Iterable[OwnMark]) -> tuple[tuple[Component, OwnCount], ...]:
    """By the part of the alliance that the case called for; without a case there is none."""
    sorted_out: defaultdict[Component, list[OwnMark]] = defaultdict(list)
    for own in marks:
        if own.question.reading is not None:
            sorted_out[own.question.reading.called_for].append(own)
    return tuple(
        (component, _count(sorted_out[component]))
        for component in Component
        if component in sorted_out
    )


def _count(found: list[OwnMark]) -> OwnCount:
    credits = [own.credit for own in found if own.credit is not None]
    return OwnCount(len(found), len(credits), sum(1 for credit in credits if credit == 1))
