"""One question of every kind from open to report: touched, typed, reloaded, explained, kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, expect

from classroom.domain.kinds import kind_names
from tests.browser.measuring import barriers, clipped, sideways_px
from tests.browser.people import Console, People, Phone, Projector, Room
from tests.live_room import School

SMALLEST_PX = {"width": 320, "height": 568}


@dataclass(frozen=True)
class Play:
    """A question, how it is answered with a finger and with keys, and what is said of both."""

    slug: str
    touch: Callable[[Phone], None]
    type: Callable[[Phone], None]
    touched: str
    typed: str
    own: str
    """What the phone that was touched reads first at the reveal."""
    room: str
    """What stands on the projector then."""


def tap_one(phone: Phone) -> None:
    phone.tap("B")


def press_one(phone: Phone) -> None:
    phone.input("A").focus()
    phone.page.keyboard.press("Space")
    phone.page.keyboard.press("ArrowDown")
    phone.page.keyboard.press("ArrowDown")
    send_by_key(phone)


def press_first(phone: Phone) -> None:
    phone.input("A").focus()
    phone.page.keyboard.press("Space")
    send_by_key(phone)


def tick_two(phone: Phone) -> None:
    phone.tap("A")
    phone.tap("B")
    phone.page.locator("#send").tap()


def press_two(phone: Phone) -> None:
    for letter in "AC":
        phone.input(letter).focus()
        phone.page.keyboard.press("Space")
    send_by_key(phone)


def tap_down(phone: Phone) -> None:
    phone.page.locator("[data-line=A] [data-move='1']").tap()
    phone.page.locator("#send").tap()


def press_up(phone: Phone) -> None:
    button = phone.page.locator("[data-line=C] [data-move='-1']")
    button.focus()
    phone.page.keyboard.press("Enter")
    expect(button).to_be_focused()  # and can be pressed again
    phone.page.keyboard.press("Enter")
    phone.says("C, A, B, D, not sent")
    send_by_key(phone)


def tap_places(phone: Phone) -> None:
    for letter, number in zip("ABCD", "1234", strict=True):
        field(phone, letter).select_option(f"{letter}:{number}")
    phone.says("4 of 4 placed, not sent")
    phone.page.locator("#send").tap()


def press_places(phone: Phone) -> None:
    field(phone, "A").focus()
    phone.page.keyboard.press("ArrowDown")
    phone.page.keyboard.press("ArrowDown")
    send_by_key(phone)


def field(phone: Phone, letter: str) -> Locator:
    return phone.page.locator(f"[name=choice-{letter}]")


def tap_bins(phone: Phone) -> None:
    for letter in "ABCDE":
        phone.page.locator(f'.bin:has([value="{letter}:task"])').tap()
    phone.says("5 of 8 placed, not sent")
    phone.page.locator("#send").tap()


def press_bins(phone: Phone) -> None:
    phone.page.locator('[value="A:goal"]').focus()
    phone.page.keyboard.press("Space")
    phone.page.keyboard.press("ArrowRight")
    phone.page.keyboard.press("ArrowRight")
    send_by_key(phone)


def write_sentence(phone: Phone) -> None:
    phone.page.locator("textarea").fill("I went too fast. What was that like?")
    phone.says("Written, not sent")
    phone.page.locator("#send").tap()


def type_sentence(phone: Phone) -> None:
    phone.page.locator("textarea").focus()
    phone.page.keyboard.type("You went quiet. May I ask why?")
    send_by_key(phone)


def send_by_key(phone: Phone) -> None:
    phone.page.locator("#send").focus()
    phone.page.keyboard.press("Enter")


PLAYS = {
    "single_best": Play(
        "bordin-claim", tap_one, press_one, "Saved B", "Saved C", "You chose B", "Best answer"
    ),
    "select_all": Play(
        "away-or-against", tick_two, press_two, "Saved A, B", "Saved A, C", "You ticked A", "A"
    ),
    "ordering": Play(
        "hyun-woo-saturdays",
        tap_down,
        press_up,
        "Saved B, A, C, D",
        "Saved C, A, B, D",
        "place 4 in the lesson",
        "kept this step",
    ),
    "matching": Play(
        "modality-emphasis",
        tap_places,
        press_places,
        "Saved 4 of 4 placed",
        "Saved 1 of 4 placed",
        "You: ",
        "Missed most",
    ),
    "classify": Play(
        "answers-to-one-question",
        tap_bins,
        press_bins,
        "Saved 5 of 8 placed",
        "Saved 1 of 8 placed",
        "✓ Task",
        "What the room saw",
    ),
    "poll": Play(
        "five-minutes-left",
        tap_one,
        press_first,
        "Saved B",
        "Saved A",
        "You chose B",
        "Fewer than five answered",
    ),
    "short_text": Play(
        "he-saw-your-face",
        write_sentence,
        type_sentence,
        "Saved your sentence",
        "Saved your sentence",
        "You took part",
        "I went too fast. What was that like?",
    ),
}


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


def test_every_kind_is_played() -> None:
    assert set(PLAYS) == set(kind_names())


@pytest.mark.parametrize("kind", kind_names())
def test_a_question_of_that_kind_from_open_to_report(
    kind: str, school: School, people: People
) -> None:
    play = PLAYS[kind]
    lesson = school.new_lesson(f"One of {kind}", [play.slug])
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
    if kind == "short_text":
        release(console, "I went too fast. What was that like?")
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
