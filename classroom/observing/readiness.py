"""Whether this process can serve a lesson now."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

log = logging.getLogger(__name__)

PATIENCE_S = 2.0
"""How long one check may take."""
REMEMBERED_S = 1.0
"""Whoever asks more often is told what was found: strangers may ask, and a check has a cost."""


@dataclass(frozen=True)
class Check:
    """`passes` returns False or raises when something that the server needs does not answer."""

    name: str
    passes: Callable[[], bool]


class Readiness:
    """The checks of one application; add to `checks` what else a lesson needs."""

    def __init__(
        self,
        checks: list[Check],
        limit: Callable[[], AbstractContextManager[object]],
        remembered_s: float = REMEMBERED_S,
    ) -> None:
        """`limit` makes a block that is left after PATIENCE_S without a word."""
        self.checks = checks
        self._limit = limit
        self._remembered_s = remembered_s
        self._failed: str | None = "start"
        self._looked = float("-inf")

    def failed(self) -> str | None:
        """The name of the first check that does not pass; None when all do."""
        if time.monotonic() - self._looked >= self._remembered_s:
            self._looked = time.monotonic()
            found = next((check.name for check in self.checks if not self._passes(check)), None)
            if found is not None and found != self._failed:
                log.warning("Not ready: %s", found, extra={"check": found})
            self._failed = found
        return self._failed

    def _passes(self, check: Check) -> bool:
        try:
            with self._limit():
                return check.passes()
        except Exception as error:
            log.info("The check %s failed: %s", check.name, type(error).__name__)
        return False
