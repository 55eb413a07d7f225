"""What kinds with options to choose have in common."""

from __future__ import annotations

from collections.abc import Sequence

from classroom.domain import headline as domain
from classroom.domain.kinds import Choice
from classroom.domain.question import Key, Place, Question
from classroom.domain.tally import Tally
from classroom.screens import wording
from classroom.screens.views import Figure, ResultView, SentenceView


def place_label(place: Place) -> str:
    return place.text


def headline(question: Question, key: Key, tally: Tally) -> str:
    return wording.headline(domain.headline(question, key, tally))


def figure(
    question: Question,
    key: Key,
    tally: Tally,
    results: tuple[ResultView, ...],
    sentences: Sequence[SentenceView] | None,
) -> Figure | None:
    return None


def in_words(choice: Choice, question: Question) -> str:
    return ", ".join(choice)
