"""Legible from the last row: nothing cut off, nothing scrolls, letters as large as promised."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest
from playwright.sync_api import expect

from classroom.config import resources
from classroom.simulation.crowd import choose
from tests.browser.measuring import clipped, font_px, smallest_font
from tests.browser.people import People, Projector, Room
from tests.live_room import School
from tests.pupils import Pupil, in_class, until

LISTS = ".result-list, .placed-list, .order-rows, .side-list, .sentence-list, .matrix"
READ_FROM_THE_BACK = f".reveal :is({LISTS}) .text"
"""What was answered: options, lines, sides, sentences."""
SIZES_PX = ((1920, 1080), (1280, 720), (1024, 768))


def fits(projector: Projector) -> None:
    for width, height in SIZES_PX:
        projector.page.set_viewport_size({"width": width, "height": height})
        assert clipped(projector.page) == [], f"at {width}×{height}"
    projector.page.set_viewport_size({"width": 1920, "height": 1080})


def test_sizes_from_lobby_to_reveal(room: Room) -> None:
    projector, phone = room.projector(room.console()), room.phone("Ada")
    page = projector.page
    fits(projector)
    assert font_px(page, ".code") >= 64

    room.press("ask")
    projector.shows("ready")
    fits(projector)
    assert font_px(page, ".top .code") >= 64

    room.press("open")
    projector.shows("open")
    voting_is_legible(projector)
    phone.answers("B")
    room.press("close", "reveal")
    projector.shows("revealed")
    reveal_is_legible(projector)

    room.press("end")
    projector.shows("ended")
    fits(projector)


def voting_is_legible(projector: Projector) -> None:
    page = projector.page
    fits(projector)
    assert font_px(page, ".top .code") >= 64
    assert font_px(page, ".ask .lead-in") >= 48
    if page.locator(".ask-options").count():
        assert font_px(page, ".ask-options li") >= 36


def reveal_is_legible(projector: Projector) -> None:
    page = projector.page
    fits(projector)
    assert font_px(page, ".top .code") >= 64
    assert font_px(page, ".headline") >= 46
    assert font_px(page, ".reveal .lead-in") >= 38
    assert font_px(page, READ_FROM_THE_BACK) >= 32
    smallest_px, words = smallest_font(page)
    assert smallest_px >= 26, words


BANKS = sorted(path.stem for path in resources("question_banks").glob("*.yaml"))


@pytest.mark.parametrize("bank", BANKS)
def test_every_shipped_question_fits_the_projector(
    school: School, people: People, bank: str
) -> None:
    slugs = questions_of(school, bank)
    room = Room.opened(school, people, lesson=school.new_lesson(bank, slugs))
    projector = room.projector(room.console())
    projector.page.bring_to_front()
    faults = []
    with in_class(room, 3) as pupils:
        for slug in slugs:
            room.press("ask", question=slug)
            room.press("open")
            projector.shows("open")
            faults += failing(slug, voting_is_legible, projector)
            answer_at_random(room, pupils, slug)
            room.press("close")
            release_every_sentence(room)
            room.press("reveal")
            projector.shows("revealed")
            faults += failing(slug, reveal_is_legible, projector)
    assert faults == []


def questions_of(school: School, bank: str) -> list[str]:
    rows = school.rows(
        """
        SELECT questions.slug FROM questions JOIN banks ON banks.id = questions.bank_id
        WHERE banks.slug = ? ORDER BY questions.position
        """,
        bank.partition("-")[2],
    )
    assert rows, f"no question of {bank} is loaded"
    return [slug for (slug,) in rows]


def failing(slug: str, check: Callable[[Projector], None], projector: Projector) -> list[str]:
    """What does not hold, so that one question does not hide the next."""
    try:
        check(projector)
    except AssertionError as error:
        return [f"{slug}: {error}"]
    return []


def answer_at_random(room: Room, pupils: list[Pupil], slug: str) -> None:
    vote = room.vote
    until(lambda: all(pupil.phone.screen.vote == vote for pupil in pupils), 10)
    for number, pupil in enumerate(pupils):
        pupil.phone.standing = ()
        form = pupil.phone.screen.form
        choice = choose(vote, form, frozenset(), Random(f"{slug} {number}"))
        if form.is_text:
            choice = (f"{LONGEST_SENTENCE}{number}",)
        pupil.phone.answer(vote, choice)
    until(lambda: all(pupil.acknowledged for pupil in pupils), 10)


LONGEST_SENTENCE = (
    "It got quiet just now, and I believe that I went too fast with this plan of mine. What was it "
    "like for you to hear all that from me today? "
)


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


def test_the_join_card_fills_the_screen_and_goes_away_again(room: Room) -> None:
    projector = room.projector(room.console())
    room.press("ask", "open")
    projector.shows("open")
    page = projector.page
    page.keyboard.press("j")
    card = page.locator("#join-card")
    expect(card).to_be_visible()
    for width, height in SIZES_PX:
        page.set_viewport_size({"width": width, "height": height})
        qr = page.locator(".join-card-qr").bounding_box()
        assert qr and qr["height"] > 0.6 * height
        assert card.evaluate("(card) => card.scrollHeight <= card.clientHeight")
        assert card.evaluate("(card) => card.scrollWidth <= card.clientWidth")
    room.press("close")
    projector.shows("closed")
    expect(card).to_be_visible()  # a push leaves it open
    page.keyboard.press("j")
    expect(card).to_be_hidden()


def test_the_full_stop_blanks_the_projector_and_brings_it_back(room: Room) -> None:
    projector = room.projector(room.console())
    projector.page.keyboard.press(".")
    expect(projector.screen).to_be_hidden()
    room.press("ask")
    projector.shows("ready")
    expect(projector.screen).to_be_hidden()
    projector.page.keyboard.press("Escape")
    expect(projector.screen).to_be_visible()
