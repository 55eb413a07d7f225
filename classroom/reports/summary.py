"""What a session shows over all its rounds: the first thing that a report says."""

from __future__ import annotations

from dataclasses import dataclass

from classroom.reports.hardest import HardQuestion, hardest_first
from classroom.reports.ideas import (
    MisconceptionReport,
    SureAndWrong,
    misconceptions,
    sure_and_wrong,
)
from classroom.reports.reached_for import ComponentReport, components
from classroom.reports.records import Person
from classroom.reports.round_report import RoundReport
from classroom.reports.taking_part import PersonReport, SilentPerson, people, silent


@dataclass(frozen=True)
class Summary:
    hardest: tuple[HardQuestion, ...]
    sure_and_wrong: tuple[SureAndWrong, ...]
    silent: tuple[SilentPerson, ...]
    people: tuple[PersonReport, ...]
    misconceptions: tuple[MisconceptionReport, ...]
    components: tuple[ComponentReport, ...]
    cases: int
    """How many questions with a reading of the case the components are counted over."""
    choices: int
    """How many chosen options that is: the denominator of the components."""


def summary(rounds: tuple[RoundReport, ...], came: tuple[Person, ...]) -> Summary:
    counted = tuple(round_ for round_ in rounds if round_.is_counted)
    profiles = [
        round_.profile for round_ in counted if round_.profile and not round_.record.key.void
    ]
    return Summary(
        hardest=hardest_first(counted),
        sure_and_wrong=sure_and_wrong(counted),
        silent=silent(counted, came),
        people=people(counted, came),
        misconceptions=misconceptions(counted),
        components=components(profiles),
        cases=len(profiles),
        choices=sum(profile.choices for profile in profiles),
    )
