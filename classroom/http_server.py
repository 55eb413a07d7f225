"""The HTTP server: gevent's, with a bound on how long and for how many it waits.

By itself it waits for ever for the rest of a request and for the next one on the same connection,
and each that it waits for holds a file and a greenlet.
"""

from __future__ import annotations

import io
import socket
import time
from collections import OrderedDict
from contextlib import suppress
from typing import Any

import gevent
from gevent import pywsgi

from classroom.limits import Limits

MOST_WAITING = 1024
"""Connections without a complete request; the one that waits longest gives way to a new one."""

_TOO_LATE = b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


class Inlet(socket.SocketIO):
    """What arrives on a connection, as long as there is patience for it.

    Raises TimeoutError when that is over, and ConnectionError when the connection ends within the
    head of a request: half a head would be taken for a whole one.
    """

    def __init__(self, sock: Any, limits: Limits) -> None:
        super().__init__(sock, "r")
        sock._io_refs += 1  # as makefile does: the file is closed after the last reader
        self._wire, self._limits = sock, limits
        self._in_head = self._idle = False
        self._deadline = 0.0

    def await_head(self, *, is_first: bool) -> None:
        self._in_head, self._idle = True, not is_first
        within_s = self._limits.head_within_s if is_first else self._limits.idle_s
        self._deadline = time.monotonic() + within_s

    def await_body(self) -> None:
        self._in_head = self._idle = False
        self._deadline = time.monotonic() + self._limits.body_within_s

    def readinto(self, buffer: Any) -> int | None:
        left_s = self._deadline - time.monotonic()
        if left_s <= 0:
            raise TimeoutError
        before_s = self._wire.gettimeout()
        self._wire.settimeout(left_s)
        try:
            count = super().readinto(buffer)
        finally:
            self._wire.settimeout(before_s)
        if self._in_head and not count:
            raise ConnectionError
        if self._idle:
            self._idle = False
            self._deadline = time.monotonic() + self._limits.head_within_s
        return count


class Handler(pywsgi.WSGIHandler):
    """One connection. It refuses what is no HTTP without a line in the log, which anybody could
    fill that way."""

    def __init__(self, sock: Any, address: Any, server: Server) -> None:
        self._inlet = Inlet(sock, server.limits)
        self._is_first = True
        super().__init__(sock, address, server, rfile=io.BufferedReader(self._inlet))

    def handle(self) -> None:
        try:
            # Whoever went away does not hear the refusal.
            with suppress(OSError):
                super().handle()
        finally:
            self.server.waiting.discard(self)

    def read_requestline(self) -> str:
        # One that sends the next request before it has read the answer would never let go: what has
        # arrived already is read without a pause.
        gevent.sleep(0)
        self._inlet.await_head(is_first=self._is_first)
        self._is_first = False
        self.server.waiting.add(self)
        return super().read_requestline()

    def handle_one_response(self) -> None:
        self.server.waiting.discard(self)
        self._inlet.await_body()
        is_upgrade = self._connection_upgrade_requested()
        # A WebSocket has deadlines of its own, and waits for its next message as long as it lives.
        self.socket.settimeout(None if is_upgrade else self.server.limits.response_within_s)
        super().handle_one_response()
        if is_upgrade:
            self.close_connection = True  # what comes after a WebSocket is no request

    def give_way(self) -> None:
        """Hang up on a connection that nothing came from yet."""
        with suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)

    def _handle_client_error(self, ex: Exception) -> tuple[str, bytes]:
        if isinstance(ex, TimeoutError):
            return "408", _TOO_LATE
        return "400", pywsgi._BAD_REQUEST_RESPONSE


class Waiting:
    """The connections whose next request has not come yet, those who wait longest first."""

    def __init__(self, most: int = MOST_WAITING) -> None:
        self._most = most
        self._handlers: OrderedDict[Handler, None] = OrderedDict()

    def add(self, handler: Handler) -> None:
        self._handlers[handler] = None
        if len(self._handlers) > self._most:
            oldest, _ = self._handlers.popitem(last=False)
            oldest.give_way()

    def discard(self, handler: Handler) -> None:
        self._handlers.pop(handler, None)


class Environ(pywsgi.WSGISecureEnviron):
    """Printed with a fault, and then without the address of whoever asked."""

    default_whitelist_keys = ()


class Server(pywsgi.WSGIServer):
    handler_class = Handler
    secure_environ_class = Environ
    max_accept = 8
    """New connections taken in at once; then those that are open have their turn."""

    def __init__(self, *given: Any, limits: Limits, **options: Any) -> None:
        super().__init__(*given, **options)
        self.limits = limits
        self.waiting = Waiting()
