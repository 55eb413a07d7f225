"""A session as CSV: one row an answer, for a spreadsheet or a statistics program."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from classroom.reports.naming import name_of
from classroom.reports.session_report import SessionReport

HEADER = ("round", "question", "version", "student", "choice", "credit", "saved_at")
"""Names for programs, so they are not translated."""

BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel reads UTF-8 as something else."""


def as_csv(report: SessionReport, *, with_names: bool = False) -> bytes:
    """UTF-8 with a byte order mark. `credit` is empty for a void question, `saved_at` is UTC."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEADER)
    for row in _rows(report, with_names=with_names):
        writer.writerow([plain(cell) for cell in row])
    return (BYTE_ORDER_MARK + text.getvalue()).encode("utf-8", "replace")


def _rows(report: SessionReport, *, with_names: bool) -> Iterator[tuple[object, ...]]:
    for round_ in report.rounds:
        for answer in round_.answers:
            yield (
                round_.position,
                round_.question.id,
                round_.question.version,
                name_of(answer.person, with_names=with_names),
                " ".join(answer.choice),
                "" if answer.credit is None else f"{answer.credit:.4g}",
                f"{answer.saved_at:%Y-%m-%dT%H:%M:%SZ}",
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
