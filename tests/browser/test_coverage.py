"""The coverage by hand: a press on a number lists its questions beside it, and leads back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import Room


@pytest.fixture
def page(room: Room) -> Page:
    page = room.people.browser(room.school.alice).new_page()
    page.goto(f"{room.address}/coverage")
    return page


def test_a_press_changes_the_list_alone(page: Page) -> None:
    page.evaluate("document.querySelector('#facts').dataset.seen = 'before'")
    number = page.locator("#facts-RUP-02")
    number.press("Enter")

    expect(page.locator("#found-title")).to_be_focused()
    expect(page.locator("#found-title")).to_contain_text("RUP-02")
    shown = int(number.evaluate("(link) => link.firstChild.data"))
    expect(page.locator("#found li")).to_have_count(shown)
    assert page.locator("#facts").get_attribute("data-seen") == "before"

    page.locator("#stages-deepening").press("Enter")
    expect(page.locator("#found-title")).to_contain_text("Deepening the bond")
    expect(page.locator("#found-title")).to_be_focused()


def test_the_way_back_leads_to_the_number(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 640})
    page.locator("#facts-RUP-02").click()
    expect(page.locator("#found")).to_be_in_viewport()
    page.get_by_role("link", name="Back to the number").click()

    expect(page.locator("#facts-RUP-02")).to_be_in_viewport()
    expect(page.locator("#facts-RUP-02")).to_be_focused()


def test_a_question_of_the_list_opens(page: Page) -> None:
    page.locator("#by_level-recall").click()
    first = page.locator("#found li a").first
    title = first.inner_text()
    first.click()

    expect(page.get_by_role("heading", level=1)).to_have_text(title)
