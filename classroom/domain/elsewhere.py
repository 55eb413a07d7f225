"""Who is connected at the other workers of the same installation, as they last told."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from classroom.limits import Limits


@dataclass(frozen=True)
class Crowd:
    """Who is connected to one session at one worker.

    `sockets` counts by screen and transport, such as `phone:websocket`; `addresses` are a few of
    those where its phones are, enough to tell whether one is on another machine than this.
    """

    students: frozenset[int] = frozenset()
    sockets: Mapping[str, int] = field(default_factory=dict)
    addresses: frozenset[str] = frozenset()

    def count(self, screen: str, transport: str = "") -> int:
        """How many sockets show that screen, by that transport or by any."""
        wanted = f"{screen}:{transport}"
        return sum(number for kind, number in self.sockets.items() if kind.startswith(wanted))


class Elsewhere:
    """The crowds of other workers, by session. `clock` gives seconds."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        worker_lasts_s: float = Limits.worker_lasts_s,
    ) -> None:
        self._clock, self._worker_lasts_s = clock, worker_lasts_s
        self._heard: dict[str, float] = {}
        self._crowds: defaultdict[int, dict[str, Crowd]] = defaultdict(dict)

    def hear(self, worker: str) -> bool:
        """The worker lives. Returns whether it was known before."""
        was_known = worker in self._heard
        self._heard[worker] = self._clock()
        return was_known

    def tell(self, worker: str, session_id: int, crowd: Crowd) -> None:
        """This is who is connected to the session there now; an empty crowd is nobody."""
        if crowd.sockets:
            self._crowds[session_id][worker] = crowd
        elif session_id in self._crowds:
            self._crowds[session_id].pop(worker, None)
            if not self._crowds[session_id]:
                del self._crowds[session_id]

    def leave(self, worker: str) -> frozenset[int]:
        """The worker is gone; returns the sessions that lost somebody by that."""
        self._heard.pop(worker, None)
        lost = frozenset(session for session, held in self._crowds.items() if worker in held)
        for session in lost:
            self.tell(worker, session, Crowd())
        return lost

    def drop_silent(self) -> frozenset[int]:
        """Let go of workers that are heard no more; returns the sessions that lost somebody."""
        long_ago = self._clock() - self._worker_lasts_s
        silent = [worker for worker, heard in self._heard.items() if heard < long_ago]
        return frozenset().union(*(self.leave(worker) for worker in silent))

    def grant_time(self) -> None:
        """Nobody could be heard for a while: that is no sign that anybody is gone."""
        for worker in self._heard:
            self._heard[worker] = self._clock()

    def has(self, student_id: int, session_id: int) -> bool:
        """Whether the student is connected to the session at another worker."""
        return any(student_id in crowd.students for crowd in self.crowds(session_id))

    def crowds(self, session_id: int) -> tuple[Crowd, ...]:
        return tuple(self._crowds.get(session_id, {}).values())
