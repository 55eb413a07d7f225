"""Students without browsers for tests of a real server: the phone of the demo, on a thread each."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count, cycle
from typing import Any

import simple_websocket

from classroom.simulation import packets
from classroom.simulation.packets import Kind
from classroom.simulation.phone import Phone, Seat
from tests.live_room import LiveRoom
from tests.server_process import Visitor


@dataclass
class Pupil:
    """A student in the room. `visitor` has the cookies, `phone` the socket."""

    name: str
    visitor: Visitor
    phone: Phone

    @property
    def acknowledged(self) -> str:
        """The choice that the server acknowledged last."""
        return ",".join(self.phone.standing)


def seat(room: LiveRoom, name: str) -> Visitor:
    visitor = room.school.server.visitor()
    visitor.take_seat(room.code, name)
    return visitor


def phone_of(room: LiveRoom, visitor: Visitor, address: str = "") -> Phone:
    """Another tab of that student, at the room's address or at another one of the same server."""
    cookie = next(f"{name}={value}" for name, value in visitor.cookies.items() if "seat-" in name)
    address = (address or room.address).replace("http", "ws")
    return Phone(Seat(address, room.public_id, cookie), lambda screen: None)


@contextmanager
def in_class(
    room: LiveRoom, number: int, addresses: Sequence[str] = ("",)
) -> Iterator[list[Pupil]]:
    """That many students, connected until the end of the block, to those addresses in turn."""
    names = [f"Pupil {place:02}" for place in range(1, number + 1)]
    with ThreadPoolExecutor(6) as helpers:
        visitors = list(helpers.map(lambda name: seat(room, name), names))
    pupils = [
        Pupil(name, visitor, phone_of(room, visitor, address))
        for name, visitor, address in zip(names, visitors, cycle(addresses))
    ]
    with connected(*(pupil.phone for pupil in pupils)):
        yield pupils


@contextmanager
def connected(*phones: Phone) -> Iterator[None]:
    threads = [threading.Thread(target=phone.run, daemon=True) for phone in phones]
    for thread in threads:
        thread.start()
    until(lambda: all(phone.screen.phase for phone in phones), 20)
    try:
        yield
    finally:
        for phone in phones:
            phone.stop()
        for thread in threads:
            thread.join(5)


def until(is_true: Callable[[], object], within_s: float) -> None:
    deadline = time.monotonic() + within_s
    while not is_true():
        assert time.monotonic() < deadline, f"not within {within_s} s"
        time.sleep(0.02)


def all_see(pupils: list[Pupil], phase: str) -> None:
    until(lambda: all(pupil.phone.screen.phase == phase for pupil in pupils), 20)


def answers_of_a_second(pupils: list[Pupil], vote: int) -> None:
    """Everybody answers at some moment of the second to come."""
    for pupil in pupils:
        choice = (random.choice(pupil.phone.screen.form.letters),)
        timer = threading.Timer(random.random(), pupil.phone.answer, (vote, choice))
        timer.daemon = True
        timer.start()


def at_once(works: Iterable[Callable[[], Any]]) -> list[Any]:
    """Do all of it at the same moment, as nearly as threads can."""
    todo = list(works)
    start = threading.Barrier(len(todo))

    def do(work: Callable[[], Any]) -> Any:
        start.wait()
        return work()

    with ThreadPoolExecutor(len(todo)) as threads:
        return list(threads.map(do, todo))


class Tab:
    """A bare socket that may have several answers on their way at once."""

    def __init__(self, room: LiveRoom, cookie: str, address: str = "") -> None:
        address = (address or room.address).replace("http", "ws") + packets.PATH
        self._socket = simple_websocket.Client(address, headers={"Cookie": cookie})
        self._socket.send(packets.ask_for("phone", room.public_id))
        self._replies: dict[int, dict[str, Any]] = {}
        self.choice: list[str] = []
        """What the tab shows as its student's answer."""
        self._lock = threading.Lock()
        self._numbers = count(1)
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def answer(self, vote: int, letter: str, seq: int) -> dict[str, Any]:
        return self.send("answer", {"vote": vote, "choice": [letter], "seq": seq})

    def insist(self, vote: int, letter: str, seq: int) -> dict[str, Any]:
        """Answer, and come again when told that it was too fast: all tabs share one allowance."""
        while (reply := self.answer(vote, letter, seq)).get("code") == "too-fast":
            time.sleep(0.5 + random.random())
        return reply

    def send(self, event: str, message: dict[str, Any]) -> dict[str, Any]:
        """Send an event and wait for what the server says to it."""
        number = next(self._numbers)
        with self._lock:
            self._socket.send(packets.event(event, message, number))
        until(lambda: number in self._replies, 20)
        return self._replies[number]

    def close(self) -> None:
        self._socket.close()
        self._thread.join(5)

    def _listen(self) -> None:
        try:
            while True:
                packet = packets.parse(self._socket.receive() or "")
                if packet.kind is Kind.ACKNOWLEDGEMENT and packet.number is not None:
                    self._replies[packet.number] = packet.data
                told = packet.event == "mine" or packet.number is not None
                if told and "choice" in packet.data:
                    self.choice = packet.data["choice"]
        except simple_websocket.ConnectionClosed:
            pass
