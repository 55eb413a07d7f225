"""What a report needs of a whole session, in few queries rather than a few for each round."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from classroom.domain.kinds import Choice, from_text
from classroom.storage.database import db
from classroom.storage.tables import (
    Answer,
    Attendance,
    Hand,
    LiveSession,
    Participation,
    Presence,
    Round,
    Sentence,
    Student,
    Vote,
)


@dataclass(frozen=True)
class StoredAnswer:
    """One row of answers with the round and the seat it belongs to."""

    round_id: int
    vote_id: int
    student_id: int
    choice: Choice
    certainty: int | None
    saved_at: datetime


def rounds_with_events(session_id: int) -> Sequence[Round]:
    """All rounds in order, their votes and corrections loaded with them."""
    return db.session.scalars(
        select(Round)
        .where(Round.session_id == session_id)
        .order_by(Round.position)
        .options(selectinload(Round.votes), selectinload(Round.corrections))
    ).all()


def answers(session_id: int) -> Sequence[StoredAnswer]:
    """Every answer of the session, in the order of the seats."""
    rows = db.session.execute(
        select(
            Vote.round_id,
            Vote.id,
            Answer.student_id,
            Answer.choice,
            Answer.certainty,
            Answer.saved_at,
        )
        .join(Vote, Vote.id == Answer.vote_id)
        .join(Round, Round.id == Vote.round_id)
        .where(Round.session_id == session_id)
        .order_by(Answer.student_id)
    )
    return [
        StoredAnswer(round_id, vote_id, student_id, from_text(choice), certainty, saved_at)
        for round_id, vote_id, student_id, choice, certainty, saved_at in rows
    ]


def hands(session_id: int) -> Mapping[int, Mapping[str, int]]:
    """Hands raised without a phone: vote id → letter → number."""
    rows = db.session.execute(
        select(Hand.vote_id, Hand.letter, Hand.number)
        .join(Vote, Vote.id == Hand.vote_id)
        .join(Round, Round.id == Vote.round_id)
        .where(Round.session_id == session_id)
    )
    found: defaultdict[int, dict[str, int]] = defaultdict(dict)
    for vote_id, letter, number in rows:
        found[vote_id][letter] = number
    return found


def participations(session_id: int) -> Mapping[int, frozenset[int]]:
    """Who took part in votes of ballots: vote id → student ids."""
    rows = db.session.execute(
        select(Participation.vote_id, Participation.student_id)
        .join(Vote, Vote.id == Participation.vote_id)
        .join(Round, Round.id == Vote.round_id)
        .where(Round.session_id == session_id)
    )
    found: defaultdict[int, set[int]] = defaultdict(set)
    for vote_id, student_id in rows:
        found[vote_id].add(student_id)
    return {vote_id: frozenset(students) for vote_id, students in found.items()}


def sentences(session_id: int) -> Mapping[int, Sequence[Sentence]]:
    """The sentences of sealed votes: vote id → sentences, in the order of their random names."""
    rows = db.session.scalars(
        select(Sentence)
        .join(Vote, Vote.id == Sentence.vote_id)
        .join(Round, Round.id == Vote.round_id)
        .where(Round.session_id == session_id)
        .order_by(Sentence.id)
    )
    found: defaultdict[int, list[Sentence]] = defaultdict(list)
    for sentence in rows:
        found[sentence.vote_id].append(sentence)
    return found


def presences(session_id: int) -> Mapping[int, frozenset[int]]:
    """Who was connected while a round was open: round id → student ids."""
    rows = db.session.execute(
        select(Presence.round_id, Presence.student_id)
        .join(Round, Round.id == Presence.round_id)
        .where(Round.session_id == session_id)
    )
    found: defaultdict[int, set[int]] = defaultdict(set)
    for round_id, student_id in rows:
        found[round_id].add(student_id)
    return {round_id: frozenset(students) for round_id, students in found.items()}


def joined_at(session_id: int) -> Mapping[int, datetime]:
    """When each student came to the session: student id → time."""
    rows = db.session.execute(
        select(Attendance.student_id, Attendance.joined_at).where(
            Attendance.session_id == session_id
        )
    )
    return {row.student_id: row.joined_at for row in rows}


def seats(group_id: int) -> Sequence[Student]:
    """The seats of a group in the order in which they were taken."""
    return db.session.scalars(
        select(Student).where(Student.group_id == group_id).order_by(Student.id)
    ).all()


def all_sessions() -> Sequence[LiveSession]:
    """The sessions of all groups, newest first."""
    return db.session.scalars(select(LiveSession).order_by(LiveSession.id.desc())).all()


def sessions_of_student(student: Student) -> Sequence[LiveSession]:
    """The sessions that the student came to or answered in, newest first."""
    came = select(Attendance.session_id).where(Attendance.student_id == student.id)
    answered = (
        select(Round.session_id)
        .join(Vote, Vote.round_id == Round.id)
        .join(Answer, Answer.vote_id == Vote.id)
        .where(Answer.student_id == student.id)
    )
    by_ballot = (
        select(Round.session_id)
        .join(Vote, Vote.round_id == Round.id)
        .join(Participation, Participation.vote_id == Vote.id)
        .where(Participation.student_id == student.id)
    )
    taken_part = (LiveSession.id.in_(found) for found in (came, answered, by_ballot))
    return db.session.scalars(
        select(LiveSession)
        .where(LiveSession.group_id == student.group_id)
        .where(or_(*taken_part))
        .order_by(LiveSession.id.desc())
    ).all()
