"""How sure a student is, as one of three levels told by odds; diagnostic, never a mark.

Levels are numbers, because words mean different things to people. Their borders are the switch
points of certainty-based marking, at which another level pays better: p = 2/3 and p = 4/5
(Gardner-Medwin: 1, 2 or 3 if right, 0, −2 or −6 if wrong).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from classroom.domain.errors import MalformedAnswer
from classroom.domain.kinds import Choice
from classroom.domain.question import Key, Question, letter_of

LEVELS = (1, 2, 3)
CONFIDENT = 3


@dataclass(frozen=True)
class Calibration:
    """Of the answers given at one level, how many were right."""

    level: int
    right: int
    answers: int


def checked(certainty: int | None, question: Question) -> int | None:
    """The level to store: None where the question asks for none; MalformedAnswer if it is none."""
    if certainty is None or not question.asks_certainty:
        return None
    if certainty not in LEVELS:
        raise MalformedAnswer
    return certainty


def calibration(answers: Iterable[tuple[int | None, float]]) -> tuple[Calibration, ...]:
    """A line for each level from (level, credit) pairs; only full credit counts as right."""
    given: Counter[int] = Counter()
    right: Counter[int] = Counter()
    for level, credit in answers:
        if level is not None:
            given[level] += 1
            right[level] += credit == 1
    return tuple(Calibration(level, right[level], given[level]) for level in LEVELS if given[level])


def confident_and_wrong(
    question: Question, key: Key, sure: Mapping[Choice, int]
) -> tuple[tuple[str, int], ...]:
    """What those believed who were sure and wrong: a misconception or an option → how many.

    `sure` counts the choices given at the highest level. The most common comes first: it is what
    to talk about.
    """
    held: Counter[str] = Counter()
    for choice, number in sure.items():
        wrong = {letter_of(word) for word in set(choice) - key.accepted}
        believed = [
            option.misconception_label or option.text
            for option in question.options
            if option.letter in wrong
        ]
        for belief in dict.fromkeys(believed):  # of one person, once
            held[belief] += number
    return tuple(held.most_common())
