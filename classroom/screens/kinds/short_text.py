"""Short text, as it looks: sentences that the instructor released, and what they have."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from classroom.domain.kinds import Choice
from classroom.domain.kinds.short_text import MOST_SIGNS
from classroom.domain.question import Key, Question
from classroom.domain.tally import Tally
from classroom.screens import wording
from classroom.screens.kinds.choosing import place_label
from classroom.screens.views import Figure, ResultView, SentencesFigure, SentenceView

__all__ = ["figure", "headline", "how", "in_words", "name", "place_label"]


def name() -> str:
    return _("Short text")


def how(question: Question) -> str:
    return _(
        "At most %(number)s signs, and no real client details. Your instructor reads it first.",
        number=MOST_SIGNS,
    )


def headline(question: Question, key: Key, tally: Tally) -> str:
    if not tally.answered:
        return wording.nobody_answered()
    return ngettext(
        "%(num)s sentence was written.", "%(num)s sentences were written.", tally.answered
    )


def figure(
    question: Question,
    key: Key,
    tally: Tally,
    results: tuple[ResultView, ...],
    sentences: Sequence[SentenceView] | None,
) -> Figure | None:
    return SentencesFigure(tuple(sentences or ()), tally.answered, sentences is not None)


def in_words(choice: Choice, question: Question) -> str:
    return choice[0]
