"""What one socket is still to be sent: every byte of it, pongs and closes included, passes here.

A write never waits. What the network takes at once is gone; the rest is kept, in order, and a
greenlet hands it over as the reader takes it. Whoever keeps us waiting too long, or has too much
waiting, is cut off: a phone comes back by itself and gets its screen, and nobody else was slowed.
"""

from __future__ import annotations

import socket
from collections import deque
from contextlib import suppress
from typing import Any

import gevent
from gevent.ssl import SSLSocket

from classroom.limits import Limits
from classroom.observing import metrics

MOST_WAITING = 256 * 1024
"""Bytes: some fifty pushes, which no phone that is still of use has waiting."""


class Outbox:
    """Stands in for the gevent socket whose writes it orders; `sock` is that socket.

    Two greenlets that write to one socket get an error from gevent, and half a frame followed by
    another frame breaks the connection: only `_hand_over` ever waits for the socket.
    """

    __slots__ = (
        "_bytes",
        "_deadline_s",
        "_is_closing",
        "_is_cut",
        "_is_ending",
        "_is_plain",
        "_most",
        "_sock",
        "_waiting",
    )

    def __init__(
        self,
        sock: Any,
        most_waiting: int = MOST_WAITING,
        deadline_s: float = Limits.emptied_within_s,
    ) -> None:
        self._sock = sock
        # An encrypted write may have to read first, so it cannot be tried: it always waits.
        self._is_plain = not isinstance(sock, SSLSocket)
        self._most, self._deadline_s = most_waiting, deadline_s
        self._waiting: deque[bytes] = deque()
        self._bytes = 0
        self._is_closing = self._is_cut = self._is_ending = False

    def send(self, data: bytes) -> int:
        """Send or keep all of it, at once; to a reader that is gone, nothing and no error.

        Its going is for the reading side to notice, which ends the connection.
        """
        if self._is_cut or self._is_ending:
            return len(data)
        if self._waiting:
            self._keep(data)
            return len(data)
        sent = self._try(data) if self._is_plain else 0
        if sent < len(data):
            self._keep(data[sent:])
            gevent.spawn(self._hand_over)
        return len(data)

    def recv(self, most: int) -> bytes:
        received: bytes = self._sock.recv(most)
        return received

    def end(self) -> None:
        """End the connection when what is waiting has gone, or has had its time."""
        self._is_ending = True
        if not self._waiting:
            self._shut_down()

    def close(self) -> None:
        """Like `end`, and let go of the socket."""
        self._is_ending = self._is_closing = True
        if not self._waiting:
            self._sock.close()

    @property
    def is_empty(self) -> bool:
        return not self._waiting

    def cut(self) -> None:
        """End the connection without another word; whoever reads from it finds its end."""
        self._is_cut = True
        self._waiting.clear()
        self._shut_down()

    def _shut_down(self) -> None:
        with suppress(OSError):  # gone already
            self._sock.shutdown(socket.SHUT_RDWR)

    def _try(self, data: bytes) -> int:
        """Send what the network takes at once; how many bytes that was, or all if it is gone."""
        try:
            sent: int = self._sock.send(data, 0, 0.0)
        except BlockingIOError:
            return 0
        except OSError:
            self._is_cut = True
            return len(data)
        return sent

    def _keep(self, data: bytes) -> None:
        self._waiting.append(data)
        self._bytes += len(data)
        if self._bytes > self._most:
            self._cut_off()

    def _cut_off(self) -> None:
        metrics.slow_consumer_cut_off()
        self.cut()

    def _hand_over(self) -> None:
        """Give the socket what is waiting, piece by piece, as long as it may take."""
        try:
            with gevent.Timeout(self._deadline_s):
                while self._waiting:
                    data = self._waiting[0]
                    sent = self._sock.send(data)
                    if not self._waiting:
                        break  # cut off meanwhile
                    self._bytes -= sent
                    if sent == len(data):
                        self._waiting.popleft()
                    else:
                        self._waiting[0] = data[sent:]
        except gevent.Timeout:
            self._cut_off()
        except OSError:
            self._is_cut = True
            self._waiting.clear()
        if self._is_closing:
            self._sock.close()
        elif self._is_ending:
            self._shut_down()
