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
    workers: int = 0
    """How many there are behind nginx; 0: one server on SQLite, and no nginx."""
    is_spread: bool = False
    """Whether the phones of the room are sent to all workers, instead of one."""
