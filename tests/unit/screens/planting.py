"""A question with a mark in every private field, and a search for marks in what a screen gets."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, fields, is_dataclass, replace
from typing import Any

from classroom.domain.kinds import Choice
from classroom.domain.question import Contested, Key, Option, Question, Source
from classroom.domain.round import RoundPhase, SessionPhase
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
from classroom.domain.tally import tally
from classroom.screens import audiences, blocks
from classroom.screens.state import State
from classroom.storage.tables import LiveSession, Round, StoredQuestion, Vote
from tests.sample_question import question

PLANTED = "planted"
PLANTED_NUMBER = 7654321
PUBLIC = {"letter", "text", "title", "stem", "lead_in"}
"""The fields of a question that the room may read once voting is open."""
CODED = {"component", "valence", "second", "stage", "repair", "rupture", "strained", "called_for"}
CODED |= {"rule", "places"}
"""Fields that hold a word of a fixed list, so that nothing can be planted in them."""

Draw = Callable[[State], Any]
VIEWS: dict[str, Draw] = {"phone": audiences.phone_view, "projector": audiences.projector_view}
BLOCKS: dict[str, Draw] = {"phone": blocks.phone_block, "projector": blocks.projector_block}


MOMENTS = {
    "before the first question": (SessionPhase.LOBBY, None),
    "ready": (SessionPhase.ROUND, RoundPhase.READY),
    "open": (SessionPhase.ROUND, RoundPhase.OPEN),
    "closed": (SessionPhase.ROUND, RoundPhase.CLOSED),
    "revealed": (SessionPhase.ROUND, RoundPhase.REVEALED),
    "skipped": (SessionPhase.LOBBY, RoundPhase.SKIPPED),
    "in the lobby after the reveal": (SessionPhase.LOBBY, RoundPhase.REVEALED),
    "ended": (SessionPhase.ENDED, RoundPhase.CLOSED),
}
ANSWERS: dict[str, list[Choice]] = {
    "ordering": [("A:1", "B:2", "C:3", "D:4"), ("A:1", "B:2", "C:3", "D:4"), ("C:1", "A:2")],
    "matching": [("A:3", "B:2"), ("A:1",), ("B:1", "C:2")],
    "classify": [("A:goal", "B:bond"), ("A:task",), ("C:bond", "F:contextual")],
    "short_text": [("It got quiet.",), ("Tell me more.",), ("I went too fast.",)],
}
"""What three answered to the sample of a kind, where it is no letter."""


def planted(plain: Question | None = None) -> Question:
    """A question in which each private text names its field."""
    plain = plain or question("B")
    return replace(
        plain,
        title="Title",
        stem="Stem",
        lead_in="Lead-in",
        options=tuple(_planted(option) for option in plain.options),
        reading=Reading(
            Rupture.WITHDRAWAL, Strained.TASK, Component.CONTEXTUAL, f"{PLANTED}-needed"
        ),
        level=f"{PLANTED}-level",
        section=f"{PLANTED}-section",
        nce_domain=PLANTED_NUMBER,
        facts=(f"{PLANTED}-fact",),
        doubts=(f"{PLANTED}-doubt",),
        sources=(Source(f"{PLANTED}-short", f"{PLANTED}-citation", f"{PLANTED}-url"),),
        evidence_note=f"{PLANTED}-evidence",
        contested=Contested(f"{PLANTED}-exam", f"{PLANTED}-research"),
        in_practice=f"{PLANTED}-practice",
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


def state_in(
    moment: str,
    asked: Question | None = None,
    *,
    shows_counts: bool = False,
    answers: list[Choice] | None = None,
) -> State:
    """A session with a question at that moment, planted unless given; three have answered.

    Where options are chosen two answered A and one B.
    """
    asked = asked or planted()
    choices = answers or ANSWERS.get(asked.kind) or [("A",), ("A",), ("B",)]
    phase, round_phase = MOMENTS[moment]
    session = LiveSession(
        id=1,
        public_id="sessionsessi",
        code="K7M4QX",
        title="A lesson",
        phase=phase.value,
        version=5,
        locked=False,
        shows_counts=shows_counts,
    )
    plan = (StoredQuestion(slug=asked.id, title=asked.title, content=asked.to_json()),)
    rounds = (
        (Round(id=1, position=1, question_slug=asked.id, phase=round_phase.value),)
        if round_phase
        else ()
    )
    round_ = rounds[0] if rounds and phase is SessionPhase.ROUND else None
    has_vote = round_ is not None and round_phase is not RoundPhase.READY
    key = Key(asked.key)
    return State(
        session=session,
        phase=phase,
        plan=plan,
        rounds=rounds,
        round=round_,
        vote=Vote(id=17) if has_vote else None,
        question=asked if round_ else None,
        key=key if round_ else None,
        tally=tally(asked, key, choices) if has_vote else None,
        sentences=None,
        sure_and_wrong=(),
        present=4,
        connected=frozenset({1, 2, 3, 4}),
        answered=frozenset({1, 2, 3}) if has_vote else frozenset(),
        as_of_ms=1_764_000_000_000,
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
