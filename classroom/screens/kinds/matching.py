"""Matching, as it looks: items beside numbered targets, the room's pairs as a matrix."""

from __future__ import annotations

from flask_babel import gettext as _

from classroom.domain.kinds import Choice
from classroom.domain.question import Key, Place, Question
from classroom.domain.tally import Tally
from classroom.screens.kinds.choosing import figure
from classroom.screens.kinds.placing import as_pairs, headline_of, partial_credit

__all__ = ["figure", "headline", "how", "in_words", "name", "place_label"]


def name() -> str:
    return _("Matching")


def how(question: Question) -> str:
    spare = len(question.places) - len(question.options)
    choose = _("Choose a partner for each line.")
    left_over = _("Some are left over.") if spare else ""
    return " ".join(part for part in (choose, left_over, partial_credit()) if part)


def place_label(place: Place) -> str:
    return place.text


def headline(question: Question, key: Key, tally: Tally) -> str:
    return headline_of(
        question,
        key,
        tally,
        all_right=_("%(share)s matched every line."),
        none_right=_("Nobody matched every line."),
        most_missed=_("Missed most: %(letter)s."),
    )


def in_words(choice: Choice, question: Question) -> str:
    return as_pairs(choice, {place.id: place.id for place in question.places})
