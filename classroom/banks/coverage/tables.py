"""The tables: every cell that there should be, what counts in it, and what is asked of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from classroom.banks.coverage.counting import ASKED, NO_DOMAIN, Part, cells_of, crossed
from classroom.banks.library import Bank, Library
from classroom.banks.schema import Modality
from classroom.domain.kinds import kind_names
from classroom.domain.question import Question
from classroom.domain.signature import Rupture, Stage, Strained

LEAST_QUESTIONS_ON_A_FACT = 1
"""For every fact that may carry a key: one that is sound, or holds with a nuance."""
LEAST_OPTIONS_WITH_A_MISCONCEPTION = 2
LEAST_VIGNETTES_IN_A_RUPTURE_CELL = 2
"""For withdrawal and confrontation, each with a strained goal, task and bond."""
LEAST_QUESTIONS_ON_A_STAGE = 4
LEAST_QUESTIONS_ON_A_MODALITY = 3

LEVELS = ("recall", "apply", "analyse")
RUPTURES = tuple(rupture.value for rupture in (Rupture.WITHDRAWAL, Rupture.CONFRONTATION))
STRAINED = tuple(part.value for part in (Strained.GOAL, Strained.TASK, Strained.BOND))
STAGES = tuple(stage.value for stage in Stage if stage is not Stage.NONE)
KEY_LETTERS = "ABCD"
"""A question with a single best answer has four options."""


@dataclass(frozen=True)
class Cell:
    """`count` is in questions, for misconceptions in options; `least` is what is asked of it."""

    part: Part
    id: str
    count: int = 0
    questions: tuple[str, ...] = ()
    least: int = 0

    @property
    def is_short(self) -> bool:
        return self.count < self.least


@dataclass(frozen=True)
class Coverage:
    """What the questions of these banks cover.

    `is_whole` is false for one bank out of several: then nothing is asked of the cells, since it is
    all banks together that must have everything.
    """

    banks: tuple[Bank, ...]
    lists: Library
    tables: Mapping[Part, Mapping[str, Cell]]
    is_whole: bool = True

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for bank in self.banks for question in bank.questions)

    def cell(self, part: Part, *names: str) -> Cell:
        """The cell of that row, or where a row and a column meet; an empty one if there is none."""
        id_ = ".".join(names)
        return self.tables[part].get(id_) or Cell(part, id_)


def coverage_of(banks: Sequence[Bank], lists: Library, *, only: str | None = None) -> Coverage:
    """The coverage of these banks, or of the one with the id `only`, by those reference lists."""
    chosen = tuple(bank for bank in banks if only in (None, bank.id))
    counted: dict[Part, dict[str, list[str]]] = {part: defaultdict(list) for part in Part}
    for bank in chosen:
        for question in bank.questions:
            for part, id_ in cells_of(question, bank.id, lists.facts):
                counted[part][id_].append(question.id)
    asked = _asked(chosen, lists)
    tables = {}
    for part in Part:
        least = asked[part] if only is None else dict.fromkeys(asked[part], 0)
        tables[part] = _table(part, counted[part], least)
    return Coverage(chosen, lists, tables, is_whole=only is None)


def _table(
    part: Part, counted: Mapping[str, Sequence[str]], least: Mapping[str, int]
) -> dict[str, Cell]:
    """The cells that are asked for in their order, then whatever else there is."""
    table = {}
    for id_ in (*least, *sorted(counted.keys() - least.keys())):
        entries = counted.get(id_, ())
        questions = tuple(dict.fromkeys(entries))
        table[id_] = Cell(part, id_, len(entries), questions, least.get(id_, 0))
    return table


def _asked(banks: Iterable[Bank], lists: Library) -> dict[Part, dict[str, int]]:
    """The cells that every table has even when nothing counts there, in order, with their least."""
    ids = [bank.id for bank in banks]
    domains = [*(domain.id for domain in lists.outline.domains), NO_DOMAIN]
    sections = dict.fromkeys(fact.section for fact in lists.facts.values())
    return {
        Part.BANKS: dict.fromkeys(_bank_cells(ids), 0),
        Part.KINDS: dict.fromkeys(kind_names(), 0),
        Part.LEVELS: dict.fromkeys(LEVELS, 0),
        Part.SECTIONS: dict.fromkeys(sections, 0),
        Part.NCE_DOMAINS: dict.fromkeys(domains, 0),
        Part.FACTS: {
            id_: 0 if fact.status == "doubtful" else LEAST_QUESTIONS_ON_A_FACT
            for id_, fact in lists.facts.items()
        },
        Part.DOUBTS: {},
        Part.MISCONCEPTIONS: dict.fromkeys(
            lists.misconceptions, LEAST_OPTIONS_WITH_A_MISCONCEPTION
        ),
        Part.RUPTURE_CELLS: _rupture_cells(),
        Part.STAGES: dict.fromkeys(STAGES, LEAST_QUESTIONS_ON_A_STAGE),
        Part.MODALITIES: dict.fromkeys(
            (modality.value for modality in Modality), LEAST_QUESTIONS_ON_A_MODALITY
        ),
        Part.KEY_POSITIONS: dict.fromkeys(
            (crossed(id_, letter) for id_ in ids for letter in KEY_LETTERS), 0
        ),
        Part.TWINS: {},
        Part.CERTAINTY: {ASKED: 0},
    }


def _bank_cells(ids: Iterable[str]) -> Iterator[str]:
    for id_ in ids:
        yield id_
        yield from (crossed(id_, kind) for kind in kind_names())


def _rupture_cells() -> dict[str, int]:
    """All four ruptures by what is strained; a minimum holds for the six that teach the model."""
    return {
        crossed(rupture.value, strained.value): (
            LEAST_VIGNETTES_IN_A_RUPTURE_CELL
            if rupture.value in RUPTURES and strained.value in STRAINED
            else 0
        )
        for rupture in (Rupture.WITHDRAWAL, Rupture.CONFRONTATION, Rupture.MIXED, Rupture.NONE)
        for strained in Strained
    }
