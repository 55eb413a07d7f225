"""Every ordinary page: no barrier that axe finds, nothing sideways on the smallest phones."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.browser.measuring import barriers, bring_axe, sideways_px
from tests.browser.people import People, Room
from tests.live_room import School

WIDTHS_PX = (320, 360, 1280)


def report(lobby: Room) -> str:
    room = another(lobby)
    room.press("ask", "open")
    phone = room.phone("Ada")
    phone.answers("B")
    room.press("close", "reveal", "end")
    return f"/sessions/{room.public_id}/report"


def students_page(lobby: Room) -> str:
    phone = another(lobby).phone("Ada")
    return str(phone.page.locator("#my-page").get_attribute("href"))


def another(room: Room) -> Room:
    """A session of its own for a page that shows what happened in it."""
    return Room.opened(room.school, room.people)


def group(room: Room) -> str:
    return f"/groups/{room.school.new_group('Counseling skills, Tuesday')}"


def group_link(room: Room) -> str:
    page = room.school.alice.get(group(room)).text
    return re.findall(r"/join/[\w-]+", page)[0]


def people_of(lobby: Room) -> str:
    room = another(lobby)
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


@pytest.fixture(scope="module")
def all_people(chromium: Browser) -> Iterator[People]:
    people = People(chromium)
    yield people
    people.leave()


@pytest.fixture
def people(all_people: People) -> Iterator[People]:
    """The same browsers for every page, and its own faults for each."""
    all_people.faults.clear()
    yield all_people
    assert all_people.faults == []


@pytest.fixture(scope="module")
def lobby(lasting_school: School, all_people: People) -> Room:
    """A session in which nothing has happened."""
    return Room.opened(lasting_school, all_people)


@pytest.fixture(scope="module")
def anybody(all_people: People) -> BrowserContext:
    return measured(all_people.browser())


@pytest.fixture(scope="module")
def instructor(lasting_school: School, all_people: People) -> BrowserContext:
    return measured(all_people.browser(lasting_school.alice))


def measured(browser: BrowserContext) -> BrowserContext:
    bring_axe(browser)
    browser.new_page()
    return browser


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize("name", PAGES)
def test_page(name: str, lobby: Room, anybody: BrowserContext, instructor: BrowserContext) -> None:
    there = PAGES[name]
    path = there if isinstance(there, str) else there(lobby)
    page = (anybody if name in FOR_ANYBODY else instructor).pages[0]
    page.goto(lobby.address + path)
    page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true")
    for width in WIDTHS_PX:
        page.set_viewport_size({"width": width, "height": 800})
        assert sideways_px(page) == 0, f"{width} px"
    assert barriers(page) == []
