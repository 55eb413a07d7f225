"""What a socket and its browser agree on about compression, read off the wire."""

from __future__ import annotations

import socket

from tests.live_room import School
from tests.server_process import ServerProcess

HANDSHAKE = """\
GET /socket.io/?EIO=4&transport=websocket HTTP/1.1
Host: 127.0.0.1
Upgrade: websocket
Connection: Upgrade
Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
Sec-WebSocket-Version: 13
"""
OFFER = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\n"


def reply_to(server: ServerProcess, handshake: str) -> str:
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as wire:
        wire.sendall((handshake + "\n").replace("\n", "\r\n").encode())
        reply = b""
        while b"\r\n\r\n" not in reply:
            reply += wire.recv(4096)
    return reply.partition(b"\r\n\r\n")[0].decode().lower()


def test_pushes_are_compressed_without_remembering_earlier_ones(school: School) -> None:
    reply = reply_to(school.server, HANDSHAKE + OFFER)
    assert " 101 " in reply
    assert "permessage-deflate" in reply
    assert "server_no_context_takeover" in reply
    assert "client_no_context_takeover" in reply


def test_a_client_that_offers_no_compression_gets_none(school: School) -> None:
    reply = reply_to(school.server, HANDSHAKE)
    assert " 101 " in reply
    assert "sec-websocket-extensions" not in reply
