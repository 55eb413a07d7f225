"""A socket that stops reading in the middle of a push, as a phone does that leaves the building."""

from __future__ import annotations

import base64
import os
import socket
from pathlib import Path
from urllib.parse import urlsplit

from classroom.simulation import packets
from tests.live_room import LiveRoom

SMALLEST_BUFFER = 2048


class Staller:
    """Connects, asks for a screen, and never reads again."""

    def __init__(self, room: LiveRoom, cookie: str, screen: str) -> None:
        host, port = str(urlsplit(room.address).hostname), int(urlsplit(room.address).port or 80)
        self._wire = socket.socket()
        self._wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALLEST_BUFFER)
        self._wire.connect((host, port))
        self._wire.sendall(
            "\r\n".join(
                (
                    f"GET {packets.PATH} HTTP/1.1",
                    f"Host: {host}:{port}",
                    "Upgrade: websocket",
                    "Connection: Upgrade",
                    f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}",
                    "Sec-WebSocket-Version: 13",
                    f"Cookie: {cookie}",
                    "\r\n",
                )
            ).encode()
        )
        answer = self._wire.recv(12)
        assert answer.startswith(b"HTTP/1.1 101"), answer
        self._send(packets.ask_for(screen, room.public_id))

    def has_unread(self) -> bool:
        """Whether the server still has bytes that this reader does not take."""
        here = f":{self._wire.getsockname()[1]:04X}"
        for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
            fields = line.split()
            if fields[2].endswith(here):
                return int(fields[4].split(":")[0], 16) > 0
        return False

    @property
    def is_cut_off(self) -> bool:
        """Whether the server has ended the connection: at its end the state is not ESTABLISHED.

        Here nothing of it can be seen: its goodbye waits behind all that is not read.
        """
        here = f":{self._wire.getsockname()[1]:04X}"
        states = [
            line.split()[3]
            for line in Path("/proc/net/tcp").read_text().splitlines()[1:]
            if line.split()[2].endswith(here)
        ]
        return states != ["01"]

    def close(self) -> None:
        self._wire.close()

    def _send(self, text: str) -> None:
        """One masked text frame, shorter than 126 bytes."""
        payload, mask = text.encode(), os.urandom(4)
        masked = bytes(byte ^ mask[place % 4] for place, byte in enumerate(payload))
        self._wire.sendall(bytes([0x81, 0x80 | len(payload)]) + mask + masked)
