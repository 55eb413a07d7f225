"""What is pushed, to whom, and when it is forgotten again."""

from __future__ import annotations

import time

from classroom.actions import answering, hosting, joining
from classroom.screens import drawn
from classroom.storage.queries import sessions
from tests.conftest import Phone, Room
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
