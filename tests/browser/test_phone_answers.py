"""What becomes of a tap: with one finger or two tabs, without push, and across a reload."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.people import Room


def test_a_reload_keeps_the_saved_choice(room: Room) -> None:
    phone = room.phone("Ada")
    room.press("ask", "open")
    phone.answers("B")
    phone.page.reload()
    expect(phone.input("B")).to_be_checked()
    phone.says("Saved B")
    room.press("close")
    phone.shows("closed")
    expect(phone.input("B")).to_be_checked()
    expect(phone.input("B")).to_be_disabled()


def test_a_push_while_choosing_leaves_ticks_and_focus_alone(room: Room) -> None:
    phone = room.phone("Ada")
    room.press("ask", question="away-or-against")
    room.press("open")
    phone.tap("A")
    phone.input("C").focus()
    version = phone.page.locator("body").get_attribute("data-version")
    room.school.alice.post(f"/sessions/{room.public_id}/settings", {"shows_counts": "1"})
    expect(phone.page.locator("body")).not_to_have_attribute("data-version", str(version))
    expect(phone.input("A")).to_be_checked()
    expect(phone.input("C")).to_be_focused()
    phone.says("1 ticked, not sent")


def test_a_second_tab_shows_what_the_other_one_answered(room: Room) -> None:
    phone = room.phone("Ada")
    room.press("ask", "open")
    phone.shows("open")
    other = type(phone)(phone.page.context.new_page(), room)
    other.page.goto(phone.page.url)
    other.is_connected()
    phone.answers("B")
    expect(other.input("B")).to_be_checked()
    other.says("Saved B")
    other.answers("C")
    expect(phone.input("C")).to_be_checked()
    phone.says("Saved C")
    assert room.answers == {"Ada": "C"}


def test_where_websockets_fall_silent_the_phone_polls(room: Room) -> None:
    context = room.people.browser(viewport={"width": 360, "height": 640}, has_touch=True)
    context.route_web_socket("**/*", lambda socket: None)  # opened, and never a word
    phone = room.phone("Ada", context=context)
    expect(phone.banner).to_contain_text("No connection. Trying again…")
    expect(phone.page.locator("body")).to_have_attribute("data-transport", "polling")
    expect(phone.banner).to_be_hidden()
    room.press("ask", "open")
    phone.answers("B")
    room.press("close", "reveal")
    phone.shows("revealed")
    phone.page.reload()
    phone.is_connected()  # it remembers, and does not wait for silence again
    expect(phone.page.locator("body")).to_have_attribute("data-transport", "polling")


def test_a_wish_for_more_time_is_a_number_on_the_console(room: Room) -> None:
    console, phone = room.console(), room.phone("Ada")
    room.press("ask", "open")
    phone.page.get_by_role("button", name="A little longer, please").tap()
    expect(console.page.locator("#longer")).to_have_text("1 would like a little longer")
    phone.says("Your instructor sees that someone would like a little longer.")


def test_what_is_written_in_a_name_or_a_note_is_never_markup(room: Room) -> None:
    console = room.console()
    phone = room.phone("<b>x</b><i>")
    expect(phone.page.locator(".me-alias b")).to_have_text("<b>x</b><i>")
    console.page.goto(f"{room.address}/sessions/{room.public_id}/people")
    expect(console.page.locator(".person-name")).to_have_text("<b>x</b><i>")
    assert console.page.locator(".person-name b").count() == 0
