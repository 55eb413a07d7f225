"""The headline of a reveal: what the room did, and what was needed, in at most 14 words.

Here the pattern is chosen and its facts are gathered; `screens` puts them into words.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from classroom.domain.question import Key, Question
from classroom.domain.tally import Tally, most_chosen

MOST_WORDS = 14


class Pattern(StrEnum):
    NOBODY = "nobody"
    VOID = "void"
    SPLIT = "split"
    ALL_FOUND = "all_found"
    """Select-all: how many found every keyed option and no other."""
    CASE_MET = "case_met"
    """A case, and most chose the key."""
    CASE_MISSED = "case_missed"
    RECALL_MET = "recall_met"
    RECALL_MISSED = "recall_missed"


@dataclass(frozen=True)
class Headline:
    """`number` people of `answered` did `gist`; `key_number` did `key_gist`."""

    pattern: Pattern
    answered: int = 0
    number: int = 0
    gist: str = ""
    needed: str = ""
    letters: tuple[str, ...] = ()
    key_number: int = 0
    key_gist: str = ""


def headline(question: Question, key: Key, tally: Tally) -> Headline:
    """The headline for this question as it was answered, under the key in force."""
    needed = question.reading.needed if question.reading else ""
    if key.void:
        return Headline(Pattern.VOID, tally.answered)
    top = most_chosen(question, tally)
    if not top:
        return Headline(Pattern.NOBODY, needed=needed)
    if question.kind == "select_all":
        return Headline(Pattern.ALL_FOUND, tally.answered, tally.full_marks, needed=needed)
    if len(top) > 1:
        return Headline(
            Pattern.SPLIT, tally.answered, tally.counts[top[0]], needed=needed, letters=top
        )
    chosen = question.option(top[0])
    met = chosen.letter in key.accepted
    key_letter = min(key.letters)
    if question.reading:
        pattern = Pattern.CASE_MET if met else Pattern.CASE_MISSED
    else:
        pattern = Pattern.RECALL_MET if met else Pattern.RECALL_MISSED
    return Headline(
        pattern,
        tally.answered,
        tally.counts[chosen.letter],
        gist=chosen.gist,
        needed=needed,
        letters=top,
        key_number=tally.counts[key_letter],
        key_gist=question.option(key_letter).gist,
    )
