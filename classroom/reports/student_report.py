"""A student's own report: what they answered, and the explanations of what the room has seen.

Like the screens, these classes are a border: a round whose key is not out yet carries none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from classroom.domain.certainty import Calibration, calibration
from classroom.domain.kinds import PASS, Choice, kind_named
from classroom.domain.question import Key, Place, Question
from classroom.domain.signature import Component
from classroom.domain.tally import Tally
from classroom.reports.gathering import records_of
from classroom.reports.own_marks import OwnCount, OwnMark, by_component, by_domain
from classroom.reports.records import DecidedCorrection, Person, Record
from classroom.storage.queries import reports
from classroom.storage.tables import LiveSession, Sentence, Student


@dataclass(frozen=True)
class Explanation:
    """Key, rationales and the room's distribution; `sentences` are the released ones.

    `credit` is the own answer's; None without one, for a pass, or when there is no key.
    """

    question: Question
    key: Key
    tally: Tally
    sentences: tuple[Sentence, ...]
    is_keyed: bool
    credit: float | None
    was_explained_in_class: bool
    corrections: tuple[DecidedCorrection, ...]


@dataclass(frozen=True)
class OwnRound:
    """A question as the room saw it, and the own choice, empty when there was none."""

    position: int
    kind: str
    title: str
    stem: str
    lead_in: str
    options: tuple[tuple[str, str], ...]
    """Letter and text."""
    places: tuple[Place, ...]
    choice: Choice
    certainty: int | None
    took_part: bool
    """Answered, passed, or cast a ballot."""
    is_linked: bool
    """False: there is no own answer to show, only that the student took part."""
    is_sealed: bool
    """Whether a ballot can be changed no more."""
    was_here: bool
    """False when the student joined only after the round was over."""
    explanation: Explanation | None
    """None until the reveal, or the end of the session."""

    @property
    def is_pass(self) -> bool:
        return self.took_part and self.is_linked and self.choice == PASS


@dataclass(frozen=True)
class StudentReport:
    session_public_id: str
    title: str
    alias: str
    created_at: datetime
    ended_at: datetime | None
    is_exam: bool
    """Then nothing is explained before the end."""
    rounds: tuple[OwnRound, ...]

    @property
    def is_live(self) -> bool:
        return self.ended_at is None

    @property
    def answered(self) -> int:
        """How many questions were answered or passed."""
        return sum(1 for round_ in self.rounds if round_.took_part)

    @property
    def best(self) -> int:
        """How many of the own answers earned full marks."""
        return sum(1 for explanation in self._explanations if explanation.credit == 1)

    @property
    def calibration(self) -> tuple[Calibration, ...]:
        """Of the own answers at each level of certainty how many were right, once that is out."""
        return calibration(
            (round_.certainty, round_.explanation.credit)
            for round_ in self.rounds
            if round_.explanation and round_.explanation.credit is not None
        )

    @property
    def by_domain(self) -> tuple[tuple[int, OwnCount], ...]:
        """In an exam: the own results by domain of the outline, once they are out."""
        return by_domain(self._marks)

    @property
    def by_component(self) -> tuple[tuple[Component, OwnCount], ...]:
        """In an exam: the own results by the part of the alliance that was called for."""
        return by_component(self._marks)

    @property
    def _explanations(self) -> list[Explanation]:
        return [round_.explanation for round_ in self.rounds if round_.explanation]

    @property
    def _marks(self) -> list[OwnMark]:
        return [
            OwnMark(explanation.question, explanation.credit)
            for explanation in self._explanations
            if self.is_exam and explanation.is_keyed
        ]


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
        is_exam=session.is_exam,
        rounds=tuple(
            _own(record, person, session) for record in records.rounds if record.was_asked
        ),
    )


def _own(record: Record, person: Person | None, session: LiveSession) -> OwnRound:
    question = record.question
    own = next((answer for answer in record.answers if answer.person == person), None)
    took_part = person is not None and person.id in record.took_part_by
    return OwnRound(
        position=record.position,
        kind=question.kind,
        title=question.title,
        stem=question.stem,
        lead_in=question.lead_in,
        options=_options(question),
        places=question.places,
        choice=own.choice if own else PASS,
        certainty=own.certainty if own else None,
        took_part=took_part,
        is_linked=record.is_linked,
        is_sealed=record.is_sealed,
        was_here=took_part or person is None or not record.was_over_for(person),
        explanation=_explanation(record, own.credit if own else None)
        if _key_is_out(record, session)
        else None,
    )


def _options(question: Question) -> tuple[tuple[str, str], ...]:
    """Letters and texts; none of a short text, whose options are what its reader looks for."""
    if kind_named(question.kind).is_written:
        return ()
    return tuple((option.letter, option.text) for option in question.options)


def _key_is_out(record: Record, session: LiveSession) -> bool:
    """After the reveal; and for whatever the room saw unexplained, once the session has ended.

    In an exam nothing is out before the end, not even a question that was revealed by mistake.
    """
    if session.is_live and session.is_exam:
        return False
    return record.is_revealed or not session.is_live


def _explanation(record: Record, credit: float | None) -> Explanation:
    return Explanation(
        question=record.question,
        key=record.key,
        tally=record.tally,
        sentences=tuple(sentence for sentence in record.sentences if sentence.is_released),
        is_keyed=record.is_keyed,
        credit=credit,
        was_explained_in_class=record.is_revealed,
        corrections=record.corrections,
    )
