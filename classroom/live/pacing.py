"""Doing a thing for a session at most so often, and once more after the last request for it."""

from __future__ import annotations

import time
from collections.abc import Callable

from flask_socketio import SocketIO


class Pacer:
    """Runs `work(session_id)` in the background, at most once in `interval_s` for each session.

    The first request runs at once; those in between are gathered into one later run.
    """

    def __init__(self, server: SocketIO, interval_s: float, work: Callable[[int], None]) -> None:
        self._server = server
        self._interval_s = interval_s
        self._work = work
        self._last: dict[int, float] = {}
        self._waiting: set[int] = set()

    def ask(self, session_id: int) -> None:
        if session_id in self._waiting:
            return
        self._waiting.add(session_id)
        self._server.start_background_task(self._run, session_id)

    def forget(self, session_id: int) -> None:
        self._last.pop(session_id, None)

    def _run(self, session_id: int) -> None:
        wait_s = self._last.get(session_id, 0.0) + self._interval_s - time.monotonic()
        if wait_s > 0:
            self._server.sleep(wait_s)
        # Taken off before the work: a change that comes during it asks for another run.
        self._waiting.discard(session_id)
        self._last[session_id] = time.monotonic()
        self._work(session_id)
