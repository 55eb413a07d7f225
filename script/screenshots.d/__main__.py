"""Plays two questions of a sample lesson and takes a picture of each screen on the way."""

from __future__ import annotations

import base64
import json
import os
import random
import shutil
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, expect, sync_playwright
from tests.server.pupils import Pupil, in_class, until

from classroom.domain.question import Question
from classroom.simulation.crowd import choose
from tests.browser.conftest import ARGUMENTS
from tests.browser.people import LAPTOP_PX, PHONE_PX, People, Room
from tests.live_room import School
from tests.server_process import ServerProcess

IMAGES = Path(__file__).parents[2] / "docs" / "images"
PUBLIC = "http://quiz.example.edu"
LESSON, QUESTION, OWN = "rupture-and-repair", "polite-withdrawal", "C"
CHOICES = "A" * 4 + "B" * 9 + "C" * 12 + "D" * 2
"""How those choose who have answered when the console is shown; two more are still thinking."""
THINKING = 2
MOVES = "eight-openings"
"""What the room sorts into the parts of the alliance."""
HALL_SCALE = 0.75
"""The projector's picture is smaller than the hall's 1920×1080, to load fast."""


class Hall(Room):
    """A room that browsers reach under a name fit for a picture."""

    @property
    def address(self) -> str:
        return PUBLIC


def main() -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        environment = {"CLASSROOM_PUBLIC_URL": PUBLIC}
        server = ServerProcess(Path(folder) / "instance", environment=environment)
        with server, sync_playwright() as playwright:
            program = os.environ.get("CLASSROOM_CHROMIUM") or shutil.which("chromium")
            way = f"--host-resolver-rules=MAP quiz.example.edu:80 127.0.0.1:{server.port}"
            browser = playwright.chromium.launch(executable_path=program, args=[*ARGUMENTS, way])
            people = People(browser)
            take_pictures(server, people)
            people.leave()
            browser.close()


def take_pictures(server: ServerProcess, people: People) -> None:
    school = School.of(server)
    found = school.rows("SELECT public_id FROM lessons WHERE slug = ?", LESSON)
    room = Hall.opened(school, people, lesson=found[0][0])
    console = room.console(instructors_browser(people, school))
    smaller = instructors_browser(people, school, device_scale_factor=HALL_SCALE)
    projector = room.projector(room.console(smaller))
    phone = room.phone("Blue Heron")
    states = []
    with in_class(school.live_room(room.public_id), len(CHOICES) + THINKING) as pupils:
        expect(console.count).to_have_text("30 in the room")
        states.append(phone.page.screenshot())
        room.press("ask", question=QUESTION)
        room.press("open")
        phone.answers(OWN)
        answer(pupils, room.vote)
        console.shows("open")
        expect(console.count).to_have_text(f"{len(CHOICES) + 1} of 30 answered")
        settle(phone.page)
        states.append(phone.page.screenshot())
        keep(console.page, "console")
        room.press("close", "reveal")
        for screen in (phone, projector):
            screen.shows("revealed")
            settle(screen.page)
        states.append(phone.page.screenshot())
        keep(projector.page, "projector-reveal")
        projector.page.emulate_media(color_scheme="dark")
        keep(projector.page, "projector-reveal-dark")
        projector.page.emulate_media(color_scheme="light")
        room.press("ask", question=MOVES)
        room.press("open")
        sort(pupils, room)
        room.press("close", "reveal")
        projector.shows("revealed")
        keep(projector.page, "projector-classify")
    keep_side_by_side(people, states, "phone")


def instructors_browser(people: People, school: School, **options: Any) -> BrowserContext:
    context = people.browser(viewport=LAPTOP_PX, **options)
    for name, value in school.alice.cookies.items():
        context.add_cookies([{"name": name, "value": value, "url": PUBLIC}])
    return context


def answer(pupils: list[Pupil], vote: int) -> None:
    until(lambda: all(pupil.phone.screen.phase == "open" for pupil in pupils), 10)
    for pupil, letter in zip(pupils, CHOICES, strict=False):
        pupil.phone.answer(vote, (letter,))
    until(lambda: sum(1 for pupil in pupils if pupil.acknowledged) == len(CHOICES), 10)


def sort(pupils: list[Pupil], room: Room) -> None:
    """As simulated students do who have learned something."""
    vote = room.vote
    [(content,)] = room.school.rows("SELECT content FROM questions WHERE slug = ?", MOVES)
    key = Question.from_json(json.loads(content)).key
    until(lambda: all(pupil.phone.screen.vote == vote for pupil in pupils), 10)
    for number, pupil in enumerate(pupils):
        pupil.phone.standing = ()
        choice = choose(vote, pupil.phone.screen.form, key, random.Random(number))
        pupil.phone.answer(vote, choice)
    until(lambda: all(pupil.acknowledged for pupil in pupils), 10)


def settle(page: Page) -> None:
    """Nothing focused or hovered, every animation over, and the picture of that drawn."""
    page.evaluate("() => document.activeElement.blur()")
    page.mouse.move(0, 0)
    page.evaluate(
        "() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))"
    )
    page.evaluate("() => Promise.all(document.getAnimations().map((shown) => shown.finished))")


def keep(page: Page, name: str) -> None:
    settle(page)
    page.screenshot(path=IMAGES / f"{name}.png")


def keep_side_by_side(people: People, pictures: list[bytes], name: str) -> None:
    gap_px, margin_px = 24, 16
    wide = len(pictures) * PHONE_PX["width"] + (len(pictures) - 1) * gap_px + 2 * margin_px
    high = PHONE_PX["height"] + 2 * margin_px
    page = people.browser(viewport={"width": wide, "height": high}).new_page()
    images = "".join(
        f'<img src="data:image/png;base64,{base64.b64encode(picture).decode()}">'
        for picture in pictures
    )
    page.set_content(
        f"""<style>
          body {{ display: flex; gap: {gap_px}px; margin: {margin_px}px; background: #e5e7eb; }}
          img {{ border-radius: 16px; }}
        </style>{images}"""
    )
    page.screenshot(path=IMAGES / f"{name}.png")


if __name__ == "__main__":
    main()
