"""Legible from the last row: nothing cut off, nothing scrolls, letters as large as promised."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.measuring import clipped, font_px, smallest_font
from tests.browser.people import People, Projector, Room
from tests.live_room import School
from tests.server.pupils import in_class, until

SIZES_PX = ((1920, 1080), (1280, 720), (1024, 768))


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
    voting_is_legible(projector)
    phone.answers("B")
    room.press("close", "reveal")
    projector.shows("revealed")
    reveal_is_legible(projector)

    room.press("end")
    projector.shows("ended")
    fits(projector)


def voting_is_legible(projector: Projector) -> None:
    page = projector.page
    fits(projector)
    assert font_px(page, ".top .code") >= 64
    assert font_px(page, ".ask .lead-in") >= 48
    assert font_px(page, ".ask-options li") >= 36


def reveal_is_legible(projector: Projector) -> None:
    page = projector.page
    fits(projector)
    assert font_px(page, ".top .code") >= 64
    assert font_px(page, ".headline") >= 46
    assert font_px(page, ".reveal .lead-in") >= 38
    assert font_px(page, ".result-list .text") >= 32
    smallest_px, words = smallest_font(page)
    assert smallest_px >= 26, words


def test_every_shipped_question_fits_the_projector(school: School, people: People) -> None:
    slugs = [slug for (slug,) in school.rows("SELECT slug FROM questions ORDER BY slug")]
    room = Room.opened(school, people, lesson=school.new_lesson("Everything", slugs))
    projector = room.projector(room.console())
    projector.page.bring_to_front()
    with in_class(room, 3) as pupils:
        for slug in slugs:
            room.press("ask", question=slug)
            room.press("open")
            projector.shows("open")
            voting_is_legible(projector)
            for pupil, letter in zip(pupils, "ABC", strict=True):
                pupil.phone.standing = ()
                pupil.phone.answer(room.vote, (letter,))
            until(lambda: all(pupil.acknowledged for pupil in pupils), 10)
            room.press("close", "reveal")
            projector.shows("revealed")
            reveal_is_legible(projector)


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
