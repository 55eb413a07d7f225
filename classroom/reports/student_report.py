"""A student's own report: what they answered, and the explanations of what the room has seen.

Like the screens, these classes are a border: a round whose key is not out yet carries none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from classroom.domain.kinds.kind import Choice
from classroom.domain.question import Key, Question
from classroom.domain.tally import Tally
from classroom.reports.records import DecidedCorrection, Person, Record, records_of
from classroom.storage.queries import reports
from classroom.storage.tables import LiveSession, Student


@dataclass(frozen=True)
class Explanation:
    """Key, rationales and the room's distribution; `credit` is the own answer's, None if void."""

    question: Question
    key: Key
    tally: Tally
    credit: float | None
    was_explained_in_class: bool
    corrections: tuple[DecidedCorrection, ...]


@dataclass(frozen=True)
class OwnRound:
    """A question as the room saw it, and the own choice, empty when there was none."""

    position: int
    title: str
    stem: str
    lead_in: str
    options: tuple[tuple[str, str], ...]
    """Letter and text."""
    choice: Choice
    was_here: bool
    """False when the student joined only after the round was over."""
    explanation: Explanation | None
    """None until the reveal, or the end of the session."""


@dataclass(frozen=True)
class StudentReport:
    session_public_id: str
    title: str
    alias: str
    created_at: datetime
    ended_at: datetime | None
    rounds: tuple[OwnRound, ...]

    @property
    def answered(self) -> int:
        return sum(1 for round_ in self.rounds if round_.choice)

    @property
    def best(self) -> int:
        """How many of the own answers earned full marks."""
        explained = [round_.explanation for round_ in self.rounds if round_.explanation]
        return sum(1 for explanation in explained if explanation.credit == 1)


@dataclass(frozen=True)
class OwnSession:
    """A line of the list of sessions."""

    public_id: str
    title: str
    created_at: datetime
    is_live: bool


def sessions_of(student: Student) -> tuple[OwnSession, ...]:
    """The sessions that the student took part in, newest first."""
    return tuple(
        OwnSession(session.public_id, session.title, session.created_at, session.is_live)
        for session in reports.sessions_of_student(student)
    )


def own_report(student: Student, session_public_id: str) -> StudentReport | None:
    """The student's report of one session; None unless they took part in it."""
    for session in reports.sessions_of_student(student):
        if session.public_id == session_public_id:
            return _report(student, session)
    return None


def _report(student: Student, session: LiveSession) -> StudentReport:
    records = records_of(session)
    person = records.people.get(student.id)
    return StudentReport(
        session_public_id=session.public_id,
        title=session.title,
        alias=student.alias,
        created_at=session.created_at,
        ended_at=session.ended_at,
        rounds=tuple(
            _own(record, person, session) for record in records.rounds if record.was_asked
        ),
    )


def _own(record: Record, person: Person | None, session: LiveSession) -> OwnRound:
    question = record.question
    own = next((answer for answer in record.answers if answer.person == person), None)
    return OwnRound(
        position=record.position,
        title=question.title,
        stem=question.stem,
        lead_in=question.lead_in,
        options=tuple((option.letter, option.text) for option in question.options),
        choice=own.choice if own else (),
        was_here=own is not None or person is None or not record.was_over_for(person),
        explanation=_explanation(record, own.credit if own else None)
        if _key_is_out(record, session)
        else None,
    )


def _key_is_out(record: Record, session: LiveSession) -> bool:
    """After the reveal; and for whatever the room saw unexplained, once the session has ended."""
    return record.is_revealed or not session.is_live


def _explanation(record: Record, credit: float | None) -> Explanation:
    return Explanation(
        question=record.question,
        key=record.key,
        tally=record.tally,
        credit=credit,
        was_explained_in_class=record.is_revealed,
        corrections=record.corrections,
    )
