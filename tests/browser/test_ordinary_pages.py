"""Every ordinary page: no barrier that axe finds, nothing sideways on the smallest phones."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.browser.measuring import sideways_px, too_pale, violations
from tests.browser.people import Room

WIDTHS_PX = (320, 360, 1280)


def report(room: Room) -> str:
    room.press("ask", "open")
    phone = room.phone("Ada")
    phone.answers("B")
    room.press("close", "reveal", "end")
    return f"/sessions/{room.public_id}/report"


def students_page(room: Room) -> str:
    phone = room.phone("Ada")
    return str(phone.page.locator("#my-page").get_attribute("href"))


def group(room: Room) -> str:
    return f"/groups/{room.school.new_group('Counseling skills, Tuesday')}"


def group_link(room: Room) -> str:
    page = room.school.alice.get(group(room)).text
    return re.findall(r"/join/[\w-]+", page)[0]


def people_of(room: Room) -> str:
    room.phone("Ada")
    room.phone("Ben")
    return f"/sessions/{room.public_id}/people"


PAGES: dict[str, str | Callable[[Room], str]] = {
    "first page": "/",
    "unknown code": "/ZZZZZZ",
    "join": lambda room: f"/{room.code}",
    "group link": group_link,
    "privacy": "/privacy",
    "sign in": "/sign-in",
    "projector by number": "/projector",
    "student's page": students_page,
    "home": "/home",
    "groups": "/groups",
    "group": group,
    "new group": "/groups/new",
    "group deletion": lambda room: f"{group(room)}/deletion",
    "lessons": "/lessons",
    "new lesson": "/lessons/new",
    "lesson": lambda room: f"/lessons/{room.school.lesson}",
    "bank": lambda room: f"/lessons/{room.school.lesson}/bank",
    "question": "/questions/polite-withdrawal",
    "question with certainty": "/questions/bordin-claim",
    "ordering": "/questions/hyun-woo-saturdays",
    "matching": "/questions/four-neighbors",
    "classify": "/questions/remarks-of-a-week",
    "poll": "/questions/have-you-been-divorced",
    "short text": "/questions/like-a-pamphlet",
    "coverage": "/coverage",
    "coverage of a fact": "/coverage?part=facts&cell=RUP-02",
    "account": "/account",
    "people": people_of,
    "ready check": lambda room: f"/sessions/{room.public_id}/ready-check",
    "empty report": lambda room: f"/sessions/{room.public_id}/report",
    "report": report,
    "session deletion": lambda room: f"/sessions/{room.public_id}/deletion",
}
FOR_ANYBODY = tuple(PAGES)[:8]


@pytest.mark.parametrize("name", PAGES)
def test_page(room: Room, name: str) -> None:
    there = PAGES[name]
    path = there if isinstance(there, str) else there(room)
    visitor = None if name in FOR_ANYBODY else room.school.alice
    page = room.people.browser(visitor).new_page()
    page.goto(room.address + path)
    for element in page.locator("details").all():
        element.evaluate("(details) => (details.open = true)")
    for width in WIDTHS_PX:
        page.set_viewport_size({"width": width, "height": 800})
        assert sideways_px(page) == 0, f"{width} px"
    faults = violations(page)
    page.emulate_media(color_scheme="dark")
    assert faults + too_pale(page) == []
