"""The room's Wi-Fi: a wire between browsers and the server that can be cut and mended."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress


class Network:
    """Passes everything on to the port behind it, until it is cut.

    Cut, it loses what is sent and refuses nobody: that is how a phone out of range sees it.
    """

    def __init__(self, port: int) -> None:
        self._behind = port
        self._door = socket.create_server(("127.0.0.1", 0))
        self._works = threading.Event()
        self._works.set()
        self._wires: list[socket.socket] = []
        self.port: int = self._door.getsockname()[1]
        threading.Thread(target=self._let_in, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def cut(self) -> None:
        self._works.clear()

    def mend(self) -> None:
        """Work again. What was lost is lost: connections from before are found to be dead."""
        wires, self._wires = self._wires, []
        self._works.set()
        for wire in wires:
            _hang_up(wire)

    def close(self) -> None:
        self._door.close()
        self.mend()

    def _let_in(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._door.accept()
                threading.Thread(target=self._connect, args=(near,), daemon=True).start()

    def _connect(self, near: socket.socket) -> None:
        self._wires.append(near)
        try:
            far = socket.create_connection(("127.0.0.1", self._behind), timeout=5)
        except OSError:
            return _hang_up(near)
        self._wires.append(far)
        far.settimeout(None)
        threading.Thread(target=self._pass_on, args=(far, near), daemon=True).start()
        self._pass_on(near, far)

    def _pass_on(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65_536):
                if self._works.is_set():
                    target.sendall(data)
        if self._works.is_set():
            _hang_up(source)
            _hang_up(target)


def _hang_up(wire: socket.socket) -> None:
    with suppress(OSError):
        wire.shutdown(socket.SHUT_RDWR)
    wire.close()
