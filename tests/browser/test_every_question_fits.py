"""Every shipped question on the projector: nothing cut off, letters as large as promised."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from classroom.actions import planning
from classroom.config import Settings, resources
from classroom.domain.kinds import kind_names
from classroom.storage.queries import lessons
from classroom.storage.tables import Lesson
from tests.browser.drawn_rounds import LONGEST_SENTENCE, PUPILS, Choose, DrawnRoom, at_random
from tests.browser.legibility import keep_the_wire, push, seen, seen_of
from tests.browser.people import HALL_PX, People, Projector, Room
from tests.conftest import Room as RoomHere
from tests.conftest import Teacher
from tests.exam import one_of_each_kind
from tests.live_room import School
from tests.pupils import Pupil, in_class, until

BANKS = sorted(path.stem for path in resources("question_banks").glob("*.yaml"))


@pytest.fixture
def settings(tmp_path: Path, school: School) -> Settings:
    """Those of an application here that draws the address of the real server."""
    return Settings(str(tmp_path / "instance"), testing=True, port=school.server.port)


@pytest.fixture
def draw(alice: Teacher, open_room: Callable[..., RoomHere]) -> Callable[[list[str]], DrawnRoom]:
    def open_(slugs: list[str]) -> DrawnRoom:
        return DrawnRoom(open_room(lesson_of(alice, slugs).id))

    return open_


def lesson_of(alice: Teacher, slugs: list[str]) -> Lesson:
    public_id = planning.create(alice.id, "On the projector")
    for slug in slugs:
        planning.add_question(alice.id, public_id, slug)
    found = lessons.with_public_id(public_id)
    assert found is not None
    return found


@pytest.fixture
def projector(school: School, people: People) -> Page:
    """A real projector of a real server, which can be made to hear a push."""
    room = Room.opened(school, people)
    opened = school.alice.post(f"/sessions/{room.public_id}/projectors")
    context = people.browser(school.alice, viewport=HALL_PX)
    keep_the_wire(context)
    page = context.new_page()
    page.goto(room.address + opened.headers["Location"])
    expect(page.locator("body")).to_have_attribute("data-connection", "up")
    return page


@pytest.mark.parametrize("bank", BANKS)
def test_every_shipped_question_fits_the_projector(
    draw: Callable[[list[str]], DrawnRoom], projector: Page, bank: str
) -> None:
    slugs = questions_of(bank)
    room = draw(slugs)
    pushes = [drawn for slug in slugs for drawn in (room.voting(slug), room.reveal(slug))]
    screens = iter(seen_of(projector, pushes))
    faults: list[str] = []
    for slug in slugs:
        faults += of_that(slug, next(screens).voting_faults)
        faults += of_that(slug, next(screens).reveal_faults)
    assert faults == []


def questions_of(bank: str) -> list[str]:
    slugs = [
        stored.slug
        for stored in lessons.all_questions()
        if stored.bank.slug == bank.partition("-")[2]
    ]
    assert slugs, f"no question of {bank} is loaded"
    return slugs


def of_that(slug: str, faults: list[str]) -> list[str]:
    return [f"{slug}: {fault}" for fault in faults]


def test_a_question_of_every_kind_fits_in_a_live_lesson_and_is_what_was_drawn_here(
    draw: Callable[[list[str]], DrawnRoom], projector: Page, school: School, people: People
) -> None:
    of_kinds = one_of_each_kind()
    assert set(of_kinds) == set(kind_names())
    slugs = list(of_kinds.values())
    drawn = draw(slugs)
    live = Room.opened(school, people, lesson=school.new_lesson("Of every kind", slugs))
    hall = live.projector(live.console())
    faults: list[str] = []
    with in_class(live, PUPILS) as pupils:
        for slug in slugs:
            live.press("ask", question=slug)
            live.press("open")
            hall.shows("open")
            faults += of_that(slug, seen(hall.page).voting_faults)
            faults += differences(slug, hall, projector, drawn.voting(slug))
            choose = at_random(slug, live.vote)
            answer(live, pupils, choose)
            live.press("close")
            release_every_sentence(live)
            live.press("reveal")
            hall.shows("revealed")
            faults += of_that(slug, seen(hall.page).reveal_faults)
            faults += differences(slug, hall, projector, drawn.reveal(slug, choose))
    assert faults == []


def answer(room: Room, pupils: list[Pupil], choose: Choose) -> None:
    vote = room.vote
    until(lambda: all(pupil.phone.screen.vote == vote for pupil in pupils), 10)
    for number, pupil in enumerate(pupils):
        pupil.phone.standing = ()
        pupil.phone.answer(vote, choose(pupil.phone.screen.form, number))
    until(lambda: all(pupil.acknowledged for pupil in pupils), 10)


def release_every_sentence(room: Room) -> None:
    """Where sentences were written, wait until they are sealed, and show them all."""
    school = room.school
    asked = "SELECT count(*) FROM votes WHERE id = ? AND secret IS NOT NULL"
    until(lambda: school.rows(asked, room.vote) == [(0,)], 10)
    for (sentence,) in school.rows("SELECT id FROM sentences WHERE vote_id = ?", room.vote):
        path = f"/sessions/{room.public_id}/sentences/{sentence}"
        for letter in "ABCD":
            school.alice.post(f"{path}/features", {"letter": letter, "has": "1"})
        school.alice.post(f"{path}/release", {"released": "1"})


def differences(slug: str, live: Projector, filled: Page, drawn: dict[str, Any]) -> list[str]:
    push(filled, drawn)
    shown, expected = outline(filled), outline(live.page)
    lines = [line for line in difflib.ndiff(expected, shown) if not line.startswith("  ")]
    return [f"{slug}, {drawn['phase']}: {lines}"] if lines else []


def outline(page: Page) -> list[str]:
    """What stands on the screen, a line for each element and text, but for the code of its room.

    In which order an element has its attributes depends on what stood there before, and whose of
    like sentences comes first is chance.
    """
    return [
        re.sub(rf"({re.escape(LONGEST_SENTENCE)})\d", r"\1", line)
        for line in page.evaluate(_OUTLINE)
    ]


_OUTLINE = """() => {
  const lines = [];
  const walker = document.createTreeWalker(document.querySelector("#screen"));
  for (let node = walker.currentNode; node; node = walker.nextNode()) {
    const isCode = Boolean(node.parentElement.closest(".code, svg.qr"));
    if (isCode) continue;
    if (node.nodeType === Node.TEXT_NODE) lines.push(node.data.replace(/\\s+/g, " "));
    else if (node.nodeType === Node.ELEMENT_NODE) {
      const attributes = [...node.attributes].map(({ name, value }) => `${name}="${value}"`);
      lines.push(`<${node.localName} ${attributes.sort().join(" ")}>`);
    }
  }
  return lines.filter((line) => line.trim());
}"""
