"""The server is killed at a random moment of a vote, and starts again on what is on disk."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import interruption
import uvloop
from figures import spread
from options import Options
from room import Room
from server import Server, fresh_server


def run(options: Options) -> dict[str, Any]:
    with fresh_server(options) as server:
        crash = Crash(server)
        figures = uvloop.run(interruption.play(server, options, crash.strike))
        return {**figures, "restart_s": spread(crash.restart_s)}


class Crash:
    def __init__(self, server: Server) -> None:
        self._server = server
        self.restart_s: list[float] = []
        """From each kill until the server listened again."""

    async def strike(self, _room: Room) -> None:
        killed_at = time.perf_counter()
        self._server.kill()
        self._server.start()
        await asyncio.to_thread(self._server.wait_until_it_answers)
        self.restart_s.append(time.perf_counter() - killed_at)
