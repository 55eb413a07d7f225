"""Counts of a vote, and what the room reached for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from classroom.domain.kinds import PASS, Choice, kind_named
from classroom.domain.question import Key, Question
from classroom.domain.signature import Component, Valence

SMALL_ROOM = 20
"""Below this many answers a count says more than a percentage."""


@dataclass(frozen=True)
class Tally:
    """Counts per mark of one vote: per option, or per option in each place.

    `answered` counts people (answers and hands), those who `passed` beside them. One person may
    count for several marks, so `counts` may sum to more. `choices` are the whole answers.
    """

    answered: int
    counts: Mapping[str, int]
    full_marks: int = 0
    hands: Mapping[str, int] = field(default_factory=dict)
    passed: int = 0
    choices: Mapping[Choice, int] = field(default_factory=dict)
    is_open: bool = False
    """Of ballots that can still be changed there is only how many people took part: a count that
    grows beside the name of whoever just came would tell whose ballot it was."""

    @property
    def took_part(self) -> int:
        """How many answered or passed."""
        return self.answered + self.passed

    def percent(self, letter: str) -> int:
        """Share of the people who answered, rounded half up; 0 when nobody did."""
        return percent(self.counts.get(letter, 0), self.answered)

    @property
    def is_small(self) -> bool:
        return self.answered < SMALL_ROOM


def tally(
    question: Question,
    key: Key,
    choices: Iterable[Choice] | Mapping[Choice, int],
    hands: Mapping[str, int] | None = None,
) -> Tally:
    """Count choices (or a mapping from choice to its number) and hands raised without a phone."""
    numbers = Counter(choices)
    passed = numbers.pop(PASS, 0)
    hands = {letter: n for letter, n in (hands or {}).items() if n > 0}
    kind = kind_named(question.kind)
    counts = dict.fromkeys(kind.marks(question), 0)
    full = 0
    for choice, number in numbers.items():
        for mark in choice:
            if mark in counts:
                counts[mark] += number
        if kind.credit(choice, key, question) == 1:
            full += number
    for letter, number in hands.items():
        counts[letter] += number
        if kind.credit((letter,), key, question) == 1:
            full += number
    answered = sum(numbers.values()) + sum(hands.values())
    return Tally(answered, counts, full, hands, passed, numbers)


def most_chosen(question: Question, tally: Tally) -> tuple[str, ...]:
    """The letters with the highest count, several when tied; none when nobody chose one."""
    top = max((tally.counts.get(letter, 0) for letter in question.letters), default=0)
    if top == 0:
        return ()
    return tuple(letter for letter in question.letters if tally.counts[letter] == top)


def most_chosen_wrong(question: Question, key: Key, tally: Tally) -> str | None:
    """The wrong option with the highest count, the first of equals; None when nobody chose one.

    A void question has no wrong options.
    """
    if key.void:
        return None
    wrong = [letter for letter in question.letters if letter not in key.accepted]
    top = max(wrong, key=lambda letter: tally.counts[letter], default=None)
    return top if top is not None and tally.counts[top] > 0 else None


@dataclass(frozen=True)
class ProfileRow:
    """What one component received: choices that strengthened it, strained it, or did neither."""

    component: Component
    strengthens: int
    strains: int
    neither: int
    needed: bool

    @property
    def total(self) -> int:
        return self.strengthens + self.strains + self.neither


@dataclass(frozen=True)
class RoomProfile:
    """The tally by primary component and valence, beside the component called for.

    `choices` is the number of chosen options (more than people in select-all): the denominator.
    """

    rows: tuple[ProfileRow, ...]
    choices: int

    def percent(self, number: int) -> int:
        return percent(number, self.choices)


def room_profile(question: Question, tally: Tally) -> RoomProfile | None:
    """What the room reached for; None when the question carries no reading of a case, or when
    its options are not chosen for their effect: a poll is about sides, not about what was needed.

    The contextual row stands only when an option has that component.
    """
    if question.reading is None or not question.key or question.places:
        return None
    if any(option.signature is None for option in question.options):
        return None
    cells: Counter[tuple[Component, Valence]] = Counter()
    present = {Component.GOAL, Component.TASK, Component.BOND, question.reading.called_for}
    for option in question.options:
        assert option.signature is not None
        cells[option.signature.component, option.signature.valence] += tally.counts[option.letter]
        present.add(option.signature.component)
    rows = tuple(
        ProfileRow(
            component,
            cells[component, Valence.STRENGTHENS],
            cells[component, Valence.STRAINS],
            cells[component, Valence.NEITHER],
            component is question.reading.called_for,
        )
        for component in Component
        if component in present
    )
    return RoomProfile(rows, sum(cells.values()))


def percent(part: int, whole: int) -> int:
    """Part of whole in per cent, rounded half up; 0 of nothing is 0."""
    return (200 * part + whole) // (2 * whole) if whole else 0
