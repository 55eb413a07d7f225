"""The records of a session: who sat where, and what each round holds. `gathering` reads them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from classroom.domain.correction import CorrectionKind
from classroom.domain.kinds import PASS, Choice, kind_named
from classroom.domain.question import Key, Question
from classroom.domain.round import RoundPhase
from classroom.domain.tally import Tally
from classroom.storage.tables import LiveSession, Sentence


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
    """`credit` is from 0 to 1 under the key in force; None for a pass, or when there is no key."""

    person: Person
    choice: Choice
    credit: float | None
    saved_at: datetime
    certainty: int | None = None

    @property
    def is_pass(self) -> bool:
        return self.choice == PASS


@dataclass(frozen=True)
class DecidedCorrection:
    kind: CorrectionKind
    letters: tuple[str, ...]
    decided_by: str
    decided_at: datetime


@dataclass(frozen=True)
class Record:
    """One round as it stands now: counted under the key in force, simulated students left out.

    `answers` are those that stay their students'; of ballots only `participants` are known.
    `forgotten` answers still count although their students are no longer known. `present` is known
    from the close on.
    """

    position: int
    phase: RoundPhase
    question: Question
    key: Key
    tally: Tally
    answers: tuple[GivenAnswer, ...]
    participants: frozenset[int]
    """Who took part by ballot; with what, nobody knows."""
    is_sealed: bool
    """Whether ballots can be changed no more. Until then nothing of them is counted here."""
    sentences: tuple[Sentence, ...]
    """What was written to a short text, once it is sealed."""
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
    def is_keyed(self) -> bool:
        """Whether answers are right or wrong: the kind has a key, and it is in force."""
        return kind_named(self.question.kind).is_keyed and not self.key.void

    @property
    def is_linked(self) -> bool:
        return kind_named(self.question.kind).is_linked

    @property
    def took_part_by(self) -> frozenset[int]:
        """The ids of those who answered, passed, or cast a ballot."""
        return self.participants | {answer.person.id for answer in self.answers}

    @property
    def took_part(self) -> int:
        """How many answered or passed, on phones, by hand, and those forgotten since."""
        return max(self.tally.took_part, len(self.participants))

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
        answered = frozenset[int]().union(*(record.took_part_by for record in self.rounds))
        return tuple(
            person
            for person in self.people.values()
            if person.joined_at is not None or person.id in answered
        )
