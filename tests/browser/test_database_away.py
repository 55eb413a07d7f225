"""A PostgreSQL that restarts in mid-vote, as a student sees it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.browser.people import People, Room
from tests.engines import PostgreSQL
from tests.live_room import School
from tests.server_process import ServerProcess


@pytest.fixture
def room(
    postgresql: PostgreSQL,
    prepared_postgresql: str,
    start_server: Callable[..., ServerProcess],
    people: People,
) -> Iterator[Room]:
    url = postgresql.url(postgresql.new_database(prepared_postgresql))
    yield Room.opened(School.of(start_server(DATABASE_URL=url)), people)
    if not postgresql.is_running:
        postgresql.start()


def test_an_answer_is_sending_until_the_database_is_back_and_saved_then(
    room: Room, postgresql: PostgreSQL
) -> None:
    phone = room.phone("Ada")
    phone.is_connected()
    room.press("ask", "open")
    phone.shows("open")
    postgresql.stop()
    phone.tap("B")
    phone.says("Sending…")
    comer = phone.page.context.new_page()
    comer.goto(f"{room.address}/{room.code}")
    assert "The server is busy and still trying" in comer.content()
    phone.page.bring_to_front()
    phone.says("Sending…")
    postgresql.start()
    phone.says("Saved B")
    assert room.answers == {"Ada": "B"}
