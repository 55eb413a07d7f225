"""When Python looks for garbage: not while a room is answering.

A full collection looks at every object of the process. With two thousand phones connected that
took 0.4 s, every few seconds while they came in, and meanwhile nobody's answer is acknowledged.
Nearly all garbage is freed without it, by counting references, or young; so the full ones wait
until nobody is connected, and happen once an hour at least.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

EVERY_S = 30.0
AT_LEAST_EVERY_S = 3600.0
_NEVER = 1_000_000_000


def hold_back() -> None:
    """Leave full collections to `Collector`, and what is here now out of them for good."""
    gc.collect()
    gc.freeze()
    young, middle, _full = gc.get_threshold()
    gc.set_threshold(young, middle, _NEVER)


class Collector:
    """Does the full collections; `is_quiet` tells whether a pause would hold nobody up."""

    def __init__(self, is_quiet: Callable[[], bool], clock: Callable[[], float] = time.monotonic):
        self._is_quiet, self._clock = is_quiet, clock
        self._last_s = clock()

    def run_forever(self, sleep: Callable[[float], object]) -> None:
        while True:
            sleep(EVERY_S)
            self.collect_if_due()

    def collect_if_due(self) -> bool:
        """Collect when it is quiet or long overdue; whether it did."""
        is_overdue = self._clock() - self._last_s >= AT_LEAST_EVERY_S
        if not (is_overdue or self._is_quiet()):
            return False
        gc.collect()
        self._last_s = self._clock()
        return True
