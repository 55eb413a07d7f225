"""New seats, many at once: a lecture comes in within a minute, and nobody should queue for it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, func, insert, select

from classroom.domain import names
from classroom.domain.codes import new_code
from classroom.domain.errors import ClassroomError, NotFound, RoomEnded, RoomFull, RoomLocked
from classroom.domain.round import SessionPhase
from classroom.storage.queries.groups import Aliases
from classroom.storage.tables import Attendance, LiveSession, SeatKey, Student


@dataclass(frozen=True)
class Wish:
    """Somebody who would like a seat. Names are clean, or empty: then a suggestion will do."""

    session_id: int
    token_hash: str
    name: str
    suggested: str
    room_size: int
    simulated: bool


@dataclass
class _Room:
    group_id: int
    is_live: bool
    is_locked: bool
    inside: int

    def refusal(self, room_size: int) -> ClassroomError | None:
        if not self.is_live:
            return RoomEnded()
        if self.is_locked:
            return RoomLocked()
        if self.inside >= room_size:
            return RoomFull(size=room_size)
        return None


_ROOM = select(
    LiveSession.group_id,
    LiveSession.phase,
    LiveSession.locked,
    select(func.count())
    .select_from(Attendance)
    .where(Attendance.session_id == LiveSession.id)
    .scalar_subquery(),
).where(LiveSession.id == bindparam("session"))
_WITH_RESUME_CODE = select(Student.id).where(
    Student.group_id == bindparam("group"), Student.resume_code == bindparam("code")
)
_SEAT, _KEY, _ATTENDANCE = insert(Student), insert(SeatKey), insert(Attendance)


def take_seats(connection: Connection, wishes: Sequence[Wish]) -> list[ClassroomError | None]:
    """Seat them in their order; for each None, or the reason why not."""
    rooms: dict[int, _Room | None] = {}
    refusals: list[ClassroomError | None] = []
    for wish in wishes:
        if wish.session_id not in rooms:
            rooms[wish.session_id] = _room(connection, wish.session_id)
        room = rooms[wish.session_id]
        refusal = room.refusal(wish.room_size) if room else NotFound()
        if room is not None and refusal is None:
            _take_seat(connection, room, wish)
            room.inside += 1
        refusals.append(refusal)
    return refusals


def _room(connection: Connection, session_id: int) -> _Room | None:
    row = connection.execute(_ROOM, {"session": session_id}).one_or_none()
    if row is None:
        return None
    group_id, phase, is_locked, inside = row
    return _Room(group_id, phase != SessionPhase.ENDED.value, is_locked, inside)


def _take_seat(connection: Connection, room: _Room, wish: Wish) -> None:
    taken = Aliases(connection, room.group_id)
    alias = wish.name or wish.suggested
    if not alias or (not wish.name and alias in taken):
        alias = names.suggested(taken, random.SystemRandom())
    seat = {
        "group_id": room.group_id,
        "alias": names.told_apart(alias, taken),
        "resume_code": _free_resume_code(connection, room.group_id),
        "simulated": wish.simulated,
    }
    made = connection.execute(_SEAT, seat).inserted_primary_key
    assert made is not None
    (student_id,) = made
    connection.execute(_KEY, {"token_hash": wish.token_hash, "student_id": student_id})
    connection.execute(_ATTENDANCE, {"session_id": wish.session_id, "student_id": student_id})


def _free_resume_code(connection: Connection, group_id: int) -> str:
    while True:
        code = new_code()
        if connection.scalar(_WITH_RESUME_CODE, {"group": group_id, "code": code}) is None:
            return code
