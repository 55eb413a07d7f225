"""How much a socket may send: all that the protocol allows, and of nothing ten thousand."""

from __future__ import annotations

import pytest

from classroom.live.limits import BURST, FRAMES_BURST
from tests.live_room import LiveRoom
from tests.pupils import seat
from tests.security.wire import Screen, screen_of
from tests.weather.lesson import masked_frame

MANY = 10_000
LARGEST = 16_000
IN_THE_LOBBY = "another-round"
"""What the handler says to a wish for longer, after the message has passed all limits."""


@pytest.fixture
def phone(room: LiveRoom) -> Screen:
    return screen_of(room.school.server, seat(room, "Ada"), "phone", room.public_id)


def test_what_the_protocol_allows_passes(phone: Screen) -> None:
    being_admitted = 1
    phone.raw(masked_frame(b'42["longer",{"vote":1}]') * int(BURST - being_admitted - 1))
    told = phone.send("longer", {"vote": 1})
    assert told["code"] == IN_THE_LOBBY
    phone.close()


def test_a_message_of_the_largest_size_passes(phone: Screen) -> None:
    told = phone.send("longer", {"vote": 1, "padding": "x" * LARGEST})
    assert told["code"] == "malformed-answer"  # the handler's word for what it has no name for
    phone.close()


@pytest.mark.parametrize(
    "frame",
    [
        masked_frame(b"", opcode=9),
        masked_frame(b"", opcode=10),
        b"\x00\x80" + bytes(4),
        masked_frame(b"3"),
        masked_frame(b'42["connect",{}]'),
        masked_frame(b'431["nobody asked"]'),
    ],
    ids=["ping", "pong", "piece", "pong of Engine.IO", "refused packet", "acknowledgement"],
)
def test_ten_thousand_of_any_frame_are_cut_off(frame: bytes, phone: Screen, room: LiveRoom) -> None:
    if frame[0] == 0:
        phone.raw(b"\x01\x80" + bytes(4))  # the message of which the pieces are pieces
    sent = 0
    while sent < MANY and phone.raw(frame * 100):
        sent += 100
    assert phone.hears_goodbye()
    phone.wire.shutdown()
    assert room.school.server.is_running


def test_a_flood_ends_the_connection_and_not_the_websocket_alone(phone: Screen) -> None:
    """Whoever ignores a goodbye would keep the server's end of it for ever."""
    phone.raw(masked_frame(b"", opcode=9) * (2 * FRAMES_BURST))
    phone.wire.sock.settimeout(5)
    try:
        while phone.wire.sock.recv(65_536):
            pass
    except ConnectionResetError:
        pass
    phone.wire.shutdown()
