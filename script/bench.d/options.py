"""What a scenario is asked to play."""

from __future__ import annotations

from dataclasses import dataclass

from cores import Cores


@dataclass(frozen=True)
class Options:
    kind: str
    students: int
    window_s: float
    rounds: int
    runs: int
    minutes: float
    cores: Cores
