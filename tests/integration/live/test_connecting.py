"""A socket that comes while the database takes nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from classroom.actions import grouping, joining
from classroom.domain.errors import Busy
from classroom.screens.state import register
from classroom.storage.queries import groups, sessions
from tests.conftest import Phone, Room, Teacher
from tests.security.sockets import Socket, connect


@pytest.fixture
def rooms(alice: Teacher, open_room: Callable[..., Room]) -> tuple[Room, Room]:
    """Two sessions of one group."""
    group = groups.with_public_id(grouping.create(alice.id, "Tuesday", 30))
    assert group is not None
    group_id = group.id
    return open_room(group_id=group_id), open_room(group_id=group_id)


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch, phone: Phone) -> pytest.MonkeyPatch:
    """From now on nobody's coming can be written down; undone by `full_disk.undo()`."""

    def refuse(work: object) -> None:
        raise Busy

    monkeypatch.setattr(joining, "write", refuse)
    return monkeypatch


@pytest.fixture
def phone(rooms: tuple[Room, Room]) -> Phone:
    """Somebody who came to the first session and not to the second."""
    return rooms[0].seat("Robin")


def connect_phone(phone: Phone, room: Room) -> Socket:
    return connect(phone, "phone", room.public_id)


def test_who_was_here_before_comes_back_without_a_write(
    rooms: tuple[Room, Room], phone: Phone, full_disk: pytest.MonkeyPatch
) -> None:
    socket = connect_phone(phone, rooms[0])
    assert [event for event, _payload in socket.received] == ["mine", "screen"]
    socket.leave()


def test_who_is_new_here_is_told_to_come_again_and_leaves_no_trace(
    rooms: tuple[Room, Room], phone: Phone, full_disk: pytest.MonkeyPatch
) -> None:
    socket = connect_phone(phone, rooms[1])
    assert not socket.is_connected
    assert socket.received == []
    assert register().connections(rooms[1].id) == ()

    full_disk.undo()
    again = connect_phone(phone, rooms[1])
    assert again.is_connected
    assert sessions.attendance_count(rooms[1].id) == 1
    again.leave()
