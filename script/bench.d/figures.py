"""What a lecture took: the figures, as JSON and as a table."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Figures:
    """Times are those of the phones: one value for each that got so far."""

    kind: str
    students: int
    window_s: float
    join_s: float
    open_to_phone_ms: Sequence[float]
    tap_to_ack_ms: Sequence[float]
    acknowledged: int
    stored: int
    """How many of the acknowledged answers are in the database, as they were acknowledged."""
    rss_kb_per_student: float
    server_cpu_s: float
    generator_cpu_share: float

    @property
    def lost(self) -> int:
        return self.acknowledged - self.stored

    def as_dict(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "students": self.students,
            "window_s": self.window_s,
            "join_s": round(self.join_s, 2),
            "open_to_phone_ms": spread(self.open_to_phone_ms),
            "tap_to_ack_ms": spread(self.tap_to_ack_ms),
            "acknowledged": self.acknowledged,
            "stored": self.stored,
            "lost": self.lost,
            "rss_kb_per_student": round(self.rss_kb_per_student, 1),
            "server_cpu_s": round(self.server_cpu_s, 2),
            "generator_cpu_share": round(self.generator_cpu_share, 3),
        }


def spread(values: Sequence[float]) -> dict[str, float | None]:
    """Percentiles by nearest rank: each is a time that one of the phones really had."""
    ordered = sorted(values)
    return {
        "p50": _at(ordered, 0.50),
        "p95": _at(ordered, 0.95),
        "p99": _at(ordered, 0.99),
        "max": _at(ordered, 1.0),
    }


def as_table(figures: Figures) -> str:
    facts = figures.as_dict()
    asked = figures.kind.replace("_", " ")
    lines = [f"{figures.students} students answering within {figures.window_s:g} s ({asked})", ""]
    lines.append(f"  {'':<28}{'p50':>9}{'p95':>9}{'p99':>9}{'max':>9}")
    for key, label in (
        ("open_to_phone_ms", "open → phone (ms)"),
        ("tap_to_ack_ms", "tap → acknowledged (ms)"),
    ):
        cells = "".join(f"{_cell(facts[key][name]):>9}" for name in ("p50", "p95", "p99", "max"))
        lines.append(f"  {label:<28}{cells}")
    lines.append("")
    for key, label in (
        ("join_s", "everybody in (s)"),
        ("acknowledged", "acknowledged"),
        ("stored", "stored"),
        ("lost", "lost"),
        ("rss_kb_per_student", "memory per student (KB)"),
        ("server_cpu_s", "server's processor time (s)"),
        ("generator_cpu_share", "generator's processor share"),
    ):
        lines.append(f"  {label:<28}{facts[key]:>9}")
    return "\n".join(lines)


def _at(ordered: Sequence[float], share: float) -> float | None:
    if not ordered:
        return None
    return round(ordered[max(0, math.ceil(share * len(ordered)) - 1)], 1)


def _cell(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}"
