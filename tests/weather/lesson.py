"""A lesson that is measured: fifty phones on one thread, and the times that they wait."""

from __future__ import annotations

import asyncio
import base64
import os
import random
import statistics
import struct
import threading
import time
from collections.abc import Coroutine, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeVar

import requests

from classroom.simulation import packets
from classroom.simulation.packets import Kind
from tests.live_room import LiveRoom
from tests.pupils import seat

T = TypeVar("T")
PATIENCE_S = 20.0
GOODBYE = 8
"""What a frame that closes a WebSocket is marked with."""
WINDOW_S = 0.4
"""Everybody answers at some moment of it."""


@dataclass(frozen=True)
class Times:
    """What one round took, in milliseconds: each acknowledgement, each push (press to phone)."""

    acknowledged_ms: tuple[float, ...]
    pushed_ms: tuple[float, ...]


def median(times: Iterable[float]) -> float:
    return statistics.median(times)


def high(times: Iterable[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(times, n=20)[-1]


class Console:
    """Presses as the console's script does, each with the token of the page."""

    def __init__(self, room: LiveRoom) -> None:
        alice = room.school.alice
        self._address = f"{room.address}/sessions/{room.public_id}/moves"
        self._form = {"csrf_token": alice.token()}
        self._headers = {"Cookie": alice.cookie_header, "HX-Request": "true"}

    def press(self, move: str, version: int) -> None:
        form = {**self._form, "move": move, "version": version}
        done = requests.post(self._address, data=form, headers=self._headers, timeout=30)
        assert done.status_code == 204, done.text


class Lesson:
    """Phones in an open room, for as long as the block runs."""

    def __init__(self, room: LiveRoom, number: int) -> None:
        self._room = room
        self._seats = _seats(room, number)
        self._loop = asyncio.new_event_loop()
        # Between the rounds too: a phone that answers no ping is hung up on.
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._phones: dict[str, Phone] = {}
        self._round = 0
        self._console = Console(room)

    def __enter__(self) -> Lesson:
        self._room.press("ask", "open", "close")
        self._thread.start()
        self._run(self._connect())
        return self

    def __exit__(self, *error: object) -> None:
        self._run(self._leave())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def round(self) -> Times:
        """Open, let everybody answer, close."""
        self._round += 1
        return self._run(self._play(self._room.version, self._room.vote))

    @property
    def acknowledged(self) -> dict[str, str]:
        """The choice that each was told to be saved."""
        return {name: phone.saved for name, phone in self._phones.items()}

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    async def _connect(self) -> None:
        for name, cookie in self._seats.items():
            phone = Phone(self._room, cookie)
            await phone.connect()
            self._phones[name] = phone

    async def _leave(self) -> None:
        for phone in self._phones.values():
            await phone.leave()

    async def _play(self, version: int, vote: int) -> Times:
        opened = await self._press("reopen", version, "open")
        answered = await asyncio.gather(
            *(
                phone.answer(vote, "ABCD"[(self._round + place) % 4], random.random() * WINDOW_S)
                for place, phone in enumerate(self._phones.values())
            )
        )
        closed = await self._press("close", version + 1, "closed")
        return Times(tuple(answered), (*opened, *closed))

    async def _press(self, move: str, version: int, phase: str) -> list[float]:
        waiting = [phone.expect(phase) for phone in self._phones.values()]
        started_s = time.perf_counter()
        await self._loop.run_in_executor(None, self._console.press, move, version)
        shown_s = await asyncio.wait_for(asyncio.gather(*waiting), PATIENCE_S)
        return [1000 * (at_s - started_s) for at_s in shown_s]


def _seats(room: LiveRoom, number: int) -> dict[str, str]:
    names = [f"Pupil {place:02}" for place in range(1, number + 1)]
    with ThreadPoolExecutor(4) as helpers:
        visitors = helpers.map(lambda name: seat(room, name), names)
        return {name: visitor.cookie_header for name, visitor in zip(names, visitors, strict=True)}


@dataclass
class Phone:
    """A phone of a lesson on a good network."""

    room: LiveRoom
    cookie: str
    saved: str = ""
    _phase: str = ""
    _number: int = 0
    _expected: tuple[str, asyncio.Future[float]] | None = None
    _waiting: dict[int, asyncio.Future[dict[str, Any]]] = field(default_factory=dict)

    async def connect(self) -> None:
        port = self.room.school.server.port
        self._in, self._out = await asyncio.open_connection("127.0.0.1", port)
        self._out.write(handshake(port, self.cookie))
        assert (await self._in.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 101")
        self._send(packets.ask_for("phone", self.room.public_id))
        self._listening = asyncio.ensure_future(self._listen())
        self._expected = ("closed", asyncio.get_running_loop().create_future())
        await asyncio.wait_for(self._expected[1], PATIENCE_S)

    async def leave(self) -> None:
        self._listening.cancel()
        self._out.close()
        await self._out.wait_closed()

    def expect(self, phase: str) -> asyncio.Future[float]:
        """When that phase is shown, in seconds of the performance counter."""
        future: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        self._expected = (phase, future)
        return future

    async def answer(self, vote: int, letter: str, after_s: float) -> float:
        """Answer after a while; returns the milliseconds until that was acknowledged."""
        await asyncio.sleep(after_s)
        self._number += 1
        future = self._waiting[self._number] = asyncio.get_running_loop().create_future()
        message = {"vote": vote, "choice": [letter], "seq": int(time.time() * 1000)}
        started_s = time.perf_counter()
        self._send(packets.event("answer", message, self._number))
        reply = await asyncio.wait_for(future, PATIENCE_S)
        assert reply["saved"], reply
        self.saved = reply["choice"][0]
        return 1000 * (time.perf_counter() - started_s)

    async def _listen(self) -> None:
        while True:
            packet = packets.parse((await read_frame(self._in)).decode())
            if packet.kind is Kind.PING:
                self._send(packets.PONG)
            elif packet.kind is Kind.ACKNOWLEDGEMENT and packet.number is not None:
                self._waiting.pop(packet.number).set_result(packet.data)
            elif packet.event == "screen" and self._expected:
                phase, future = self._expected
                if packet.data["phase"] == phase and not future.done():
                    future.set_result(time.perf_counter())

    def _send(self, text: str) -> None:
        self._out.write(masked_frame(text.encode()))


def handshake(port: int, cookie: str, *headers: str) -> bytes:
    """The request that opens a Socket.IO WebSocket."""
    lines = (
        f"GET {packets.PATH} HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}",
        "Sec-WebSocket-Version: 13",
        f"Cookie: {cookie}",
        *headers,
        "\r\n",
    )
    return "\r\n".join(lines).encode()


def masked_frame(payload: bytes, opcode: int = 1) -> bytes:
    """A client's frame, masked with zeros."""
    size = len(payload)
    length = struct.pack("!B", 0x80 | size) if size < 126 else struct.pack("!BH", 0xFE, size)
    return bytes([0x80 | opcode]) + length + bytes(4) + payload


async def read_frame(stream: asyncio.StreamReader) -> bytes:
    """The payload of a server's frame; ConnectionError for its goodbye."""
    first, size = await stream.readexactly(2)
    if first & 0x0F == GOODBYE:
        raise ConnectionError
    if size == 126:
        size = int.from_bytes(await stream.readexactly(2), "big")
    elif size == 127:
        size = int.from_bytes(await stream.readexactly(8), "big")
    return await stream.readexactly(size)
