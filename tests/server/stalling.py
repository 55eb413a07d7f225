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
SMALLEST_SEGMENT = 536
"""Bytes, as the reader tells the server's kernel, which keeps a hundred segments for a reader
that stalls. Those of this machine's own network are so large that it would keep 1.6 MB."""
SMALL = (
    (socket.SOL_SOCKET, socket.SO_RCVBUF, SMALLEST_BUFFER),
    (socket.IPPROTO_TCP, socket.TCP_MAXSEG, SMALLEST_SEGMENT),
)
"""Options, set before connecting, with which 65 KB fill all that the kernel keeps."""


def unread_bytes(wire: socket.socket) -> int:
    """How much the kernel keeps of what the server sent to this reader. What is in the server's own
    outbox comes on top."""
    here = f":{wire.getsockname()[1]:04X}"
    kept = 0
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        fields = line.split()
        sending, receiving = (int(queue, 16) for queue in fields[4].split(":"))
        if fields[2].endswith(here):
            kept += sending
        elif fields[1].endswith(here):
            kept += receiving
    return kept


class Staller:
    """Connects, asks for a screen, and never reads again."""

    def __init__(self, room: LiveRoom, cookie: str, screen: str) -> None:
        host, port = str(urlsplit(room.address).hostname), int(urlsplit(room.address).port or 80)
        self._wire, self._port = socket.socket(), port
        for option in SMALL:
            self._wire.setsockopt(*option)
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

    @property
    def is_cut_off(self) -> bool:
        """Whether the server has ended the connection: at its end the state is not ESTABLISHED.

        Here nothing of it can be seen: its goodbye waits behind all that is not read.
        """
        # By both ports: that of this end may have been that of a connection to another server.
        ends = [f":{port:04X}" for port in (self._port, self._wire.getsockname()[1])]
        lines = map(str.split, Path("/proc/net/tcp").read_text().splitlines())
        states = [line[3] for line in lines if [line[1][-5:], line[2][-5:]] == ends]
        return states != ["01"]

    def close(self) -> None:
        self._wire.close()

    def _send(self, text: str) -> None:
        """One masked text frame, shorter than 126 bytes."""
        payload, mask = text.encode(), os.urandom(4)
        masked = bytes(byte ^ mask[place % 4] for place, byte in enumerate(payload))
        self._wire.sendall(bytes([0x81, 0x80 | len(payload)]) + mask + masked)
