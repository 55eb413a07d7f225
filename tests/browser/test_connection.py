"""Networks that fail, phones that sleep, a server that dies: everybody comes back by themselves."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.network import Network
from tests.browser.people import Phone, Room


@pytest.fixture
def wifi(room: Room) -> Iterator[Network]:
    network = Network(room.school.server.port)
    yield network
    network.close()


def phone_on(wifi: Network, room: Room, name: str) -> Phone:
    """A phone that reaches the server over that Wi-Fi only."""
    phone = room.phone(name, address=wifi.address)
    phone.is_connected()
    return phone


def test_an_answer_given_while_the_network_is_down_is_kept_and_sent_again(
    room: Room, wifi: Network
) -> None:
    phone = phone_on(wifi, room, "Ada")
    room.press("ask", "open")
    phone.shows("open")
    wifi.cut()
    phone.tap("B")
    phone.says("Sending…")
    expect(phone.banner).to_have_text("Not through yet. Your answer is kept and sent again.")
    assert "Saved" not in phone.status.inner_text()
    assert room.answers == {}
    wifi.mend()
    phone.says("Saved B")
    expect(phone.banner).to_be_hidden()
    assert room.answers == {"Ada": "B"}


def test_an_answer_that_was_not_acknowledged_survives_a_reload(room: Room, wifi: Network) -> None:
    phone = phone_on(wifi, room, "Ada")
    room.press("ask", "open")
    phone.shows("open")
    phone.page.context.set_offline(True)
    wifi.cut()
    phone.tap("B")
    wifi.mend()
    phone.says("Not sent yet: no connection. Your answer is kept.")
    phone.page.context.set_offline(False)
    phone.page.reload()
    phone.says("Saved B")
    expect(phone.input("B")).to_be_checked()
    assert room.answers == {"Ada": "B"}


def test_a_phone_that_sleeps_through_close_and_reveal_comes_back_to_the_reveal(
    room: Room, wifi: Network
) -> None:
    sleeper, late = phone_on(wifi, room, "Sleeper"), phone_on(wifi, room, "Late")
    awake = room.phone("Awake")
    room.press("ask", "open")
    sleeper.answers("B")
    late.shows("open")
    wifi.cut()
    late.tap("C")
    late.says("Sending…")
    room.press("close", "reveal")
    awake.shows("revealed")
    for phone in (sleeper, late):
        phone.shows("open")
    wifi.mend()
    for phone in (sleeper, late):
        phone.shows("revealed")
    late.says("Not counted: voting had closed. Your choice is kept on your page.")
    expect(sleeper.page.locator("#own")).to_contain_text("You chose B")
    expect(late.page.locator("#own")).to_contain_text("You did not answer this one")
    assert room.answers == {"Sleeper": "B"}


def test_everybody_returns_when_the_server_was_killed_in_mid_vote(own_room: Room) -> None:
    room, server = own_room, own_room.school.server
    console = room.console()
    projector = room.projector(console)
    ada, ben = room.phone("Ada"), room.phone("Ben")
    room.press("ask", "open")
    ada.answers("B")
    ben.shows("open")
    server.kill()
    for screen in (ada, ben, console, projector):
        expect(screen.banner).to_contain_text("No connection. Trying again…")
    ben.tap("C")
    ben.says("Not sent yet: no connection. Your answer is kept.")
    server.start()
    ada.says("Saved B")
    ben.says("Saved C")
    for screen in (ada, ben, console, projector):
        expect(screen.banner).to_be_hidden()
        screen.shows("open")
    assert room.answers == {"Ada": "B", "Ben": "C"}
    expect(console.count).to_have_text("2 of 2 answered")
    expect(projector.page.locator("#answered")).to_have_text("2 of 2 answered")
    console.go("closed", "revealed")
    for screen in (ada, ben, projector):
        screen.shows("revealed")
