"""The coverage as plain data, for `--json`. The names of its fields are lasting."""

from __future__ import annotations

from typing import Any

from classroom.banks.coverage.counting import ASKED, NO_DOMAIN, Part
from classroom.banks.coverage.lacks import lacks_of, twins_of
from classroom.banks.coverage.tables import KEY_LETTERS, Coverage
from classroom.banks.library import Outline
from classroom.domain.kinds import kind_names
from classroom.domain.signature import Rupture, Strained


def figures(coverage: Coverage) -> dict[str, Any]:
    """Counts by name; what is missing with the table and the cell that it is missing in."""
    domains = (*(domain.id for domain in coverage.lists.outline.domains), NO_DOMAIN)
    return {
        "questions": len(coverage.questions),
        "by_kind": _counts(coverage, Part.KINDS),
        "by_bank": {
            bank.id: {
                "title": bank.title,
                "questions": coverage.cell(Part.BANKS, bank.id).count,
                "by_kind": {
                    kind: coverage.cell(Part.BANKS, bank.id, kind).count for kind in kind_names()
                },
                "by_nce_domain": {
                    id_: coverage.cell(Part.NCE_DOMAINS, bank.id, id_).count for id_ in domains
                },
            }
            for bank in coverage.banks
        },
        "by_level": _counts(coverage, Part.LEVELS),
        "by_section": _counts(coverage, Part.SECTIONS),
        "by_nce_domain": {id_: coverage.cell(Part.NCE_DOMAINS, id_).count for id_ in domains},
        "facts": _facts(coverage),
        "misconceptions": {
            cell.id: {"options": cell.count, "questions": len(cell.questions)}
            for cell in coverage.tables[Part.MISCONCEPTIONS].values()
        },
        "rupture_cells": {
            rupture.value: {
                strained.value: coverage.cell(
                    Part.RUPTURE_CELLS, rupture.value, strained.value
                ).count
                for strained in Strained
            }
            for rupture in Rupture
        },
        "stages": _counts(coverage, Part.STAGES),
        "modalities": _counts(coverage, Part.MODALITIES),
        "key_positions": {
            bank.id: {
                letter: coverage.cell(Part.KEY_POSITIONS, bank.id, letter).count
                for letter in KEY_LETTERS
            }
            for bank in coverage.banks
        },
        "twins": {id_: list(questions) for id_, questions in twins_of(coverage).items()},
        "certainty": coverage.cell(Part.CERTAINTY, ASKED).count,
        "missing": [
            {"part": lack.part.value, "cell": lack.cell, "text": lack.text}
            for lack in lacks_of(coverage)
        ],
        "outline": _outline(coverage.lists.outline),
    }


def _counts(coverage: Coverage, part: Part) -> dict[str, int]:
    return {cell.id: cell.count for cell in coverage.tables[part].values()}


def _facts(coverage: Coverage) -> dict[str, dict[str, Any]]:
    ids = dict.fromkeys((*coverage.tables[Part.FACTS], *coverage.tables[Part.DOUBTS]))
    facts = coverage.lists.facts
    return {
        id_: {
            "status": facts[id_].status if id_ in facts else None,
            "questions": coverage.cell(Part.FACTS, id_).count,
            "doubted": coverage.cell(Part.DOUBTS, id_).count,
        }
        for id_ in ids
    }


def _outline(outline: Outline) -> dict[str, Any]:
    return {
        "name": outline.name,
        "valid_until": outline.valid_until.isoformat(),
        "validity_note": outline.validity_note,
        "sources": list(outline.sources),
        "domains": [domain.model_dump() for domain in outline.domains],
    }
