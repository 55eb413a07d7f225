"""A screen and its connection, which it keeps up as the shipped client does (connection.js)."""

from __future__ import annotations

import asyncio
import random
from typing import Any

from browser import Browser
from reading import packet_in
from server import HOST
from sockets import FAILURES, Frame, Inbox, Socket

from classroom.simulation import packets
from classroom.simulation.packets import Kind, Packet

FIRST_PAUSE_S, LONGEST_PAUSE_S, JITTER = 0.5, 4.0, 0.5
"""Socket.IO's pauses between two attempts, doubled each time."""
SENT_AWAY_S, SENT_AWAY_JITTER_S = 0.5, 2.5
"""How long a screen stays away that the server closed politely or was too busy for."""


class Screen:
    """A phone, console or projector: connected until closed or dismissed.

    A proxy before several workers picks one by `proxy_key`, which is the session's public id unless
    given: a room has one worker.
    """

    def __init__(
        self,
        browser: Browser,
        port: int,
        name: str,
        session: str,
        inbox: Inbox,
        proxy_key: str = "",
    ) -> None:
        self._browser, self._port = browser, port
        self._path = f"{packets.PATH}&session={proxy_key or session}"
        self._name, self._session = name, session
        self._inbox = inbox
        self._loop = asyncio.get_running_loop()
        self._socket: Socket | None = None
        self._opening: asyncio.Task[None] | None = None
        self._failures = 0
        self._is_over = False
        self.is_up = False
        self.admitted = asyncio.Event()
        self.attempts = 0
        """How often it tried to come back after it had lost its connection."""
        self.farewell = ""
        """The server's words when it let this screen go for good."""
        self.phase = ""
        self.vote: int | None = None
        self.version: list[int] = [0, 0]
        self.awaits: tuple[str, int | None] | None = None
        """The phase and vote of the screen that is right when it comes back."""
        self.back_at: float | None = None

    def connect(self) -> None:
        if not self._is_over and self._opening is None:
            self._opening = self._loop.create_task(self._open())

    def close(self) -> None:
        self._is_over = True
        if self._opening is not None:
            self._opening.cancel()
        self.drop()

    def expect_back(self, phase: str, vote: int) -> None:
        """From now on `back_at` is when that screen was there again."""
        self.awaits, self.back_at = (phase, vote), None

    def drop(self) -> None:
        """Lose the connection, as when a network goes away."""
        if self._socket is not None:
            self._socket.abort()

    def opened(self, socket: Socket) -> None:
        self._socket, self._failures = socket, 0
        if self._is_over:
            self.drop()

    def take(self, socket: Socket, frame: Frame, at: float) -> None:
        packet = packet_in(socket, frame)
        match packet.kind:
            case Kind.OPEN:
                socket.send(packets.ask_for(self._name, self._session))
            case Kind.PING:
                socket.send(packets.PONG)
            case Kind.ADMITTED:
                self.is_up = True
                self.came_in()
            case Kind.EVENT if packet.event == "screen":
                self._show(packet.data, frame, at)
            case Kind.EVENT if packet.event == "mine":
                self.told(packet.data, at)
            case Kind.EVENT if packet.event == "gone":
                self._end(packet.data)
            case Kind.ACKNOWLEDGEMENT:
                self.acknowledged(packet, at)
            case Kind.REFUSED:
                self._take_refusal(packet.data.get("data", {}))
            case Kind.DISMISSED:
                self._stay_away()
            case Kind.CLOSE:
                self.drop()

    def lost(self, socket: Socket, at: float) -> None:
        if socket is not self._socket:
            return
        self._socket, self.is_up = None, False
        self.went_away()
        if not self._is_over:
            self._come_back()

    def seen(self, push: dict[str, Any], frame: Frame, at: float) -> None: ...

    def told(self, mine: dict[str, Any], at: float) -> None: ...

    def acknowledged(self, packet: Packet, at: float) -> None: ...

    def came_in(self) -> None: ...

    def went_away(self) -> None: ...

    def send(self, text: str) -> None:
        if self._socket is not None:
            self._socket.send(text)

    async def _open(self) -> None:
        try:
            await Socket.connect(
                self._inbox, self, HOST, self._port, self._path, self._browser.cookie_header
            )
        except FAILURES:
            self._come_back()
        finally:
            self._opening = None

    def _come_back(self) -> None:
        self.attempts += 1
        pause_s = FIRST_PAUSE_S * 2**self._failures
        self._failures += 1
        pause_s *= 1 + JITTER * random.uniform(-1, 1)
        self._loop.call_later(min(pause_s, LONGEST_PAUSE_S), self.connect)

    def _stay_away(self) -> None:
        socket, self._socket, self.is_up = self._socket, None, False
        if socket is not None:
            socket.abort()
        self.went_away()
        self.attempts += 1
        self._loop.call_later(SENT_AWAY_S + random.uniform(0, SENT_AWAY_JITTER_S), self.connect)

    def _show(self, push: dict[str, Any], frame: Frame, at: float) -> None:
        if push["version"] < self.version:
            return
        self.phase, self.vote, self.version = push["phase"], push["vote"], push["version"]
        if self.back_at is None and self.awaits == (self.phase, self.vote):
            self.back_at = at
        self.admitted.set()
        self.seen(push, frame, at)

    def _take_refusal(self, error: dict[str, Any]) -> None:
        if error.get("code") in ("busy", "too-fast"):
            self._stay_away()
        else:
            self._end(error)

    def _end(self, last: dict[str, Any]) -> None:
        self.farewell = str(last.get("text") or last.get("code") or "without a word")
        self.close()
