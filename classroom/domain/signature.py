"""Bordin's lens: what an option works on, what the case called for.

Source: Bordin (1979), the working alliance as agreed goals, agreed tasks and a bond.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Component(StrEnum):
    GOAL = "goal"
    TASK = "task"
    BOND = "bond"
    CONTEXTUAL = "contextual"


class Valence(StrEnum):
    STRENGTHENS = "strengthens"
    NEITHER = "neither"
    STRAINS = "strains"


class Stage(StrEnum):
    RAPPORT = "rapport"
    GOAL_SETTING = "goal_setting"
    TASK_NEGOTIATION = "task_negotiation"
    DEEPENING = "deepening"
    NONE = "none"


class Repair(StrEnum):
    NONE = "none"
    IMMEDIATE = "immediate"
    EXPLORATORY = "exploratory"


class Rupture(StrEnum):
    NONE = "none"
    WITHDRAWAL = "withdrawal"
    CONFRONTATION = "confrontation"
    MIXED = "mixed"


class Strained(StrEnum):
    GOAL = "goal"
    TASK = "task"
    BOND = "bond"
    NONE = "none"


class LensRule(StrEnum):
    """The decision rules by which a move is read, applied in order: the first that fits decides."""

    UNIT = "R0"
    CONTEXTUAL_GATE = "R1"
    GOAL_TEST = "R2"
    TASK_TEST = "R3"
    BOND_TEST = "R4"
    TIES = "R5"
    VALENCE = "R6"
    STAGE = "R7"
    RUPTURE = "R8"
    REPAIR = "R9"


@dataclass(frozen=True)
class Signature:
    """What an option carries: its component, whether it helps, and its place in the work."""

    component: Component
    valence: Valence
    second: Component | None = None
    stage: Stage = Stage.NONE
    repair: Repair = Repair.NONE


@dataclass(frozen=True)
class Reading:
    """The reading of the case: where the strain sits and what the case called for."""

    rupture: Rupture
    strained: Strained
    called_for: Component
    needed: str
