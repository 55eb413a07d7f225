"""How much one socket may send: token buckets."""

from __future__ import annotations

import time

FRAMES_BURST = 200
FRAMES_PER_SECOND = 40.0
"""Reads and WebSocket frames, whatever is in them. A message takes two as a rule, the largest takes
17. A socket that has none left is cut off at once."""
BURST = 30
PER_SECOND = 10.0
"""Messages. One over the limit is refused, in words."""
HOPELESS = 300
"""Messages over the limit, since the last time that the bucket was full, after which the socket is
cut off. Counting only those in a row would spare whoever sends a hundred times too much: one in a
hundred passes."""

ASKED_WITHIN_S = 10.0
"""From the handshake of a socket to its being admitted to a screen."""


class Bucket:
    """Holds up to `burst` tokens and regains `per_second`; a message takes one."""

    __slots__ = ("_burst", "_per_second", "_seen", "_tokens", "refused")

    def __init__(self, burst: float = BURST, per_second: float = PER_SECOND) -> None:
        self._burst, self._per_second = burst, per_second
        self._tokens, self._seen = burst, time.monotonic()
        self.refused = 0

    def take(self) -> bool:
        """Whether a message may pass now."""
        now = time.monotonic()
        self._tokens = min(self._burst, self._tokens + (now - self._seen) * self._per_second)
        self._seen = now
        if self._tokens >= self._burst:
            self.refused = 0
        if self._tokens < 1:
            self.refused += 1
            return False
        self._tokens -= 1
        return True

    @property
    def is_hopeless(self) -> bool:
        return self.refused >= HOPELESS
