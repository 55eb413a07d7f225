"""How each kind of question looks: its name, its words, its figure. One module a kind.

A module is named like its kind and offers what `Look` lists; the templates of a kind are in
`templates/kinds/<kind>/`.
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from functools import cache
from typing import Protocol, cast

from classroom.domain.kinds import Choice
from classroom.domain.question import Key, Place, Question
from classroom.domain.tally import Tally
from classroom.screens.views import Figure, ResultView, SentenceView


class Look(Protocol):
    def name(self) -> str:
        """What instructors call the kind."""
        ...

    def how(self, question: Question) -> str:
        """What to do and what it earns, told before answering; empty where it goes without."""
        ...

    def place_label(self, place: Place) -> str:
        """What a place is called; only asked of kinds that have places."""
        ...

    def headline(self, question: Question, key: Key, tally: Tally) -> str:
        """What the room did and what was needed, in at most 14 words."""
        ...

    def figure(
        self,
        question: Question,
        key: Key,
        tally: Tally,
        results: tuple[ResultView, ...],
        sentences: Sequence[SentenceView] | None,
    ) -> Figure | None:
        """What is shown beside the results; None where a figure would say nothing."""
        ...

    def in_words(self, choice: Choice, question: Question) -> str:
        """A choice on one line, for lists and tables; not for a pass."""
        ...


@cache
def look_of(kind: str) -> Look:
    return cast(Look, importlib.import_module(f"{__name__}.{kind}"))
