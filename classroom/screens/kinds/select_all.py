"""Select all that apply, as it looks."""

from __future__ import annotations

from flask_babel import gettext as _

from classroom.domain.question import Question
from classroom.screens.kinds.choosing import figure, headline, in_words, place_label

__all__ = ["figure", "headline", "how", "in_words", "name", "place_label"]


def name() -> str:
    return _("Select all that apply")


def how(question: Question) -> str:
    return _("Tick all that apply. Each right tick earns its part, each wrong one takes some away.")
