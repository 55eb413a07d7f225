"""What somebody does in the next room, in a process of its own: -m tests.weather.attacks PORT.

On its standard input it is told what to do to whom (`aim`), to `go` and to `stop`, and answers with
how often it did it: once it is at its worst, and when it has stopped.
"""

from __future__ import annotations

import json
import os
import random
import socket
import subprocess
import sys
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from classroom.domain.codes import ALPHABET
from classroom.live.limits import MOST_SOCKETS
from classroom.simulation import packets
from tests.server.stalling import SMALL
from tests.weather.files import room_for_files
from tests.weather.lesson import handshake, masked_frame

Options = Sequence[tuple[int, int, int]]
MB = 1024 * 1024
HUGE = 50 * MB
PER_SECOND = 10_000
HALF_OPEN = 2000
ADMITTED, REFUSED = packets.Kind.ADMITTED.encode() + b"{", packets.Kind.REFUSED.encode() + b"{"
"""Short, so they are not packed even where compression was agreed on."""
FIRST_PIECE, EMPTY_PIECE = b"\x01\x80" + bytes(4), b"\x00\x80" + bytes(4)
"""A message begins, and goes on with nothing and without an end."""
PAUSE_S = 0.25
"""Between being hung up on and coming again."""


@dataclass
class Target:
    """The server, and the attacker's own seats in another room of it, by their cookies."""

    port: int
    session: str
    cookies: tuple[str, ...]
    is_over: threading.Event = field(default_factory=threading.Event)
    is_at_its_worst: threading.Event = field(default_factory=threading.Event)
    times: int = 0

    @property
    def is_on(self) -> bool:
        return not self.is_over.is_set()

    def connect(self, options: Options = ()) -> socket.socket:
        wire = socket.socket()
        wire.settimeout(10)
        for option in options:
            wire.setsockopt(*option)
        try:
            wire.connect(("127.0.0.1", self.port))
        except OSError:
            wire.close()
            raise
        return wire

    def open_socket(
        self, *headers: str, seat: str = "", is_admitted: bool = True, options: Options = ()
    ) -> socket.socket:
        """A WebSocket just past its handshake, or admitted to its screen, as far as the server lets
        a seat in that has sent too much."""
        wire = self.connect(options)
        wire.sendall(handshake(self.port, seat or self.cookies[0], *headers))
        heard = wire.recv(65_536)  # what is sent before the handshake is over would be lost
        if is_admitted:
            wire.sendall(masked_frame(packets.ask_for("phone", self.session).encode()))
            while ADMITTED not in heard and REFUSED not in heard:
                piece = wire.recv(65_536)
                if not piece:
                    raise ConnectionError
                heard += piece
        self.times += 1
        return wire


def again_and_again(attack: Callable[[Target], None]) -> Callable[[Target], None]:
    """On a new connection each time that the server ends the last one."""

    def attack_again(target: Target) -> None:
        target.is_at_its_worst.set()
        while target.is_on:
            with suppress(OSError):
                attack(target)
            target.is_over.wait(PAUSE_S)

    return attack_again


def endless(wire: socket.socket, target: Target, start: bytes, more: bytes, size: int) -> None:
    wire.sendall(start)
    sent = 0
    while sent < size and target.is_on:
        wire.sendall(more)
        sent += len(more)


def huge_frame(target: Target) -> None:
    with target.open_socket() as wire:
        head = bytes([0x81, 0xFF]) + HUGE.to_bytes(8, "big") + bytes(4)
        endless(wire, target, head, b"x" * 65_536, HUGE)


def huge_in_pieces(target: Target) -> None:
    piece = b"x" * 8_192
    length = bytes([0xFE]) + len(piece).to_bytes(2, "big") + bytes(4)
    with target.open_socket() as wire:
        endless(wire, target, b"\x01" + length + piece, b"\x00" + length + piece, HUGE)


@cache
def packed_bomb() -> bytes:
    packer = zlib.compressobj(9, wbits=-15)
    return packer.compress(b"x" * HUGE) + packer.flush(zlib.Z_SYNC_FLUSH)


def bomb(target: Target) -> None:
    packed = packed_bomb()
    head = bytes([0xC1, 0xFE]) + len(packed).to_bytes(2, "big") + bytes(4)
    with target.open_socket("Sec-WebSocket-Extensions: permessage-deflate") as wire:
        endless(wire, target, head + packed, head + packed, 1000 * len(packed))


def flood(
    frame: bytes, *, start: bytes = b"", is_admitted: bool = True
) -> Callable[[Target], None]:
    """Ten thousand of these a second, in a hundred writes, after one `start` on a connection."""

    @again_and_again
    def attack(target: Target) -> None:
        batch = frame * (PER_SECOND // 100)
        with target.open_socket(is_admitted=is_admitted) as wire:
            wire.sendall(start)
            following_s = time.monotonic()
            while target.is_on:
                wire.sendall(batch)
                following_s += 0.01
                time.sleep(max(0.0, following_s - time.monotonic()))

    return attack


def half_open(target: Target) -> None:
    """Slowloris: each connection gets another line of its head each second, and no end."""
    wires: list[socket.socket] = []
    for _ in range(HALF_OPEN):
        with suppress(OSError):
            wire = target.connect()
            wires.append(wire)
            wire.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n")
    # Until all have been taken in: the last in line is answered. What their coming costs, a tenth
    # of a second for a press in that second, is not held to the bound.
    with target.connect() as last:
        last.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        last.recv(1024)
    target.is_at_its_worst.set()
    while target.is_on:
        for wire in wires:
            with suppress(OSError):
                wire.sendall(b"X-More: and more\r\n")
        target.times += 1
        target.is_over.wait(1)
    for wire in wires:
        wire.close()


def never_reads(target: Target) -> None:
    """Sockets that are admitted and read nothing of what they are sent, as many as a seat may have
    of each seat. Their room has to be pushed to, or there is nothing to read."""
    wires = [
        target.open_socket(seat=seat, options=SMALL)
        for seat in target.cookies
        for _ in range(MOST_SOCKETS)
    ]
    target.is_at_its_worst.set()
    target.is_over.wait()
    for wire in wires:
        wire.close()


def scan(target: Target) -> None:
    """Guesses room codes on twenty connections, each as fast as it is answered."""
    wires: set[socket.socket] = set()
    threads = [threading.Thread(target=_guess, args=(target, wires)) for _ in range(20)]
    for thread in threads:
        thread.start()
        time.sleep(0.05)
    target.is_at_its_worst.set()
    target.is_over.wait()
    for wire in list(wires):  # who guesses a lot waits for seconds
        with suppress(OSError):
            wire.shutdown(socket.SHUT_RDWR)
    for thread in threads:
        thread.join()


def _guess(target: Target, wires: set[socket.socket]) -> None:
    while target.is_on:
        with suppress(OSError), target.connect() as wire:
            wires.add(wire)
            while target.is_on:
                code = "".join(random.choices(ALPHABET, k=6))
                wire.sendall(f"GET /{code} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
                if not wire.recv(65_536):
                    break
                target.times += 1


ATTACKS: dict[str, Callable[[Target], None]] = {
    "huge-frame": again_and_again(huge_frame),
    "huge-in-pieces": again_and_again(huge_in_pieces),
    "bomb": again_and_again(bomb),
    "events": flood(masked_frame(b'421["longer",{"vote":1}]')),
    "events-unadmitted": flood(masked_frame(b'421["longer",{"vote":1}]'), is_admitted=False),
    "garbage": flood(masked_frame(b"9\x00{[")),
    "pings": flood(masked_frame(b"", opcode=9)),
    "pieces": flood(EMPTY_PIECE, start=FIRST_PIECE),
    "half-open": half_open,
    "never-reads": never_reads,
    "scan": scan,
}


@dataclass
class Attacker:
    """The process of the attacks, seen from the tests."""

    process: subprocess.Popen[str]
    times: int = 0

    def aim(self, attack: str, session: str, cookies: Sequence[str]) -> None:
        """What the next storms are to be, in which room, and with which seats there."""
        self._say(json.dumps((attack, session, *cookies)))
        self.times = 0

    @contextmanager
    def storm(self) -> Iterator[None]:
        self._say("go")
        try:
            yield
        finally:
            self.times = int(self._say("stop"))

    def _say(self, word: str) -> str:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(word + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline()


@contextmanager
def attacker(port: int) -> Iterator[Attacker]:
    with subprocess.Popen(
        [sys.executable, "-m", "tests.weather.attacks", str(port)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    ) as process:
        yield Attacker(process)
        process.kill()


def main() -> None:
    port = int(sys.argv[1])
    os.nice(10)  # it may take the server's attention, not the machine's
    name, target, attack = "", Target(port, "", ()), threading.Thread()
    with room_for_files(2 * HALF_OPEN):
        for line in map(str.strip, sys.stdin):
            if line == "go":
                target.is_over.clear()
                attack = threading.Thread(target=ATTACKS[name], args=(target,))
                attack.start()
                target.is_at_its_worst.wait()
            elif line == "stop":
                target.is_over.set()
                target.is_at_its_worst.clear()
                attack.join()
            else:
                name, session, *cookies = json.loads(line)
                target = Target(port, session, tuple(cookies))
            print(target.times, flush=True)


if __name__ == "__main__":
    main()
