"""How much may be sent, and from how many places: token buckets, and bounds."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Hashable

FRAMES_BURST = 200
FRAMES_PER_SECOND = 40.0
"""Reads and WebSocket frames, whatever is in them. A message takes two as a rule, the largest takes
17. A socket that has none left is cut off at once."""
BURST = 30
PER_SECOND = 10.0
"""Messages of a seat, by whichever socket they come, or of a socket that has no seat. Being
admitted counts as one, so that nobody earns a fresh allowance by coming again. One over the limit
is refused, in words."""
HOPELESS = 300
"""Messages over the limit, since the last time that the bucket was full, after which the socket is
cut off. Counting only those in a row would spare whoever sends a hundred times too much: one in a
hundred passes."""
MOST_SOCKETS = 16
"""Of one seat; more than its tabs and devices, with those that a bad network left behind. The
oldest gives way."""


class Bucket:
    """Holds up to `burst` tokens and regains `per_second`; a message takes one."""

    __slots__ = ("_burst", "_per_second", "_seen", "_tokens", "refused")

    def __init__(self, burst: float = BURST, per_second: float = PER_SECOND) -> None:
        self._burst, self._per_second = burst, per_second
        self._tokens, self._seen = float(burst), time.monotonic()
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

    @property
    def is_full(self) -> bool:
        """Whether it is as good as new."""
        regained = (time.monotonic() - self._seen) * self._per_second
        return self._tokens + regained >= self._burst


class Allowances:
    """The bucket of each who sends. One that is full again need not be kept."""

    def __init__(self) -> None:
        self._buckets: OrderedDict[Hashable, Bucket] = OrderedDict()

    def of(self, sender: Hashable) -> Bucket:
        """The bucket of that sender, about to be used."""
        bucket = self._buckets.pop(sender, None) or Bucket()
        self._buckets[sender] = bucket
        self._forget_the_quiet()
        return bucket

    def __len__(self) -> int:
        return len(self._buckets)

    def _forget_the_quiet(self) -> None:
        """Those unused for longest come first."""
        while len(self._buckets) > 1:
            sender, bucket = next(iter(self._buckets.items()))
            if not bucket.is_full:
                break
            del self._buckets[sender]
