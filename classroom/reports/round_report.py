"""One round of a report: what was answered, and by whom it was not."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from classroom.domain.certainty import CONFIDENT, confident_and_wrong
from classroom.domain.question import Question
from classroom.domain.round import RoundPhase
from classroom.domain.small_numbers import may_break_down
from classroom.domain.tally import RoomProfile, room_profile
from classroom.reports.records import GivenAnswer, Person, Record


@dataclass(frozen=True)
class RoundReport:
    """A round and everyone who came, each in one of four groups once voting is over."""

    record: Record
    answers: tuple[GivenAnswer, ...]
    took_part_by_ballot: tuple[Person, ...]
    """With what, nobody knows."""
    did_not_answer: tuple[Person, ...]
    """Present, and without an answer, a pass or a ballot."""
    not_yet_here: tuple[Person, ...]
    """Joined only after the round was over."""
    away: tuple[Person, ...]
    """Joined before, but was not connected."""
    profile: RoomProfile | None
    sure_and_wrong: tuple[tuple[str, int], ...]
    """What those believed who were sure and wrong, the most common first."""

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
        """People who answered: on phones, by hand, and those forgotten since. No passes."""
        return self.record.tally.answered

    @property
    def took_part(self) -> int:
        """People who answered or passed."""
        return self.record.took_part

    @property
    def present(self) -> int:
        return self.took_part + len(self.did_not_answer)

    @property
    def may_name(self) -> bool:
        """Whether names may stand beside it: of few ballots they would tell whose is whose."""
        return self.record.is_linked or may_break_down(self.took_part)


def round_report(record: Record, came: tuple[Person, ...]) -> RoundReport:
    took_part_by = record.took_part_by
    missing, later, away = [], [], []
    for person in came if record.is_voted else ():
        if person.id in took_part_by:
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
        took_part_by_ballot=tuple(person for person in came if person.id in record.participants),
        did_not_answer=tuple(missing),
        not_yet_here=tuple(later),
        away=tuple(away),
        profile=room_profile(record.question, record.tally),
        sure_and_wrong=_sure_and_wrong(record),
    )


def _sure_and_wrong(record: Record) -> tuple[tuple[str, int], ...]:
    if not record.is_keyed:
        return ()
    sure = Counter(answer.choice for answer in record.answers if answer.certainty == CONFIDENT)
    return confident_and_wrong(record.question, record.key, sure)
