"""The people of a lesson, each with a browser context of their own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.live_room import LiveRoom, School
from tests.server_process import Visitor

PHONE_PX = {"width": 360, "height": 640}
LAPTOP_PX = {"width": 1280, "height": 800}
HALL_PX = {"width": 1920, "height": 1080}
PATIENCE_MS = 10_000

# Offers a step that nobody sees as a press would offer it: what holds presses back stops it too.
_STEPS_ARE_TAKEN = """() => {
  const form = document.createElement("form");
  const button = document.createElement("button");
  button.type = "button";
  button.dataset.step = "none";
  form.append(button);
  document.body.append(form);
  const press = new Event("submit", { cancelable: true });
  form.dispatchEvent(press);
  form.remove();
  return !press.defaultPrevented;
}"""
_OFTEN_MS = 20


class People:
    """Opens browsers and notes what goes wrong in the scripts of their pages."""

    def __init__(self, chromium: Browser) -> None:
        self._chromium = chromium
        self._contexts: list[BrowserContext] = []
        self.faults: list[str] = []

    def browser(self, visitor: Visitor | None = None, **options: Any) -> BrowserContext:
        """A new person's browser; with the cookies of a visitor, if one is given."""
        context = self._chromium.new_context(**options)
        context.set_default_timeout(PATIENCE_MS)
        context.on("page", self._watch)
        if visitor is not None:
            bring_cookies(context, visitor)
        self._contexts.append(context)
        return context

    def leave(self) -> None:
        for context in self._contexts:
            context.close()

    def _watch(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        page.on("console", lambda message: self._hear(page, message.text))

    def _hear(self, page: Page, text: str) -> None:
        if "Content Security Policy" in text or "htmx:error" in text:
            self.faults.append(f"{page.url}: {text}")


def bring_cookies(context: BrowserContext, visitor: Visitor) -> None:
    host = urlsplit(visitor.address).hostname
    context.add_cookies(
        [
            {"name": name, "value": value, "domain": str(host), "path": "/"}
            for name, value in visitor.cookies.items()
        ]
    )


@dataclass
class Room(LiveRoom):
    """A live session, and the way into it for each screen."""

    people: People

    @classmethod
    def opened(cls, school: School, people: People, **chosen: str) -> Room:
        """Open a session, with a `group` or a `lesson` if they are chosen."""
        return cls(**vars(school.open_session(**chosen)), people=people)

    @property
    def console_path(self) -> str:
        return f"/sessions/{self.public_id}/console"

    def phone(
        self,
        name: str = "",
        context: BrowserContext | None = None,
        address: str = "",
        **options: Any,
    ) -> Phone:
        """A student's phone that joined by the code; `options` are those of its browser."""
        context = context or self.people.browser(
            **{"viewport": PHONE_PX, "has_touch": True, "is_mobile": True, **options}
        )
        phone = Phone(context.new_page(), self)
        phone.page.goto(f"{address or self.address}/{self.code}")
        phone.page.locator("#name").fill(name)
        phone.page.locator("#join").click()
        expect(phone.screen).to_be_visible()
        return phone

    def console(self, context: BrowserContext | None = None) -> Console:
        """The console in Alice's browser."""
        context = context or self.people.browser(self.school.alice, viewport=LAPTOP_PX)
        console = Console(context.new_page(), self)
        console.page.goto(self.address + self.console_path)
        console.is_connected()
        return console

    def projector(self, console: Console) -> Projector:
        """The projector, opened from that console."""
        with console.page.expect_popup() as popup:
            console.page.locator("#open-projector-button").click()
        projector = Projector(popup.value, self)
        projector.page.set_viewport_size(HALL_PX)
        projector.is_connected()
        console.page.bring_to_front()  # tabs behind others are slowed down
        return projector


@dataclass
class Screen:
    """A page of the lesson that pushes reach."""

    page: Page
    room: Room

    @property
    def screen(self) -> Locator:
        return self.page.locator("#screen")

    @property
    def status(self) -> Locator:
        return self.page.locator("#status")

    @property
    def banner(self) -> Locator:
        return self.page.locator("#banner")

    @property
    def heading(self) -> Locator:
        return self.page.locator("#heading")

    def shows(self, phase: str) -> None:
        expect(self.screen).to_have_attribute("data-phase", phase)

    def is_connected(self) -> None:
        expect(self.page.locator("body")).to_have_attribute("data-connection", "up")


class Phone(Screen):
    def option(self, letter: str) -> Locator:
        return self.page.locator(f'.option:has([value="{letter}"])')

    def input(self, letter: str) -> Locator:
        return self.page.locator(f'#answer [name=choice][value="{letter}"]')

    def tap(self, letter: str) -> None:
        self.option(letter).tap()

    def says(self, words: str | re.Pattern[str]) -> None:
        expect(self.status).to_contain_text(words)

    def answers(self, *letters: str) -> None:
        """Tap, send where a tap does not, and wait for the acknowledgement."""
        for letter in letters:
            self.tap(letter)
        if self.page.locator("#answer").get_attribute("data-sends-on-tap") == "false":
            self.page.locator("#send").tap()
        self.says(f"Saved {', '.join(letters)}")


class Console(Screen):
    @property
    def big_button(self) -> Locator:
        return self.page.locator("button[data-step-forward]")

    @property
    def count(self) -> Locator:
        return self.page.locator("#count")

    @property
    def notice(self) -> Locator:
        return self.page.locator("#notice")

    def button(self, step: str) -> Locator:
        return self.page.locator(f'button[data-step="{step}"]')

    def go(self, *phases: str) -> None:
        """Press the big button until each of these phases is on the screen."""
        for phase in phases:
            self.is_ready()
            self.big_button.click()
            self.shows(phase)

    def ask(self, slug: str) -> None:
        """Ask that question of the plan instead of the next."""
        self.is_ready()
        self.page.locator(f"#step-ask-{slug}-button").click()
        self.shows("ready")

    def is_ready(self) -> None:
        """In front of other tabs, which are slowed down, and taking steps."""
        self.page.bring_to_front()
        self.rest()

    def rest(self) -> None:
        """Wait as long as the steps rest: while a press is on its way, and after a move."""
        self.page.wait_for_function(_STEPS_ARE_TAKEN, polling=_OFTEN_MS)


class Projector(Screen):
    pass
