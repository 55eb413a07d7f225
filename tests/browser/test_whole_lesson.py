"""One lesson from the first-run link to the reports, as its people live it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.measuring import clipped, sideways_px, violations
from tests.browser.people import LAPTOP_PX, Console, People, Phone, Projector, Room
from tests.live_room import School
from tests.server_process import PASSWORD, ServerProcess


@dataclass
class Lesson:
    """Everybody who takes part, and what must be true whenever something has happened."""

    console: Console
    projector: Projector
    touching: Phone
    without_websockets: Phone
    by_keyboard: Phone

    @property
    def phones(self) -> tuple[Phone, ...]:
        return self.touching, self.without_websockets, self.by_keyboard

    def all_show(self, phase: str) -> None:
        """Everybody arrives at the phase; one phone reloads there; no screen has a fault."""
        for screen in (*self.phones, self.console, self.projector):
            screen.shows(phase)
        self.by_keyboard.page.reload()
        self.by_keyboard.shows(phase)
        self.by_keyboard.is_connected()
        faults = []
        for page in (self.touching.page, self.projector.page, self.console.page):
            faults += violations(page)
        assert faults == []
        assert [phone.page.url for phone in self.phones if sideways_px(phone.page)] == []
        assert clipped(self.projector.page) == []


def test_a_lesson_from_the_first_run_link_to_the_reports(
    start_server: Callable[..., ServerProcess], people: People, tmp_path: Path
) -> None:
    server: ServerProcess = start_server()
    instructor = people.browser(viewport=LAPTOP_PX).new_page()
    make_an_account(instructor, server)
    console = open_a_sample_lesson(instructor, server, people)
    room = console.room
    projector = room.projector(console)
    phones = [join(people, room, name) for name in ("Touch", "Polling", "Keys")]
    lesson = Lesson(console, projector, *phones)
    expect(projector.page.locator("#in-the-room")).to_contain_text("3")
    expect(console.count).to_contain_text("3 in the room")
    expect(phones[1].page.locator("body")).to_have_attribute("data-transport", "polling")
    expect(phones[0].page.locator("body")).to_have_attribute("data-transport", "websocket")
    lesson.all_show("lobby")

    play_a_single_best_answer(lesson)
    for screen in (*phones, console, projector):
        screen.page.emulate_media(color_scheme="dark")
    play_a_select_all(lesson)

    end(lesson)
    read_the_reports(lesson, tmp_path)


def make_an_account(page: Page, server: ServerProcess) -> None:
    page.goto(server.address + server.welcome_path)
    page.get_by_label("Sign-in name").fill("alice")
    page.get_by_label("Your name").fill("Alice Arnold")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Make my account").click()
    expect(page).to_have_url(re.compile("/home"))


def open_a_sample_lesson(page: Page, server: ServerProcess, people: People) -> Console:
    """Two clicks from the home page at most: here it is one."""
    page.get_by_role("button", name=re.compile("Open live session.*three parts")).click()
    expect(page).to_have_url(re.compile("/console$"))
    public_id = page.url.split("/")[-2]
    school = School(server, server.visitor(), lesson="")
    console = Console(page, Room(**vars(school.live_room(public_id)), people=people))
    console.is_connected()
    return console


def join(people: People, room: Room, name: str) -> Phone:
    """From the first page, with the code as the projector spells it."""
    viewport = {"width": 320 if name == "Polling" else 360, "height": 640}
    context = people.browser(viewport=viewport, is_mobile=True, has_touch=name == "Touch")
    page = context.new_page()
    if name == "Polling":
        page.route_web_socket("**/*", lambda socket: socket.close())
    page.goto(room.address)
    page.get_by_label("Room code").fill(f"{room.code[:3].lower()} {room.code[3:].lower()}")
    page.keyboard.press("Enter")
    page.get_by_label("Another name").fill(name)
    page.keyboard.press("Enter")
    phone = Phone(page, room)
    phone.shows("lobby")
    phone.is_connected()
    expect(page.locator(".me-alias")).to_contain_text(name)
    return phone


def play_a_single_best_answer(lesson: Lesson) -> None:
    console, projector = lesson.console, lesson.projector
    console.ask("less-stressed")
    lesson.all_show("ready")
    console.go("open")
    lesson.all_show("open")
    expect(lesson.touching.status).to_have_text("Question 1 of 8 is open.")

    letters = answer_with_a_wrong_one(lesson)
    expect(console.count).to_have_text("3 of 3 answered")
    expect(projector.page.locator("#answered")).to_have_text("3 of 3 answered")
    for letter in set(letters):
        expect(console.page.locator(f"#console-{letter} .console-count b")).to_have_text(
            str(letters.count(letter))
        )
    names = ("Touch", "Polling", "Keys")
    assert lesson.touching.room.answers == dict(zip(names, letters, strict=True))

    console.go("closed")
    lesson.all_show("closed")
    lesson.touching.says(f"Saved {letters[0]} · voting is closed")
    console.go("revealed")
    lesson.all_show("revealed")
    for phone, letter in zip(lesson.phones, letters, strict=True):
        reads_the_own_reason_first(phone, letter)
    headline = projector.heading.inner_text()
    assert 3 <= len(headline.split()) <= 14
    expect(console.page.locator("#headline")).to_have_text(headline)


def answer_with_a_wrong_one(lesson: Lesson) -> list[str]:
    """Each in their own way: a finger, a mouse without push, the keyboard alone."""
    touching, polling, keys = lesson.phones
    touching.tap("B")
    touching.says("Saved B · you can change it until voting closes")
    touching.tap("C")
    touching.says("Saved C · you can change it until voting closes")

    polling.option("A").click()
    polling.says("Saved A")

    page = keys.page
    page.locator("#answer input[type=radio]").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    keys.says("B chosen, not sent. Press Send.")
    assert "Keys" not in keys.room.answers
    page.keyboard.press("Tab")
    expect(page.locator("#send")).to_be_focused()
    page.keyboard.press("Enter")
    keys.says("Saved B")
    page.reload()
    expect(keys.input("B")).to_be_checked()
    keys.says("Saved B")
    return ["C", "A", "B"]


def reads_the_own_reason_first(phone: Phone, letter: str) -> None:
    cards = phone.page.locator("section.own, section.best").filter(visible=True)
    first = cards.first
    expect(first).to_contain_text(f"You chose {letter}")
    own, key = first.bounding_box(), phone.page.locator("#room").bounding_box()
    assert own and key and own["y"] < key["y"]
    expect(cards.filter(has_text="Best answer")).to_have_count(1)


def play_a_select_all(lesson: Lesson) -> None:
    console = lesson.console
    console.ask("parts-of-the-alliance")
    lesson.all_show("ready")
    console.go("open")
    lesson.all_show("open")

    touching, polling, keys = lesson.phones
    touching.tap("A")
    touching.tap("C")
    touching.says("2 ticked, not sent")
    assert touching.room.answers == {}
    touching.page.locator("#send").tap()
    touching.says("Saved A, C")
    polling.option("B").click()
    polling.page.locator("#send").click()
    polling.says("Saved B")
    boxes = keys.page.locator("#answer input[type=checkbox]")
    boxes.first.focus()
    keys.page.keyboard.press("Space")
    for _ in range(boxes.count()):
        keys.page.keyboard.press("Tab")
    expect(keys.page.locator("#send")).to_be_focused()
    keys.page.keyboard.press("Enter")
    keys.says("Saved A")
    expect(console.count).to_have_text("3 of 3 answered")

    console.go("closed")
    lesson.all_show("closed")
    console.go("revealed")
    lesson.all_show("revealed")
    expect(touching.page.locator("#own .own h2").first).to_contain_text("You ticked A")
    expect(touching.page.locator("#own .own h2").nth(1)).to_contain_text("You ticked C")
    expect(keys.page.locator("#own .own")).to_have_count(1)


def end(lesson: Lesson) -> None:
    console = lesson.console
    console.is_ready()
    console.button("end").click()
    dialog = console.page.get_by_role("dialog")
    expect(dialog).to_contain_text("End the session for everyone?")
    console.page.wait_for_timeout(450)  # a yes that comes sooner is a double click
    dialog.get_by_role("button", name="End the session").click()
    lesson.all_show("ended")


def read_the_reports(lesson: Lesson, tmp_path: Path) -> None:
    page = lesson.console.page
    page.get_by_role("link", name="Open the report").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The three parts of an alliance")
    for name in ("Touch", "Polling", "Keys"):
        expect(page.locator("main")).to_contain_text(name)
    assert violations(page) == []

    page = lesson.touching.page
    page.locator("#my-page").tap()
    page.get_by_role("link", name="The three parts of an alliance").tap()
    expect(page.get_by_role("link", name="Save my page")).to_be_visible()
    assert violations(page) == []
    assert sideways_px(page) == 0
    with page.expect_download() as download:
        page.get_by_role("link", name="Save my page").tap()
    kept = tmp_path / "my-page.html"
    download.value.save_as(kept)
    page.goto(kept.as_uri())
    expect(page.locator("body")).to_contain_text("Touch")
    assert violations(page) == []
    assert "http://" not in re.sub(r'(xmlns|href)="[^"]*"', "", kept.read_text())
