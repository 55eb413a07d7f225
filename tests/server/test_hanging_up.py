"""Hanging up on a client that polls: it holds nobody up, and leaves nothing behind."""

from __future__ import annotations

import time

import requests

from classroom.limits import Limits
from tests.live_room import LiveRoom
from tests.security.wire import screen_of
from tests.server.polling import PATH, Poller
from tests.server_process import ServerProcess

HANDSHAKES = 1500
MOST_KB_MORE = 8 * 1024
"""After as many handshakes again. They took 20 MB when each left something behind."""


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
        assert time.monotonic() - began_s < Limits.asked_within_s + 3


def test_nonsense_from_a_client_that_polls_is_answered(server: ServerProcess) -> None:
    """Engine.io hangs up on it by itself."""
    with Poller(server) as nobody:
        assert nobody.send("9").status_code == 400


def test_handshakes_that_lead_to_nothing_leave_nothing_behind(server: ServerProcess) -> None:
    shake_hands(server)
    wait_until_they_are_forgotten()
    before_kb = server.memory_kb()
    shake_hands(server)
    wait_until_they_are_forgotten()
    assert server.memory_kb() - before_kb < MOST_KB_MORE
    assert "Traceback" not in server.output


def shake_hands(server: ServerProcess) -> None:
    with requests.Session() as session:
        session.trust_env = False
        for _ in range(HANDSHAKES):
            assert session.get(server.address + PATH, timeout=10).status_code == 200


def wait_until_they_are_forgotten() -> None:
    """Nothing outside tells the moment: until each has been hung up on and looked after once."""
    time.sleep(Limits.asked_within_s + Limits.ping_interval_s + 1)
