"""Sending straight to a socket that is ready; to a room, one frame that was encoded once.

Engine.io puts each packet into a queue per client and wakes a greenlet for each: six times the
work. It still serves whoever is not ready: a client that polls or is changing from polling to a
WebSocket, and one for whom something is queued already, which must come first. `backlog` bounds it.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import socketio
from engineio.packet import MESSAGE, Packet
from socketio.packet import EVENT

from classroom.live.websocket import Wires
from classroom.observing import metrics


def init_direct(server: socketio.Server, wires: Wires) -> None:
    """Send acknowledgements, and all else that is for one client, straight to it as well."""
    plain = server._send_eio_packet

    def send(eio_sid: str, packet: Packet) -> None:
        wire = wires.get(eio_sid)
        if wire is None or packet.binary or not wire.is_ready:
            plain(eio_sid, packet)
        else:
            wire.write(wire.frame(packet.encode()))

    server._send_eio_packet = send
    server.manager.wires = wires


class DirectManager(socketio.Manager):
    """Socket.IO's own manager of rooms, with another way to emit and to leave."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.wires: Wires = {}
        self._rooms_of: defaultdict[str, set[Any]] = defaultdict(set)

    def basic_enter_room(
        self, sid: str, namespace: str, room: Any, eio_sid: str | None = None
    ) -> None:
        super().basic_enter_room(sid, namespace, room, eio_sid=eio_sid)
        self._rooms_of[sid].add(room)

    def basic_disconnect(self, sid: str, namespace: str, **options: Any) -> None:
        """Leave every room.

        Socket.IO's own looks for the client in all rooms that there are. Each client has rooms of
        its own, so for a class that loses its network together that grows with its square.
        """
        for room in self._rooms_of.pop(sid, ()):
            self.basic_leave_room(sid, namespace, room)
        self.callbacks.pop(sid, None)
        for pending in (self.pending_connect, self.pending_disconnect):
            if sid in pending.get(namespace, ()):
                pending[namespace].remove(sid)
                if not pending[namespace]:
                    del pending[namespace]

    def emit(
        self,
        event: str,
        data: Any,
        namespace: str,
        room: Any = None,
        skip_sid: Any = None,
        callback: Any = None,
        to: Any = None,
        **kwargs: Any,
    ) -> None:
        if callback:
            # An acknowledgement has a number for each client, so no two frames are the same.
            super().emit(event, data, namespace, room, skip_sid, callback, to, **kwargs)
            return
        skipped = skip_sid if isinstance(skip_sid, list) else [skip_sid]
        members = [
            eio_sid
            for sid, eio_sid in self.get_participants(namespace, to or room)
            if sid not in skipped
        ]
        if not members:
            return
        text = self.server.packet_class(EVENT, [event, data], namespace).encode()
        metrics.pushed(len(members), len(text))
        packet = Packet(MESSAGE, text)
        frames: dict[bool, bytes] = {}
        wires = self.wires
        for eio_sid in members:
            wire = wires.get(eio_sid)
            if wire is None or not wire.is_ready:
                self.server._send_eio_packet(eio_sid, packet)
                continue
            frame = frames.get(wire.compresses)
            if frame is None:
                frame = frames[wire.compresses] = wire.frame(packet.encode())
            wire.write(frame)
