"""A session as an Excel workbook: summary, rounds, answers, people, a sheet each."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import xlsxwriter
from flask_babel import gettext as _

from classroom.reports.naming import name_of
from classroom.reports.round_report import RoundReport
from classroom.reports.session_report import SessionReport

Row = Sequence[object]


def as_xlsx(report: SessionReport, *, with_names: bool = False) -> bytes:
    """The workbook, made in memory. A text stays a text, whatever it looks like."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        bold = book.add_format({"bold": True})
        _write(book, bold, _("Summary"), *_summary(report))
        _write(book, bold, _("Rounds"), *_rounds(report))
        _write(book, bold, _("Answers"), *_answers(report, with_names=with_names))
        _write(book, bold, _("People"), *_people(report, with_names=with_names))
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
        _("Most chosen wrong option"),
        _("Chosen by"),
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


def _rounds(report: SessionReport) -> tuple[Row, Iterable[Row]]:
    """A row an option: what the chart of the round shows."""
    header = (
        _("Round"),
        _("Phase"),
        _("Question id"),
        _("Version"),
        _("Question"),
        _("Option"),
        _("Text"),
        _("Key"),
        _("Key as authored"),
        _("Chosen by"),
        _("Hands"),
        _("Answered"),
        _("Present"),
        _("Component"),
        _("Valence"),
        _("Misconception"),
    )
    return header, [row for round_ in report.rounds for row in _options(round_)]


def _options(round_: RoundReport) -> Iterable[Row]:
    record, question = round_.record, round_.question
    for option in question.options:
        yield (
            record.position,
            record.phase.value,
            question.id,
            question.version,
            question.title,
            option.letter,
            option.text,
            _key_mark(round_, option.letter),
            _("yes") if option.is_key else "",
            record.tally.counts[option.letter],
            record.tally.hands.get(option.letter, 0),
            round_.answered,
            round_.present,
            option.signature.component.value if option.signature else "",
            option.signature.valence.value if option.signature else "",
            option.misconception_label or "",
        )


def _key_mark(round_: RoundReport, letter: str) -> str:
    key = round_.record.key
    if key.void:
        return _("void")
    if letter in key.letters:
        return _("yes")
    return _("accepted") if letter in key.alternatives else ""


def _answers(report: SessionReport, *, with_names: bool) -> tuple[Row, Iterable[Row]]:
    header = (
        _("Round"),
        _("Question id"),
        _("Version"),
        _("Student"),
        _("Choice"),
        _("Credit"),
        _("Saved at (UTC)"),
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


def _moment(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}" if moment else ""
