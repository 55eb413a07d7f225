"""What engine.io has queued for one client, counted: a client that never fetches is cut off.

A client that polls fetches it, in its own time. For the others it is a way round their outbox, and
empty as a rule.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gevent
import socketio
from engineio.packet import Packet
from gevent.queue import JoinableQueue

from classroom.live.outbox import MOST_WAITING
from classroom.observing import metrics

OVERHEAD = 256
"""Bytes that a packet takes besides its text."""


def init_backlogs(sockets: socketio.Server) -> None:
    eio = sockets.eio
    eio._async = {**eio._async, "queue": Backlog}
    plain_open = eio.handlers["connect"]

    def handle_open(eio_sid: str, environ: dict[str, Any]) -> Any:
        # Whoever sends to it may be in the middle of a room: the end has a greenlet of its own.
        eio.sockets[eio_sid].queue.cut_off = lambda: gevent.spawn(eio.disconnect, eio_sid)
        return plain_open(eio_sid, environ)

    eio.on("connect", handle_open)


class Backlog(JoinableQueue):
    """A queue of packets that calls `cut_off` when one more comes although MOST_WAITING bytes wait.

    From then on it takes nothing but the sign that there is no more.
    """

    def __init__(self) -> None:
        super().__init__()
        self.cut_off: Callable[[], object] = lambda: None
        self._bytes = 0
        self._is_cut = False

    def put(self, packet: Packet | None, block: bool = True, timeout: float | None = None) -> None:
        if packet is not None:
            if self._is_cut:
                return
            if self._bytes >= MOST_WAITING:
                self._is_cut = True
                metrics.slow_consumer_cut_off()
                self.cut_off()
                return
        super().put(packet, block, timeout)

    def _put(self, packet: Packet | None) -> None:
        self._bytes += size_of(packet)
        super()._put(packet)

    def _get(self) -> Packet | None:
        packet: Packet | None = super()._get()
        self._bytes -= size_of(packet)
        return packet


def size_of(packet: Packet | None) -> int:
    """Bytes that it takes while it waits."""
    if packet is None:
        return 0
    return OVERHEAD + (len(packet.data) if isinstance(packet.data, str | bytes) else 0)
