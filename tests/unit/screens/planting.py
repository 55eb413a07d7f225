"""A question with a mark in every private field, and a search for marks in what a screen gets."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, fields, is_dataclass, replace
from typing import Any

from classroom.domain.question import Contested, Option, Question, Source
from classroom.domain.signature import (
    Component,
    Reading,
    Repair,
    Rupture,
    Signature,
    Stage,
    Strained,
    Valence,
)
from classroom.screens import audiences, blocks
from classroom.screens.state import State
from tests.sample_question import question

PLANTED = "planted"
PLANTED_NUMBER = 7654321
PUBLIC = {"letter", "text", "title", "stem", "lead_in"}
"""The fields of a question that the room may read once voting is open."""
CODED = {"component", "valence", "second", "stage", "repair", "rupture", "strained", "called_for"}
"""Fields that hold a word of a fixed list, so that nothing can be planted in them."""

Draw = Callable[[State], Any]
VIEWS: dict[str, Draw] = {"phone": audiences.phone_view, "projector": audiences.projector_view}
BLOCKS: dict[str, Draw] = {"phone": blocks.phone_block, "projector": blocks.projector_block}


def planted(key: str = "B", kind: str = "single_best") -> Question:
    """A question in which each private text names its field."""
    letters = "ABCD" if kind == "single_best" else "ABCDE"
    plain = question(key, letters, kind=kind, title="Title", stem="Stem", lead_in="Lead-in")
    return replace(
        plain,
        options=tuple(_planted(option) for option in plain.options),
        reading=Reading(
            Rupture.WITHDRAWAL, Strained.TASK, Component.CONTEXTUAL, f"{PLANTED}-needed"
        ),
        level=f"{PLANTED}-level",
        section=f"{PLANTED}-section",
        nce_domain=PLANTED_NUMBER,
        facts=(f"{PLANTED}-fact",),
        sources=(Source(f"{PLANTED}-short", f"{PLANTED}-citation", f"{PLANTED}-url"),),
        evidence_note=f"{PLANTED}-evidence",
        contested=Contested(f"{PLANTED}-exam", f"{PLANTED}-research"),
        iso_group=f"{PLANTED}-iso",
        sensitivity=(f"{PLANTED}-sensitivity",),
        note=f"{PLANTED}-note",
    )


def _planted(option: Option) -> Option:
    component = Component.BOND if option.is_key else Component.GOAL
    valence = Valence.STRENGTHENS if option.is_key else Valence.STRAINS
    return replace(
        option,
        gist=f"{PLANTED}-gist-{option.letter}",
        rationale=f"{PLANTED}-rationale-{option.letter}. {PLANTED}-more.",
        effect=f"{PLANTED}-effect-{option.letter}",
        misconception=f"{PLANTED}-misconception",
        misconception_label=f"{PLANTED}-misconception-label",
        signature=Signature(component, valence, Component.TASK, Stage.DEEPENING, Repair.IMMEDIATE),
    )


def given(draw: Draw, state: State) -> str:
    """All that a screen is given, as text: its view, or its block with what comes along."""
    return json.dumps(asdict(draw(state)), default=str)


def parts(value: Any) -> Iterator[Any]:
    """The value and everything in it."""
    yield value
    if is_dataclass(value):
        for field in fields(value):
            yield from parts(getattr(value, field.name))
    elif isinstance(value, tuple | list):
        for each in value:
            yield from parts(each)


def leaves(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Everything in plain data that holds nothing more, with the names of the fields around it."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield from leaves(each, (*path, name))
    elif isinstance(value, list | tuple):
        for each in value:
            yield from leaves(each, path)
    else:
        yield path, value
