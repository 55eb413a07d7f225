"""Who is in the room: renamed, removed, merged, locked out, recognised again, and told so."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.people import Phone, Room
from tests.live_room import School


def people_page(room: Room) -> Page:
    page = room.people.browser(room.school.alice).new_page()
    page.goto(f"{room.address}/sessions/{room.public_id}/people")
    return page


def open_person(page: Page, name: str) -> None:
    page.locator(".person summary", has_text=name).click()


def test_a_new_name_is_told_to_that_phone_alone(room: Room) -> None:
    ada, ben = room.phone("Ada"), room.phone("Ben")
    page = people_page(room)
    open_person(page, "Ada")
    page.get_by_label("Name").filter(visible=True).fill("Ada L.")
    page.get_by_role("button", name="Rename").filter(visible=True).click()
    expect(ada.page.locator(".me-alias")).to_contain_text("Ada L.")
    expect(ben.page.locator(".me-alias")).to_contain_text("Ben")


def test_a_phone_whose_seat_is_removed_is_told(room: Room) -> None:
    console, ada, ben = room.console(), room.phone("Ada"), room.phone("Ben")
    room.press("ask", "open")
    ada.answers("B")
    ben.answers("C")
    page = people_page(room)
    open_person(page, "Ada")
    page.get_by_role("button", name="Remove with all answers").filter(visible=True).click()
    page.wait_for_timeout(450)  # a yes that comes sooner is a double click
    page.get_by_role("dialog").get_by_role("button", name="Remove with all answers").click()
    expect(page.locator(".people")).not_to_contain_text("Ada")
    expect(ada.page.get_by_role("heading", level=1)).to_have_text(
        "Your seat was removed. Ask your instructor, or join again."
    )
    ben.shows("open")
    expect(console.count).to_have_text("1 of 1 answered")
    assert room.answers == {"Ben": "C"}


def test_two_phones_of_one_student_become_one_seat(room: Room) -> None:
    console, old, new = room.console(), room.phone("Old"), room.phone("New")
    code = old.page.locator("[data-resume-code]").inner_text()
    new.page.locator("#merger summary").tap()
    new.page.get_by_label("Code shown on the other phone").fill(code.lower())
    new.page.get_by_role("button", name="This is also me").tap()
    expect(console.count).to_have_text("1 in the room")
    expect(old.page.get_by_role("heading", level=1)).to_contain_text("one with your other one")
    new.is_connected()
    expect(new.page.locator(".me-alias")).to_contain_text("New")
    old.page.reload()
    old.shows("lobby")
    expect(old.page.locator(".me-alias")).to_contain_text("New")


def test_a_wrong_code_for_a_merger_is_said_on_the_phone(room: Room) -> None:
    phone = room.phone("Ada")
    phone.page.locator("#merger summary").tap()
    phone.page.get_by_label("Code shown on the other phone").fill("ZZZZZZ")
    phone.page.get_by_role("button", name="This is also me").tap()
    expect(phone.page.locator("body")).to_contain_text("No seat in this group has that code.")


def test_a_locked_room_keeps_newcomers_out_and_seats_in(room: Room) -> None:
    console, ada = room.console(), room.phone("Ada")
    console.page.locator("#lock-button").click()
    expect(console.page.locator("#lock-button")).to_have_attribute("aria-pressed", "true")
    newcomer = room.people.browser().new_page()
    newcomer.goto(f"{room.address}/{room.code}")
    newcomer.locator("#join").click()
    expect(newcomer.get_by_role("alert").filter(visible=True)).to_contain_text(
        "The room is locked."
    )
    ada.page.reload()
    ada.shows("lobby")
    ada.is_connected()


def test_a_deleted_session_is_told_to_every_screen(room: Room) -> None:
    console, phone = room.console(), room.phone("Ada")
    projector = room.projector(console)
    room.press("ask", "open")
    phone.answers("B")
    done = room.school.alice.post(f"/sessions/{room.public_id}/deletion")
    assert done.status_code in (302, 303), done.text
    for screen in (phone, console, projector):
        expect(screen.page.get_by_role("heading", level=1)).to_have_text(
            "This session was deleted."
        )
    assert "Saved" not in phone.page.locator("body").inner_text()


def test_the_same_phone_is_recognised_next_week_by_the_groups_link(
    school: School, room: Room
) -> None:
    group = school.new_group("Tuesday class")
    page = school.alice.get(f"/groups/{group}").text
    link = re.findall(r"/join/[\w-]+", page)[0]
    phone = room.people.browser(viewport={"width": 360, "height": 640}).new_page()
    phone.goto(school.server.address + link)
    expect(phone.locator("h1")).to_have_text("Not started yet")

    first = Room.opened(school, room.people, group=group)
    phone.get_by_role("link", name="Look again").click()
    phone.get_by_label("Another name").fill("Ada")
    phone.keyboard.press("Enter")
    Phone(phone, first).shows("lobby")
    first.press("end")
    Phone(phone, first).shows("ended")

    second = Room.opened(school, room.people, group=group)
    phone.goto(school.server.address + link)
    Phone(phone, second).shows("lobby")
    expect(phone.locator(".me-alias")).to_contain_text("Ada")
    second.press("ask", "open")
    Phone(phone, second).option("B").click()
    Phone(phone, second).says("Saved B")
    assert second.answers == {"Ada": "B"}
