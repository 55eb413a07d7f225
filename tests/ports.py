"""Ports for the servers of tests: asked of the kernel, and kept until this process ends."""

from __future__ import annotations

import socket
import sys

_held: list[socket.socket] = []


def held_port() -> int:
    """A port of this machine that nobody else is given.

    A port that was only found to be free may be gone a moment later: another worker of the same run
    asks too, and a server that is killed leaves its own for the taking. This one stays bound, and
    is not listened on, so that servers, which all set SO_REUSEADDR, can listen there one after
    another. Other systems than Linux allow no second binding; there the port is let go at once.
    """
    holder = socket.socket()
    holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    holder.bind(("127.0.0.1", 0))
    port: int = holder.getsockname()[1]
    if sys.platform == "linux":
        _held.append(holder)
    else:
        holder.close()
    return port
