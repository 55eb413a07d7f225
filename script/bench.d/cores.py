"""A core for the server and another for the generator, so that neither takes from the other."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


class CannotPin(Exception):
    """The text says why, and what to do."""


@dataclass(frozen=True)
class Cores:
    """Which core each of the two runs on; None where the system chooses."""

    server: int | None = None
    generator: int | None = None

    @classmethod
    def pinned(cls) -> Cores:
        """The first two cores that this process may use; CannotPin without them."""
        if not hasattr(os, "sched_setaffinity"):
            raise CannotPin("This system cannot tie a process to a core: run it without --pin.")
        allowed = sorted(os.sched_getaffinity(0))
        if len(allowed) < 2:
            raise CannotPin(
                "--pin needs two cores, and this process may use one: run it without --pin."
            )
        return cls(server=allowed[0], generator=allowed[1])

    @property
    def are_pinned(self) -> bool:
        return self.server is not None

    def hold_generator(self) -> None:
        if self.generator is not None:
            os.sched_setaffinity(0, {self.generator})

    @contextmanager
    def for_server(self) -> Iterator[None]:
        """Processes started meanwhile run on the server's core from their first instruction."""
        if self.server is None:
            yield
            return
        before = os.sched_getaffinity(0)
        os.sched_setaffinity(0, {self.server})
        try:
            yield
        finally:
            os.sched_setaffinity(0, before)
