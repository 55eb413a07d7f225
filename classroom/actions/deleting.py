"""Forgetting a session, a group, a student, and what retention says: one write each, everywhere."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from classroom.actions import announcements, voting
from classroom.actions.remembering import remember, remember_students
from classroom.domain.errors import NotFound
from classroom.storage.database import now
from classroom.storage.tables import (
    Answer,
    Attendance,
    Group,
    LiveSession,
    Presence,
    Round,
    Sentence,
    Student,
    Vote,
)
from classroom.storage.tables.deletions import DeletionKind
from classroom.storage.writer import scrub, write


def delete_session(session_id: int) -> None:
    """Delete a session with its rounds and answers; a group made for it alone goes with it."""

    def work(session: Session) -> None:
        live = session.get(LiveSession, session_id)
        if live is None:
            raise NotFound
        drop_session(session, live)

    write(work)
    announcements.session_deleted.send(session_id=session_id)
    scrub()


def delete_group(group_id: int) -> None:
    """Delete a group with its students, its sessions and all that was answered in them."""

    def work(session: Session) -> list[int]:
        group = session.get(Group, group_id)
        if group is None:
            raise NotFound
        held = list(session.scalars(select(LiveSession.id).filter_by(group_id=group_id)))
        drop_group(session, group)
        return held

    for session_id in write(work):
        announcements.session_deleted.send(session_id=session_id)
    scrub()


def delete_student(student_id: int) -> None:
    """Delete a student with every answer, and with ballots that can still be told; counts follow.

    A ballot that was sealed is nobody's, and stays: which one it was, nobody knows.
    """

    def work(session: Session) -> list[int]:
        student = session.get(Student, student_id)
        if student is None:
            raise NotFound
        touched = session.scalars(select(Attendance.session_id).filter_by(student_id=student_id))
        sessions = list(touched)
        drop_student(session, student)
        return sessions

    touched = write(work)
    announcements.seat_removed.send(student_id=student_id)
    for session_id in touched:
        announcements.moved.send(session_id=session_id)
    scrub()


def forget_old_students() -> int:
    """Forget the students of groups past their retention, keeping counts; returns how many."""

    def work(session: Session) -> int:
        forgotten = 0
        for group in session.scalars(select(Group).where(Group.retention_days.is_not(None))):
            if _is_past_retention(session, group):
                forgotten += forget_students(session, group.id)
        return forgotten

    forgotten = write(work)
    if forgotten:
        scrub()
    return forgotten


def drop_session(session: Session, live: LiveSession) -> None:
    remember(session, DeletionKind.SESSION, [live.public_id])
    if live.group.one_off:
        session.execute(delete(Group).where(Group.id == live.group_id))
    else:
        session.execute(delete(LiveSession).where(LiveSession.id == live.id))


def drop_group(session: Session, group: Group) -> None:
    remember(session, DeletionKind.GROUP, [group.public_id])
    session.execute(delete(Group).where(Group.id == group.id))


def drop_student(session: Session, student: Student) -> None:
    remember_students(session, DeletionKind.STUDENT, [student.public_id])
    voting.withdraw(session, student.id)
    session.execute(delete(Student).where(Student.id == student.id))


def _is_past_retention(session: Session, group: Group) -> bool:
    """Counted from the last thing that happened: many a session is left and never ended."""
    assert group.retention_days is not None
    of_group = LiveSession.group_id == group.id
    happened = (
        select(func.max(LiveSession.created_at)).where(of_group),
        select(func.max(LiveSession.ended_at)).where(of_group),
        select(func.max(Round.asked_at)).join(LiveSession).where(of_group),
    )
    moments = [session.scalar(last) for last in happened]
    last = max(moment for moment in (group.created_at, *moments) if moment is not None)
    return last < now() - timedelta(days=group.retention_days)


def forget_students(session: Session, group_id: int) -> int:
    """Forget a group's students and sentences, keeping counts; returns how many students."""
    votes = session.execute(
        select(Vote, LiveSession.simulated)
        .join(Round, Round.id == Vote.round_id)
        .join(LiveSession, LiveSession.id == Round.session_id)
        .where(LiveSession.group_id == group_id)
    )
    for vote, all_simulated in votes:
        voting.seal(session, vote)
        session.execute(delete(Sentence).where(Sentence.vote_id == vote.id))
        counted = Counter(vote.kept_choices or {})
        choices = select(Answer.choice).join(Student).where(Answer.vote_id == vote.id)
        if not all_simulated:
            choices = choices.where(Student.simulated.is_(False))
        counted.update(session.scalars(choices))
        vote.kept_choices = dict(counted)
    session.flush()
    names = session.scalars(select(Student.public_id).filter_by(group_id=group_id))
    remember_students(session, DeletionKind.FORGOTTEN, names)
    students = select(Student.id).filter_by(group_id=group_id)
    session.execute(delete(Presence).where(Presence.student_id.in_(students)))
    return session.execute(delete(Student).where(Student.group_id == group_id)).rowcount  # type: ignore[attr-defined]
