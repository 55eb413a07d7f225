"""The screens a console lends and hides: projector by number, second console, a mirrored laptop."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.people import HALL_PX, PHONE_PX, Console, Projector, Room


def test_the_hall_computer_becomes_the_projector_by_the_number(room: Room) -> None:
    console = room.console()
    console.page.locator("#pairing-number-button").click()
    digits = console.page.locator(".pairing-digits").inner_text()
    assert re.fullmatch(r"\d{3}\s\d{3}", digits)
    hall = Projector(room.people.browser(viewport=HALL_PX).new_page(), room)
    hall.page.goto(f"{room.address}/projector")
    hall.page.get_by_label("Six-digit number").fill(digits)
    hall.page.keyboard.press("Enter")
    hall.shows("lobby")
    hall.is_connected()
    expect(console.page.locator("#screens")).to_contain_text("Projector connected")
    console.go("ready")
    hall.shows("ready")

    again = room.people.browser().new_page()
    again.goto(f"{room.address}/projector")
    again.get_by_label("Six-digit number").fill(digits)
    again.keyboard.press("Enter")
    expect(again.locator("#number-error")).to_be_visible()


def test_a_phone_becomes_a_second_console_by_a_link_that_works_once(room: Room) -> None:
    console = room.console()
    console.page.locator("#console-link-button").click()
    link = console.page.locator("#pairing a").get_attribute("href")
    path = str(link).split("/", 3)[3]
    phone = Console(room.people.browser(viewport=PHONE_PX, has_touch=True).new_page(), room)
    phone.page.goto(f"{room.address}/{path}")
    phone.page.get_by_role("button", name="Open the console here").tap()
    phone.shows("lobby")
    phone.is_connected()
    phone.big_button.tap()
    console.shows("ready")
    phone.shows("ready")

    stranger = room.people.browser().new_page()
    stranger.goto(f"{room.address}/{path}")
    stranger.get_by_role("button", name="Open the console here").click()
    expect(stranger).not_to_have_url(re.compile("/console$"))
    expect(stranger.locator("main")).to_contain_text("link")


def test_hiding_takes_key_notes_and_counts_away_through_pushes_and_reloads(room: Room) -> None:
    console, phone = room.console(), room.phone("Ada")
    room.press("ask", "open")
    phone.answers("B")
    console.shows("open")
    page = console.page
    secrets = page.locator("[data-hideable]")
    expect(page.locator(".console-count").first).to_be_visible()
    page.keyboard.press(".")
    expect(page.locator("#hidden-note")).to_be_visible()
    expect(secrets.filter(visible=True)).to_have_count(0)
    assert "key" not in page.locator(".console-options").inner_text()
    console.rest()
    console.go("closed")
    expect(secrets.filter(visible=True)).to_have_count(0)
    page.reload()
    console.is_connected()
    expect(secrets.filter(visible=True)).to_have_count(0)
    expect(page.locator("#toggle-hidden")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press(".")
    expect(page.locator(".console-count").first).to_be_visible()


def test_one_browser_holds_console_projector_and_a_phone_each_in_its_tab(room: Room) -> None:
    console = room.console()
    projector = room.projector(console)
    phone = room.phone("Me too", context=console.page.context)
    room.press("ask", "open")
    phone.option("B").click()
    phone.says("Saved B")
    expect(console.count).to_have_text("1 of 1 answered")
    expect(projector.page.locator("#answered")).to_have_text("1 of 1 answered")
    for screen in (console, projector, phone):
        screen.page.reload()
        screen.shows("open")
        screen.is_connected()
    expect(phone.input("B")).to_be_checked()


def test_hands_without_phones_are_counted(room: Room) -> None:
    console = room.console()
    projector = room.projector(console)
    room.press("ask", "open")
    console.shows("open")
    console.page.locator("#hands summary").click()
    more = console.page.get_by_role("button", name="One hand more for B")
    for _ in range(3):
        more.click()
    expect(console.page.locator("#console-B .console-count b")).to_have_text("3")
    console.page.get_by_role("button", name="One hand less for B").click()
    expect(console.page.locator("#console-B .console-count b")).to_have_text("2")
    expect(console.page.locator("#hands")).to_have_attribute("open", "")
    expect(console.count).to_have_text("2 of 2 answered")
    expect(projector.page.locator("#answered")).to_have_text("2 of 2 answered")


def test_answers_as_they_arrive_reach_the_projector_only_when_chosen(room: Room) -> None:
    console, phone = room.console(), room.phone("Ada")
    projector = room.projector(console)
    room.press("ask", "open")
    phone.answers("B")
    expect(projector.page.locator("#answered")).to_have_text("1 of 1 answered")
    expect(projector.page.locator(".ask-options .count")).to_have_count(0)
    console.page.locator("#shows-counts-button").click()
    expect(projector.page.locator("#ask-B .count")).to_have_text("1")


def test_a_correction_after_the_reveal_reaches_phones_and_projector(room: Room) -> None:
    console, phone = room.console(), room.phone("Ada")
    projector = room.projector(console)
    room.press("ask", "open")
    phone.shows("open")
    wrong = wrong_letter(console)
    phone.answers(wrong)
    room.press("close", "reveal")
    phone.shows("revealed")
    expect(phone.page.locator("#own")).not_to_contain_text("Best answer")
    console.shows("revealed")
    console.page.locator("#correction summary").click()
    console.page.get_by_label("Another key").check()
    console.page.locator(f"#correction-{wrong}").check()
    console.page.get_by_role("button", name="Correct the key").click()
    expect(phone.page.locator("#corrected-note")).to_be_visible()
    expect(phone.page.locator("#own")).to_contain_text("Best answer")
    expect(projector.page.locator(f"#result-{wrong}")).to_contain_text("Best answer")
    expect(projector.page.locator("#small-print")).to_contain_text("Key corrected.")
    expect(console.page.locator("#corrected-note")).to_be_visible()


def wrong_letter(console: Console) -> str:
    keyed = console.page.locator(".console-options li:has(.key-word)")
    key = str(keyed.get_attribute("id")).removeprefix("console-")
    return "B" if key != "B" else "C"
