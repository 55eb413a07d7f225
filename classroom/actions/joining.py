"""How a student comes in: a new seat, the same seat on another device, two seats made one."""

from __future__ import annotations

import random

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from classroom.actions import announcements, voting
from classroom.actions.remembering import remember
from classroom.actions.seating import Wish, take_seats
from classroom.domain import names
from classroom.domain.codes import normal_resume_code
from classroom.domain.errors import (
    ClassroomError,
    NotFound,
    UnknownResumeCode,
)
from classroom.storage.database import db
from classroom.storage.queries import groups, sessions
from classroom.storage.secrets import hashed, new_token
from classroom.storage.tables import (
    Answer,
    Attendance,
    LiveSession,
    Presence,
    SeatKey,
    Student,
)
from classroom.storage.tables.deletions import DeletionKind
from classroom.storage.writer import write, write_item


def suggest_alias(group_id: int) -> str:
    """An alias that nobody in the group has."""
    return names.suggested(groups.Aliases(db.session(), group_id), random.SystemRandom())


def join(
    session_id: int,
    typed_name: str,
    *,
    suggested: str = "",
    room_size: int,
    simulated: bool = False,
) -> str:
    """Take a new seat and return the token of its browser.

    An empty name means the suggested alias. RoomEnded, RoomLocked, RoomFull, NameTooLong or
    NameEmpty say why not.
    """
    token = new_token()
    wish = Wish(
        session_id,
        token_hash=hashed(token),
        name=names.clean(typed_name) if typed_name.strip() else "",
        suggested=_clean_or_empty(suggested),
        room_size=room_size,
        simulated=simulated,
    )
    refusal = write_item(take_seats, wish)
    if refusal is not None:
        raise refusal
    announcements.people_changed.send(session_id=session_id)
    return token


def attend(session_id: int, student_id: int) -> None:
    """A known seat of the group comes to this session, without a word; not after its end."""
    if sessions.has_attended(session_id, student_id):
        return  # a room that reconnects as one waits for no disk

    def work(session: Session) -> bool:
        live = session.get(LiveSession, session_id)
        if live is None or not live.is_live:
            return False
        if session.get(Attendance, (session_id, student_id)) is not None:
            return False
        if session.get(Student, student_id) is None:
            return False
        session.add(Attendance(session_id=session_id, student_id=student_id))
        return True

    if write(work):
        announcements.people_changed.send(session_id=session_id)


def resume(group_id: int, typed_code: str) -> str:
    """The same seat in another browser: returns that browser's token. UnknownResumeCode."""
    student_id = _seat_with_code(group_id, typed_code)
    token = new_token()

    def work(session: Session) -> None:
        if session.get(Student, student_id) is None:
            raise UnknownResumeCode
        session.add(SeatKey(token_hash=hashed(token), student_id=student_id))

    write(work)
    return token


def merge(group_id: int, kept_id: int, typed_code: str) -> None:
    """“This is also me”: make the seat with that resume code part of the kept one."""
    merge_seats(group_id, kept_id, _seat_with_code(group_id, typed_code))


def merge_seats(group_id: int, kept_id: int, other_id: int) -> None:
    """Move answers, presence and browsers of the other seat to the kept one, and drop the other.

    Where both answered, the later answer stands. NotFound when a seat is not of this group.
    """
    if kept_id == other_id:
        raise UnknownResumeCode

    def work(session: Session) -> list[int]:
        kept, other = session.get(Student, kept_id), session.get(Student, other_id)
        if kept is None or other is None or {kept.group_id, other.group_id} != {group_id}:
            raise NotFound
        _move_answers(session, kept_id, other_id)
        voting.merge(session, kept_id, other_id)
        for table, place in ((Attendance, Attendance.session_id), (Presence, Presence.round_id)):
            held = select(place).where(table.student_id == kept_id)
            session.execute(
                update(table)
                .where(table.student_id == other_id, place.not_in(held.scalar_subquery()))
                .values(student_id=kept_id)
            )
        session.execute(
            update(SeatKey).where(SeatKey.student_id == other_id).values(student_id=kept_id)
        )
        touched = list(session.scalars(select(Attendance.session_id).filter_by(student_id=kept_id)))
        session.flush()
        session.expire_all()
        merged = [other.public_id]
        remember(session, DeletionKind.MERGED, merged, merged_into=kept.public_id)
        session.delete(session.get(Student, other_id))
        return touched

    touched = write(work)
    announcements.seats_merged.send(student_id=other_id)
    for session_id in touched:
        announcements.moved.send(session_id=session_id)


def rename(student_id: int, typed_name: str) -> str:
    """Give the seat another name, told only to its own phones; returns the name as kept."""
    wanted = names.clean(typed_name)

    def work(session: Session) -> str:
        student = session.get(Student, student_id)
        if student is None:
            raise NotFound
        others = groups.Aliases(session, student.group_id, besides=student_id)
        student.alias = names.told_apart(wanted, others)
        return student.alias

    alias = write(work)
    announcements.student_changed.send(student_id=student_id)
    return alias


def _clean_or_empty(name: str) -> str:
    """A suggestion that came back through a form, if it is still a usable name."""
    try:
        return names.clean(name)
    except ClassroomError:
        return ""


def _seat_with_code(group_id: int, typed_code: str) -> int:
    student = groups.student_with_resume_code(group_id, normal_resume_code(typed_code))
    if student is None:
        raise UnknownResumeCode
    return student.id


def _move_answers(session: Session, kept_id: int, other_id: int) -> None:
    for answer in session.scalars(select(Answer).filter_by(student_id=other_id)).all():
        standing = session.get(Answer, (answer.vote_id, kept_id))
        if standing is None:
            session.add(
                Answer(
                    vote_id=answer.vote_id,
                    student_id=kept_id,
                    choice=answer.choice,
                    certainty=answer.certainty,
                    seq=answer.seq,
                    saved_at=answer.saved_at,
                )
            )
        elif answer.saved_at > standing.saved_at:
            standing.choice, standing.certainty = answer.choice, answer.certainty
            standing.seq = max(answer.seq, standing.seq)
            standing.saved_at = answer.saved_at
        session.delete(answer)
    session.flush()
