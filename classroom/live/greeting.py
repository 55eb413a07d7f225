"""What one socket is sent: its screen when it connects, its own seat and answer."""

from __future__ import annotations

from typing import Any

from classroom.domain.presence import Connection
from classroom.domain.standing import Standing
from classroom.live import rooms
from classroom.live.server import server_of
from classroom.screens import drawn
from classroom.storage.database import db
from classroom.storage.queries import sessions
from classroom.storage.tables import LiveSession, Student


def send_screen(connection: Connection, student: Student | None = None) -> None:
    """Send one socket its screen, and a phone its own seat and answer first.

    `student` is that of the phone, if it has been read already.
    """
    session = sessions.with_id(connection.session_id)
    if session is None:
        return
    if connection.student_id is not None:
        _send_mine(connection, session, student or db.session.get(Student, connection.student_id))
    block = drawn.block(connection.screen, session)
    server_of().emit("screen", block.payload(), to=connection.sid)


def tell_other_tabs(connection: Connection, standing: Standing) -> None:
    """The student's other tabs and devices show what stands now."""
    assert connection.student_id is not None
    server_of().emit(
        "mine",
        own(standing),
        to=rooms.of_student(connection.student_id),
        skip_sid=connection.sid,
    )


def seat_of(student: Student) -> dict[str, Any]:
    return {"alias": student.alias, "resume_code": student.resume_code}


def own(standing: Standing | None) -> dict[str, Any]:
    """What a phone is told of its own answer; `vote` is None before any."""
    if standing is None:
        return {"vote": None, "choice": [], "certainty": None, "seq": 0}
    return {
        "vote": standing.vote_id,
        "choice": list(standing.choice),
        "certainty": standing.certainty,
        "seq": standing.seq,
    }


def _send_mine(connection: Connection, session: LiveSession, student: Student | None) -> None:
    if student is not None:
        standing = sessions.standing(session, student.id)
        server_of().emit("mine", {**seat_of(student), **own(standing)}, to=connection.sid)
