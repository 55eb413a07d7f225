"""A session as an Excel workbook: summary, rounds, answers, people, a sheet each.

Ballots (polls) stand among the rounds as counts, with the small ones kept back. Sentences (short
texts) have a sheet of their own, and only where they are asked for.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import xlsxwriter
from flask_babel import gettext as _

from classroom.reports.naming import name_of
from classroom.reports.rounds_sheet import rounds_sheet
from classroom.reports.session_report import SessionReport

Row = Sequence[object]


def as_xlsx(report: SessionReport, *, with_names: bool = False, with_texts: bool = False) -> bytes:
    """The workbook, made in memory. A text stays a text, whatever it looks like."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        bold = book.add_format({"bold": True})
        _write(book, bold, _("Summary"), *_summary(report))
        _write(book, bold, _("Rounds"), *rounds_sheet(report.rounds))
        _write(book, bold, _("Answers"), *_answers(report, with_names=with_names))
        _write(book, bold, _("People"), *_people(report, with_names=with_names))
        if with_texts:
            _write(book, bold, _("Sentences"), *_sentences(report))
    return buffer.getvalue()


def _write(book: Any, bold: Any, title: str, header: Row, rows: Iterable[Row]) -> None:
    sheet = book.add_worksheet(title)
    widths = [len(str(cell)) for cell in header]
    for column, cell in enumerate(header):
        sheet.write_string(0, column, str(cell), bold)
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(number, column, cell)
            elif cell is not None:
                sheet.write_number(number, column, cell)
            widths[column] = max(widths[column], len(str(cell)))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, min(width, 60) + 2)
    sheet.freeze_panes(1, 0)


def _summary(report: SessionReport) -> tuple[Row, Iterable[Row]]:
    """The session, then its questions, the hardest first."""
    header = (
        _("Round"),
        _("Question"),
        _("Answered"),
        _("Full marks"),
        _("Full marks, percent"),
        _("Most chosen wrong option, or most misplaced line"),
        _("Chosen or misplaced by"),
        _("Misconception"),
    )
    rows: list[Row] = [
        (
            hard.position,
            hard.title,
            hard.answered,
            hard.full_marks,
            hard.percent,
            f"{hard.wrong.letter} · {hard.wrong.text}" if hard.wrong else "",
            hard.wrong_count if hard.wrong else None,
            (hard.wrong.misconception_label or "") if hard.wrong else "",
        )
        for hard in report.summary.hardest
    ]
    about: list[Row] = [
        (),
        (_("Session"), report.title),
        (_("Group"), report.group_name),
        (_("Started (UTC)"), _moment(report.created_at)),
        (_("Ended (UTC)"), _moment(report.ended_at)),
        (_("People"), len(report.came)),
    ]
    if report.is_simulated:
        about.append((_("Simulated"), _("All students of this session are simulated.")))
    return header, [*rows, *about]


def _answers(report: SessionReport, *, with_names: bool) -> tuple[Row, Iterable[Row]]:
    header = (
        _("Round"),
        _("Question id"),
        _("Version"),
        _("Student"),
        _("Choice"),
        _("Credit"),
        _("Saved at (UTC)"),
        _("Certainty"),
        _("Passed"),
    )
    return header, [
        (
            round_.position,
            round_.question.id,
            round_.question.version,
            name_of(answer.person, with_names=with_names),
            " ".join(answer.choice),
            answer.credit,
            _moment(answer.saved_at),
            answer.certainty,
            _("yes") if answer.is_pass else "",
        )
        for round_ in report.rounds
        for answer in round_.answers
    ]


def _people(report: SessionReport, *, with_names: bool) -> tuple[Row, Iterable[Row]]:
    header = (
        _("Student"),
        _("Joined at (UTC)"),
        _("Answered"),
        _("Asked while here"),
        _("Full marks"),
        _("Answers with marks"),
    )
    return header, [
        (
            name_of(line.person, with_names=with_names),
            _moment(line.person.joined_at),
            line.answered,
            line.asked,
            line.full_marks,
            line.marked,
        )
        for line in report.summary.people
    ]


def _sentences(report: SessionReport) -> tuple[Row, Iterable[Row]]:
    """What was written, in the order of random names: nothing here leads to who wrote it."""
    header = (
        _("Round"),
        _("Question id"),
        _("Version"),
        _("Sentence"),
        _("Ticked"),
        _("Released"),
    )
    return header, [
        (
            round_.position,
            round_.question.id,
            round_.question.version,
            sentence.text,
            " ".join(sentence.features),
            _("yes") if sentence.is_released else "",
        )
        for round_ in report.rounds
        for sentence in round_.record.sentences
    ]


def _moment(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}" if moment else ""
