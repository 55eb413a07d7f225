"""The records of a session, read once: who sat where, and what each round holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from classroom.domain.correction import CorrectionKind, key_in_force
from classroom.domain.kinds import kind_named
from classroom.domain.kinds.kind import Choice
from classroom.domain.question import Key, Question
from classroom.domain.round import RoundPhase
from classroom.domain.tally import Tally, tally
from classroom.storage.queries import reports
from classroom.storage.tables import LiveSession, Round, Student


@dataclass(frozen=True)
class Person:
    """A seat. `number` is its place among the group's seats: its name where aliases are left out.

    `joined_at` is None for a seat of the group that did not come to this session.
    """

    id: int
    number: int
    alias: str
    joined_at: datetime | None = None


@dataclass(frozen=True)
class GivenAnswer:
    """`credit` is from 0 to 1 under the key in force; None when the question is void."""

    person: Person
    choice: Choice
    credit: float | None
    saved_at: datetime


@dataclass(frozen=True)
class DecidedCorrection:
    kind: CorrectionKind
    letters: tuple[str, ...]
    decided_by: str
    decided_at: datetime


@dataclass(frozen=True)
class Record:
    """One round as it stands now: counted under the key in force, simulated students left out.

    `forgotten` answers still count although their students are no longer known. `present` is known
    from the close on.
    """

    position: int
    phase: RoundPhase
    question: Question
    key: Key
    tally: Tally
    answers: tuple[GivenAnswer, ...]
    forgotten: int
    corrections: tuple[DecidedCorrection, ...]
    present: frozenset[int]
    opened_at: datetime | None
    closed_at: datetime | None

    @property
    def was_asked(self) -> bool:
        """Whether the room ever saw the question."""
        return self.opened_at is not None

    @property
    def is_revealed(self) -> bool:
        return self.phase is RoundPhase.REVEALED

    @property
    def is_voted(self) -> bool:
        """Whether the room saw the question and voting is over."""
        return self.was_asked and self.phase is not RoundPhase.OPEN

    @property
    def answered_by(self) -> frozenset[int]:
        return frozenset(answer.person.id for answer in self.answers)

    def was_over_for(self, person: Person) -> bool:
        """Whether the person came to the session only after the close."""
        if person.joined_at is None or self.closed_at is None:
            return False
        return person.joined_at > self.closed_at


@dataclass(frozen=True)
class Records:
    session: LiveSession
    people: Mapping[int, Person]
    """The group's seats by id; in a real session without the simulated ones."""
    left_out: int
    """How many simulated students took part in a real session and are counted nowhere."""
    rounds: tuple[Record, ...]

    @property
    def came(self) -> tuple[Person, ...]:
        """Who took part, in the order of the seats."""
        answered = frozenset[int]().union(*(record.answered_by for record in self.rounds))
        return tuple(
            person
            for person in self.people.values()
            if person.joined_at is not None or person.id in answered
        )


def records_of(session: LiveSession) -> Records:
    seats = reports.seats(session.group_id)
    joined = reports.joined_at(session.id)
    people = {
        seat.id: Person(seat.id, number, seat.alias, joined.get(seat.id))
        for number, seat in enumerate(seats, start=1)
        if _counts(seat, session)
    }
    left_out = sum(1 for seat in seats if seat.id in joined and seat.id not in people)
    return Records(session, people, left_out, _rounds(session, people))


def _counts(seat: Student, session: LiveSession) -> bool:
    """Simulated students enter no statistics, except in a session that is itself a simulation."""
    return session.simulated or not seat.simulated


def _rounds(session: LiveSession, people: Mapping[int, Person]) -> tuple[Record, ...]:
    answers = reports.answers(session.id)
    hands = reports.hands(session.id)
    presences = reports.presences(session.id)
    records = []
    for round_ in reports.rounds_with_events(session.id):
        question = round_.question
        key = key_in_force(question, [event.correction for event in round_.corrections])
        vote = round_.votes[-1] if round_.votes else None
        given = tuple(
            GivenAnswer(
                people[answer.student_id],
                answer.choice,
                _credit(answer.choice, key, question),
                answer.saved_at,
            )
            for answer in answers
            if vote is not None and answer.vote_id == vote.id and answer.student_id in people
        )
        kept = _kept(vote.kept_choices if vote else None)
        choices = Counter(answer.choice for answer in given) + kept
        records.append(
            Record(
                position=round_.position,
                phase=RoundPhase(round_.phase),
                question=question,
                key=key,
                tally=tally(question, key, choices, hands.get(vote.id) if vote else None),
                answers=given,
                forgotten=kept.total(),
                corrections=_corrections(round_),
                present=frozenset(presences.get(round_.id, ())) & people.keys(),
                opened_at=round_.opened_at,
                closed_at=round_.closed_at,
            )
        )
    return tuple(records)


def _credit(choice: Choice, key: Key, question: Question) -> float | None:
    return None if key.void else kind_named(question.kind).credit(choice, key, question)


def _kept(kept_choices: Mapping[str, int] | None) -> Counter[Choice]:
    return Counter(
        {tuple(joined.split(",")): number for joined, number in (kept_choices or {}).items()}
    )


def _corrections(round_: Round) -> tuple[DecidedCorrection, ...]:
    return tuple(
        DecidedCorrection(
            CorrectionKind(event.kind),
            tuple(sorted(event.letters)),
            event.decided_by,
            event.decided_at,
        )
        for event in round_.corrections
    )
