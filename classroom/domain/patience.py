"""Slowing down somebody who guesses, without ever shutting anybody out for good."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass
class _Tries:
    number: int
    last_s: float
    until_s: float


class Patience:
    """Counts tries by key. After the free ones each try doubles the wait before the next."""

    def __init__(
        self,
        *,
        free: int = 5,
        longest_s: float = 30,
        forgotten_after_s: float = 900,
        most_keys: int = 10_000,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._free = free
        self._longest_s = longest_s
        self._forgotten_after_s = forgotten_after_s
        self._most_keys = most_keys
        self._clock = clock
        self._tries: dict[object, _Tries] = {}

    def begin(self, key: object) -> int:
        """Count a try before its outcome is known; returns the seconds to wait, 0 for go ahead.

        Counting first is what stops fifty tries that arrive together. A try that must wait is
        not counted.
        """
        now_s = self._clock()
        tries = self._tries.pop(key, None)
        if tries is None or now_s - tries.last_s > self._forgotten_after_s:
            tries = _Tries(0, now_s, now_s)
        if tries.until_s <= now_s:
            tries.number += 1
            tries.last_s = now_s
            tries.until_s = now_s + self._wait_after(tries.number)
            wait_s = 0
        else:
            wait_s = math.ceil(tries.until_s - now_s)
        self._tries[key] = tries  # to the end: the longest untouched key is the first
        if len(self._tries) > self._most_keys:
            del self._tries[next(iter(self._tries))]
        return wait_s

    def forget(self, key: object) -> None:
        """The try was right after all."""
        self._tries.pop(key, None)

    def _wait_after(self, number: int) -> float:
        if number < self._free:
            return 0
        return min(self._longest_s, 2.0 ** min(number - self._free, 30))
