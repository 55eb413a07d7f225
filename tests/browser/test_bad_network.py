"""A real phone on a bad network: what it shows, in order, and that each *Saved* is true."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.people import Phone, Room
from tests.live_room import PLAN
from tests.weather.network import BROKEN, SLOW, BadNetwork, Climate

PHASES = ["lobby", "ready", "open", "closed", "revealed"]
STATE_MS = 1500
BACK_WITHIN_MS = 30_000
RENEWED_WITHIN_MS = 15_000

# Notes each screen when it has been drawn, and each line that the phone says.
WATCH = """
() => {
  window.seen = { screens: [], lines: [] };
  const screen = document.getElementById("screen");
  const status = document.getElementById("status");
  const note = () => {
    seen.screens.push([Number(document.body.dataset.version.split(",")[0]), screen.dataset.phase]);
    seen.lines.push([status.dataset.state, status.textContent, classroom.screen.vote]);
  };
  const all = { attributes: true, childList: true, subtree: true, characterData: true };
  for (const part of [screen, status]) new MutationObserver(note).observe(part, all);
  note();
}
"""


@pytest.fixture
def on_a_network(room: Room) -> Iterator[Callable[[Climate, int], tuple[Phone, BadNetwork]]]:
    """A phone on a network of that climate and seed, which was still fine when it joined."""
    networks = []

    def join(climate: Climate, seed: int) -> tuple[Phone, BadNetwork]:
        networks.append(BadNetwork(room.school.server.port, climate, seed))
        networks[-1].clear()
        phone = room.phone("Ada", address=networks[-1].address)
        phone.is_connected()
        phone.page.evaluate(WATCH)
        networks[-1].worsen()
        return phone, networks[-1]

    yield join
    for network in networks:
        network.close()


@pytest.mark.parametrize(("climate", "seed"), [(SLOW, 1), (BROKEN, 5)], ids=["slow", "broken"])
def test_a_phone_shows_what_is_true_over_a_bad_network(
    climate: Climate, seed: int, room: Room, on_a_network: Any
) -> None:
    phone, network = on_a_network(climate, seed)
    for move in ("ask", "open", "close", "reveal"):
        room.press(move, question=PLAN[0] if move == "ask" else "")
        if move == "open":
            vote = room.vote
            for letter in "ABC":
                phone.page.wait_for_timeout(STATE_MS)
                if phone.input(letter).is_visible():
                    phone.tap(letter)
        phone.page.wait_for_timeout(STATE_MS)
    network.clear()
    expect(phone.screen).to_have_attribute("data-phase", "revealed", timeout=BACK_WITHIN_MS)
    expect(phone.banner).to_be_hidden(timeout=BACK_WITHIN_MS)

    seen = phone.page.evaluate("window.seen")
    phases = [PHASES.index(phase) for _moves, phase in seen["screens"]]
    assert phases == sorted(phases)
    if climate is SLOW:
        assert set(phases) == set(range(len(PHASES)))
    said = [line[6] for state, line, _vote in seen["lines"] if state == "saved"]
    assert said or climate is BROKEN
    stored = room.school.rows("SELECT choice FROM answers WHERE vote_id = ?", vote)
    # Later answers replace earlier ones: the last that was said stands, or one that came after it.
    assert not said or stored[0][0] >= said[-1]
    assert network.events, "the weather was fine: the test shows nothing"


@pytest.mark.parametrize("way", ["up", "down"])
def test_a_connection_that_loses_one_direction_is_renewed_for_an_answer(
    way: str, room: Room, on_a_network: Any
) -> None:
    """Within one vote: pings alone would find out in half a minute."""
    phone, network = on_a_network(Climate(delay_s=0.01, jitter_s=0.02), 1)
    room.press("ask", "open")
    phone.shows("open")
    network.deafen(way)
    phone.tap("B")
    phone.says("Sending…")
    started_s = time.monotonic()
    expect(phone.status).to_contain_text("Saved B", timeout=RENEWED_WITHIN_MS)
    assert time.monotonic() - started_s > 4, "nothing was lost: the test shows nothing"
    assert room.answers == {"Ada": "B"}
