"""Packets that are turned away before any handler sees them, and sockets that want nothing.

Socket.IO lets a client give an event any name. One called `connect` would run our own handler
again and earn the socket a fresh allowance; one called `disconnect` would take it off the register
while it goes on listening. A second CONNECT packet would open a second connection in one socket.
A socket that never asks for a screen, or that left it, would be kept for ever if only it answers
pings.
"""

from __future__ import annotations

from typing import Any

import gevent
from flask_socketio import SocketIO

from classroom.limits import Limits

_OURS = ("connect", "disconnect")


def init_doorkeeper(server: SocketIO, limits: Limits) -> None:
    sockets = server.server
    plain_event, plain_connect = sockets._handle_event, sockets._handle_connect
    plain_open, plain_disconnect = sockets.eio.handlers["connect"], sockets._handle_disconnect

    def handle_open(eio_sid: str, environ: dict[str, Any]) -> Any:
        if server.async_mode == "gevent":
            gevent.spawn_later(limits.asked_within_s, dismiss_if_it_wants_nothing, eio_sid)
        return plain_open(eio_sid, environ)

    def dismiss_if_it_wants_nothing(eio_sid: str) -> None:
        is_open = eio_sid in sockets.environ
        if is_open and sockets.manager.sid_from_eio_sid(eio_sid, "/") is None:
            sockets.eio.disconnect(eio_sid)

    def handle_event(eio_sid: str, namespace: str | None, number: int | None, data: Any) -> None:
        name = data[0] if isinstance(data, list) and data else None
        if isinstance(name, str) and name not in _OURS:
            plain_event(eio_sid, namespace, number, data)

    def handle_connect(eio_sid: str, namespace: str | None, data: Any) -> None:
        is_open = eio_sid in sockets.environ  # one that we hung up on may go on talking
        if is_open and sockets.manager.sid_from_eio_sid(eio_sid, namespace or "/") is None:
            plain_connect(eio_sid, namespace, data)

    def handle_disconnect(eio_sid: str, namespace: str | None, reason: str | None = None) -> None:
        plain_disconnect(eio_sid, namespace, reason)
        if reason == sockets.reason.CLIENT_DISCONNECT and server.async_mode == "gevent":
            gevent.spawn_later(limits.leaves_within_s, sockets.eio.disconnect, eio_sid)

    sockets._handle_event, sockets._handle_connect = handle_event, handle_connect
    sockets._handle_disconnect = handle_disconnect
    sockets.eio.on("connect", handle_open)
