"""Our WebSockets: bounded in what they take and keep, and sent to without waiting.

They are engine.io's own, by simple-websocket, with three differences: limits on what comes in, a
compression that remembers nothing, and an outbox that all bytes out pass through.
"""

from __future__ import annotations

import time
from typing import Any

import simple_websocket
from engineio.async_drivers.gevent import WebSocketWSGI
from flask_socketio import SocketIO
from wsproto.events import TextMessage
from wsproto.utilities import RemoteProtocolError

from classroom.limits import Limits
from classroom.live.frames import Flood, MeteredFrames
from classroom.live.outbox import Outbox

READ_AT_ONCE = 1024
"""Bytes of a WebSocket read before its size is looked at: packed, they can hold a thousand times as
many."""
SHORT = 125
"""Bytes that a frame's first length field can tell."""
_WHOLE_TEXT = 0x81

_EXTENSIONS = "HTTP_SEC_WEBSOCKET_EXTENSIONS"
_COMPRESSION = "permessage-deflate; client_no_context_takeover; server_no_context_takeover"


class WebSocket(simple_websocket.Server):
    """One phone's, projector's or console's WebSocket; all its bytes pass its outbox."""

    sock: Any
    ws: Any

    def __init__(
        self, environ: dict[str, Any], engine: Any, limits: Limits, **options: Any
    ) -> None:
        self._engine, self._limits = engine, limits
        self.compresses = environ.get(_EXTENSIONS) == _COMPRESSION
        super().__init__(environ, **options)

    def handshake(self) -> None:
        self.sock = Outbox(self.sock, deadline_s=self._limits.emptied_within_s)
        super().handshake()
        self.ws = MeteredFrames(self.ws)

    def close(self, *reason: Any) -> None:
        super().close(*reason)
        self.sock.end()  # one that ignores the goodbye would stay for ever

    def _handle_events(self) -> Any:
        try:
            return super()._handle_events()
        except Flood:
            self.input_buffer.clear()  # nothing of it was acknowledged
            self.sock.cut()
            raise

    @property
    def is_ready(self) -> bool:
        """Whether a frame may be written now: nothing that engine.io sends would come after it."""
        engine = self._engine
        return self.connected and engine.upgraded and engine.queue.empty()

    @property
    def is_changed_to(self) -> bool:
        """Whether its client polls still, and may or may not go on by it."""
        return self.connected and not self._engine.upgraded

    def frame(self, text: str) -> bytes:
        """The bytes of this text: the same for every socket that `compresses` alike."""
        data = text.encode()
        if len(data) <= SHORT:
            # An acknowledgement, say. To pack it would cost more than it saves, and none has to be.
            return bytes((_WHOLE_TEXT, len(data))) + data
        framed: bytes = self.ws.send(TextMessage(data=text))
        return framed

    def send(self, data: Any) -> None:
        if self.connected and isinstance(data, str):
            self.write(self.frame(data))
        else:
            super().send(data)

    def write(self, frame: bytes) -> None:
        self.sock.send(frame)


Wires = dict[str, WebSocket]
"""The open WebSockets by the id that engine.io gave each. Polling clients have none."""


def bound_websockets(server: SocketIO, largest_message: int, limits: Limits) -> Wires:
    """Have engine.io use our WebSockets, and return them as they come and go.

    `max_http_buffer_size` does not bound a WebSocket frame: without a limit of its own, 50 MB are
    read. And browsers offer a compression that remembers earlier messages: 100 KB a student, for
    pushes that are compressed as well each by itself.
    """
    wires: Wires = {}

    class Bounded(WebSocketWSGI):
        """A connection, by which a client begins or which it changes to."""

        def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
            if "permessage-deflate" in environ.get(_EXTENSIONS, ""):
                environ[_EXTENSIONS] = _COMPRESSION
            engine = self.app.__self__
            if engine.sid in wires:
                start_response("400 Bad Request", [("Content-Type", "text/plain")])
                return (b"This client is changing to another WebSocket.",)
            self.changed_by = time.monotonic() + limits.changed_within_s
            bounds = {"max_message_size": largest_message, "receive_bytes": READ_AT_ONCE}
            try:
                self.ws = WebSocket(environ, engine, limits, **self.server_args, **bounds)
            except RemoteProtocolError:
                start_response("400 Bad Request", [("Content-Type", "text/plain")])
                return (b"This is no WebSocket handshake.",)  # engine.io takes a list for packets
            wires[engine.sid] = self.ws
            try:
                done = self.app(self)
            finally:
                del wires[engine.sid]
                self.close()  # engine.io forgets it where the change came to nothing
            if self.ws.mode == "gunicorn":
                raise StopIteration  # the sign to gunicorn that the connection was taken over
            return done

        def wait(self) -> Any:
            if self.app.__self__.upgraded:
                return super().wait()
            try:
                return self.ws.receive(max(0.0, self.changed_by - time.monotonic()))
            except simple_websocket.ConnectionClosed:
                return None

    engine_server = server.server.eio
    engine_server._async = {**engine_server._async, "websocket": Bounded}
    plain_close = engine_server.handlers["disconnect"]

    def handle_close(eio_sid: str, reason: str) -> None:
        wire = wires.get(eio_sid)
        if wire is not None and wire.is_changed_to:
            wire.close()  # nobody writes to it yet who would do so
        plain_close(eio_sid, reason)

    engine_server.on("disconnect", handle_close)
    return wires
