"""The port, taken before anything else.

The rest of the program takes a second or two to import and to prepare. Phones that come back after
a crash wait in line meanwhile, where they would be turned away and pause longer at each try.
"""

from __future__ import annotations

import errno
import socket

from classroom.config import Settings


class CannotServe(Exception):
    """The server cannot start; the text is one sentence that says what to do."""


def listen(settings: Settings) -> socket.socket:
    """A listening socket; CannotServe says why there is none."""
    try:
        listener = socket.create_server(
            (settings.host, settings.port), backlog=2048, reuse_port=False
        )
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise CannotServe(
                f"Port {settings.port} is in use. Stop the other program, or choose another port "
                "with --port."
            ) from None
        if error.errno == errno.EACCES:
            raise CannotServe(
                f"Port {settings.port} may not be used by this account. Choose one from 1024 up "
                "with --port."
            ) from None
        raise CannotServe(
            f"The address {settings.host} cannot be listened on ({error.strerror}). Check --host."
        ) from None
    # Connections take the option over: an answer of a few bytes must not wait for company.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    listener.setblocking(False)
    return listener
