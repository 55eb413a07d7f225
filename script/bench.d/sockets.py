"""WebSockets on picows, written in C, so that the generator is not what is measured.

Frames are stamped with the time as they arrive, and looked at when all that wait are stamped.
"""

from __future__ import annotations

import asyncio
import time
import zlib
from collections import deque
from dataclasses import dataclass
from typing import Protocol

from picows import WSError, WSFrame, WSListener, WSMsgType, WSTransport, ws_connect

OFFER = "permessage-deflate; client_max_window_bits"
"""What browsers offer."""
OPENING_S = 5.0
READ_AT_FIRST = 4096
LONGEST_WAIT_S = 0.02
LEAST_PUSH = 256
"""Bytes of a screen that is pushed, which no ping and no acknowledgement has."""
FAILURES = (OSError, TimeoutError, WSError)
"""What opening a socket may end with."""


@dataclass(frozen=True)
class Frame:
    """A message as it came over the wire."""

    payload: bytes
    is_compressed: bool


class Receiver(Protocol):
    def opened(self, socket: Socket) -> None: ...

    def take(self, socket: Socket, frame: Frame, at: float) -> None: ...

    def lost(self, socket: Socket, at: float) -> None: ...


class Inbox:
    """What all sockets received, in the order of arrival.

    Handed on when a turn of the loop brought nothing new, so that looking at the first phone's
    frame does not delay the stamp of the last one's.
    """

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._waiting: deque[tuple[Socket, Frame | None, float]] = deque()
        self._is_due = self._has_news = False
        self._is_watching = False
        self._watched: list[tuple[float, float]] = []

    def watch(self) -> None:
        """Note what the next push costs this process, from its first frame on."""
        self._is_watching, self._watched = True, []

    def stop_watching(self) -> float:
        """The share of a core that it took to read the push to its last frame; 0 without one."""
        self._is_watching = False
        if len(self._watched) < 2:
            return 0.0
        (started, cpu_s), (ended, cpu_at_end_s) = self._watched
        return (cpu_at_end_s - cpu_s) / max(ended - started, 1e-9)

    def put(self, socket: Socket, frame: Frame | None, at: float) -> None:
        """A frame, or None for the loss of the socket."""
        self._waiting.append((socket, frame, at))
        if self._is_watching and not self._watched and frame and len(frame.payload) > LEAST_PUSH:
            self._watched.append((at, time.process_time()))
        self._has_news = True
        if not self._is_due:
            self._is_due = True
            self._loop.call_soon(self._hand_on)

    def _hand_on(self) -> None:
        if self._has_news and time.perf_counter() - self._waiting[0][2] < LONGEST_WAIT_S:
            self._has_news = False
            self._loop.call_soon(self._hand_on)
            return
        self._is_due = False
        if self._is_watching and self._watched:
            self._watched[1:] = [(time.perf_counter(), time.process_time())]
        waiting, self._waiting = self._waiting, deque()
        for socket, frame, at in waiting:
            if frame is None:
                socket.receiver.lost(socket, at)
            else:
                socket.receiver.take(socket, frame, at)


class Socket(WSListener):
    """A client's WebSocket. Like browsers it offers compression, and takes it if it may."""

    def __init__(self, inbox: Inbox, receiver: Receiver) -> None:
        self.receiver = receiver
        self._inbox = inbox
        self._transport: WSTransport | None = None
        self._inflating: zlib._Decompress | None = None

    @classmethod
    async def connect(
        cls, inbox: Inbox, receiver: Receiver, host: str, port: int, path: str, cookies: str = ""
    ) -> None:
        """Open one, which is handed to its receiver.

        One of FAILURES when there is none within 5 seconds, as in a browser.
        """
        headers = {"Origin": f"http://{host}:{port}", "Sec-WebSocket-Extensions": OFFER}
        if cookies:
            headers["Cookie"] = cookies
        async with asyncio.timeout(OPENING_S):
            _, socket = await ws_connect(
                lambda _request, _response: cls(inbox, receiver),
                f"ws://{host}:{port}{path}",
                extra_headers=headers,
                websocket_handshake_timeout=OPENING_S,
                read_buffer_init_size=READ_AT_FIRST,
            )
        if socket is None:
            raise ConnectionResetError("closed during the handshake")

    def send(self, text: str) -> None:
        if self._transport is not None:
            self._transport.send(WSMsgType.TEXT, text)

    def abort(self) -> None:
        """End it without a word, as a network does."""
        if self._transport is not None:
            self._transport.disconnect(graceful=False)

    def text_of(self, frame: Frame) -> str:
        """The message in a frame. A socket that remembers must be given all, in their order."""
        if not frame.is_compressed:
            return frame.payload.decode()
        if self._inflating is not None:
            return _inflated(self._inflating, frame.payload)
        return _inflated(zlib.decompressobj(-15), frame.payload)

    @property
    def remembers(self) -> bool:
        """Whether a compressed frame can be read only after those before it."""
        return self._inflating is not None

    def on_ws_connected(self, transport: WSTransport) -> None:
        self._transport = transport
        accepted = transport.response.headers.get("Sec-WebSocket-Extensions", "")
        if "permessage-deflate" in accepted and "server_no_context_takeover" not in accepted:
            self._inflating = zlib.decompressobj(-15)
        self.receiver.opened(self)

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        at = time.perf_counter()
        if frame.msg_type == WSMsgType.TEXT:
            self._inbox.put(self, Frame(frame.get_payload_as_bytes(), bool(frame.rsv1)), at)
        elif frame.msg_type == WSMsgType.CLOSE:
            transport.disconnect()

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        self._transport = None
        self._inbox.put(self, None, time.perf_counter())


def _inflated(inflating: zlib._Decompress, payload: bytes) -> str:
    return inflating.decompress(payload + b"\x00\x00\xff\xff").decode()
