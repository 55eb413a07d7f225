"""Questions to be played: one of each kind, short enough to know by heart."""

from __future__ import annotations

from typing import Any

from classroom.domain.kinds.classify import BINS
from classroom.domain.kinds.ordering import positions
from classroom.domain.question import Contested, Option, Place, Question, Source
from classroom.domain.signature import (
    Component,
    LensRule,
    Reading,
    Repair,
    Rupture,
    Signature,
    Strained,
    Valence,
)


def option(letter: str, *, key: bool = False, **given: Any) -> Option:
    return Option(
        letter=letter,
        text=f"Option {letter}",
        gist=f"chose the way of {letter}",
        is_key=key,
        rationale=f"Why {letter} stands as it does. There is more to say about {letter}.",
        **given,
    )


def case(slug: str = "polite-withdrawal", **given: Any) -> Question:
    """A vignette: B is the key and works on the task, C is the tempting warmth."""
    options = (
        option("A", signature=Signature(Component.TASK, Valence.STRAINS), misconception="push-on"),
        option(
            "B",
            key=True,
            signature=Signature(Component.TASK, Valence.STRENGTHENS, repair=Repair.EXPLORATORY),
        ),
        option(
            "C",
            signature=Signature(Component.BOND, Valence.NEITHER),
            misconception="empathy-only",
            misconception_label="Empathy and wait",
        ),
        option("D", signature=Signature(Component.GOAL, Valence.STRAINS)),
    )
    return Question(
        **{
            "id": slug,
            "version": 1,
            "kind": "single_best",
            "title": slug.replace("-", " ").capitalize(),
            "stem": "Dana spoke freely until you proposed an exposure exercise.",
            "lead_in": "What serves the alliance best now?",
            "options": options,
            "reading": Reading(
                Rupture.WITHDRAWAL, Strained.TASK, Component.TASK, "the task reopened"
            ),
            "sources": (Source("Bordin 1979", "Bordin (1979). The working alliance."),),
            **given,
        }
    )


def recall(slug: str = "three-parts") -> Question:
    """Plain recall: A is the key."""
    letters = ("A", "B", "C", "D")
    return Question(
        id=slug,
        version=3,
        kind="single_best",
        title="The three parts",
        lead_in="Which three?",
        options=tuple(option(letter, key=letter == "A") for letter in letters),
        contested=Contested("The exam wants three.", "Research argues about it."),
    )


def select_all(slug: str = "signs-of-withdrawal") -> Question:
    """A and C are keyed."""
    letters = ("A", "B", "C", "D", "E")
    return Question(
        id=slug,
        version=2,
        kind="select_all",
        title="Signs of withdrawal",
        lead_in="Tick all that are.",
        options=tuple(option(letter, key=letter in "AC") for letter in letters),
    )


def classify(slug: str = "sort-the-moves", **given: Any) -> Question:
    """A belongs to goal, B to task, C to bond; D to bond or to the frame."""
    places = {"A": ("goal",), "B": ("task",), "C": ("bond",), "D": ("bond", "contextual")}
    ideas = {"B": {"misconception": "task-is-homework", "misconception_label": "Task is homework"}}
    return Question(
        **{
            "id": slug,
            "version": 1,
            "kind": "classify",
            "title": "Sort the moves",
            "lead_in": "Which part does each move work on?",
            "options": tuple(
                option(letter, places=belongs, rule=LensRule.TASK_TEST, **ideas.get(letter, {}))
                for letter, belongs in places.items()
            ),
            "places": BINS,
            "in_practice": "Most moves work on two parts at once.",
            **given,
        }
    )


def matching(slug: str = "four-terms") -> Question:
    """A belongs to target 3, B to 1, C to 2; 4 is to spare."""
    return Question(
        id=slug,
        version=1,
        kind="matching",
        title="Four terms",
        lead_in="Which belongs to which?",
        options=tuple(
            option(letter, places=(id_,)) for letter, id_ in zip("ABC", "312", strict=True)
        ),
        places=tuple(Place(id_, f"Target number {id_}") for id_ in "1234"),
    )


def ordering(slug: str = "repair-in-order") -> Question:
    """The right order is B, C, A."""
    return Question(
        id=slug,
        version=1,
        kind="ordering",
        title="A repair in order",
        lead_in="Bring the steps into order.",
        options=tuple(
            option(letter, places=(id_,)) for letter, id_ in zip("ABC", "312", strict=True)
        ),
        places=positions(3),
    )


def poll(slug: str = "would-you-disclose", **given: Any) -> Question:
    """Three sides; whoever does not want to take one passes."""
    return Question(
        **{
            "id": slug,
            "version": 1,
            "kind": "poll",
            "title": "Would you disclose?",
            "lead_in": "Which would you do?",
            "options": tuple(
                option(letter, misconception="none-of-these", misconception_label="A side taken")
                for letter in "ABC"
            ),
            "sensitivity": ("disclosure",),
            **given,
        }
    )


def short_text(slug: str = "your-sentence") -> Question:
    """A sentence is read for two features."""
    return Question(
        id=slug,
        version=1,
        kind="short_text",
        title="Your sentence",
        lead_in="What would you say?",
        options=(option("A"), option("B")),
    )


def _placed(letters: str, places: str) -> list[Option]:
    return [option(letter, places=(id_,)) for letter, id_ in zip(letters, places, strict=True)]
