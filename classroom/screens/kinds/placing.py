"""What kinds with options to put into places have in common."""

from __future__ import annotations

from flask_babel import gettext as _

from classroom.domain.kinds import Choice
from classroom.domain.placed import hardest_of
from classroom.domain.question import Key, Question, letter_of, place_of
from classroom.domain.tally import Tally
from classroom.screens import wording


def headline_of(
    question: Question, key: Key, tally: Tally, *, all_right: str, none_right: str, most_missed: str
) -> str:
    """How many placed everything rightly, and which option the room missed most.

    `all_right` takes a `share`, `most_missed` a `letter`.
    """
    if key.void:
        return wording.withdrawn()
    if not tally.answered:
        return wording.nobody_answered()
    share = wording.share(tally.full_marks, tally.answered)
    found = all_right % {"share": share} if tally.full_marks else none_right
    hardest = hardest_of(question, key, tally)
    return f"{found} {most_missed % {'letter': hardest.letter}}" if hardest else found


def as_pairs(choice: Choice, label: dict[str, str]) -> str:
    """“A Goal · B Task”: each option with the place that it was given."""
    return " · ".join(f"{letter_of(word)}\u00a0{label[place_of(word)]}" for word in choice)


def partial_credit() -> str:
    return _("Each right place earns its part.")
