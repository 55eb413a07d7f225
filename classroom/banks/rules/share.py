"""Shares of a bank, in percent."""

from __future__ import annotations


def too_many(count: int, of: int, percent: int) -> bool:
    """Whether a share is above its limit.

    A single one never is: in a bank of a few questions it would be a large share by itself.
    """
    return count > 1 and 100 * count > percent * of


def in_percent(count: int, of: int) -> str:
    return f"{count} of {of} ({round(100 * count / of)} %)"
