"""Ordering, as it looks: the right order, the orders that were chosen, the steps that were lost."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from flask_babel import gettext as _

from classroom.domain.kinds import Choice
from classroom.domain.kinds.ordering import in_order, order_of, steps
from classroom.domain.question import Key, Place, Question
from classroom.domain.tally import Tally, percent
from classroom.screens import wording
from classroom.screens.views import (
    Figure,
    OrderingFigure,
    OrderView,
    ResultView,
    SentenceView,
    StepKeptView,
)

MOST_ORDERS = 3


def name() -> str:
    return _("Ordering")


def how(question: Question) -> str:
    return _("Move the lines up or down. Each right neighbor earns its part.")


def place_label(place: Place) -> str:
    return place.id


def headline(question: Question, key: Key, tally: Tally) -> str:
    if key.void:
        return wording.withdrawn()
    if not tally.answered:
        return wording.nobody_answered()
    share = wording.share(tally.full_marks, tally.answered)
    found = _("%(share)s found the whole order.", share=share)
    if not tally.full_marks:
        found = _("Nobody found the whole order.")
    kept = _steps_kept(key, tally)
    lost = min(kept, key=lambda step: step.count)
    if lost.count == tally.answered:
        return found
    return (
        found
        + " "
        + _("Lost most: %(first)s before %(second)s.", first=lost.first, second=lost.second)
    )


def figure(
    question: Question,
    key: Key,
    tally: Tally,
    results: tuple[ResultView, ...],
    sentences: Sequence[SentenceView] | None,
) -> Figure | None:
    right = () if key.void else in_order(key.letters)
    by_letter = {result.letter: result for result in results}
    common = sorted(tally.choices.items(), key=lambda item: (-item[1], item[0]))[:MOST_ORDERS]
    return OrderingFigure(
        right=tuple(by_letter[letter] for letter in right),
        orders=tuple(
            OrderView(
                order_of(choice),
                number,
                percent(number, tally.answered),
                is_key=not key.void and order_of(choice) == right,
            )
            for choice, number in common
        ),
        steps=() if key.void else _steps_kept(key, tally),
    )


def in_words(choice: Choice, question: Question) -> str:
    return ", ".join(order_of(choice))


def _steps_kept(key: Key, tally: Tally) -> tuple[StepKeptView, ...]:
    """For each two neighbors of the right order how many kept them together, in this order."""
    kept = []
    for step in pairwise(in_order(key.letters)):
        count = sum(n for choice, n in tally.choices.items() if step in steps(order_of(choice)))
        kept.append(StepKeptView(*step, count, percent(count, tally.answered)))
    return tuple(kept)
