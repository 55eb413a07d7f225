"""What the database refuses, said once a minute: on a full disk phones send again and again, and a
line for each refusal would fill the next disk."""

from __future__ import annotations

import logging
import time

EVERY_S = 60.0
log = logging.getLogger(__name__)


class Complaints:
    """Logs errors, unless it said something within the last minute."""

    def __init__(self) -> None:
        self._unsaid = 0
        self._said_at = -EVERY_S

    def refused(self, writes: int, error: Exception) -> None:
        self._unsaid += writes
        now = time.monotonic()
        if now - self._said_at >= EVERY_S:
            told = "The database refused %d writes since the last such line"
            log.error(told, self._unsaid, exc_info=error)
            self._unsaid, self._said_at = 0, now
