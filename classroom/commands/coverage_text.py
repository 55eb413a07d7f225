"""The coverage of banks as tables of text."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from classroom.banks.coverage.counting import ASKED, NO_DOMAIN, Part
from classroom.banks.coverage.lacks import Lack, lacks_of, twins_of
from classroom.banks.coverage.shares import shares, weighed
from classroom.banks.coverage.tables import KEY_LETTERS, Cell, Coverage
from classroom.commands.columns import cut, lined_up, terminal_width
from classroom.domain.kinds import kind_names
from classroom.domain.signature import Rupture, Strained

Row = Sequence[object]
_LONGEST_ID = 26
_YIELDING = {"Banks and kinds": 0, "Domains": 1}
"""Heading → the column that is cut where the table is too wide; else it is the last."""


def lines(coverage: Coverage) -> Iterator[str]:
    """Every table under its heading, then what is missing."""
    yield f"{_count(coverage.questions, 'question')} in {_count(coverage.banks, 'bank')}"
    width = terminal_width() - 2
    for heading, rows in _tables(coverage):
        yield from ("", heading)
        if rows:
            yielding = _YIELDING.get(heading, -1)
            yield from (f"  {line}" for line in lined_up(rows, width=width, yielding=yielding))
        else:
            yield "  none"
    yield ""
    yield from _outline(coverage)
    yield ""
    yield from _missing(coverage)


def _tables(coverage: Coverage) -> Iterator[tuple[str, Sequence[Row]]]:
    yield "Banks and kinds", _kinds(coverage)
    yield "Levels", _counts(coverage, Part.LEVELS)
    yield "Sections", _counts(coverage, Part.SECTIONS)
    yield "Domains", _domains(coverage)
    yield "Facts, and questions that put them on trial", _facts(coverage)
    yield "Misconceptions, by wrong options", _misconceptions(coverage)
    yield "Vignettes by rupture and strained part", _ruptures(coverage)
    yield "Stages", _counts(coverage, Part.STAGES)
    yield "Modalities", _counts(coverage, Part.MODALITIES)
    yield "Key positions of single best answers", _key_positions(coverage)
    yield "Twins: questions that ask the same in another story", _twins(coverage)
    certainty = coverage.cell(Part.CERTAINTY, ASKED).count
    yield "Certainty", [("questions that also ask how sure one is", certainty)]


def _outline(coverage: Coverage) -> Iterator[str]:
    outline = coverage.lists.outline
    over = "" if outline.holds(datetime.now(UTC).date()) else " This day is over."
    text = (
        f"Domains: {outline.name}, valid until {outline.valid_until}.{over} {outline.validity_note}"
    )
    yield from textwrap.wrap(text, terminal_width())


def _missing(coverage: Coverage) -> Iterator[str]:
    if not coverage.is_whole:
        yield "One bank alone: what all banks together must cover is not asked of it."
    lacks = lacks_of(coverage)
    if not lacks:
        yield "Nothing is missing."
        return
    yield "Missing:"
    for lack in lacks:
        yield f"  {lack_name(lack)}: {lack.text}"


def lack_name(lack: Lack) -> str:
    """Where something is missing, in words."""
    table = {
        Part.FACTS: "fact",
        Part.MISCONCEPTIONS: "misconception",
        Part.RUPTURE_CELLS: "rupture",
        Part.STAGES: "stage",
        Part.MODALITIES: "modality",
        Part.KEY_POSITIONS: "key position",
        Part.TWINS: "twins",
    }[lack.part]
    return " ".join((table, lack.cell.replace(".", " × "))).rstrip()


def _kinds(coverage: Coverage) -> list[Row]:
    kinds = kind_names()
    # A kind's name of two words stands in two lines, so that seven kinds fit.
    first = [kind.rpartition("_")[0] for kind in kinds]
    last = [kind.rpartition("_")[2] for kind in kinds]
    rows: list[Row] = [("", "", *first), ("", "all", *last)]
    for bank in coverage.banks:
        counts = (coverage.cell(Part.BANKS, bank.id, kind).count for kind in kinds)
        rows.append((_short(bank.id), coverage.cell(Part.BANKS, bank.id).count, *counts))
    if len(coverage.banks) > 1:
        totals = (coverage.cell(Part.KINDS, kind).count for kind in kinds)
        rows.append(("all banks", len(coverage.questions), *totals))
    return rows


def _counts(coverage: Coverage, part: Part) -> list[Row]:
    return [(cell.id, cell.count, _remark(cell)) for cell in coverage.tables[part].values()]


def _domains(coverage: Coverage) -> list[Row]:
    outline = coverage.lists.outline
    mocks = weighed(coverage)
    shared = {bank.id: shares(len(bank.questions), outline.domains) for bank in mocks}
    heads = (head for bank in mocks for head in (_short(bank.id), "by weight"))
    rows: list[Row] = [("", "", "weight", "questions", *heads)]
    named = {domain.id: (domain.title, f"{domain.weight_percent} %") for domain in outline.domains}
    for id_ in (*named, NO_DOMAIN):
        title, weight = named.get(id_, ("no domain named", ""))
        rows.append(
            (
                id_ if id_ in named else "-",
                title,
                weight.rjust(6),
                coverage.cell(Part.NCE_DOMAINS, id_).count,
                *(
                    count
                    for bank in mocks
                    for count in (
                        coverage.cell(Part.NCE_DOMAINS, bank.id, id_).count,
                        shared[bank.id].get(id_, 0),
                    )
                ),
            )
        )
    return rows


def _facts(coverage: Coverage) -> list[Row]:
    rows: list[Row] = [("", "", "questions", "on trial", "", "")]
    facts = coverage.lists.facts
    for id_ in dict.fromkeys((*coverage.tables[Part.FACTS], *coverage.tables[Part.DOUBTS])):
        fact = facts.get(id_)
        cell = coverage.cell(Part.FACTS, id_)
        rows.append(
            (
                id_,
                fact.status if fact else "not listed",
                cell.count,
                coverage.cell(Part.DOUBTS, id_).count,
                _remark(cell),
                fact.claim if fact else "",
            )
        )
    return rows


def _misconceptions(coverage: Coverage) -> list[Row]:
    rows: list[Row] = [("", "options", "questions", "")]
    for cell in coverage.tables[Part.MISCONCEPTIONS].values():
        rows.append((cell.id, cell.count, len(cell.questions), _remark(cell)))
    return rows


def _ruptures(coverage: Coverage) -> list[Row]:
    rows: list[Row] = [("", *(strained.value for strained in Strained), "")]
    for rupture in (Rupture.WITHDRAWAL, Rupture.CONFRONTATION, Rupture.MIXED, Rupture.NONE):
        cells = [coverage.cell(Part.RUPTURE_CELLS, rupture.value, part.value) for part in Strained]
        short = ", ".join(_remark(cell) for cell in cells if cell.is_short)
        rows.append((rupture.value, *(cell.count for cell in cells), short))
    return rows


def _key_positions(coverage: Coverage) -> list[Row]:
    rows: list[Row] = [("", *KEY_LETTERS)]
    for bank in coverage.banks:
        cells = (coverage.cell(Part.KEY_POSITIONS, bank.id, letter) for letter in KEY_LETTERS)
        rows.append((_short(bank.id), *(cell.count for cell in cells)))
    return rows


def _twins(coverage: Coverage) -> list[Row]:
    return [(id_, ", ".join(questions)) for id_, questions in twins_of(coverage).items()]


def _remark(cell: Cell) -> str:
    if not cell.is_short:
        return ""
    return "missing" if cell.count == 0 else f"too few, at least {cell.least}"


def _short(id_: str) -> str:
    return cut(id_, _LONGEST_ID)


def _count(things: Sequence[object], noun: str) -> str:
    return f"{len(things)} {noun}" if len(things) == 1 else f"{len(things)} {noun}s"
