"""HTTP and WebSocket as thin as they can be, so that the generator is not what is measured.

The WebSocket is asyncio's bare protocol: each read is stamped with the time before anything looks
at it, and is taken apart only when all reads of that turn of the loop are stamped.
"""

from __future__ import annotations

import asyncio
import base64
import os
import time
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

TEXT, CLOSE, PING, PONG = 0x1, 0x8, 0x9, 0xA


@dataclass(frozen=True)
class Reply:
    status: int
    location: str
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class Browser:
    """One kept-open HTTP connection, with its cookies."""

    def __init__(self, host: str, port: int) -> None:
        self._host, self._port = host, port
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None
        self.cookies: dict[str, str] = {}

    async def get(self, path: str) -> Reply:
        return await self._ask("GET", path, b"")

    async def post(self, path: str, fields: Mapping[str, str]) -> Reply:
        return await self._ask("POST", path, urlencode(fields).encode())

    def close(self) -> None:
        if self._writer is not None:
            self._writer.close()

    @property
    def cookie_header(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    async def _ask(self, method: str, path: str, body: bytes) -> Reply:
        if self._writer is None:
            self._reader, self._writer = await asyncio.open_connection(self._host, self._port)
        head = [
            f"{method} {path} HTTP/1.1",
            f"Host: {self._host}:{self._port}",
            "Accept-Encoding: gzip",
            f"Cookie: {self.cookie_header}",
        ]
        if method == "POST":
            head.append("Content-Type: application/x-www-form-urlencoded")
            head.append(f"Content-Length: {len(body)}")
        self._writer.write("\r\n".join(head).encode() + b"\r\n\r\n" + body)
        return await self._read_reply()

    async def _read_reply(self) -> Reply:
        assert self._reader is not None
        status_line, *lines = (await self._reader.readuntil(b"\r\n\r\n")).decode().splitlines()
        length, location, closes = 0, "", False
        for line in filter(None, lines):
            name, _, value = line.partition(": ")
            match name.lower():
                case "content-length":
                    length = int(value)
                case "location":
                    location = value
                case "set-cookie":
                    cookie, _, value = value.split(";", 1)[0].partition("=")
                    self.cookies[cookie] = value
                case "connection":
                    closes = value.lower() == "close"
        body = await self._reader.readexactly(length)
        if closes:
            self.close()
            self._reader = self._writer = None
        return Reply(int(status_line.split()[1]), location, body)


class Socket(asyncio.Protocol):
    """A WebSocket. `receive` gets each text with the moment at which its bytes were there.

    Like browsers it offers compression, and takes it if the server wishes.
    """

    def __init__(self, head: str, receive: Callable[[str, float], None]) -> None:
        self._head = head
        self._receive = receive
        self._loop = asyncio.get_running_loop()
        self._buffer = b""
        self._inflate: zlib._Decompress | None = None
        self._transport: asyncio.Transport | None = None
        self._shaken = False
        self.is_lost = False

    @classmethod
    async def connect(
        cls, host: str, port: int, path: str, cookies: str, receive: Callable[[str, float], None]
    ) -> Socket:
        head = "\r\n".join(
            (
                f"GET {path} HTTP/1.1",
                f"Host: {host}:{port}",
                f"Origin: http://{host}:{port}",
                "Upgrade: websocket",
                "Connection: Upgrade",
                f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits",
                f"Cookie: {cookies}",
                "\r\n",
            )
        )
        loop = asyncio.get_running_loop()
        _, made = await loop.create_connection(lambda: cls(head, receive), host, port)
        return made

    def send(self, text: str) -> None:
        self._write(TEXT, text.encode())

    def close(self) -> None:
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        transport.write(self._head.encode())

    def data_received(self, data: bytes) -> None:
        self._loop.call_soon(self._take, data, time.perf_counter())

    def connection_lost(self, exc: Exception | None) -> None:
        self.is_lost = True

    def _take(self, data: bytes, at: float) -> None:
        self._buffer += data
        if not self._shaken and not self._shake_hands():
            return
        while (frame := self._next_frame()) is not None:
            opcode, payload = frame
            if opcode == TEXT:
                self._receive(payload.decode(), at)
            elif opcode == PING:
                self._write(PONG, payload)
            elif opcode == CLOSE:
                self.close()

    def _shake_hands(self) -> bool:
        head, found, rest = self._buffer.partition(b"\r\n\r\n")
        if not found:
            return False
        self._shaken, self._buffer = True, rest
        if b" 101 " not in head.split(b"\r\n", 1)[0]:
            self.close()
        if b"permessage-deflate" in head.lower():
            self._inflate = zlib.decompressobj(-15)
        return True

    def _next_frame(self) -> tuple[int, bytes] | None:
        buffer = self._buffer
        if len(buffer) < 2:
            return None
        length, start = buffer[1] & 0x7F, 2
        if length == 126:
            length, start = int.from_bytes(buffer[2:4], "big"), 4
        elif length == 127:
            length, start = int.from_bytes(buffer[2:10], "big"), 10
        if len(buffer) < start or len(buffer) < start + length:
            return None
        payload, self._buffer = buffer[start : start + length], buffer[start + length :]
        if buffer[0] & 0x40 and self._inflate is not None:
            payload = self._inflate.decompress(payload + b"\x00\x00\xff\xff")
        return buffer[0] & 0x0F, payload

    def _write(self, opcode: int, payload: bytes) -> None:
        if self._transport is None or self.is_lost:
            return
        length = len(payload)
        size = bytes([0x80 | length]) if length < 126 else b"\xfe" + length.to_bytes(2, "big")
        mask = os.urandom(4)
        masked = int.from_bytes(payload, "big") ^ int.from_bytes(
            (mask * (length // 4 + 1))[:length], "big"
        )
        self._transport.write(bytes([0x80 | opcode]) + size + mask + masked.to_bytes(length, "big"))
