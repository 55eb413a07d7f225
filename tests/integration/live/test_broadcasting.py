"""What is pushed, to whom, and when it is forgotten again."""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from classroom.actions import answering, hosting, joining
from classroom.config import Settings
from classroom.screens import drawn
from classroom.storage.queries import sessions
from classroom.storage.writer import write
from tests.conftest import Phone, Room
from tests.pupils import until
from tests.pushes import let_pushes_finish
from tests.security.sockets import Socket, connect


def on_air(room: Room, phone: Phone) -> Socket:
    socket = connect(phone, "phone", room.public_id)
    socket.forget()
    return socket


def phases(socket: Socket) -> list[str]:
    socket.gather()
    return [payload["phase"] for event, payload in socket.received if event == "screen"]


def close_and_reveal(room: Room) -> None:
    hosting.close_and_reveal(room.id, room.session.version)


def test_the_reveal_follows_at_once_when_everybody_has_answered(room: Room) -> None:
    phone = room.seat()
    room.press("ask", "open")
    answering.answer(room.id, phone.student.id, room.vote_id, ["A"], 1)
    socket = on_air(room, phone)
    began_s = time.monotonic()
    close_and_reveal(room)
    assert phases(socket) == ["closed", "revealed"]
    assert time.monotonic() - began_s < 1
    socket.leave()


def test_the_reveal_waits_for_phones_that_a_network_has_dropped(room: Room) -> None:
    phone = room.seat()
    room.press("ask", "open")
    socket = on_air(room, phone)
    socket.leave()
    close_and_reveal(room)
    standing = answering.answer(room.id, phone.student.id, room.vote_id, ["A"], 1)
    assert standing.choice == ("A",)
    socket.gather()
    last = sessions.last_round(room.session.id)
    assert last is not None and last.phase == "revealed"


@contextmanager
def a_database(settings: Settings, *, trouble: str) -> Iterator[sqlite3.Connection]:
    """One that another process writes to, or that lacks a table: neither is read nor written."""
    write(lambda session: session.execute(text("PRAGMA busy_timeout=0")))
    path = Path(settings.instance) / "classroom.sqlite3"
    begin, end = {
        "busy": ("BEGIN IMMEDIATE", "COMMIT"),
        "away": ("ALTER TABLE rounds RENAME TO lost", "ALTER TABLE lost RENAME TO rounds"),
    }[trouble]
    with closing(sqlite3.connect(path, isolation_level=None)) as another:
        another.execute(begin)
        yield another
        another.execute(end)


def phase_of(room: Room) -> str:
    last = sessions.last_round(room.session.id)
    assert last is not None
    return last.phase


@pytest.mark.parametrize("trouble", ["busy", "away"])
def test_the_reveal_is_not_forgotten_when_the_database_cannot_take_it(
    room: Room, settings: Settings, trouble: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="classroom.live.broadcasts")
    room.press("ask", "open")
    socket = on_air(room, room.seat())
    close_and_reveal(room)
    with a_database(settings, trouble=trouble):
        until(lambda: "could not be revealed now" in caplog.text, 10)
    until(lambda: phase_of(room) == "revealed", 10)
    assert phases(socket) == ["closed", "revealed"]
    socket.leave()


def test_a_reveal_that_the_database_could_not_take_is_given_up_for_another_step(
    room: Room, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="classroom.live.broadcasts")
    room.press("ask", "open")
    close_and_reveal(room)
    with a_database(settings, trouble="busy") as another:
        until(lambda: "could not be revealed now" in caplog.text, 10)
        another.execute("UPDATE sessions SET version = version + 1")
    until(lambda: "was overtaken by another step" in caplog.text, 10)
    let_pushes_finish()
    assert phase_of(room) == "closed"


def test_a_session_that_nobody_looks_at_is_kept_nowhere(room: Room) -> None:
    socket = on_air(room, room.seat())
    assert room.id in drawn.blocks()._drawn
    socket.leave()
    assert room.id not in drawn.blocks()._drawn
    room.press("ask")
    assert room.id not in drawn.blocks()._drawn


def test_a_seat_that_was_merged_leads_to_the_same_page_again(room: Room) -> None:
    kept, other = room.seat(), room.seat()
    socket = on_air(room, other)
    joining.merge_seats(room.session.group_id, kept.student.id, other.student.id)
    socket.gather()
    assert ("gone", "") in [(event, payload.get("href")) for event, payload in socket.received]
    socket.leave()
