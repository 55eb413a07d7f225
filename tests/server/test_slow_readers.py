"""Readers that are slow, silent or gone, on a real server: frames stay whole, the room goes on."""

from __future__ import annotations

import time

import pytest
import websocket

from classroom.limits import Limits
from classroom.simulation import packets
from classroom.simulation.packets import Kind
from tests.live_room import LiveRoom
from tests.metrics import CUT_OFF, metrics
from tests.pupils import in_class, seat, until
from tests.server.stalling import SMALL, Staller, unread_bytes
from tests.weather.lesson import Console

LIMITS = Limits(emptied_within_s=6)
"""As long as it takes, on a busy machine, to push TURNS times and to serve the others besides."""
TURNS = 60
"""Pushes: several times what the kernel keeps for a reader that takes nothing, and less than what
the outbox keeps."""
LATE_S = 10.0
"""How much later than promised the server may be on a busy machine."""


@pytest.fixture(scope="module")
def limits() -> Limits:
    return LIMITS


def open_and_close(room: LiveRoom, turns: int) -> None:
    room.press("ask", "open")
    console, version = Console(room), room.version
    for turn in range(turns):
        console.press("close" if turn % 2 == 0 else "reopen", version + turn)


def slow_reader(room: LiveRoom, name: str) -> websocket.WebSocket:
    """A phone whose network takes two kilobytes at a time."""
    address = room.address.replace("http", "ws") + packets.PATH
    reader = websocket.create_connection(
        address, cookie=seat(room, name).cookie_header, timeout=20, sockopt=SMALL
    )
    reader.send(packets.ask_for("phone", room.public_id))
    return reader


def test_pings_in_the_middle_of_a_push_break_no_frame(room: LiveRoom) -> None:
    reader = slow_reader(room, "Slow")
    room.press("ask", "open")
    console, version = Console(room), room.version
    for turn in range(TURNS):
        console.press("close" if turn % 2 == 0 else "reopen", version + turn)
        reader.ping(b"are you there")
    kept_by_kernel = unread_bytes(reader.sock)
    heard = 0
    shown: list[tuple[int, int]] = []
    pongs = 0
    deadline = time.monotonic() + 60
    while pongs < TURNS or shown[-1][0] < room.version:
        assert time.monotonic() < deadline
        frame = reader.recv_frame()  # raises where a frame is cut or mixed up with another
        heard += len(frame.data)
        if frame.opcode == websocket.ABNF.OPCODE_PONG:
            pongs += 1
        elif frame.opcode == websocket.ABNF.OPCODE_TEXT:
            packet = packets.parse(frame.data.decode())
            if packet.kind is Kind.PING:
                reader.send(packets.PONG)
            elif packet.event == "screen":
                shown.append(tuple(packet.data["version"]))
    reader.shutdown()
    assert heard > 2 * kept_by_kernel, "nothing waited in the outbox: the test shows nothing"
    assert shown == sorted(shown), "an older screen came after a newer one"
    assert len(shown) >= TURNS


def test_a_reader_that_takes_nothing_is_cut_off_and_the_room_goes_on(room: LiveRoom) -> None:
    server = room.school.server
    cut_before = metrics(server)[CUT_OFF]
    silent = Staller(room, seat(room, "Silent").cookie_header, "phone")
    with in_class(room, 5) as pupils:
        open_and_close(room, TURNS)
        until(lambda: all(pupil.phone.screen.phase == "open" for pupil in pupils), 10)
        for pupil in pupils:
            pupil.phone.answer(room.vote, ("B",))
        until(lambda: all(pupil.acknowledged == "B" for pupil in pupils), 10)
        assert not silent.is_cut_off, "it was cut off before the others: the test shows nothing"
        until(lambda: silent.is_cut_off, LIMITS.emptied_within_s + LATE_S)
        assert metrics(server)[CUT_OFF] == cut_before + 1
    silent.close()


def test_a_reader_that_vanishes_takes_nobody_with_it(room: LiveRoom) -> None:
    server = room.school.server
    gone = [slow_reader(room, f"Gone {place}") for place in range(5)]
    pushed_before = metrics(server)["classroom_push_bytes_total"]
    open_and_close(room, TURNS)
    pushed = metrics(server)["classroom_push_bytes_total"] - pushed_before
    pushed_to_each = pushed / len(gone)
    for reader in gone:
        kept_by_kernel = unread_bytes(reader.sock)
        assert pushed_to_each > 2 * kept_by_kernel, "nothing waits in the outbox"
    with in_class(room, 5) as pupils:
        for reader in gone:
            reader.shutdown()  # without a word
        room.press("close", "reopen")
        for pupil in pupils:
            pupil.phone.answer(room.vote, ("C",))
        until(lambda: all(pupil.acknowledged == "C" for pupil in pupils), 10)
        assert room.answers == {pupil.name: "C" for pupil in pupils}
        until(lambda: metrics(server)['classroom_sockets{screen="phone"}'] == len(pupils), 10)
    assert "Traceback" not in server.output
