"""Poll, as it looks: sides with their reasons, and no figure that could lead to a person."""

from __future__ import annotations

from flask_babel import gettext as _

from classroom.domain.question import Key, Question
from classroom.domain.small_numbers import Instead, kept_back
from classroom.domain.tally import Tally
from classroom.screens import wording
from classroom.screens.kinds.choosing import figure, in_words, place_label

__all__ = ["figure", "headline", "how", "in_words", "name", "place_label"]


def name() -> str:
    return _("Poll")


def how(question: Question) -> str:
    return _("No answer is right or wrong here.")


def headline(question: Question, key: Key, tally: Tally) -> str:
    """The two sides that most people took: “12 of 19 named it now. 7 waited.”"""
    if not tally.took_part:
        return wording.nobody_answered()
    kept = kept_back(tally)
    if Instead.NOTHING in kept.values():
        return _("Fewer than five answered, so no sides are shown.")
    first, second = sorted(question.options, key=lambda option: -tally.counts[option.letter])[:2]
    most = _in_short(kept.get(first.letter)) or wording.share(
        tally.counts[first.letter], tally.took_part
    )
    next_most = _in_short(kept.get(second.letter)) or str(tally.counts[second.letter])
    return f"{most} {first.gist}. {next_most} {second.gist}."


def _in_short(word: Instead | None) -> str:
    """In one word, where a number is kept back."""
    if word is None:
        return ""
    return _("Few") if word is Instead.FEW else wording.instead(word).capitalize()
