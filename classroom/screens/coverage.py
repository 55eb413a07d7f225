"""The coverage of the loaded banks, as its page shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import groupby

from flask_babel import gettext as _

from classroom.banks.coverage.counting import Part
from classroom.banks.coverage.lacks import Lack, lacks_of
from classroom.banks.coverage.tables import Cell, Coverage, coverage_of
from classroom.banks.files import shipped_lists
from classroom.banks.library import Bank, Library
from classroom.banks.reading import read
from classroom.domain.question import Question
from classroom.screens.coverage_names import lack_mark, lack_sentence
from classroom.storage.queries import lessons


@dataclass(frozen=True)
class CoverageView:
    """What is asked for: a bank or all (`bank` is None), and the cell whose questions are listed.

    `bank_problem` and `cell_problem` are sentences about what was asked for and is not there.
    """

    banks: tuple[Bank, ...]
    coverage: Coverage
    bank: str | None = None
    cell: Cell | None = None
    bank_problem: str = ""
    cell_problem: str = ""

    @cached_property
    def lacks(self) -> tuple[Lack, ...]:
        return lacks_of(self.coverage)

    @property
    def lacks_by_part(self) -> list[tuple[Part, list[tuple[str, list[Cell]]]]]:
        """For each table what is said of its cells, and of which: many lack the same."""
        found: dict[Part, dict[str, list[Cell]]] = {}
        for lack in self.lacks:
            said = found.setdefault(lack.part, {})
            cell = self.coverage.cell(lack.part, lack.cell)
            said.setdefault(lack_sentence(lack), []).append(cell)
        return [(part, list(said.items())) for part, said in found.items()]

    @cached_property
    def _marks(self) -> dict[tuple[Part, str], str]:
        cells = self.coverage.cell
        return {
            (lack.part, lack.cell): lack_mark(lack, cells(lack.part, lack.cell))
            for lack in self.lacks
        }

    def mark(self, cell: Cell) -> str:
        """A word or two for a cell in which something is missing, else nothing."""
        return self._marks.get((cell.part, cell.id), "")

    @property
    def facts_by_section(self) -> list[tuple[str, list[Cell]]]:
        """The cells of the facts; those that are in no list come last, with an empty section."""
        facts, tables = self.coverage.lists.facts, self.coverage.tables
        ids = dict.fromkeys((*tables[Part.FACTS], *tables[Part.DOUBTS]))
        rows = groupby(ids, lambda id_: facts[id_].section if id_ in facts else "")
        return [
            (section, [self.coverage.cell(Part.FACTS, id_) for id_ in found])
            for section, found in rows
        ]

    @property
    def found(self) -> list[tuple[Question, Bank]]:
        """The questions of the chosen cell, each with its bank."""
        wanted = self.cell.questions if self.cell else ()
        return [
            (question, bank)
            for bank in self.coverage.banks
            for question in bank.questions
            if question.id in wanted
        ]


def view_of(given: Mapping[str, str]) -> CoverageView:
    """The page for a query with the fields `bank`, `part` and `cell`, whatever is in them."""
    banks = loaded_banks()
    bank = given.get("bank") or None
    problem = ""
    if bank not in (None, *(one.id for one in banks)):
        bank, problem = None, _("There is no such bank. These are the figures of all banks.")
    coverage = coverage_of(banks, _lists(), only=bank)
    cell = _cell(coverage, given.get("part", ""), given.get("cell", ""))
    asks = bool(given.get("part") or given.get("cell"))
    return CoverageView(
        banks=banks,
        coverage=coverage,
        bank=bank,
        cell=cell,
        bank_problem=problem,
        cell_problem=_("There is no such number here. Choose one in the tables.")
        if asks and cell is None
        else "",
    )


def loaded_banks() -> tuple[Bank, ...]:
    """The banks of the database with the questions that can still be asked."""
    rows = groupby(lessons.all_questions(), lambda stored: stored.bank)
    return tuple(
        Bank(
            id=bank.slug,
            title=bank.title,
            language=bank.language,
            description=bank.description,
            questions=tuple(stored.question for stored in found),
        )
        for bank, found in rows
    )


@cache
def _lists() -> Library:
    """The reference lists that come with the program, read once."""
    return read(shipped_lists()[0].parent)


def _cell(coverage: Coverage, part: str, id_: str) -> Cell | None:
    if part not in list(Part):
        return None
    return coverage.tables[Part(part)].get(id_)
