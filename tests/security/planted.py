"""A lesson whose every telling text is a sentinel, and the ears that listen for them.

Each sentinel names its place: `Q1-RATIONALE-B`. Found in the bytes of a phone or projector before
its time, it says what leaked.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

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
    Stage,
    Strained,
    Valence,
)
from classroom.storage.tables import Bank, Lesson, LessonQuestion, StoredQuestion
from classroom.storage.writer import write

HANDS = {"A": 613, "B": 389}
"""Raised hands give counts (and per cents) that stand in no page by chance."""
PRIVATE = ("NOTE", "EVIDENCE")
"""What stays on the console even after the reveal."""
_SENTINEL = re.compile(
    r"Q\d-(?:SLUG|STEM|LEAD|TEXT|TITLE|GIST|RATIONALE|EFFECT|MISC|NEED|SOURCE|EXAM|FACT|NOTE|EVID)"
    r"\w*(?:-[A-D])?"
)
_COUNT = re.compile(r"(?<![\w.\-])(?:613|389|61(?:\.\d+)?\s*(?:%|per cent)|39\s*%)(?![\w\-])")


def question(number: int, key: str = "B") -> Question:
    """A case with sentinels in every text; `key` is the letter of the keyed option."""
    name = f"Q{number}"
    return Question(
        id=f"{name}-SLUG".lower(),
        version=7,
        kind="single_best",
        title=f"{name}-TITLE",
        stem=f"{name}-STEM",
        lead_in=f"{name}-LEAD",
        options=tuple(_option(name, letter, letter == key) for letter in "ABCD"),
        level="apply",
        section="RUP",
        reading=Reading(Rupture.WITHDRAWAL, Strained.TASK, Component.TASK, f"{name}-NEEDED"),
        facts=(f"{name}-FACT",),
        sources=(Source(f"{name}-SOURCE", f"{name}-SOURCE long", "https://example.org/x"),),
        evidence_note=f"{name}-EVIDENCE",
        contested=Contested(f"{name}-EXAM", f"{name}-EXAMINED"),
        note=f"{name}-NOTE",
    )


def _option(name: str, letter: str, is_key: bool) -> Option:
    """Everything that may differ between a keyed and a wrong option differs."""
    signature = Signature(
        component=Component.TASK if is_key else Component.BOND,
        valence=Valence.STRENGTHENS if is_key else Valence.STRAINS,
        stage=Stage.DEEPENING,
        repair=Repair.IMMEDIATE if is_key else Repair.NONE,
    )
    return Option(
        letter=letter,
        text=f"{name}-TEXT-{letter}",
        gist=f"{name}-GIST-{letter}",
        is_key=is_key,
        rationale=f"{name}-RATIONALE-{letter} says why. And {name}-RATIONALE-{letter} again.",
        signature=signature,
        effect=f"{name}-EFFECT-{letter}",
        misconception=None if is_key else f"{name}-MISC-{letter}",
        misconception_label=None if is_key else f"{name}-MISCLABEL-{letter}",
    )


def of_kind(kind: str, number: int) -> Question:
    """The same as a question of that kind; where things are put into places, those are its key."""
    chosen = replace(question(number), kind=kind, in_practice=f"Q{number}-EXAMPLE")
    if kind in ("single_best", "select_all"):
        return replace(chosen, asks_certainty=True)
    options = tuple(replace(option, is_key=False) for option in chosen.options)
    if kind not in _PLACES:
        return replace(chosen, options=options)
    placed = tuple(
        replace(option, places=(id_,), rule=LensRule.TASK_TEST if kind == "classify" else None)
        for option, id_ in zip(options, _RIGHT[kind], strict=True)
    )
    return replace(chosen, options=placed, places=_PLACES[kind])


_PLACES = {
    "ordering": positions(4),
    "matching": tuple(Place(str(n), f"Q1-TEXT target {n}") for n in range(1, 6)),
    "classify": BINS,
}
_RIGHT = {
    "ordering": ("2", "4", "1", "3"),
    "matching": ("3", "1", "5", "2"),
    "classify": ("task", "goal", "bond", "contextual"),
}


def keyed_elsewhere(question_: Question) -> Question:
    """The same question to everybody who does not know the key, with every secret another one."""
    other = question(9, key="D")
    places = [option.places for option in question_.options]
    options = tuple(
        replace(
            secret,
            letter=known.letter,
            text=known.text,
            is_key=secret.is_key and bool(question_.key) and not question_.places,
            places=elsewhere,
            rule=LensRule.TIES if known.rule else None,
        )
        for known, secret, elsewhere in zip(
            question_.options, other.options, (*places[1:], places[0]), strict=True
        )
    )
    public = {
        name: getattr(question_, name)
        for name in ("kind", "places", "asks_certainty", "title", "stem", "lead_in")
    }
    return replace(other, id=question_.id, options=options, **public)


def plant(owner_id: int, *questions: Question, is_exam: bool = False) -> int:
    """A lesson of these questions; returns its id."""

    def work(session: Session) -> int:
        bank = Bank(slug="planted", title="Planted", digest="0")
        lesson = Lesson(owner_id=owner_id, title="A planted lesson", is_exam=is_exam)
        session.add_all((bank, lesson))
        session.flush()
        for position, one in enumerate(questions, start=1):
            stored = StoredQuestion(
                bank_id=bank.id,
                slug=one.id,
                position=position,
                kind=one.kind,
                title=one.title,
                content=one.to_json(),
            )
            session.add(stored)
            session.flush()
            session.add(
                LessonQuestion(lesson_id=lesson.id, question_id=stored.id, position=position)
            )
        return lesson.id

    return write(work)


def sentinels(*heard: Any) -> set[str]:
    """Every sentinel in what was heard, whatever its case."""
    text = "\n".join(str(one) for one in heard).upper()
    return set(_SENTINEL.findall(text))


def counts(*heard: Any) -> set[str]:
    """Every count of the raised hands, or its percentage, in what was heard."""
    return {found.group() for one in heard for found in _COUNT.finditer(_text(one))}


def _text(heard: Any) -> str:
    """What a reader sees or a script could read, without addresses and times that are random."""
    return re.sub(
        r"version\W+\[[^\]]*\]|data-version=\"[^\"]*\"|value=\"[^\"]{30,}\"", "", str(heard)
    )
