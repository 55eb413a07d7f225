"""The Socket.IO server: its limits, its origins, its transport."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import socketio
from flask import Flask, current_app
from flask_socketio import SocketIO

from classroom.config import Settings
from classroom.live.backlog import init_backlogs
from classroom.live.direct import DirectManager, init_direct
from classroom.live.websocket import bound_websockets

LARGEST_MESSAGE = 16 * 1024


def create_server(app: Flask) -> SocketIO:
    settings: Settings = app.extensions["classroom.settings"]
    server = SocketIO(
        app,
        client_manager=DirectManager(),
        async_mode="gevent" if settings.asynchronous else "threading",
        cors_allowed_origins=_origin_rule(settings),
        max_http_buffer_size=LARGEST_MESSAGE,
        ping_interval=settings.limits.ping_interval_s,
        ping_timeout=settings.limits.ping_timeout_s,
        manage_session=False,
        http_compression=False,
        logger=False,
        engineio_logger=False,
    )
    _close_without_waiting(server.server)
    if settings.asynchronous:
        init_backlogs(server.server)
        wires = bound_websockets(server, LARGEST_MESSAGE, settings.limits)
        init_direct(server.server, wires)
    return server


def server_of(app: Flask | None = None) -> SocketIO:
    """The Socket.IO server of an application, or of the current one."""
    found: SocketIO = (app or current_app).extensions["socketio"]
    return found


def hang_up(server: SocketIO, sid: str) -> None:
    """End a socket with its connection; left open, it could ask to be admitted again at once."""
    sockets = server.server
    connection = sockets.manager.eio_sid_from_sid(sid, "/")
    sockets.disconnect(sid)
    if connection is not None:
        sockets.eio.disconnect(connection)


def _close_without_waiting(sockets: socketio.Server) -> None:
    """Have engine.io hang up at once, for us and for itself.

    Its own way waits until the client has fetched all that is queued. One that polls is never let:
    it is refused as soon as its socket is closed, and so whoever hangs up would wait for ever.
    """
    eio = sockets.eio

    def disconnect(eio_sid: str) -> None:
        connection = eio.sockets.pop(eio_sid, None)
        if connection is not None:
            connection.close(wait=False, reason=eio.reason.SERVER_DISCONNECT)

    eio.disconnect = disconnect


def _origin_rule(settings: Settings) -> Any:
    """Which pages may open a socket: our own, exactly. Forwarded headers are not asked."""
    if settings.public_url:
        parts = urlsplit(settings.public_url)
        return [f"{parts.scheme}://{parts.netloc}"]

    def same_origin(origin: str, environ: dict[str, Any]) -> bool:
        return origin == f"{environ.get('wsgi.url_scheme')}://{environ.get('HTTP_HOST')}"

    return same_origin
