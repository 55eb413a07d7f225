"""Legible from the last row: nothing cut off, nothing scrolls, letters as large as promised."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.legibility import SIZES_PX, seen
from tests.browser.measuring import clipped, font_px
from tests.browser.people import Projector, Room


def fits(projector: Projector) -> None:
    for width, height in SIZES_PX:
        projector.page.set_viewport_size({"width": width, "height": height})
        assert clipped(projector.page) == [], f"at {width}×{height}"
    projector.page.set_viewport_size({"width": 1920, "height": 1080})


def test_sizes_from_lobby_to_reveal(room: Room) -> None:
    projector, phone = room.projector(room.console()), room.phone("Ada")
    page = projector.page
    fits(projector)
    assert font_px(page, ".code") >= 64

    room.press("ask")
    projector.shows("ready")
    fits(projector)
    assert font_px(page, ".top .code") >= 64

    room.press("open")
    projector.shows("open")
    assert seen(page).voting_faults == []
    phone.answers("B")
    room.press("close", "reveal")
    projector.shows("revealed")
    assert seen(page).reveal_faults == []

    room.press("end")
    projector.shows("ended")
    fits(projector)


def test_the_join_card_fills_the_screen_and_goes_away_again(room: Room) -> None:
    projector = room.projector(room.console())
    room.press("ask", "open")
    projector.shows("open")
    page = projector.page
    page.keyboard.press("j")
    card = page.locator("#join-card")
    expect(card).to_be_visible()
    for width, height in SIZES_PX:
        page.set_viewport_size({"width": width, "height": height})
        qr = page.locator(".join-card-qr").bounding_box()
        assert qr and qr["height"] > 0.6 * height
        assert card.evaluate("(card) => card.scrollHeight <= card.clientHeight")
        assert card.evaluate("(card) => card.scrollWidth <= card.clientWidth")
    room.press("close")
    projector.shows("closed")
    expect(card).to_be_visible()  # a push leaves it open
    page.keyboard.press("j")
    expect(card).to_be_hidden()


def test_the_full_stop_blanks_the_projector_and_brings_it_back(room: Room) -> None:
    projector = room.projector(room.console())
    projector.page.keyboard.press(".")
    expect(projector.screen).to_be_hidden()
    room.press("ask")
    projector.shows("ready")
    expect(projector.screen).to_be_hidden()
    projector.page.keyboard.press("Escape")
    expect(projector.screen).to_be_visible()
