"""HTTP as a browser speaks it, and no more, so that the generator is not what is measured."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode


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
        """Let the connection go; the next request opens another."""
        if self._writer is not None:
            self._writer.close()
        self._reader = self._writer = None

    @property
    def cookie_header(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    async def _ask(self, method: str, path: str, body: bytes) -> Reply:
        if self._reader is not None and self._reader.at_eof():
            self.close()  # a proxy lets an idle connection go
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
        return Reply(int(status_line.split()[1]), location, body)
