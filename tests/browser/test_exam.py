"""An exam in real browsers: prepared by a checkbox, held without a reveal, explained by its end."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.measuring import clipped, sideways_px, smallest_font, too_pale, violations
from tests.browser.people import LAPTOP_PX, Console, People, Phone, Projector, Room
from tests.live_room import PLAN, School

SIZES_PX = ((1920, 1080), (1280, 720), (1024, 768))
LATER = "The explanation follows at the end."


@pytest.fixture
def exam(school: School, people: People) -> Room:
    """A live exam of two questions that Alice made with the form, in the lobby."""
    page = people.browser(school.alice, viewport=LAPTOP_PX).new_page()
    page.goto(f"{school.server.address}/lessons/new")
    page.get_by_label("Title").fill("Mock exam")
    box = page.get_by_label("Exam: nothing is explained before the end")
    expect(box).not_to_be_checked()
    box.check()
    assert_sound(page)
    page.get_by_role("button", name="Choose questions").click()
    expect(page).to_have_url(re.compile("/bank"))
    lesson = page.url.split("/")[-2]
    for slug in PLAN[:2]:
        school.alice.post(f"/lessons/{lesson}/questions", {"question": slug})
    page.goto(f"{school.server.address}/lessons/{lesson}")
    expect(page.locator("#lesson-facts")).to_have_text("2 questions · exam")
    expect(page.get_by_label("Exam: nothing is explained before the end")).to_be_checked()
    return Room.opened(school, people, lesson=lesson)


def assert_sound(page: Page) -> None:
    """No barrier that axe finds, in light and in dark, and nothing sideways."""
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    assert too_pale(page) == []
    page.emulate_media(color_scheme="light")
    assert sideways_px(page) == 0


def fits(projector: Projector) -> None:
    for width, height in SIZES_PX:
        projector.page.set_viewport_size({"width": width, "height": height})
        assert clipped(projector.page) == [], f"at {width}×{height}"
    projector.page.set_viewport_size({"width": 1920, "height": 1080})
    size_px, words = smallest_font(projector.page)
    assert size_px >= 26, words


class Screens:
    """Console, projector and a phone, looked at together."""

    def __init__(self, room: Room) -> None:
        self.console: Console = room.console()
        self.projector = room.projector(self.console)
        self.phone: Phone = room.phone("Ada")

    def all_show(self, phase: str) -> None:
        for screen in (self.console, self.projector, self.phone):
            screen.shows(phase)

    def are_sound(self) -> None:
        for screen in (self.console, self.projector, self.phone):
            assert_sound(screen.page)
        fits(self.projector)


def test_an_exam_from_the_lobby_to_the_own_page(exam: Room) -> None:
    screens = Screens(exam)
    console, phone, projector = screens.console, screens.phone, screens.projector
    for screen in (console, phone, projector):
        expect(screen.page.locator("#exam-note")).to_contain_text("nothing is explained before")
    screens.are_sound()

    console.go("ready", "open")
    screens.all_show("open")
    expect(console.button("close_and_reveal")).to_have_count(0)
    phone.answers("B")
    console.go("closed")
    screens.all_show("closed")
    for screen in (phone, projector):
        expect(screen.page.locator("#exam-note")).to_have_text(LATER)
    phone.says("Saved B · voting is closed")
    expect(projector.status).to_have_text(f"Voting is closed. {LATER}")
    expect(console.button("reveal")).to_have_count(0)
    expect(console.big_button).to_contain_text("Next question")
    screens.are_sound()

    console.rest()
    console.page.keyboard.press("Enter")
    expect(console.notice).to_have_text("There is nothing to reveal now.")
    console.shows("closed")
    console.page.keyboard.press("Space")
    screens.all_show("ready")
    console.go("open", "closed")
    screens.all_show("closed")

    expect(console.big_button).to_have_text("End and explain everything")
    console.rest()
    console.page.keyboard.press("Space")
    expect(console.notice).to_contain_text("No key does this step.")
    end(console)
    screens.all_show("ended")
    expect(phone.screen).to_contain_text("Every question is explained now")
    expect(projector.screen).to_contain_text("Every question is explained now, on your own page")
    expect(console.screen).to_contain_text("own page now explains every question")
    screens.are_sound()
    reads_the_reasons(phone)


def end(console: Console) -> None:
    console.is_ready()
    console.big_button.click()
    dialog = console.page.get_by_role("dialog")
    expect(dialog).to_contain_text("Every question is then explained")
    assert violations(console.page) == []
    console.page.wait_for_timeout(450)  # a yes that comes sooner is a double click
    dialog.get_by_role("button", name="End and explain everything").click()


def reads_the_reasons(phone: Phone) -> None:
    page = phone.page
    page.locator("#my-page").tap()
    page.get_by_role("link", name="Mock exam").tap()
    expect(page.locator("main")).to_contain_text("Best answer")
    assert sideways_px(page) == 0


def test_what_an_exam_says_after_the_close_takes_no_room_from_the_question(exam: Room) -> None:
    """So whatever fits the projector of another session fits that of an exam."""
    projector = exam.projector(exam.console())
    heights: dict[str, list[float]] = {}
    for moves, phase in ((("ask", "open"), "open"), (("close",), "closed")):
        exam.press(*moves)
        projector.shows(phase)
        heights[phase] = [head_px(projector, *size) for size in SIZES_PX]
    expect(projector.page.locator("#exam-note")).to_be_visible()
    assert heights["closed"] == heights["open"]


def head_px(projector: Projector, width: int, height: int) -> float:
    projector.page.set_viewport_size({"width": width, "height": height})
    box = projector.page.locator("#top").bounding_box()
    assert box is not None
    return round(box["height"], 1)
