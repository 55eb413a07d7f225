"""How a question of each kind is answered, and what is said of it: by kinds that are alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Locator, expect

from tests.browser.people import Phone


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
    releases: str = ""
    """The sentence that the room may read, where sentences are written."""


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


CHOOSING = {
    "single_best": Play(
        "bordin-claim", tap_one, press_one, "Saved B", "Saved C", "You chose B", "Best answer"
    ),
    "select_all": Play(
        "away-or-against", tick_two, press_two, "Saved A, B", "Saved A, C", "You ticked A", "A"
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
}
PLACING = {
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
}
WRITING = {
    "short_text": Play(
        "he-saw-your-face",
        write_sentence,
        type_sentence,
        "Saved your sentence",
        "Saved your sentence",
        "You took part",
        "I went too fast. What was that like?",
        releases="I went too fast. What was that like?",
    ),
}
