"""A client that polls, sends, and never fetches what it is sent."""

from __future__ import annotations

import time

import pytest

from classroom.live.limits import BURST
from classroom.live.outbox import MOST_WAITING
from tests.live_room import LiveRoom
from tests.pupils import in_class, until
from tests.server.polling import Poller, polling_phone

PAUSE_S = 0.1
"""Between two messages, after those that a seat may send at once."""
LONGEST_S = 90.0


@pytest.fixture
def phone(room: LiveRoom) -> Poller:
    return polling_phone(room)


def test_who_asks_and_never_fetches_is_cut_off(room: LiveRoom, phone: Poller) -> None:
    with phone:
        room.press("ask", "open")
        screen_bytes = len(phone.fetch().content)
        until_s = time.monotonic() + LONGEST_S
        asked = 0
        while phone.send('42["refresh",{}]', "3").status_code == 200:
            asked += 1
            assert time.monotonic() < until_s, "it may go on"
            if asked > BURST - 2:
                time.sleep(PAUSE_S)
        assert asked * screen_bytes < 3 * MOST_WAITING


def test_what_engine_io_says_by_itself_is_bounded_as_well(phone: Poller) -> None:
    """It answers each of these with a packet."""
    with phone:
        sent = 0
        while phone.send(*["5"] * 16).status_code == 200:
            sent += 16
            assert sent * 256 < 2 * MOST_WAITING, "it may go on"


def test_who_fetches_late_gets_all_of_it_and_the_room_goes_on(
    room: LiveRoom, phone: Poller
) -> None:
    with phone, in_class(room, 2) as pupils:
        room.press("ask", "open")
        for turn in range(10):
            room.press("reopen" if turn % 2 else "close")
        until(lambda: all(pupil.phone.screen.phase == "open" for pupil in pupils), 10)
        waiting = phone.fetch().text
        while '"open"' not in waiting.split("\x1e")[-1]:
            waiting += "\x1e" + phone.fetch().text
        assert waiting.count('"screen"') >= 10
