"""A phone that behaves as static/js/ does, and notes all that it shows.

It knows WebSockets alone; the real thing in a browser also falls back on polling.
"""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from classroom.simulation import packets
from classroom.simulation.packets import Kind, Packet
from tests.weather.lesson import handshake, masked_frame, read_frame

OPENING_S = 5.0
PATIENCE_S = 5.0
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.5, 4.0
SILENCES = 2
"""Answers without a reply, one after the other, after which the connection is renewed."""


@dataclass(frozen=True)
class Shown:
    """A screen as it stood on the phone. `moves` is the first number of its version."""

    moves: int
    phase: str
    vote: int | None


@dataclass(frozen=True)
class Saved:
    vote: int
    choice: str
    seq: int


@dataclass
class ShippedPhone:
    port: int
    session: str
    cookie: str
    on_saved: Callable[[Saved], None]
    """Called at the moment in which the phone says *Saved*."""
    shown: list[Shown] = field(default_factory=list)
    said: list[Saved] = field(default_factory=list)
    connections: int = 0
    _version: tuple[int, float] = (0, 0)
    _mine: Saved = Saved(0, "", 0)
    _pending: Saved | None = None
    _flying: int = 0
    _silences: int = 0
    _number: int = 0
    _out: asyncio.StreamWriter | None = None
    _is_up: bool = False
    _silence_s: float = 0.0
    _asked: dict[int, asyncio.Future[dict[str, Any]]] = field(default_factory=dict)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def is_waiting(self) -> bool:
        return self._pending is not None

    async def run(self) -> None:
        """Connect, and again after each end, for ever."""
        pause_s = FIRST_PAUSE_S
        while True:
            with suppress(OSError, asyncio.IncompleteReadError, TimeoutError):
                stream = await asyncio.wait_for(self._open(), OPENING_S)
                pause_s = FIRST_PAUSE_S
                while True:
                    frame = await asyncio.wait_for(read_frame(stream), self._silence_s)
                    self._take(packets.parse(frame.decode()))
            self._hang_up()
            await asyncio.sleep(pause_s * random.uniform(0.5, 1.5))
            pause_s = min(2 * pause_s, LONGEST_PAUSE_S)

    async def leave(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._hang_up()

    def tap(self, letter: str) -> None:
        screen = self.shown[-1]
        assert screen.vote is not None
        last = self._pending.seq if self._pending else 0
        seq = max(int(time.time() * 1000), self._mine.seq + 1, last + 1)
        self._pending = Saved(screen.vote, letter, seq)
        self._flush_soon(0)

    async def _open(self) -> asyncio.StreamReader:
        stream, self._out = await asyncio.open_connection("127.0.0.1", self.port)
        self._out.write(handshake(self.port, self.cookie))
        answer = await stream.readuntil(b"\r\n\r\n")
        if not answer.startswith(b"HTTP/1.1 101"):
            raise ConnectionError
        opened = json.loads((await read_frame(stream))[1:])
        self._silence_s = (opened["pingInterval"] + opened["pingTimeout"]) / 1000
        self._send(packets.ask_for("phone", self.session))
        return stream

    def _take(self, packet: Packet) -> None:
        if packet.kind is Kind.PING:
            self._send(packets.PONG)
        elif packet.kind is Kind.ADMITTED:
            self._is_up = True
            self.connections += 1
            self._flush_soon(0)
        elif packet.kind is Kind.ACKNOWLEDGEMENT and packet.number in self._asked:
            self._asked.pop(packet.number).set_result(packet.data)
        elif packet.kind in (Kind.DISMISSED, Kind.REFUSED, Kind.CLOSE):
            raise ConnectionError
        elif packet.event == "mine" and "vote" in packet.data:
            self._stands(packet.data)
        elif packet.event == "screen":
            self._show(packet.data)

    def _show(self, push: dict[str, Any]) -> None:
        version = (push["version"][0], push["version"][1])
        if version < self._version:
            return
        self._version = version
        self.shown.append(Shown(version[0], push["phase"], push["vote"]))
        self._speak()

    def _stands(self, told: dict[str, Any]) -> None:
        found = Saved(told["vote"] or 0, ",".join(told["choice"]), told["seq"])
        if (found.vote, found.seq) >= (self._mine.vote, self._mine.seq):
            self._mine = found
        if self._pending and self._pending.vote == found.vote and self._pending.seq <= found.seq:
            self._pending = None
        self._speak()

    def _speak(self) -> None:
        """*Saved*, if that is what the line below the form says now."""
        screen = self.shown[-1] if self.shown else None
        if not screen or screen.phase not in ("open", "closed") or self._mine.vote != screen.vote:
            return
        is_sending = self._pending is not None and self._pending.vote == screen.vote
        if not is_sending and self.said[-1:] != [self._mine]:
            self.said.append(self._mine)
            self.on_saved(self._mine)

    def _flush_soon(self, after_s: float) -> None:
        task = asyncio.get_running_loop().create_task(self._flush(after_s))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _flush(self, after_s: float) -> None:
        await asyncio.sleep(after_s)
        sent = self._pending
        if sent is None or not self._is_up or self._flying == sent.seq:
            return
        self._flying = sent.seq
        try:
            reply = await self._ask(sent)
        except (TimeoutError, ConnectionError):
            self._flying = 0 if self._flying == sent.seq else self._flying
            self._silences += self._is_up
            if self._silences >= SILENCES:
                self._silences = 0
                self._hang_up()
            return self._flush_soon(random.random())
        self._silences = 0
        self._flying = 0 if self._flying == sent.seq else self._flying
        if reply["saved"]:
            self._stands(reply)
        elif reply["retry"]:
            self._flush_soon(random.uniform(0.5, 1.5))
        elif self._pending == sent:
            self._pending = None  # refused, in words

    async def _ask(self, sent: Saved) -> dict[str, Any]:
        self._number += 1
        future = self._asked[self._number] = asyncio.get_running_loop().create_future()
        message = {"vote": sent.vote, "choice": [sent.choice], "seq": sent.seq}
        self._send(packets.event("answer", message, self._number))
        return await asyncio.wait_for(future, PATIENCE_S)

    def _send(self, text: str) -> None:
        if self._out is None:
            raise ConnectionError
        self._out.write(masked_frame(text.encode()))

    def _hang_up(self) -> None:
        self._is_up = False
        self._version = (self._version[0], 0)
        waiting, self._asked = self._asked, {}
        for future in waiting.values():
            if not future.done():
                future.set_exception(ConnectionError())
        if self._out is not None:
            self._out.close()
            self._out = None
