"""After a backup was restored: what was deleted since is deleted again, and nobody is signed in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import delete, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from classroom.actions import deleting, voting
from classroom.actions.remembering import remember
from classroom.storage.tables import (
    Deletion,
    Group,
    Installation,
    LiveSession,
    Login,
    OneTimeLink,
    PairingNumber,
    Sentence,
    Student,
)
from classroom.storage.tables.deletions import DeletionKind
from classroom.storage.writer import scrub, write

T = TypeVar("T")
Remembered = Sequence[tuple[str, str, str | None]]
"""Rows of the table of deletions: public id, kind, and the seat that it became part of."""


def settle(remembered: Remembered, installation: str | None) -> int:
    """Bring restored data up to what was promised since; returns how many things were deleted.

    `remembered` are the deletions that the replaced database knew of; they are kept. The data
    belongs to `installation` from now on, or stays with its own when that is None.
    """

    def work(session: Session) -> int:
        for public_id, kind, merged_into in remembered:
            remember(session, kind, [public_id], merged_into=merged_into)
        if installation is not None:
            session.execute(delete(Installation))
            session.add(Installation(public_id=installation))
        deleted = _delete_again(session)
        _take_seats_apart(session)
        voting.seal_every(session)
        # A sign-out, a new password or a used link may be younger than the backup.
        for table in (Login, OneTimeLink, PairingNumber):
            session.execute(delete(table))
        return deleted

    deleted = write(work)
    scrub()
    return deleted + deleting.forget_old_students()


def _delete_again(session: Session) -> int:
    groups = _found(session, Group.id, Group.public_id, DeletionKind.GROUP)
    for group_id in groups:
        deleting.drop_group(session, session.get_one(Group, group_id))
    sessions = _found(session, LiveSession.id, LiveSession.public_id, DeletionKind.SESSION)
    for session_id in sessions:
        deleting.drop_session(session, session.get_one(LiveSession, session_id))
    students = _found(session, Student.id, Student.public_id, DeletionKind.STUDENT)
    for student_id in students:
        deleting.drop_student(session, session.get_one(Student, student_id))
    # A group is forgotten as a whole: whoever a backup holds of it was in it then.
    forgotten = set(_found(session, Student.group_id, Student.public_id, DeletionKind.FORGOTTEN))
    students_forgotten = sum(deleting.forget_students(session, group) for group in forgotten)
    sentences = _found(session, Sentence.id, Sentence.id, DeletionKind.SENTENCE)
    session.execute(delete(Sentence).where(Sentence.id.in_(sentences)))
    return len(groups) + len(sessions) + len(students) + students_forgotten + len(sentences)


def _found(
    session: Session,
    wanted: InstrumentedAttribute[T],
    public_id: InstrumentedAttribute[str],
    kind: DeletionKind,
) -> list[T]:
    remembered = select(Deletion.public_id).where(Deletion.kind == kind)
    return list(session.scalars(select(wanted).where(public_id.in_(remembered))))


def _take_seats_apart(session: Session) -> None:
    """Seats that were merged after the backup are two again, and each goes its own way."""
    session.execute(
        delete(Deletion).where(
            Deletion.kind == DeletionKind.MERGED, Deletion.public_id.in_(select(Student.public_id))
        )
    )
