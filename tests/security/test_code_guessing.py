"""Guessing room codes: slow for whoever guesses, unnoticed by a class that shares one address."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from classroom.domain.codes import new_code
from classroom.domain.errors import TooManyWrongCodes
from classroom.storage.database import db
from classroom.storage.queries import sessions
from classroom.web import codes
from classroom.web.codes import (
    MOST_WAITING,
    PATIENCE_S,
    SLOW_AFTER,
    SLOWLY_S,
    WRONG_IN_A_MINUTE,
    WrongCodes,
)
from tests.conftest import Browser, Room
from tests.security.cast import World


class Clock:
    """The time that the meters see; sleeping only moves it."""

    def __init__(self) -> None:
        self.now_s = 1000.0
        self.slept_s = 0.0

    def monotonic(self) -> float:
        return self.now_s

    def sleep(self, seconds: float) -> None:
        self.now_s += seconds
        self.slept_s += seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(codes, "time", clock)
    return clock


@pytest.fixture
def browser(world: World) -> Browser:
    return Browser(world.app)


def test_a_thousand_people_join_from_one_address(room: Room, clock: Clock) -> None:
    for number in range(1000):
        phone = Browser(room.app)
        form = {"name": f"P{number}", "csrf_token": phone.token()}
        done = phone.client.post(f"/{room.code}/seat", data=form)  # no need to look at the page
        assert done.status_code == 302, done.text

    assert sessions.attendance_count(room.id) == 1000
    assert clock.slept_s == 0


def wrong() -> str:
    """A code that no room has, as good as surely."""
    return new_code()


@pytest.mark.parametrize(
    "guess",
    [
        lambda browser: browser.get(f"/{wrong()}"),
        lambda browser: browser.post("/", {"code": wrong()}),
        lambda browser: browser.post(f"/{wrong()}/seat", {"name": "x"}),
        lambda browser: browser.post(f"/{wrong()}/resumption", {"resume_code": wrong()}),
        lambda browser: browser.post(f"/{wrong()}/answers", {"vote": 1}),
        lambda browser: browser.post(f"/{wrong()}/merger", {"resume_code": wrong()}),
    ],
    ids=["page", "form", "seat", "resumption", "answers", "merger"],
)
def test_a_browser_that_guesses_is_told_to_wait(
    guess: Callable[[Browser], object], world: World, browser: Browser, clock: Clock
) -> None:
    browser.token()
    statuses = [guess(browser).status_code for _ in range(WRONG_IN_A_MINUTE)]  # type: ignore[attr-defined]
    assert set(statuses) == {404}

    reply = guess(browser)
    assert reply.status_code == 429  # type: ignore[attr-defined]
    assert "Too many wrong codes. Wait" in reply.text  # type: ignore[attr-defined]
    assert browser.get(f"/{world.room.code}").status_code == 429

    others = (world.people["visitor"], world.people["student"], world.people["alice"])
    assert [other.get(f"/{world.room.code}").status_code for other in others] == [200] * 3
    clock.now_s += PATIENCE_S + 1
    assert browser.get(f"/{world.room.code}").status_code == 200


def test_resume_codes_are_as_hard_to_guess(world: World, browser: Browser, clock: Clock) -> None:
    path = f"/{world.room.code}/resumption"
    replies = [browser.post(path, {"resume_code": wrong()}) for _ in range(WRONG_IN_A_MINUTE + 1)]

    assert [reply.status_code for reply in replies[-2:]] == [404, 429]
    right = browser.post(path, {"resume_code": world.names["friend_code"]})
    assert right.status_code == 429


def test_a_scanner_without_cookies_is_slowed_and_the_class_is_not(
    world: World, clock: Clock
) -> None:
    replies = [Browser(world.app).get(f"/{wrong()}") for _ in range(SLOW_AFTER + 30)]

    assert {reply.status_code for reply in replies} == {404}
    fastest_s, slowest_s = SLOWLY_S
    assert 30 * fastest_s <= clock.slept_s <= 30 * slowest_s
    slept_s = clock.slept_s
    assert Browser(world.app).get(f"/{world.room.code}").status_code == 200
    assert Browser(world.app).post(f"/{world.room.code}/seat", {"name": "Jay"}).status_code == 302
    assert clock.slept_s == slept_s, "a right code waited"


def test_guesses_that_wait_leave_the_database_connections_to_the_class(
    world: World, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = []
    monkeypatch.setattr(clock, "sleep", lambda _s: held.append(db.engine.pool.checkedout()))  # type: ignore[attr-defined]
    for _ in range(SLOW_AFTER + 1):
        Browser(world.app).get(f"/{wrong()}")

    assert held == [0]


def test_only_so_many_guesses_wait_at_once(clock: Clock) -> None:
    meter = WrongCodes()
    for _ in range(SLOW_AFTER):
        meter.count(None)
    meter._waiting = MOST_WAITING

    with pytest.raises(TooManyWrongCodes):
        meter.count(None)
    assert meter._waiting == MOST_WAITING


def test_the_meter_remembers_a_bounded_number_of_browsers(clock: Clock) -> None:
    meter = WrongCodes()
    for number in range(6_000):
        clock.now_s += 1
        meter.count(f"browser {number}")

    assert len(meter._by_browser) <= 5_000
    assert len(meter._all) <= PATIENCE_S + 1


def test_six_digits_for_the_projector_last_ten_guesses(world: World) -> None:
    visitor = world.people["visitor"]
    real = world.names["number"]
    guesses = [f"{number:06d}" for number in range(11) if f"{number:06d}" != real][:10]

    assert {visitor.post("/projector", {"number": guess}).status_code for guess in guesses} == {404}
    assert visitor.post("/projector", {"number": real}).status_code == 404
