"""One question from open to report: touched, typed, reloaded, explained, kept."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import expect

from tests.browser.measuring import barriers, clipped, sideways_px
from tests.browser.people import Console, People, Phone, Projector, Room
from tests.browser.plays import Play
from tests.live_room import School

SMALLEST_PX = {"width": 320, "height": 568}


@dataclass
class Class:
    """Everybody in the room, and what must be true of their screens in every phase."""

    console: Console
    projector: Projector
    touching: Phone
    typing: Phone

    def all_show(self, phase: str) -> None:
        faults = []
        for screen in (self.touching, self.typing, self.console, self.projector):
            screen.shows(phase)
        for screen in (self.projector, self.console):
            faults += barriers(screen.page)
        for phone in (self.touching, self.typing):
            faults += barriers_in_full(phone)
        assert faults == []
        for phone in (self.touching, self.typing):
            assert sideways_px(phone.page) == 0
        assert clipped(self.projector.page) == []


def barriers_in_full(phone: Phone) -> list[str]:
    """What axe finds where nothing is scrolled away: a target that the line of the status half
    covers has its full size after the next scroll."""
    window = phone.page.viewport_size
    assert window is not None
    phone.page.set_viewport_size({"width": window["width"], "height": 3000})
    found = barriers(phone.page)
    phone.page.set_viewport_size(window)
    return found


def play_from_open_to_report(play: Play, school: School, people: People) -> None:
    lesson = school.new_lesson(f"One question: {play.slug}", [play.slug])
    room = Room.opened(school, people, lesson=lesson)
    console = room.console()
    here = Class(
        console,
        room.projector(console),
        room.phone("Touch"),
        room.phone("Keys", viewport=SMALLEST_PX, has_touch=False),
    )

    console.ask(play.slug)
    console.go("open")
    here.all_show("open")
    play.touch(here.touching)
    here.touching.says(play.touched)
    play.type(here.typing)
    here.typing.says(play.typed)
    expect(console.count).to_have_text("2 of 2 answered")
    for phone, said in ((here.touching, play.touched), (here.typing, play.typed)):
        phone.page.reload()
        phone.says(said)  # the same seat, the same answer

    console.go("closed")
    here.all_show("closed")
    if play.releases:
        release(console, play.releases)
    console.go("revealed")
    here.all_show("revealed")
    expect(here.touching.page.locator("#own")).to_contain_text(play.own)
    expect(here.projector.screen).to_contain_text(play.room)
    headline = here.projector.heading.inner_text()
    assert 1 <= len(headline.split()) <= 14, headline

    reads_the_reports(here, room, play)


def release(console: Console, text: str) -> None:
    """Once the sentences can be changed no more: tick what this one has, let the room read it."""
    sentence = console.page.locator(".console-sentences > li").filter(has_text=text)
    expect(sentence).to_be_visible()
    sentence.locator(".toggle").first.click()
    expect(sentence.locator(".toggle").first).to_have_attribute("aria-pressed", "true")
    sentence.locator(".switch").click()
    expect(sentence.locator(".switch")).to_have_attribute("aria-pressed", "true")
    assert barriers(console.page) == []


def reads_the_reports(here: Class, room: Room, play: Play) -> None:
    own = here.touching.page
    own.locator("#my-page").tap()
    own.locator("main ul a, main ol a").first.tap()
    expect(own.locator("#question-1")).to_be_visible()
    assert barriers(own) == []
    assert sideways_px(own) == 0
    report = here.console.page
    report.goto(f"{room.address}/sessions/{room.public_id}/report")
    expect(report.locator("#question-1")).to_be_visible()
    assert barriers(report) == []
    assert sideways_px(report) == 0
