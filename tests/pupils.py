"""Students without browsers for tests of a real server: the phone of the demo, on a thread each."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

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
    visitor.join(room.code, name)
    return visitor


def phone_of(room: LiveRoom, visitor: Visitor) -> Phone:
    """Another tab of that student."""
    cookie = next(f"{name}={value}" for name, value in visitor.cookies.items() if "seat-" in name)
    address = room.address.replace("http", "ws")
    return Phone(Seat(address, room.public_id, cookie), lambda screen: None)


@contextmanager
def in_class(room: LiveRoom, number: int) -> Iterator[list[Pupil]]:
    """That many students, connected until the end of the block."""
    names = [f"Pupil {place:02}" for place in range(1, number + 1)]
    with ThreadPoolExecutor(6) as helpers:
        visitors = list(helpers.map(lambda name: seat(room, name), names))
    pupils = [
        Pupil(name, visitor, phone_of(room, visitor))
        for name, visitor in zip(names, visitors, strict=True)
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
