"""The people of a session: how often each took part, and who was present and did not."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from classroom.reports.records import GivenAnswer, Person
from classroom.reports.round_report import RoundReport


@dataclass(frozen=True)
class SilentPerson:
    """Someone who was present and did not answer, with the positions of those rounds."""

    person: Person
    positions: tuple[int, ...]


@dataclass(frozen=True)
class PersonReport:
    """One person over the session. Passes and ballots count as answered, but carry no marks.

    Rounds of too few ballots to name anybody are left out.
    """

    person: Person
    answered: int
    asked: int
    """Counted rounds that were not over when the person joined."""
    full_marks: int
    marked: int
    """Answers that could earn marks."""


def silent(counted: Iterable[RoundReport], came: Iterable[Person]) -> tuple[SilentPerson, ...]:
    """Who was present and did not answer, those with most such rounds first."""
    positions: defaultdict[int, list[int]] = defaultdict(list)
    for round_ in counted:
        for person in round_.did_not_answer if round_.may_name else ():
            positions[person.id].append(round_.position)
    found = [
        SilentPerson(person, tuple(positions[person.id])) for person in came if positions[person.id]
    ]
    return tuple(sorted(found, key=lambda item: (-len(item.positions), item.person.number)))


def people(counted: Sequence[RoundReport], came: Iterable[Person]) -> tuple[PersonReport, ...]:
    took_part: Counter[int] = Counter()
    came_too_late: Counter[int] = Counter()
    answers: defaultdict[int, list[GivenAnswer]] = defaultdict(list)
    named = [round_ for round_ in counted if round_.may_name]
    for round_ in named:
        took_part.update(round_.record.took_part_by)
        came_too_late.update(person.id for person in round_.not_yet_here)
        for answer in round_.answers:
            answers[answer.person.id].append(answer)
    return tuple(
        PersonReport(
            person=person,
            answered=took_part[person.id],
            asked=len(named) - came_too_late[person.id],
            full_marks=sum(1 for answer in answers[person.id] if answer.credit == 1),
            marked=sum(1 for answer in answers[person.id] if answer.credit is not None),
        )
        for person in came
    )
