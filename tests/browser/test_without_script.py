"""A student whose browser runs no scripts: forms, and a link that fetches what comes next."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.measuring import sideways_px
from tests.browser.people import Phone, Room


def refresh(phone: Phone, phase: str) -> None:
    phone.page.get_by_role("link", name="Refresh").click()
    phone.shows(phase)


def test_answering_and_reading_the_reveal(room: Room) -> None:
    phone = room.phone("Plain", java_script_enabled=False)
    phone.shows("lobby")
    room.press("ask", "open")
    refresh(phone, "open")
    phone.option("B").click()
    phone.page.locator("#send").click()
    phone.says("Saved B. You can change it until voting closes.")
    expect(phone.input("B")).to_be_checked()
    phone.option("C").click()
    phone.page.locator("#send").click()
    phone.says("Saved C")
    assert room.answers == {"Plain": "C"}

    room.press("close")
    refresh(phone, "closed")
    expect(phone.input("C")).to_be_checked()
    room.press("reveal")
    refresh(phone, "revealed")
    expect(phone.page.locator("section.own")).to_have_count(1)
    expect(phone.page.locator("section.own")).to_contain_text("You chose C")
    expect(phone.page.locator("section.best")).to_be_visible()
    expect(phone.page.locator("#room .distribution")).to_be_visible()
    assert sideways_px(phone.page) == 0


def test_an_answer_after_the_reveal_is_told_so_where_the_reader_looks(room: Room) -> None:
    phone = room.phone("Late", java_script_enabled=False)
    room.press("ask", "open")
    refresh(phone, "open")
    room.press("close", "reveal")
    phone.option("B").click()
    phone.page.locator("#send").click()
    phone.shows("revealed")
    phone.says("Not counted: voting had closed.")
    assert room.answers == {}


def test_select_all_with_nothing_ticked_says_what_to_do(room: Room) -> None:
    phone = room.phone("Plain", java_script_enabled=False)
    room.press("ask", question="away-or-against")
    room.press("open")
    refresh(phone, "open")
    phone.page.locator("#send").click()
    phone.says("Choose an option first, then send.")
    phone.option("A").click()
    phone.option("B").click()
    phone.page.locator("#send").click()
    phone.says("Saved A, B.")
    assert room.answers == {"Plain": "A,B"}
