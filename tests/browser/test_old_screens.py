"""Screens come late: the network passed them on twice, or a slower worker drew them first."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from playwright.sync_api import WebSocketRoute

from tests.browser.people import PHONE_PX, Phone, Room

WATCH = """
() => {
  window.shown = [];
  const screen = document.getElementById("screen");
  const note = () => shown.push(screen.dataset.phase);
  new MutationObserver(note).observe(screen, { attributes: true, attributeFilter: ["data-phase"] });
}
"""


@dataclass
class Wire:
    """A phone's WebSocket, passed on as it is; what the server pushed can be pushed once more."""

    pushed: list[str] = field(default_factory=list)
    _page: WebSocketRoute | None = None

    def connect(self, page: WebSocketRoute) -> None:
        self._page = page
        page.connect_to_server().on_message(self._pass_on)

    def push_again(self, phase: str) -> None:
        assert self._page is not None
        self._page.send(next(text for text in self.pushed if f'"phase":"{phase}"' in text))

    def _pass_on(self, message: str | bytes) -> None:
        assert self._page is not None and isinstance(message, str)
        self.pushed.append(message)
        self._page.send(message)


@pytest.fixture
def wire() -> Wire:
    return Wire()


@pytest.fixture
def phone(room: Room, wire: Wire) -> Phone:
    context = room.people.browser(viewport=PHONE_PX, has_touch=True, is_mobile=True)
    context.route_web_socket("**/socket.io/**", wire.connect)
    phone = room.phone("Ada", context)
    phone.is_connected()
    return phone


def test_a_screen_that_is_older_than_what_is_shown_is_dropped(
    room: Room, phone: Phone, wire: Wire
) -> None:
    room.press("ask", "open")
    phone.shows("open")
    room.press("close")
    phone.shows("closed")
    phone.page.evaluate(WATCH)
    wire.push_again("open")
    room.press("reveal")
    phone.shows("revealed")
    assert phone.page.evaluate("shown") == ["revealed"]
