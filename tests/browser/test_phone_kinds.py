"""What becomes of answers that are more than one tap: dragged, typed, half done, passed."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.people import People, Phone, Room
from tests.live_room import School

ORDER, TEXT, SURE, MOVES = (
    "hyun-woo-saturdays",
    "he-saw-your-face",
    "bordin-claim",
    "answers-to-one-question",
)
SENSITIVE = "coat-on-the-chair"


@pytest.fixture(scope="module")
def lesson(lasting_school: School) -> str:
    return lasting_school.new_lesson("More than a tap", [ORDER, TEXT, SURE, MOVES, SENSITIVE])


@pytest.fixture
def room(school: School, people: People, lesson: str) -> Room:
    return Room.opened(school, people, lesson=lesson)


def ask(room: Room, slug: str, **options: object) -> Phone:
    phone = room.phone("Ada", **options)
    room.press("ask", question=slug)
    room.press("open")
    phone.shows("open")
    return phone


def order(phone: Phone) -> str:
    lines = phone.page.locator("[data-line]")
    return "".join(line.get_attribute("data-line") or "" for line in lines.all())


def test_a_line_is_dragged_by_its_letter_and_the_others_make_room(room: Room) -> None:
    phone = ask(
        room, ORDER, has_touch=False, is_mobile=False, viewport={"width": 600, "height": 900}
    )
    page = phone.page
    assert order(phone) == "ABCD"
    handle = page.locator("[data-line=A] .shape")
    handle.scroll_into_view_if_needed()
    start, end = handle.bounding_box(), page.locator("[data-line=C]").bounding_box()
    assert start and end
    page.mouse.move(start["x"] + 10, start["y"] + 10)
    page.mouse.down()
    page.mouse.move(start["x"] + 10, end["y"] + end["height"] - 4, steps=8)
    page.mouse.up()
    assert order(phone) == "BCAD"
    phone.says("B, C, A, D, not sent")
    page.locator("#send").click()
    phone.says("Saved B, C, A, D")
    assert room.answers == {"Ada": "B:1,C:2,A:3,D:4"}
    page.reload()
    phone.says("Saved B, C, A, D")
    assert order(phone) == "BCAD"


def test_the_ends_of_an_order_cannot_be_moved_further(room: Room) -> None:
    phone = ask(room, ORDER)
    first, last = phone.page.locator("[data-line=A]"), phone.page.locator("[data-line=D]")
    expect(first.locator("[data-move='-1']")).to_be_disabled()
    expect(last.locator("[data-move='1']")).to_be_disabled()
    last.locator("[data-move='-1']").tap()
    expect(last.locator("[data-move='1']")).to_be_enabled()


def test_a_push_while_writing_leaves_the_text_and_the_caret_alone(room: Room) -> None:
    phone = ask(room, TEXT)
    box = phone.page.locator("textarea")
    box.fill("I went too fast.")
    box.evaluate("(box) => box.setSelectionRange(2, 2)")
    version = phone.page.locator("body").get_attribute("data-version")
    room.school.alice.post(f"/sessions/{room.public_id}/settings", {"shows_counts": "1"})
    expect(phone.page.locator("body")).not_to_have_attribute("data-version", str(version))
    expect(box).to_be_focused()
    expect(box).to_have_value("I went too fast.")
    assert box.evaluate("(box) => box.selectionStart") == 2
    phone.says("Written, not sent")


def test_a_sentence_that_is_too_long_is_refused_in_words_and_stays(room: Room) -> None:
    phone = ask(room, TEXT)
    box = phone.page.locator("textarea")
    box.fill("a" * 141)
    expect(phone.page.locator("#left")).to_have_text("1 signs too many")
    phone.page.locator("#send").tap()
    phone.says("A sentence has at most 140 signs here. Shorten yours, then send.")
    expect(box).to_have_value("a" * 141)
    box.fill("Shorter.")
    phone.page.locator("#send").tap()
    phone.says("Saved your sentence")


def test_an_empty_sentence_is_not_sent(room: Room) -> None:
    phone = ask(room, TEXT)
    phone.page.locator("#send").tap()
    phone.says("Write a sentence first, then send.")


def test_how_sure_one_is_goes_with_the_answer_before_or_after_it(room: Room) -> None:
    phone = ask(room, SURE)
    level = lambda number: phone.page.locator(f'.level:has([value="{number}"])')  # noqa: E731
    phone.answers("A")
    level(3).tap()
    phone.says("Saved A at level 3")
    phone.tap("B")
    phone.says("Saved B at level 3")
    phone.page.reload()
    phone.says("Saved B at level 3")
    expect(phone.page.locator('[name=certainty][value="3"]')).to_be_checked()
    rows = room.school.rows("SELECT choice, certainty FROM answers WHERE vote_id = ?", room.vote)
    assert rows == [("B", 3)]

    other = room.phone("Ben")
    other.page.locator('.level:has([value="1"])').tap()
    other.says("Choose an option first, then send.")
    other.tap("C")
    other.says("Saved C at level 1")


def test_what_was_placed_is_sent_though_lines_are_left_open(room: Room) -> None:
    phone = ask(room, MOVES)
    phone.page.locator("#send").tap()
    phone.says("Place a line first, then send.")
    phone.page.locator('.bin:has([value="B:bond"])').tap()
    phone.page.locator("#send").tap()
    phone.says("Saved 1 of 8 placed")
    room.press("close", "reveal")
    phone.shows("revealed")
    own = phone.page.locator("#own")
    expect(own.locator(".own-line")).to_have_count(8)
    expect(own.locator('[data-letter="B:bond"]')).to_contain_text("✓ Bond")
    expect(own.locator('[data-letter="A:"]')).to_contain_text("You left it open")


def test_a_sensitive_question_can_be_passed_and_answered_after_all(room: Room) -> None:
    phone = ask(room, SENSITIVE)
    phone.page.locator("#pass").tap()
    phone.says("You passed · you can still answer until voting closes")
    phone.page.reload()
    phone.says("You passed")
    assert room.answers == {"Ada": ""}
    phone.answers("A")
    phone.page.locator("#pass").tap()
    phone.says("You passed")
    expect(phone.input("A")).not_to_be_checked()
    room.press("close")
    phone.says("You passed · voting is closed")
    room.press("reveal")
    phone.shows("revealed")
    expect(phone.page.locator("#own")).to_contain_text("You passed")
    phone.page.reload()
    expect(phone.page.locator("#own")).to_contain_text("You passed")


def test_what_is_not_sensitive_offers_no_pass(room: Room) -> None:
    phone = ask(room, SURE)
    expect(phone.page.locator("#pass")).to_have_count(0)


def test_after_the_seal_a_reloaded_page_says_that_one_took_part_and_not_how(room: Room) -> None:
    phone = ask(room, TEXT)
    phone.page.locator("textarea").fill("I went too fast.")
    phone.page.locator("#send").tap()
    phone.says("Saved your sentence")
    room.press("close", "reveal")
    phone.shows("revealed")
    phone.page.reload()
    expect(phone.page.locator("#own")).to_contain_text("nobody can find it any more")
    assert "I went too fast." not in phone.page.content()


def test_enter_on_an_option_sends_it_where_one_may_pass_too(room: Room) -> None:
    phone = ask(room, SENSITIVE, has_touch=False)
    phone.input("B").focus()
    phone.page.keyboard.press("Space")
    phone.says("B chosen, not sent. Press Send.")
    phone.page.keyboard.press("Tab")
    expect(phone.page.locator("#send")).to_be_focused()
    phone.page.keyboard.press("Tab")
    expect(phone.page.locator("#pass")).to_be_focused()
    phone.input("B").focus()
    phone.page.keyboard.press("Enter")
    phone.says("Saved B")
    assert room.answers == {"Ada": "B"}


def test_what_was_not_sent_survives_a_reload(room: Room) -> None:
    phone = ask(room, MOVES)
    for letter in "ABC":
        phone.page.locator(f'.bin:has([value="{letter}:bond"])').tap()
    phone.says("3 of 8 placed, not sent")
    phone.page.reload()
    phone.says("3 of 8 placed, not sent")
    expect(phone.page.locator('[value="C:bond"]')).to_be_checked()
    phone.page.locator("#send").tap()
    phone.says("Saved 3 of 8 placed")


def test_a_line_at_the_end_hands_the_focus_to_its_other_button(room: Room) -> None:
    phone = ask(room, ORDER)
    up = phone.page.locator("[data-line=B] [data-move='-1']")
    up.focus()
    phone.page.keyboard.press("Enter")
    assert order(phone) == "BACD"
    expect(up).to_be_disabled()
    expect(phone.page.locator("[data-line=B] [data-move='1']")).to_be_focused()


def test_a_sentence_that_is_being_written_on_the_smallest_phone_is_in_sight(room: Room) -> None:
    phone = ask(room, TEXT, viewport={"width": 320, "height": 568})
    box = phone.page.locator("textarea")
    box.focus()
    box.fill("I went too fast.")
    top = box.bounding_box()
    status = phone.status.bounding_box()
    assert top and status
    assert top["y"] >= 0 and top["y"] + 60 < status["y"], "two lines of it are free"
