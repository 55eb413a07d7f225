"""A student's phone without a browser: it joins, receives screens and answers over a real socket.

It speaks the protocol of docs/protocol.md. Where gevent is patched in, its threads are greenlets.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import simple_websocket

from classroom.simulation import packets
from classroom.simulation.packets import Kind, Packet
from classroom.simulation.screens import Screen, read_screen

FIRST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 5.0
SILENCE_S = 30.0
"""Without even a ping for so long, the connection is taken for dead."""


@dataclass(frozen=True)
class Seat:
    """Where a phone connects, to which session, and the cookie that says whose it is."""

    address: str
    """Such as ws://127.0.0.1:8000."""
    session: str
    cookie: str
    """Name and value, as a browser would send them: `seat-…=…`."""


@dataclass(frozen=True)
class Sent:
    """An answer, kept until it is acknowledged and sent again after a reconnect."""

    vote: int
    choice: tuple[str, ...]
    seq: int
    certainty: int | None = None

    def payload(self) -> dict[str, Any]:
        """The empty choice is a pass."""
        payload = {"vote": self.vote, "choice": list(self.choice), "seq": self.seq}
        if self.certainty is not None:
            payload["certainty"] = self.certainty
        return payload if self.choice else {**payload, "passes": True}


class Phone:
    """One phone. `see` is called with every screen that arrives."""

    def __init__(self, seat: Seat, see: Callable[[Screen], None]) -> None:
        self._seat = seat
        self._see = see
        self._socket: Any = None
        self._lock = threading.Lock()
        self._unacknowledged: Sent | None = None
        self._number = 0
        self._seq = 0
        self._stopped = threading.Event()
        self.screen = Screen()
        self.standing: tuple[str, ...] = ()
        """The choice that the server acknowledged last."""
        self.farewell = ""
        """The server's words when it let this phone go for good."""

    def run(self) -> None:
        """Stay connected, again and again, until stopped or dismissed."""
        pause_s = FIRST_PAUSE_S
        while not self._stopped.is_set():
            try:
                socket = self._connect()
                while not self._stopped.is_set():
                    self._receive(socket)
                    pause_s = FIRST_PAUSE_S
            except (OSError, simple_websocket.ConnectionClosed, simple_websocket.ConnectionError):
                self._hang_up()
            self._stopped.wait(pause_s)
            pause_s = min(2 * pause_s, LONGEST_PAUSE_S)
        self._hang_up()

    def stop(self) -> None:
        self._stopped.set()
        self._hang_up()

    def answer(self, vote: int, choice: tuple[str, ...], certainty: int | None = None) -> None:
        """Send an answer, now or as soon as there is a connection. The empty choice is a pass."""
        self._seq = max(int(time.time() * 1000), self._seq + 1)
        self._unacknowledged = Sent(vote, choice, self._seq, certainty)
        self._send_answer()

    def _connect(self) -> Any:
        self._socket = socket = simple_websocket.Client(
            f"{self._seat.address}{packets.PATH}&session={self._seat.session}",
            headers={"Cookie": self._seat.cookie},
        )
        # Asked for at once: what arrived together with the handshake is read with what comes next.
        self._send(packets.ask_for("phone", self._seat.session))
        return socket

    def _receive(self, socket: Any) -> None:
        text = socket.receive(timeout=SILENCE_S)
        if text is None:
            self._hang_up()
            raise ConnectionError("silence")
        packet = packets.parse(text)
        match packet.kind:
            case Kind.PING:
                self._send(packets.PONG)
            case Kind.ADMITTED:
                self._send_answer()
            case Kind.EVENT:
                self._take_event(packet)
            case Kind.ACKNOWLEDGEMENT:
                self._take_acknowledgement(packet)
            case Kind.REFUSED:
                self._take_refusal(packet.data.get("data", {}))
            case Kind.DISMISSED:
                self._leave("")

    def _take_event(self, packet: Packet) -> None:
        if packet.event == "screen":
            self.screen = read_screen(packet.data)
            self._see(self.screen)
        elif packet.event == "mine" and "seq" in packet.data:
            self._seq = max(self._seq, packet.data["seq"] or 0)
            self.standing = tuple(packet.data["choice"]) or self.standing
        elif packet.event == "gone":
            self._leave(str(packet.data.get("text", "")))

    def _take_acknowledgement(self, packet: Packet) -> None:
        if packet.number != self._number:
            return
        if packet.data.get("saved"):
            self.standing = tuple(packet.data["choice"])
        if packet.data.get("saved") or not packet.data.get("retry"):
            self._unacknowledged = None
        else:
            again = threading.Timer(FIRST_PAUSE_S, self._send_answer)
            again.daemon = True
            again.start()

    def _take_refusal(self, error: dict[str, Any]) -> None:
        if error.get("code") in ("busy", "too-fast"):
            raise ConnectionError("later")  # and so it comes again
        self._leave(str(error.get("text", "")))

    def _send_answer(self) -> None:
        sent = self._unacknowledged
        if sent is None:
            return
        self._number += 1
        # When there is no connection, it is sent as soon as the phone is admitted again.
        with suppress(OSError, simple_websocket.ConnectionClosed):
            self._send(packets.event("answer", sent.payload(), self._number))

    def _send(self, text: str) -> None:
        with self._lock:
            if self._socket is None:
                raise ConnectionError("not connected")
            self._socket.send(text)

    def _leave(self, farewell: str) -> None:
        self.farewell = farewell or self.farewell
        self._stopped.set()

    def _hang_up(self) -> None:
        socket, self._socket = self._socket, None
        if socket is not None:
            # Closed from the other side, it refuses to say goodbye and would leave its wire open.
            with suppress(OSError, simple_websocket.ConnectionClosed):
                socket.close()
            socket.sock.close()
