"""The strongest server there is for a push: picows on uvloop, and nothing else.

Its first line of input is the frame; each further line has it written to every socket. It answers
the first with its port.
"""

from __future__ import annotations

import asyncio
import base64
import json
import resource
import sys

import uvloop
from picows import (
    WSFrame,
    WSListener,
    WSMsgType,
    WSTransport,
    WSUpgradeRequest,
    WSUpgradeResponse,
    WSUpgradeResponseWithListener,
    ws_create_server,
)

EXTENSION = "permessage-deflate; client_no_context_takeover; server_no_context_takeover"
HEAD_ROOM = 14
"""Bytes that picows wants before the payload, to write the head of the frame there."""

_transports: set[WSTransport] = set()


class Listener(WSListener):
    def on_ws_connected(self, transport: WSTransport) -> None:
        _transports.add(transport)

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None: ...

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        _transports.discard(transport)


def accept(_request: WSUpgradeRequest) -> WSUpgradeResponseWithListener:
    headers = {"Sec-WebSocket-Extensions": EXTENSION}
    return WSUpgradeResponseWithListener(
        WSUpgradeResponse.create_101_response(extra_headers=headers), Listener()
    )


async def serve() -> None:
    order = json.loads(sys.stdin.readline())
    message = bytearray(HEAD_ROOM) + base64.b64decode(order["payload"])
    is_compressed = order["is_compressed"]
    ended = asyncio.Event()

    def push() -> None:
        if not sys.stdin.readline():
            ended.set()
        for transport in _transports:
            transport.send_reuse_external_bytearray(
                WSMsgType.TEXT, message, HEAD_ROOM, True, is_compressed
            )

    server = await ws_create_server(accept, "127.0.0.1", 0, backlog=2048)
    print(server.sockets[0].getsockname()[1], flush=True)
    asyncio.get_running_loop().add_reader(sys.stdin.fileno(), push)
    await ended.wait()


if __name__ == "__main__":
    _soft, _hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (_hard, _hard))
    uvloop.run(serve())
