"""The Socket.IO server: its limits, its origins, its transport."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app
from flask_socketio import SocketIO
from wsproto.utilities import RemoteProtocolError

from classroom.config import Settings
from classroom.live.frames import MeteredSocket

LARGEST_MESSAGE = 16 * 1024
READ_AT_ONCE = 1024
"""Bytes of a WebSocket read before its size is looked at: packed, they can hold a thousand times as
many."""
PING_INTERVAL_S = 10
PING_TIMEOUT_S = 15


def create_server(app: Flask) -> SocketIO:
    settings: Settings = app.extensions["classroom.settings"]
    server = SocketIO(
        app,
        async_mode="gevent" if settings.asynchronous else "threading",
        cors_allowed_origins=_origin_rule(settings),
        max_http_buffer_size=LARGEST_MESSAGE,
        ping_interval=PING_INTERVAL_S,
        ping_timeout=PING_TIMEOUT_S,
        manage_session=False,
        http_compression=False,
        logger=False,
        engineio_logger=False,
    )
    if settings.asynchronous:
        _bound_websockets(server)
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


def _origin_rule(settings: Settings) -> Any:
    """Which pages may open a socket: our own, exactly. Forwarded headers are not asked."""
    if settings.public_url:
        parts = urlsplit(settings.public_url)
        return [f"{parts.scheme}://{parts.netloc}"]

    def same_origin(origin: str, environ: dict[str, Any]) -> bool:
        return origin == f"{environ.get('wsgi.url_scheme')}://{environ.get('HTTP_HOST')}"

    return same_origin


def _bound_websockets(server: SocketIO) -> None:
    """Bound what a socket may send, and what it keeps.

    `max_http_buffer_size` does not bound a WebSocket frame: without this, 50 MB are read. And
    browsers offer a compression that remembers earlier messages: 100 KB a student, for pushes that
    are compressed as well each by itself.
    """
    engine = server.server.eio
    plain = engine._async["websocket"]

    class BoundedWebSocket(plain):  # type: ignore[misc, valid-type]
        def __init__(self, handler: Any, server: Any) -> None:
            super().__init__(handler, server)
            self.server_args["max_message_size"] = LARGEST_MESSAGE
            self.server_args["receive_bytes"] = READ_AT_ONCE

        def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
            if "permessage-deflate" in environ.get(_EXTENSIONS, ""):
                environ[_EXTENSIONS] = _COMPRESSION
            try:
                self.ws = MeteredSocket(environ, **self.server_args)
            except RemoteProtocolError:
                start_response("400 Bad Request", [("Content-Type", "text/plain")])
                return [b"This is no WebSocket handshake."]
            answer = self.app(self)
            if self.ws.mode == "gunicorn":
                raise StopIteration  # so that gunicorn sends no answer after it
            return answer

    engine._async = {**engine._async, "websocket": BoundedWebSocket}


_EXTENSIONS = "HTTP_SEC_WEBSOCKET_EXTENSIONS"
_COMPRESSION = "permessage-deflate; client_no_context_takeover; server_no_context_takeover"
