"""What the screens of a session know about the people in it."""

from __future__ import annotations

from classroom.actions import answering, hosting
from classroom.domain.presence import Connection
from classroom.screens.state import State, register, state_of
from tests.conftest import Phone, Room


def connect(room: Room, phone: Phone) -> None:
    sid = f"socket of {phone.student.id}"
    register().add(Connection(sid, "phone", room.id, phone.student.id))


def state(room: Room) -> State:
    return state_of(room.session)


def test_a_hand_without_a_phone_does_not_stand_for_a_phone_that_is_silent(room: Room) -> None:
    silent, connected, gone = room.seat(), room.seat(), room.seat()
    connect(room, silent)
    connect(room, connected)
    room.press("ask", "open")
    for phone in (connected, gone):
        answering.answer(room.id, phone.student.id, room.vote_id, ["A"], 1)
    hosting.raise_hand(room.id, "B", 1)

    counted = state(room).tally
    assert counted is not None
    assert (counted.answered, state(room).present) == (3, 4)


def test_before_a_vote_who_is_connected_is_present(room: Room) -> None:
    connect(room, room.seat())
    room.seat()
    assert state(room).present == 1
