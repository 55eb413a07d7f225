"""Counting that costs next to nothing where it happens.

Plain numbers, read out when somebody asks. The metrics library's own instruments take a lock for
each count, and under gevent's patches that lock costs more than the count. So each of these is
written from the event loop alone, and never from a native thread.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate


class Counter:
    """A number that only grows."""

    __slots__ = ("value",)

    def __init__(self) -> None:
        self.value = 0

    def add(self, number: int = 1) -> None:
        self.value += number


class CounterBy:
    """A number for each label. Labels are words of the program, never what a person sent."""

    __slots__ = ("values",)

    def __init__(self) -> None:
        self.values: dict[tuple[str, ...], int] = {}

    def add(self, *labels: str) -> None:
        self.values[labels] = self.values.get(labels, 0) + 1


class Histogram:
    """How often a figure was at most each of `bounds`, and the sum of all."""

    __slots__ = ("_counts", "bounds", "total")

    def __init__(self, bounds: Sequence[float]) -> None:
        self.bounds = tuple(bounds)
        self._counts = [0] * (len(self.bounds) + 1)
        self.total = 0.0

    def observe(self, figure: float) -> None:
        self._counts[bisect_left(self.bounds, figure)] += 1
        self.total += figure

    @property
    def count(self) -> int:
        return sum(self._counts)

    @property
    def buckets(self) -> list[tuple[str, float]]:
        """Each bound with how many figures were not above it; the last bound is `+Inf`."""
        names = [*map(str, self.bounds), "+Inf"]
        return list(zip(names, accumulate(self._counts), strict=True))
