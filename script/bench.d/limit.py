"""What the machine could do: a bare WebSocket server writes the same bytes to as many sockets."""

from __future__ import annotations

import asyncio
import base64
import json
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import uvloop
from cores import Cores
from figures import spread
from options import Options
from quiet import no_collector
from room import Room
from rounds import ms_since_first
from server import HOST, fresh_server
from sockets import FAILURES, Frame, Inbox, Socket
from stopped import Stopped

JOINING_AT_ONCE = 50
PATIENCE_S = 60.0
WARM_UP = 1
"""Pushes before those that count: the phones of a lecture have had some too when a vote opens."""


def run(options: Options) -> dict[str, Any]:
    return uvloop.run(_play(options))


async def _play(options: Options) -> dict[str, Any]:
    alone = replace(options, students=1, window_s=0.1)
    with fresh_server(alone) as server:
        async with Room(server, alone.kind, alone.window_s) as room:
            await room.let_in(1)
            frame = (await room.play()).opening
    pushes = await measure(frame, options)
    return {"rounds": options.rounds, **pushes.figures()}


class Pushes:
    """Times of all sockets in all pushes, in milliseconds since the first socket had each."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.push_ms: list[float] = []
        self.generator_cpu_share = 0.0
        """The largest of all pushes."""

    def figures(self) -> dict[str, Any]:
        return {
            "limit_push_ms": spread(self.push_ms),
            "limit_generator_push_cpu_share": round(self.generator_cpu_share, 3),
            "push_bytes": len(self.frame.payload),
        }


async def measure(frame: Frame, options: Options) -> Pushes:
    """Push that frame once a round to as many sockets as there are students."""
    inbox = Inbox()
    sockets = [LimitSocket() for _ in range(options.students)]
    pushes = Pushes(frame)
    async with _bare_server(frame, options.cores) as bare:
        try:
            await _connect(sockets, inbox, bare.port)
            with no_collector():
                for number in range(WARM_UP + options.rounds):
                    await _push(bare, sockets, inbox, pushes, counts=number >= WARM_UP)
        finally:
            for socket in sockets:
                socket.close()
    return pushes


class LimitSocket:
    """Takes what is pushed, and does no more with it than note when it came."""

    def __init__(self) -> None:
        self._socket: Socket | None = None
        self.arrived: list[float] = []

    async def connect(self, inbox: Inbox, port: int) -> None:
        await Socket.connect(inbox, self, HOST, port, "/")

    def close(self) -> None:
        if self._socket is not None:
            self._socket.abort()

    def opened(self, socket: Socket) -> None:
        self._socket = socket

    def take(self, socket: Socket, frame: Frame, at: float) -> None:
        self.arrived.append(at)

    def lost(self, socket: Socket, at: float) -> None:
        self._socket = None


class BareServer:
    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self._process = process
        self.port = port

    def push(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(b"push\n")
        self._process.stdin.flush()


@asynccontextmanager
async def _bare_server(frame: Frame, cores: Cores) -> AsyncIterator[BareServer]:
    with cores.for_server():
        process = subprocess.Popen(
            [sys.executable, str(Path(__file__).parent / "bare_server.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
    assert process.stdin is not None and process.stdout is not None
    try:
        order = {
            "payload": base64.b64encode(frame.payload).decode(),
            "is_compressed": frame.is_compressed,
        }
        process.stdin.write(json.dumps(order).encode() + b"\n")
        process.stdin.flush()
        said = await asyncio.to_thread(process.stdout.readline)
        if not said:
            raise Stopped("The bare server that shows the machine's limit did not start.")
        yield BareServer(process, int(said))
    finally:
        process.kill()
        process.wait()
        process.stdin.close()
        process.stdout.close()


async def _connect(sockets: list[LimitSocket], inbox: Inbox, port: int) -> None:
    try:
        for start in range(0, len(sockets), JOINING_AT_ONCE):
            some = sockets[start : start + JOINING_AT_ONCE]
            await asyncio.gather(*(socket.connect(inbox, port) for socket in some))
    except FAILURES as error:
        raise Stopped(f"A socket could not connect to the bare server: {error}.") from None


async def _push(
    bare: BareServer, sockets: list[LimitSocket], inbox: Inbox, pushes: Pushes, *, counts: bool
) -> None:
    for socket in sockets:
        socket.arrived.clear()
    inbox.watch()
    bare.push()
    async with asyncio.timeout(PATIENCE_S):
        while not all(socket.arrived for socket in sockets):
            await asyncio.sleep(0.01)
    share = inbox.stop_watching()
    if counts:
        pushes.push_ms += ms_since_first([socket.arrived[0] for socket in sockets])
        pushes.generator_cpu_share = max(pushes.generator_cpu_share, share)
