"""A session as CSV: one row an answer, for a spreadsheet or a statistics program.

Ballots (polls) have no rows: they are nobody's, and their counts are in the workbook. Sentences
(short texts) have rows without a student, and only where they are asked for.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from classroom.reports.naming import name_of
from classroom.reports.round_report import RoundReport
from classroom.reports.session_report import SessionReport

HEADER = (
    "round",
    "question",
    "version",
    "student",
    "choice",
    "credit",
    "saved_at",
    "certainty",
    "passed",
)
"""Names for programs, so they are not translated.

`choice`: the marks of the choice with a space between, letters (`A C`) or options in their places
(`A:goal B:task`); empty for a pass. `credit`: 0 to 1; empty for a pass, and for a question without
a key or withdrawn. `saved_at`: UTC. `certainty`: 1 to 3, empty where it was not given. `passed`:
1 for a pass, else 0.
"""

TEXT = "text"
"""One more column where sentences are asked for. Their rows name no student and no time; `choice`
holds the letters of what the instructor ticked."""

BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel reads UTF-8 as something else."""


def as_csv(report: SessionReport, *, with_names: bool = False, with_texts: bool = False) -> bytes:
    """UTF-8 with a byte order mark; the columns are those of HEADER."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow((*HEADER, TEXT) if with_texts else HEADER)
    for round_ in report.rounds:
        for row in _answers(round_, with_names=with_names):
            writer.writerow([plain(cell) for cell in ((*row, "") if with_texts else row)])
        for row in _sentences(round_) if with_texts else ():
            writer.writerow([plain(cell) for cell in row])
    return (BYTE_ORDER_MARK + text.getvalue()).encode("utf-8", "replace")


def _answers(round_: RoundReport, *, with_names: bool) -> Iterator[tuple[object, ...]]:
    for answer in round_.answers:
        yield (
            round_.position,
            round_.question.id,
            round_.question.version,
            name_of(answer.person, with_names=with_names),
            " ".join(answer.choice),
            "" if answer.credit is None else f"{answer.credit:.4g}",
            f"{answer.saved_at:%Y-%m-%dT%H:%M:%SZ}",
            answer.certainty or "",
            int(answer.is_pass),
        )


def _sentences(round_: RoundReport) -> Iterator[tuple[object, ...]]:
    for sentence in round_.record.sentences:
        yield (
            round_.position,
            round_.question.id,
            round_.question.version,
            "",
            " ".join(sentence.features),
            "",
            "",
            "",
            0,
            sentence.text,
        )


def plain(cell: object) -> object:
    """The cell so that no spreadsheet takes it for a formula: a text that looks like one gets `'`.

    Spreadsheets also try after blanks, and read the full-width signs like the others.
    """
    if isinstance(cell, str) and (
        cell.startswith(("\t", "\r", "\n")) or cell.lstrip().startswith(_FORMULA_SIGNS)
    ):
        return f"'{cell}"
    return cell


_FORMULA_SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
