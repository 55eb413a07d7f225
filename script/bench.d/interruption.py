"""Votes in which everybody loses the connection: until all are back, and what became of answers."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from typing import Any

from figures import answered, in_all, most, spread
from options import Options
from room import Room
from server import Server

Strike = Callable[[Room], Awaitable[None]]


async def play(server: Server, options: Options, strike: Strike) -> dict[str, Any]:
    """Strike at a random moment of each of as many votes as there are runs."""
    interruption = Interruption(options.window_s, strike)
    async with Room(server, options.kind, options.window_s) as room:
        await room.let_in(options.students)
        rounds = [await room.play(interruption.happen) for _ in range(options.runs)]
        attempts = sum(screen.attempts for screen in room.everybody)
        screens = len(room.everybody)
    stored = server.records.count_stored([one for played in rounds for one in played.acknowledged])
    return {
        "runs": options.runs,
        "back_on_screen_s": spread(interruption.back_on_screen_s),
        "interrupted_to_saved_s": in_all(rounds, "interrupted_to_saved_s"),
        "tap_to_ack_ms": in_all(rounds, "tap_to_ack_ms"),
        "console_complete_ms": in_all(rounds, "console_complete_ms"),
        "reveal_to_phone_ms": in_all(rounds, "reveal_to_phone_ms"),
        **answered(rounds, stored),
        "interrupted": sum(len(played.interrupted_to_saved_s) for played in rounds),
        "attempts_per_screen": round(attempts / screens / options.runs, 2),
        "generator_cpu_share": most(rounds, "generator_cpu_share"),
    }


class Interruption:
    def __init__(self, window_s: float, strike: Strike) -> None:
        self._window_s = window_s
        self._strike = strike
        self.back_on_screen_s: list[float] = []
        """Of every screen in every run, since the strike."""

    async def happen(self, room: Room) -> None:
        await asyncio.sleep(random.uniform(0, self._window_s))
        room.expect_back()
        struck_at = time.perf_counter()
        await self._strike(room)
        self.back_on_screen_s += await room.until_back(struck_at)
