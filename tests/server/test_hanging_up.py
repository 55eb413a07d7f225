"""Hanging up on a client that polls: it holds nobody up, and leaves nothing behind."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import closing
from http.client import HTTPConnection

import pytest

from classroom.limits import Limits
from tests.live_room import LiveRoom, School
from tests.security.wire import screen_of
from tests.server.polling import PATH, Poller
from tests.server_process import ServerProcess

LIMITS = Limits(asked_within_s=2)
HANDSHAKES = 1500
FORGETS_SOON = Limits(asked_within_s=1, ping_interval_s=1)
MOST_KB_MORE = 8 * 1024
"""After as many handshakes again. They took 20 MB when each left something behind."""


@pytest.fixture(scope="module")
def limits() -> Limits:
    return LIMITS


def test_a_console_that_polls_does_not_keep_its_neighbour_signed_in(room: LiveRoom) -> None:
    server = room.school.server
    browser = server.signed_in("alice")
    with Poller(server, browser.cookie_header) as first:
        assert "console" in first.ask_for("console", room.public_id)
        second = screen_of(server, browser, "console", room.public_id)

        browser.post("/sign-out")

        assert '"signed-out"' in second.wait_for('42["gone"')
        assert second.hears_goodbye()
        second.close()
        assert first.fetch().status_code == 400


def test_a_poll_that_waits_hears_the_goodbye(room: LiveRoom) -> None:
    """It is not left to wait for a push that never comes."""
    server = room.school.server
    with Poller(server) as nobody:
        began_s = time.monotonic()
        heard = nobody.fetch().text.split("\x1e")
        while "1" not in heard:
            heard = nobody.fetch().text.split("\x1e")
        assert time.monotonic() - began_s < LIMITS.asked_within_s + 3


def test_nonsense_from_a_client_that_polls_is_answered(school: School) -> None:
    """Engine.io hangs up on it by itself."""
    with Poller(school.server) as nobody:
        assert nobody.send("9").status_code == 400


def test_handshakes_that_lead_to_nothing_leave_nothing_behind(
    start_server: Callable[..., ServerProcess],
) -> None:
    server = start_server(limits=FORGETS_SOON)
    shake_hands(server)
    wait_until_they_are_forgotten()
    before_kb = server.memory_kb()
    shake_hands(server)
    wait_until_they_are_forgotten()
    assert server.memory_kb() - before_kb < MOST_KB_MORE
    assert "Traceback" not in server.output


def shake_hands(server: ServerProcess) -> None:
    with closing(HTTPConnection("127.0.0.1", server.port, timeout=10)) as connection:
        for _ in range(HANDSHAKES):
            connection.request("GET", PATH)
            answer = connection.getresponse()
            assert answer.status == 200
            answer.read()


def wait_until_they_are_forgotten() -> None:
    """Nothing outside tells the moment: until each has been hung up on and looked after once."""
    time.sleep(FORGETS_SOON.asked_within_s + FORGETS_SOON.ping_interval_s + 1)
