"""Right marks in words, for sentences about a key and its corrections."""

from __future__ import annotations

from collections.abc import Iterable

from classroom.domain.kinds import kind_named
from classroom.domain.question import Question, letter_of, place_of
from classroom.screens.kinds import look_of


def marks_in_words(marks: Iterable[str], question: Question) -> str:
    """“A, C”, or for options in their places “B: Goal, C: Task”, in the order of the question."""
    named = set(marks)
    look = look_of(question.kind)
    labels = {place.id: look.place_label(place) for place in question.places}
    return ", ".join(
        f"{letter_of(word)}: {labels[place_of(word)]}" if place_of(word) else word
        for word in kind_named(question.kind).marks(question)
        if word in named
    )
