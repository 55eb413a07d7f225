"""What is missing, named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from classroom.banks.coverage.counting import Part, crossed
from classroom.banks.coverage.tables import KEY_LETTERS, Coverage
from classroom.domain.errors import N_

LEAST_TWINS = 14
"""Groups of questions that ask the same in another story, so that a re-vote can be followed up."""
LEAST_KEY_PERCENT = 15
MOST_KEY_PERCENT = 35
LEAST_KEYS_TO_JUDGE = 20
"""With fewer single best answers, a single one would move a letter's share too far."""

_MESSAGES = {
    Part.FACTS: N_("no question rests on it"),
    Part.MISCONCEPTIONS: N_("%(count)s of at least %(least)s wrong options"),
    Part.RUPTURE_CELLS: N_("%(count)s of at least %(least)s vignettes"),
    Part.STAGES: N_("%(count)s of at least %(least)s questions"),
    Part.MODALITIES: N_("%(count)s of at least %(least)s questions"),
}


@dataclass(frozen=True)
class Lack:
    """What is missing in a cell, or in a whole table when `cell` is empty.

    `message` is English, the msgid of its translation; `facts` fill it.
    """

    part: Part
    cell: str
    message: str
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return self.message % self.facts


def lacks_of(coverage: Coverage) -> tuple[Lack, ...]:
    """Everything that is missing, table by table."""
    return (
        *_short_cells(coverage),
        *_twins(coverage),
        *_doubtful_facts(coverage),
        *_key_positions(coverage),
    )


def _short_cells(coverage: Coverage) -> Iterator[Lack]:
    for part, message in _MESSAGES.items():
        for cell in coverage.tables[part].values():
            if cell.is_short:
                yield Lack(part, cell.id, message, {"count": cell.count, "least": cell.least})


def _twins(coverage: Coverage) -> Iterator[Lack]:
    """Too few groups, and groups of one: a twin that is gone, or a name that is misspelled."""
    if not coverage.is_whole:
        return
    for cell in coverage.tables[Part.TWINS].values():
        if len(cell.questions) == 1:
            message = N_("%(question)s stands alone in this group")
            yield Lack(Part.TWINS, cell.id, message, {"question": cell.questions[0]})
    found = len(twins_of(coverage))
    if found < LEAST_TWINS:
        message = N_("%(count)s of at least %(least)s groups of two questions or more")
        yield Lack(Part.TWINS, "", message, {"count": found, "least": LEAST_TWINS})


def _doubtful_facts(coverage: Coverage) -> Iterator[Lack]:
    """A doubtful fact may be put on trial, or be what a poll is about."""
    kinds = {question.id: question.kind for question in coverage.questions}
    for id_, fact in coverage.lists.facts.items():
        if fact.status != "doubtful":
            continue
        resting = [
            question
            for question in coverage.cell(Part.FACTS, id_).questions
            if kinds[question] != "poll"
        ]
        if resting:
            message = N_("it is doubtful, and yet rested on by %(questions)s; move it to “doubts”")
            yield Lack(Part.FACTS, id_, message, {"questions": ", ".join(resting)})


def _key_positions(coverage: Coverage) -> Iterator[Lack]:
    for bank in coverage.banks:
        counts = {
            letter: coverage.cell(Part.KEY_POSITIONS, bank.id, letter).count
            for letter in KEY_LETTERS
        }
        total = sum(counts.values())
        if total < LEAST_KEYS_TO_JUDGE:
            continue
        for letter, count in counts.items():
            if not LEAST_KEY_PERCENT * total <= 100 * count <= MOST_KEY_PERCENT * total:
                message = N_("%(count)s of %(total)s keys, not %(least)s to %(most)s percent")
                facts = {
                    "count": count,
                    "total": total,
                    "least": LEAST_KEY_PERCENT,
                    "most": MOST_KEY_PERCENT,
                }
                yield Lack(Part.KEY_POSITIONS, crossed(bank.id, letter), message, facts)


def twins_of(coverage: Coverage) -> dict[str, tuple[str, ...]]:
    """The groups that have at least two questions, with the ids of these."""
    return {
        cell.id: cell.questions
        for cell in coverage.tables[Part.TWINS].values()
        if len(cell.questions) > 1
    }
