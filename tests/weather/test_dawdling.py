"""Everybody who dawdles, at once, on a server that waits as long as is shipped.

What else there is to say of these deadlines is said where a server waits less.
"""

from __future__ import annotations

import math
import select
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
import websocket

from classroom.limits import Limits
from tests.live_room import LiveRoom, School
from tests.metrics import CUT_OFF, metrics
from tests.pupils import seat, until
from tests.security.wire import open_wire, screen_of
from tests.server.polling import Poller, polling_phone
from tests.server.stalling import Staller
from tests.weather.lesson import Console

Dawdle = Callable[[LiveRoom], float]
"""What somebody does in that room; returns after how many seconds the server had enough."""
EARLY_S = 0.5
LATE_S = 5.0
"""How much later than promised the server may be on a busy machine."""
PUSHES = 60
"""More than the kernel keeps for a reader that takes nothing, and less than its outbox does."""


def lasts_s(wire: socket.socket, began_s: float, dripping: bytes = b"") -> float:
    """How long the server keeps it, with a little more sent all the time; for ever is infinite."""
    while time.monotonic() - began_s < Limits.body_within_s + 2 * LATE_S:
        if is_hung_up(wire, dripping):
            return time.monotonic() - began_s
    return math.inf


def is_hung_up(wire: socket.socket, dripping: bytes) -> bool:
    """Whether the other side is gone; if not, send it a little more."""
    readable, _, _ = select.select([wire], [], [], 0.1)
    try:
        if readable and not wire.recv(65_536):
            return True
        wire.sendall(dripping)
    except OSError:
        return True
    return False


def drips_head(room: LiveRoom, rest: bytes = b"") -> float:
    port, began_s = room.school.server.port, time.monotonic()
    head = f"POST /{room.code}/seat HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n".encode()
    with socket.create_connection(("127.0.0.1", port), timeout=10) as wire:
        wire.sendall(head + rest)
        return lasts_s(wire, began_s, dripping=b"x")


def drips_body(room: LiveRoom) -> float:
    form = b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 2000\r\n\r\n"
    return drips_head(room, form)


def asks_for_nothing(room: LiveRoom) -> float:
    began_s = time.monotonic()
    wire = open_wire(room.school.server, "")
    try:
        return lasts_s(wire.sock, began_s)
    finally:
        wire.shutdown()


def polls_for_nothing(room: LiveRoom) -> float:
    began_s = time.monotonic()
    with Poller(room.school.server) as nobody:
        while "1" not in nobody.fetch().text.split("\x1e"):
            pass
        return time.monotonic() - began_s


def changes_for_nothing(room: LiveRoom) -> float:
    """A client that polls, was not admitted, and begins to change to a WebSocket."""
    began_s = time.monotonic()
    with Poller(room.school.server) as nobody:
        return change_lasts_s(nobody, began_s)


def changes_in_silence(room: LiveRoom) -> float:
    with polling_phone(room, "Silent") as phone:
        return change_lasts_s(phone, time.monotonic())


def changes_halfway(room: LiveRoom) -> float:
    with polling_phone(room, "Halfway") as phone:
        return change_lasts_s(phone, time.monotonic(), "2probe")


def change_lasts_s(poller: Poller, began_s: float, *said: str) -> float:
    wire = websocket.create_connection(poller.websocket_address(), timeout=10)
    for text in said:
        wire.send(text)
    try:
        return lasts_s(wire.sock, began_s)
    finally:
        wire.shutdown()


def leaves(room: LiveRoom) -> float:
    screen = screen_of(room.school.server, seat(room, "Ben"), "phone", room.public_id)
    began_s = time.monotonic()
    screen.wire.send("41")
    try:
        return lasts_s(screen.wire.sock, began_s)
    finally:
        screen.close()


def hears_no_ping(room: LiveRoom) -> float:
    browser, began_s = seat(room, "Cleo"), time.monotonic()
    screen = screen_of(room.school.server, browser, "phone", room.public_id)
    screen.wire.settimeout(Limits.ping_interval_s + LATE_S)
    while screen.wire.recv() != "2":
        pass
    heard_s = time.monotonic() - began_s
    screen.close()
    return heard_s


def reads_nothing(room: LiveRoom) -> float:
    """Only an outbox counts whom it cuts off: something was waiting there."""
    next_room = room.school.open_session()
    next_room.press("ask", "open")
    silent = Staller(next_room, seat(next_room, "Dora").cookie_header, "phone")
    console, version = Console(next_room), next_room.version
    began_s = time.monotonic()
    for turn in range(PUSHES):
        console.press("reopen" if turn % 2 else "close", version + turn)
    until(lambda: silent.is_cut_off, Limits.emptied_within_s + 2 * LATE_S)
    cut_s = time.monotonic() - began_s
    silent.close()
    assert metrics(room.school.server)[CUT_OFF] == 1
    return cut_s


DAWDLERS: dict[Dawdle, float] = {
    drips_head: Limits.head_within_s,
    drips_body: Limits.body_within_s,
    asks_for_nothing: Limits.asked_within_s,
    polls_for_nothing: Limits.asked_within_s,
    changes_for_nothing: Limits.asked_within_s,
    changes_in_silence: Limits.changed_within_s,
    changes_halfway: Limits.changed_within_s,
    leaves: Limits.leaves_within_s,
    hears_no_ping: Limits.ping_interval_s,
    reads_nothing: Limits.emptied_within_s,
}


@pytest.fixture(scope="module")
def lasted_s(school: School) -> Iterator[dict[Dawdle, Future[float]]]:
    room = school.open_session()
    with ThreadPoolExecutor(len(DAWDLERS)) as threads:
        yield {dawdle: threads.submit(dawdle, room) for dawdle in DAWDLERS}


@pytest.mark.parametrize("dawdle", DAWDLERS, ids=lambda dawdle: dawdle.__name__)
def test_no_dawdling_outlasts_the_shipped_deadline(
    dawdle: Dawdle, lasted_s: dict[Dawdle, Future[float]], school: School
) -> None:
    deadline_s = DAWDLERS[dawdle]
    assert deadline_s - EARLY_S < lasted_s[dawdle].result() < deadline_s + LATE_S
    assert "Traceback" not in school.server.output
