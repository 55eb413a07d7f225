"""What a session shows over all its rounds: the first thing that a report says."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from classroom.domain.question import Option
from classroom.domain.signature import Component, Valence
from classroom.domain.tally import ProfileRow, RoomProfile, most_chosen_wrong, percent
from classroom.reports.records import GivenAnswer, Person
from classroom.reports.round_report import RoundReport


@dataclass(frozen=True)
class HardQuestion:
    """A question by its share of full marks, with the wrong option that most people chose."""

    position: int
    title: str
    full_marks: int
    answered: int
    wrong: Option | None
    wrong_count: int

    @property
    def percent(self) -> int:
        return percent(self.full_marks, self.answered)


@dataclass(frozen=True)
class SilentPerson:
    """Someone who was present and did not answer, with the positions of those rounds."""

    person: Person
    positions: tuple[int, ...]


@dataclass(frozen=True)
class PersonReport:
    """One person over the session. Void questions count as answered, but carry no marks."""

    person: Person
    answered: int
    asked: int
    """Counted rounds that were not over when the person joined."""
    full_marks: int
    marked: int
    """Answers that could earn marks."""


@dataclass(frozen=True)
class MisconceptionReport:
    """How often options that carry a misconception were chosen, of how many answers."""

    slug: str
    label: str
    chosen: int
    answered: int
    positions: tuple[int, ...]

    @property
    def percent(self) -> int:
        return percent(self.chosen, self.answered)


@dataclass(frozen=True)
class ComponentReport:
    """What the room reached for over all cases; `called_for` counts the cases that needed it."""

    row: ProfileRow
    called_for: int


@dataclass(frozen=True)
class Summary:
    hardest: tuple[HardQuestion, ...]
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
        hardest=_hardest(counted),
        silent=_silent(counted, came),
        people=_people(counted, came),
        misconceptions=_misconceptions(counted),
        components=_components(profiles),
        cases=len(profiles),
        choices=sum(profile.choices for profile in profiles),
    )


def _hardest(counted: tuple[RoundReport, ...]) -> tuple[HardQuestion, ...]:
    """Hardest first; a void question and one that nobody answered say nothing about difficulty."""
    found = []
    for round_ in counted:
        record = round_.record
        if record.key.void or not round_.answered:
            continue
        letter = most_chosen_wrong(record.question, record.key, record.tally)
        found.append(
            HardQuestion(
                position=record.position,
                title=record.question.title,
                full_marks=record.tally.full_marks,
                answered=round_.answered,
                wrong=record.question.option(letter) if letter else None,
                wrong_count=record.tally.counts[letter] if letter else 0,
            )
        )
    return tuple(sorted(found, key=lambda item: (item.full_marks / item.answered, item.position)))


def _silent(counted: tuple[RoundReport, ...], came: tuple[Person, ...]) -> tuple[SilentPerson, ...]:
    """Who was present and did not answer, those with most such rounds first."""
    positions: defaultdict[int, list[int]] = defaultdict(list)
    for round_ in counted:
        for person in round_.did_not_answer:
            positions[person.id].append(round_.position)
    silent = [
        SilentPerson(person, tuple(positions[person.id])) for person in came if positions[person.id]
    ]
    return tuple(sorted(silent, key=lambda item: (-len(item.positions), item.person.number)))


def _people(counted: tuple[RoundReport, ...], came: tuple[Person, ...]) -> tuple[PersonReport, ...]:
    answers: defaultdict[int, list[GivenAnswer]] = defaultdict(list)
    came_too_late: Counter[int] = Counter()
    for round_ in counted:
        came_too_late.update(person.id for person in round_.not_yet_here)
        for answer in round_.answers:
            answers[answer.person.id].append(answer)
    return tuple(
        PersonReport(
            person=person,
            answered=len(answers[person.id]),
            asked=len(counted) - came_too_late[person.id],
            full_marks=sum(1 for answer in answers[person.id] if answer.credit == 1),
            marked=sum(1 for answer in answers[person.id] if answer.credit is not None),
        )
        for person in came
    )


def _misconceptions(counted: tuple[RoundReport, ...]) -> tuple[MisconceptionReport, ...]:
    """Most held first. An option that counts as right after a correction is no misconception."""
    chosen: Counter[str] = Counter()
    labels: dict[str, str] = {}
    rounds: defaultdict[str, dict[int, int]] = defaultdict(dict)
    for round_ in counted:
        record = round_.record
        if record.key.void:
            continue
        for option in record.question.options:
            slug = option.misconception
            if not slug or option.letter in record.key.accepted:
                continue
            chosen[slug] += record.tally.counts[option.letter]
            labels[slug] = option.misconception_label or slug
            rounds[slug][record.position] = round_.answered
    found = [
        MisconceptionReport(
            slug=slug,
            label=labels[slug],
            chosen=number,
            answered=sum(rounds[slug].values()),
            positions=tuple(rounds[slug]),
        )
        for slug, number in chosen.items()
        if number
    ]
    return tuple(sorted(found, key=lambda item: (-item.chosen, item.label)))


def _components(profiles: Sequence[RoomProfile]) -> tuple[ComponentReport, ...]:
    """The profiles of all cases, one upon another."""
    called_for: Counter[Component] = Counter()
    cells: Counter[tuple[Component, Valence]] = Counter()
    present = set()
    for profile in profiles:
        for row in profile.rows:
            present.add(row.component)
            called_for[row.component] += row.needed
            cells[row.component, Valence.STRENGTHENS] += row.strengthens
            cells[row.component, Valence.STRAINS] += row.strains
            cells[row.component, Valence.NEITHER] += row.neither
    return tuple(
        ComponentReport(
            ProfileRow(
                component,
                cells[component, Valence.STRENGTHENS],
                cells[component, Valence.STRAINS],
                cells[component, Valence.NEITHER],
                needed=called_for[component] > 0,
            ),
            called_for[component],
        )
        for component in Component
        if component in present
    )
