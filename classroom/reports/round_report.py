"""One round of a report: what was answered, and by whom it was not."""

from __future__ import annotations

from dataclasses import dataclass

from classroom.domain.question import Question
from classroom.domain.round import RoundPhase
from classroom.domain.tally import RoomProfile, room_profile
from classroom.reports.records import GivenAnswer, Person, Record


@dataclass(frozen=True)
class RoundReport:
    """A round and everyone who came, each in one of four groups once voting is over."""

    record: Record
    answers: tuple[GivenAnswer, ...]
    did_not_answer: tuple[Person, ...]
    """Present, and without an answer."""
    not_yet_here: tuple[Person, ...]
    """Joined only after the round was over."""
    away: tuple[Person, ...]
    """Joined before, but was not connected."""
    profile: RoomProfile | None

    @property
    def position(self) -> int:
        return self.record.position

    @property
    def question(self) -> Question:
        return self.record.question

    @property
    def is_skipped(self) -> bool:
        return self.record.phase is RoundPhase.SKIPPED

    @property
    def is_counted(self) -> bool:
        """Whether the round enters the summary: voted on, and not skipped."""
        return self.record.is_voted and not self.is_skipped

    @property
    def answered(self) -> int:
        """People who answered: on phones, by hand, and those forgotten since."""
        return self.record.tally.answered

    @property
    def present(self) -> int:
        return self.answered + len(self.did_not_answer)


def round_report(record: Record, came: tuple[Person, ...]) -> RoundReport:
    answered_by = record.answered_by
    missing, later, away = [], [], []
    for person in came if record.is_voted else ():
        if person.id in answered_by:
            continue
        if person.id in record.present:
            missing.append(person)
        elif record.was_over_for(person):
            later.append(person)
        else:
            away.append(person)
    return RoundReport(
        record=record,
        answers=record.answers,
        did_not_answer=tuple(missing),
        not_yet_here=tuple(later),
        away=tuple(away),
        profile=room_profile(record.question, record.tally),
    )
