"""The ideas behind wrong answers, over a session: who held them, and who held them surely."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from classroom.domain.kinds import kind_named
from classroom.domain.placed import misplaced
from classroom.domain.question import Key, Option, Question
from classroom.domain.tally import Tally, percent
from classroom.reports.round_report import RoundReport


@dataclass(frozen=True)
class MisconceptionReport:
    """How often options that carry a misconception were chosen, of how often they could be.

    One answer is one chance where one option is chosen, and as many as there are options with the
    misconception where each is a yes or no, or a line to place.
    """

    slug: str
    label: str
    chosen: int
    chances: int
    positions: tuple[int, ...]

    @property
    def percent(self) -> int:
        return percent(self.chosen, self.chances)


@dataclass(frozen=True)
class SureAndWrong:
    """A misconception, or a wrong option without one, and how often it was held surely."""

    words: str
    number: int
    positions: tuple[int, ...]


def misconceptions(counted: Iterable[RoundReport]) -> tuple[MisconceptionReport, ...]:
    """Most held first. An option that counts as right after a correction is no misconception."""
    chosen: Counter[str] = Counter()
    labels: dict[str, str] = {}
    chances: Counter[str] = Counter()
    positions: defaultdict[str, list[int]] = defaultdict(list)
    for round_ in counted:
        record = round_.record
        if not record.is_keyed:
            continue
        is_single = kind_named(record.question.kind).most_keyed == 1
        for option in record.question.options:
            slug = option.misconception
            if not slug or option.letter in record.key.accepted:
                continue
            chosen[slug] += _held(option, record.question, record.key, record.tally)
            labels[slug] = option.misconception_label or slug
            if record.position not in positions[slug]:
                positions[slug].append(record.position)
                chances[slug] += round_.answered
            elif not is_single:
                chances[slug] += round_.answered
    found = [
        MisconceptionReport(
            slug=slug,
            label=labels[slug],
            chosen=number,
            chances=chances[slug],
            positions=tuple(positions[slug]),
        )
        for slug, number in chosen.items()
        if number
    ]
    return tuple(sorted(found, key=lambda item: (-item.chosen, item.label)))


def _held(option: Option, question: Question, key: Key, tally: Tally) -> int:
    """How many chose the option, or put it where it does not belong."""
    return misplaced(option, key, tally) if question.places else tally.counts[option.letter]


def sure_and_wrong(counted: Iterable[RoundReport]) -> tuple[SureAndWrong, ...]:
    """Over all rounds, the most common first: confident errors, once corrected, stay corrected."""
    held: Counter[str] = Counter()
    positions: defaultdict[str, list[int]] = defaultdict(list)
    for round_ in counted:
        for words, number in round_.sure_and_wrong:
            held[words] += number
            positions[words].append(round_.position)
    return tuple(
        SureAndWrong(words, number, tuple(positions[words])) for words, number in held.most_common()
    )
