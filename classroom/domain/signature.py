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
