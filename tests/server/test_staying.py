"""WebSockets whose clients are not admitted, or not any more: they may not stay."""

from __future__ import annotations

import time

import pytest
import websocket

from classroom.limits import Limits
from tests.live_room import LiveRoom
from tests.pupils import seat, until
from tests.security.wire import Screen, screen_of
from tests.server.polling import Poller, polling_phone

LIMITS = Limits(changed_within_s=1, asked_within_s=2)
LATE_S = 5.0


@pytest.fixture(scope="module")
def limits() -> Limits:
    return LIMITS


@pytest.fixture
def phone(room: LiveRoom) -> Poller:
    return polling_phone(room)


def change(poller: Poller) -> websocket.WebSocket:
    """Begin to change to a WebSocket."""
    return websocket.create_connection(poller.websocket_address(), timeout=10)


def ends_within(wire: websocket.WebSocket, seconds: float) -> bool:
    """Whether the server ends the connection itself in that time, whatever it says before."""
    deadline = time.monotonic() + seconds
    try:
        while (left := deadline - time.monotonic()) > 0:
            wire.sock.settimeout(left)
            if not wire.sock.recv(4096):
                return True
    except TimeoutError:
        return False
    except OSError:
        return True
    return False


def test_a_change_that_nobody_goes_on_with_ends_and_polling_goes_on(phone: Poller) -> None:
    with phone:
        began_s = time.monotonic()
        silent = change(phone)
        assert ends_within(silent, LIMITS.changed_within_s + LATE_S)
        assert time.monotonic() - began_s > LIMITS.changed_within_s - 0.1
        silent.shutdown()

        halfway = change(phone)
        halfway.send("2probe")
        assert halfway.recv() == "3probe"
        assert ends_within(halfway, LIMITS.changed_within_s + LATE_S)
        halfway.shutdown()

        wrong = change(phone)
        wrong.send("4nonsense")
        assert ends_within(wrong, LATE_S)
        wrong.shutdown()

        phone.send("3", '421["refresh",{}]')
        until(lambda: '"screen"' in phone.fetch().text, 10)


def test_a_client_changes_to_one_websocket_at_a_time(phone: Poller) -> None:
    with phone:
        first = change(phone)
        with pytest.raises(websocket.WebSocketBadStatusException) as refused:
            change(phone)
        assert refused.value.status_code == 400
        first.send("2probe")
        assert first.recv() == "3probe"
        first.send("5")
        changed = Screen(first)
        assert changed.send("refresh", {}) == {}
        changed.close()


def test_a_change_ends_with_its_client(room: LiveRoom, phone: Poller) -> None:
    with phone, Poller(room.school.server) as nobody:
        left, refused = change(phone), change(nobody)
        phone.send("41")
        assert ends_within(left, LIMITS.leaves_within_s + LATE_S)
        assert ends_within(refused, LIMITS.asked_within_s + LATE_S)
        left.shutdown()
        refused.shutdown()


def test_who_leaves_the_screen_is_hung_up_on(room: LiveRoom) -> None:
    server = room.school.server
    screen = screen_of(server, seat(room, "Ben"), "phone", room.public_id)
    screen.wire.send("41")
    assert ends_within(screen.wire, LIMITS.leaves_within_s + LATE_S)
    screen.close()
    assert "Traceback" not in server.output
