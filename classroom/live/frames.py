"""What arrives in a WebSocket, counted below any message: pings, pongs, pieces and garbage too.

Each read and each frame takes a token, so that neither many small frames nor one in many small
pieces can keep the server reading. Whoever has none left floods the socket and is cut off.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wsproto.events import Message

from classroom.live.limits import FRAMES_BURST, FRAMES_PER_SECOND, Bucket


class Flood(OSError):
    """More frames than anybody has a use for."""


class MeteredFrames:
    """A parser of WebSocket frames that raises Flood."""

    def __init__(self, parser: Any) -> None:
        self._parser = parser
        self._bucket = Bucket(FRAMES_BURST, FRAMES_PER_SECOND)
        self.send = parser.send

    def receive_data(self, data: bytes) -> None:
        self._take()
        self._parser.receive_data(data)

    def events(self) -> Iterator[Any]:
        for event in self._parser.events():
            if not isinstance(event, Message) or event.frame_finished:
                self._take()
            yield event

    def _take(self) -> None:
        if not self._bucket.take():
            raise Flood
