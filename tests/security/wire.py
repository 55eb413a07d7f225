"""Sockets to a real server, as bytes: what browsers would send, and what they never would."""

from __future__ import annotations

import contextlib
import json
import re
import socket
import struct
import time
from dataclasses import dataclass
from typing import Any

import websocket

from tests.server_process import ServerProcess, Visitor

PATH = "/socket.io/?EIO=4&transport=websocket"


@dataclass
class Screen:
    """A phone, projector or console over a WebSocket."""

    wire: websocket.WebSocket
    number: int = 0

    def send(self, event: str, payload: Any) -> dict[str, Any]:
        """Send an event and wait for its acknowledgement."""
        self.number += 1
        self.wire.send(f"42{self.number}{json.dumps([event, payload])}")
        acknowledged = self.wait_for(f"43{self.number}[")
        told: dict[str, Any] = json.loads(acknowledged[len(f"43{self.number}") :])[0]
        return told

    def wait_for(self, *starts: str) -> str:
        """The next message that begins so, or so; pings are answered on the way."""
        while True:
            message = self.wire.recv()
            assert isinstance(message, str) and message != "", "the server hung up"
            if message.startswith(starts):
                return message
            if message == "2":
                self.wire.send("3")

    def hears_goodbye(self) -> bool:
        """Whether the server closes the WebSocket, whatever it says before."""
        self.wire.settimeout(10)
        try:
            while self.wire.recv():
                pass
        except websocket.WebSocketTimeoutException:
            return False
        except (OSError, websocket.WebSocketException):
            pass
        return True

    def raw(self, data: bytes) -> bool:
        """Send bytes below the protocol; whether the server still took them."""
        try:
            self.wire.sock.sendall(data)
        except OSError:
            return False
        return True

    def close(self) -> None:
        with contextlib.suppress(OSError, websocket.WebSocketException):
            self.wire.close(timeout=1)
        self.wire.shutdown()


def open_wire(server: ServerProcess, cookies: str, **options: Any) -> websocket.WebSocket:
    address = server.address.replace("http", "ws") + PATH
    return websocket.create_connection(address, cookie=cookies, timeout=10, **options)


def screen_of(server: ServerProcess, browser: Visitor, screen: str, session: str) -> Screen:
    """An admitted socket of that browser, which comes again when told that it was too fast."""
    while True:
        found = Screen(open_wire(server, browser.cookie_header))
        found.wait_for("0")
        found.wire.send("40" + json.dumps({"screen": screen, "session": session}))
        told = found.wait_for("40", "44")
        if told.startswith("40"):
            return found
        found.close()
        assert "too-fast" in told, told
        time.sleep(0.2)


def frame_head(length: int, *, opcode: int = 1, final: bool = True, packed: bool = False) -> bytes:
    """The head of a client's frame of that length, masked with zeros."""
    first = (0x80 if final else 0) | (0x40 if packed else 0) | opcode
    if length < 126:
        return struct.pack("!BB4x", first, 0x80 | length)
    if length < 65_536:
        return struct.pack("!BBH4x", first, 0x80 | 126, length)
    return struct.pack("!BBQ4x", first, 0x80 | 127, length)


def http(server: ServerProcess, head: str, body_chunks: Any = ()) -> bytes:
    """What the server answers to a request written by hand; it may hang up while we still send."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as wire:
        with contextlib.suppress(OSError):
            wire.sendall(head.encode())
            for chunk in body_chunks:
                wire.sendall(chunk)
        answer = b""
        with contextlib.suppress(OSError):
            while b"\r\n" not in answer and (more := wire.recv(65_536)):
                answer += more
    return answer


def status_of(answer: bytes) -> int:
    found = re.match(rb"HTTP/1\.[01] (\d{3})", answer)
    return int(found.group(1)) if found else 0
