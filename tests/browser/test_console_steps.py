"""The console's steps by mouse, key and clicker: one press is one move, whatever the hand does."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.people import Console, Room


def moves_after(room: Room, before: int) -> int:
    return room.version - before


def is_settled(console: Console) -> None:
    """Nothing that was pressed is still on its way."""
    has_answers(console.page)
    console.rest()


def posts_of(page: Page) -> list[str]:
    """The addresses to which the page posts from now on."""
    posts: list[str] = []
    page.on("request", lambda sent: sent.method == "POST" and posts.append(sent.url))
    return posts


def has_answers(page: Page) -> None:
    """Each form that was sent has its answer."""
    expect(page.locator(".htmx-request")).to_have_count(0)


def listen(page: Page, session: str) -> None:
    """Note in the page what the projector lends it."""
    page.evaluate(
        """(session) => {
          window.heard = [];
          const channel = new BroadcastChannel(`classroom-${session}`);
          channel.addEventListener("message", ({ data }) => heard.push(data.meaning));
        }""",
        session,
    )


def has_heard(page: Page, *meanings: str) -> None:
    page.wait_for_function("(meanings) => String(heard) === meanings", arg=",".join(meanings))


@pytest.mark.parametrize(
    ("so_far", "step"),
    [
        ((), "ask"),
        (("ask",), "open"),
        (("ask",), "skip"),
        (("ask", "open"), "close"),
        (("ask", "open", "close"), "reopen"),
        (("ask", "open", "close"), "reveal"),
        (("ask", "open", "close", "reveal"), "ask"),
        (("ask", "open", "close", "reveal"), "lobby"),
    ],
)
def test_a_double_click_makes_one_move(room: Room, so_far: tuple[str, ...], step: str) -> None:
    room.press(*so_far)
    console, before = room.console(), room.version
    console.rest()
    posts = posts_of(console.page)
    console.button(step).first.dblclick()
    is_settled(console)
    assert len(posts) == 1, posts
    assert moves_after(room, before) == 1


def test_a_double_click_on_close_and_reveal_closes_once_and_reveals_once(room: Room) -> None:
    room.press("ask", "open")
    console, phone, before = room.console(), room.phone("Ada"), room.version
    phone.answers("B")
    console.rest()
    console.button("close_and_reveal").dblclick()
    console.shows("revealed")
    is_settled(console)
    assert moves_after(room, before) == 2


def test_a_double_click_never_ends_the_session(room: Room) -> None:
    room.press("ask")
    console, before = room.console(), room.version
    console.rest()
    console.button("end").dblclick()
    expect(console.page.get_by_role("dialog")).to_be_visible()
    console.page.get_by_role("button", name="Cancel").click()
    assert moves_after(room, before) == 0


@pytest.mark.parametrize(
    ("button", "state"),
    [
        ("#lock-button", "aria-pressed"),
        ("#shows-counts-button", "aria-pressed"),
    ],
)
def test_a_double_click_on_a_switch_turns_it_once(room: Room, button: str, state: str) -> None:
    console = room.console()
    switch: Locator = console.page.locator(button)
    posts = posts_of(console.page)
    switch.dblclick()
    expect(switch).to_have_attribute(state, "true")
    is_settled(console)
    expect(switch).to_have_attribute(state, "true")
    assert len(posts) == 1, posts


def test_space_opens_and_closes_and_enter_reveals(room: Room) -> None:
    console = room.console()
    for key, phase in ((" ", "ready"), (" ", "open"), (" ", "closed"), ("Enter", "revealed")):
        console.rest()
        console.page.keyboard.press(key)
        console.shows(phase)
    console.rest()
    console.page.keyboard.press(" ")
    console.shows("ready")


def test_the_wrong_key_says_which_is_right_and_moves_nothing(room: Room) -> None:
    room.press("ask", "open", "close")
    console, before = room.console(), room.version
    console.rest()
    console.page.keyboard.press(" ")
    expect(console.notice).to_have_text("Space opens and closes voting; Enter reveals.")
    console.page.keyboard.press("PageUp")
    expect(console.notice).to_have_text("No key leads back. Use the buttons on the screen.")
    assert moves_after(room, before) == 0


def test_a_clicker_goes_forward_all_the_way_and_its_bounce_does_nothing(room: Room) -> None:
    console = room.console()
    for phase in ("ready", "open", "closed", "revealed"):
        console.rest()
        before = room.version
        console.page.keyboard.press("PageDown")
        console.page.keyboard.press("PageDown")
        console.page.keyboard.press("ArrowRight")
        console.shows(phase)
        assert moves_after(room, before) == 1


def test_keys_are_left_alone_in_fields_and_can_be_switched_off(room: Room) -> None:
    room.press("ask", "open", "close", "reveal")
    console, before = room.console(), room.version
    console.rest()
    console.page.locator("#correction summary").click()
    console.page.locator("#correction-A").focus()
    for key in ("PageDown", "ArrowRight", "Space"):
        console.page.keyboard.press(key)
    expect(console.page.locator("#correction-A")).to_be_checked()
    assert moves_after(room, before) == 0

    console.page.locator("#toggle-keys").click()
    console.page.locator("#heading").focus()
    for key in ("PageDown", "Space", "Enter", "ArrowRight"):
        console.page.keyboard.press(key)
    is_settled(console)
    assert moves_after(room, before) == 0


def test_the_projector_lends_its_keys_only_when_asked(room: Room) -> None:
    console = room.console()
    projector = room.projector(console)
    before = room.version
    listen(console.page, room.public_id)
    projector.page.keyboard.press("PageDown")
    has_heard(console.page, "forward")
    is_settled(console)
    assert moves_after(room, before) == 0
    console.page.locator("#toggle-lend").click()
    expect(console.page.locator("#toggle-lend")).to_have_attribute("aria-pressed", "true")
    projector.page.keyboard.press("PageDown")
    projector.shows("ready")
    console.shows("ready")
    console.rest()
    projector.page.keyboard.press(" ")
    projector.shows("open")
    assert moves_after(room, before) == 2


def test_two_consoles_press_and_the_later_one_is_told(room: Room) -> None:
    first, second = room.console(), room.console()
    stale = second.page.locator("#step-ask-version")
    version = stale.get_attribute("value")
    first.go("ready")
    second.shows("ready")
    second.rest()
    second.page.locator("#step-open-version").evaluate(f"(field) => field.value = {version}")
    second.big_button.click()
    expect(second.notice).to_have_text(
        "The session had already moved on, so this press did nothing."
    )
    second.shows("ready")
