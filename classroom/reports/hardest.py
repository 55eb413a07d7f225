"""The questions of a session by how few got full marks, each with what most people got wrong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from classroom.domain.placed import hardest_of, rightly_placed
from classroom.domain.question import Option
from classroom.domain.tally import most_chosen_wrong, percent
from classroom.reports.records import Record
from classroom.reports.round_report import RoundReport


@dataclass(frozen=True)
class HardQuestion:
    """A question by its share of full marks, with the wrong option that most people chose.

    Where options are put into places, `wrong` is the one that fewest placed where it belongs, and
    `wrong_count` how many did not.
    """

    position: int
    title: str
    full_marks: int
    answered: int
    wrong: Option | None
    wrong_count: int
    is_placed: bool = False

    @property
    def percent(self) -> int:
        return percent(self.full_marks, self.answered)


def hardest_first(counted: Iterable[RoundReport]) -> tuple[HardQuestion, ...]:
    """Void questions, those without a key and those nobody answered say nothing of difficulty."""
    found = []
    for round_ in counted:
        record = round_.record
        if not record.is_keyed or not round_.answered:
            continue
        wrong, number = _most_wrong(record)
        found.append(
            HardQuestion(
                position=record.position,
                title=record.question.title,
                full_marks=record.tally.full_marks,
                answered=round_.answered,
                wrong=wrong,
                wrong_count=number,
                is_placed=bool(record.question.places),
            )
        )
    return tuple(sorted(found, key=lambda item: (item.full_marks / item.answered, item.position)))


def _most_wrong(record: Record) -> tuple[Option | None, int]:
    question, key, counted = record.question, record.key, record.tally
    if question.places:
        hardest = hardest_of(question, key, counted)
        return hardest, counted.answered - rightly_placed(hardest, key, counted) if hardest else 0
    letter = most_chosen_wrong(question, key, counted)
    return (question.option(letter), counted.counts[letter]) if letter else (None, 0)
