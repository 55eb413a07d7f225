"""Figures as JSON and as a table."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from rounds import Round

PERCENTILES = ("p50", "p95", "p99", "max")
LABELS = {
    "open_to_phone_ms": "open → phone (ms)",
    "push_ms": "the push alone (ms)",
    "limit_push_ms": "the push, machine's limit (ms)",
    "tap_to_ack_ms": "tap → acknowledged (ms)",
    "console_complete_ms": "last answer → full count (ms)",
    "reveal_to_phone_ms": "reveal → phone (ms)",
    "join_ms": "a student's joining (ms)",
    "back_on_screen_s": "back on the screen (s)",
    "interrupted_to_saved_s": "interrupted answer → saved (s)",
    "restart_s": "killed → listening again (s)",
    "workers": "workers",
    "phones_per_worker": "phones at each worker",
    "rounds": "rounds",
    "runs": "runs",
    "lessons": "lessons",
    "minutes": "minutes",
    "join_s": "everybody in (s)",
    "acknowledged": "acknowledged",
    "stored": "stored",
    "lost": "lost",
    "unanswered": "never acknowledged",
    "interrupted": "interrupted answers",
    "attempts_per_screen": "attempts to come back, each",
    "rss_kb_per_student": "memory per student (KB)",
    "rss_kb_first": "memory after the first lesson (KB)",
    "rss_kb_last": "memory after the last (KB)",
    "rss_kb_per_lesson": "growth per lesson (KB)",
    "push_bytes": "bytes pushed to each",
    "server_cpu_s": "server's processor time (s)",
    "postgresql_cpu_s": "PostgreSQL's (s)",
    "redis_cpu_s": "Redis' (s)",
    "nginx_cpu_s": "nginx's (s)",
    "join_cpu_ms_per_student": "  to join, per student (ms)",
    "round_cpu_ms_per_student": "  a round, per student (ms)",
    "generator_cpu_share": "generator's processor share",
    "generator_push_cpu_share": "  while a push comes in",
    "limit_generator_push_cpu_share": "  while the limit's comes in",
}
WIDTH = 36


def spread(values: Sequence[float], digits: int = 2) -> dict[str, float | None]:
    """Percentiles by nearest rank: each is a time that one of the phones really had."""
    ordered = sorted(values)
    shares = (0.50, 0.95, 0.99, 1.0)
    return {
        name: _at(ordered, share, digits) for name, share in zip(PERCENTILES, shares, strict=True)
    }


def in_all(rounds: Sequence[Round], times: str, digits: int = 2) -> dict[str, float | None]:
    """The spread of these times of all phones in all rounds."""
    return spread([time for played in rounds for time in getattr(played, times)], digits)


def most(rounds: Sequence[Round], share: str) -> float:
    return round(max(getattr(played, share) for played in rounds), 3)


def answered(rounds: Sequence[Round], stored: int) -> dict[str, int]:
    """How many answers were acknowledged, are on disk, are not, and were never acknowledged."""
    acknowledged = sum(len(played.acknowledged) for played in rounds)
    asked = sum(len(played.turns) for played in rounds)
    return {
        "acknowledged": acknowledged,
        "stored": stored,
        "lost": acknowledged - stored,
        "unanswered": asked - acknowledged,
    }


def spent(before: dict[str, float], now: dict[str, float]) -> dict[str, float]:
    """Processor time between two readings, by the same keys."""
    return {key: round(now[key] - before[key], 2) for key in before}


def as_table(figures: dict[str, Any]) -> str:
    asked = figures["kind"].replace("_", " ")
    number, window_s = figures["students"], figures["window_s"]
    lines = [f"{figures['scenario']}: {number} students"]
    if "acknowledged" in figures:
        lines[0] += f" answering within {window_s:g} s ({asked})"
    spreads = {key: value for key, value in figures.items() if isinstance(value, dict)}
    if spreads:
        lines += ["", f"  {'':<{WIDTH}}" + "".join(f"{name:>9}" for name in PERCENTILES)]
    for key, value in spreads.items():
        cells = "".join(f"{_cell(value[name]):>9}" for name in PERCENTILES)
        lines.append(f"  {LABELS[key]:<{WIDTH}}{cells}")
    lines.append("")
    for key, value in figures.items():
        if key in LABELS and key not in spreads:
            lines.append(f"  {LABELS[key]:<{WIDTH}}{_cell(value):>9}")
    return "\n".join(lines)


def _at(ordered: Sequence[float], share: float, digits: int) -> float | None:
    if not ordered:
        return None
    return round(ordered[max(0, math.ceil(share * len(ordered)) - 1)], digits)


def _cell(value: float | None) -> str:
    return "–" if value is None else str(value)
