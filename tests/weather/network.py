"""A bad network between a phone and the server: late, halting, cut, and deaf on one side.

What it does to a connection is drawn from a seed, so that what failed can be played again.
"""

from __future__ import annotations

import random
import socket
import threading
import time
from contextlib import suppress
from dataclasses import dataclass

PIECE = 4096


@dataclass(frozen=True)
class Climate:
    """How bad a network is; chances are for each piece that passes, or each second."""

    delay_s: float = 0.02
    jitter_s: float = 0.1
    """Added to each piece, up to this much; pieces keep their order, as TCP's do."""
    stalls_a_piece: float = 0.0
    """Nothing passes for a while, then all of it: what TCP makes of lost packets."""
    stall_s: float = 1.5
    cuts_a_second: float = 0.0
    """Both sides learn that the connection is gone."""
    deafness_a_second: float = 0.0
    """From now on, bytes in one direction vanish, and neither side is told."""


SLOW = Climate(delay_s=0.1, jitter_s=0.3, stalls_a_piece=0.2)
"""Everything arrives, sooner or later."""
BROKEN = Climate(stalls_a_piece=0.1, cuts_a_second=0.2, deafness_a_second=0.1)


class BadNetwork:
    """Passes connections on to the port behind it, through that climate until it clears."""

    def __init__(self, port: int, climate: Climate, seed: int) -> None:
        self.behind, self.climate = port, climate
        self.is_clear = threading.Event()
        self.events: list[str] = []
        """What befell its connections, in order."""
        self._chance = random.Random(seed)
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._door.getsockname()[1]
        self._wires: list[Wire] = []
        threading.Thread(target=self._let_in, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def clear(self) -> None:
        """What passes from now on is in time; a connection that has gone deaf stays so."""
        self.is_clear.set()

    def worsen(self) -> None:
        """Let the climate have its way again."""
        self.is_clear.clear()

    def deafen(self, way: str) -> None:
        """Lose what goes `up` or `down` on the connections that are open now."""
        for wire in self._wires:
            wire.deaf = way

    def close(self) -> None:
        self._door.close()
        for wire in self._wires:
            wire.end()

    def _let_in(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._door.accept()
                # Drawn here, in the order of the connections, whatever the threads do later.
                self._wires.append(Wire(near, self, self._chance.random()))


class Wire:
    """One connection through the network."""

    def __init__(self, near: socket.socket, network: BadNetwork, seed: float) -> None:
        self.deaf = ""
        self._near, self._network, self._seed = near, network, seed
        self._far = socket.socket()
        self._ended = threading.Event()
        threading.Thread(target=self._run, daemon=True).start()

    def end(self) -> None:
        self._ended.set()
        for wire in (self._near, self._far):
            with suppress(OSError):
                wire.shutdown(socket.SHUT_RDWR)
            wire.close()

    def _run(self) -> None:
        try:
            self._far.connect(("127.0.0.1", self._network.behind))
        except OSError:
            return self.end()
        for way in (("up", self._near, self._far), ("down", self._far, self._near)):
            threading.Thread(target=self._pass_on, args=way, daemon=True).start()
        chance, climate = random.Random(f"{self._seed}"), self._network.climate
        while not self._ended.wait(1):
            if self._network.is_clear.is_set():
                continue
            if chance.random() < climate.cuts_a_second:
                self._network.events.append("cut")
                self.end()
            elif not self.deaf and chance.random() < climate.deafness_a_second:
                self.deaf = chance.choice(("up", "down"))
                self._network.events.append(f"deaf {self.deaf}")

    def _pass_on(self, way: str, source: socket.socket, target: socket.socket) -> None:
        chance, climate = random.Random(f"{self._seed} {way}"), self._network.climate
        with suppress(OSError):
            while data := source.recv(PIECE):
                if not self._network.is_clear.is_set():
                    time.sleep(climate.delay_s + climate.jitter_s * chance.random())
                    if chance.random() < climate.stalls_a_piece:
                        self._network.events.append(f"stall {way}")
                        time.sleep(climate.stall_s * chance.random())
                if self.deaf != way:
                    target.sendall(data)
        if not self.deaf:
            self.end()
