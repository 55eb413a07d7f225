"""CSV and XLSX: pseudonymous by default, and text stays text."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest

from classroom.reports.as_csv import HEADER, as_csv
from classroom.reports.as_xlsx import as_xlsx
from classroom.reports.naming import file_name
from tests.integration.reports.asking import case, classify, matching, ordering, recall, select_all

HOSTILE = ["=1+1", "@SUM(A1)", "-2+3", "+1", "\t=1+1", "\r=1+1", " =1+1", "＝1+1"]


def rows_of(content: bytes) -> list[dict[str, str]]:
    text = content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def workbook_of(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def sheet_of(content: bytes, name: str) -> list[tuple[object, ...]]:
    return [tuple(row) for row in workbook_of(content)[name].iter_rows(values_only=True)]


@pytest.fixture
def full(played):
    played.seat("Robin", "Wren")
    played.ask(case(), {"Robin": "C", "Wren": "B"})
    played.ask(select_all(), {"Robin": "AC", "Wren": "AB"})
    played.ask(recall(), {"Robin": "A"}, corrections=[("void", "")])
    return played


def test_csv_holds_one_row_an_answer(full):
    content = as_csv(full.report)

    assert content.startswith(b"\xef\xbb\xbf")
    rows = rows_of(content)
    assert tuple(rows[0]) == HEADER
    assert rows[0] == {
        "round": "1",
        "question": "polite-withdrawal",
        "version": "1",
        "student": "Student 1",
        "choice": "C",
        "credit": "0",
        "saved_at": "2026-11-18T09:11:00Z",
        "certainty": "",
        "passed": "0",
    }
    assert [(row["choice"], row["credit"]) for row in rows] == [
        ("C", "0"),
        ("B", "1"),
        ("A C", "1"),
        ("A B", "0.1667"),
        ("A", ""),
    ]


def test_aliases_are_left_out_unless_they_are_asked_for(full):
    for content in (as_csv(full.report), _all_text(as_xlsx(full.report))):
        assert b"Robin" not in content and b"Student 1" in content
    for content in (
        as_csv(full.report, with_names=True),
        _all_text(as_xlsx(full.report, with_names=True)),
    ):
        assert b"Robin" in content and b"Student 1" not in content


def test_a_student_has_the_same_number_in_every_session_of_the_group(play):
    first = play("First", group="Tuesday")
    first.seat("Early", "Robin")
    first.ask(case(), {"Robin": "B"})
    second = play("Second", group_id=first.group_id)
    second.people = dict(first.people)
    second.ask(case(), {"Robin": "B"})

    [before], [after] = rows_of(as_csv(first.report)), rows_of(as_csv(second.report))
    assert before["student"] == after["student"] == "Student 2"


def test_a_name_that_looks_like_a_formula_stays_a_text_in_csv(played):
    played.seat(*HOSTILE)
    played.ask(case(), dict.fromkeys(HOSTILE, "B"))

    names = [row["student"] for row in rows_of(as_csv(played.report, with_names=True))]
    assert names == [f"'{name}" for name in HOSTILE]


def test_every_text_comes_back_from_xlsx_as_the_same_text(played):
    names = [*HOSTILE, "https://example.org", "=HYPERLINK(1)", "Ada"]
    played.seat(*names)
    played.ask(case(title="=2+2"), dict.fromkeys(names, "B"))

    book = workbook_of(as_xlsx(played.report, with_names=True))
    for sheet, column in (("Answers", "D"), ("People", "A")):
        cells = book[sheet][column][1:]
        assert [cell.value.replace("_x000D_", "\r") for cell in cells] == names
        assert not any(cell.hyperlink for cell in cells)
    assert book["Summary"]["B2"].value == "=2+2"
    every = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not any(cell.data_type == "f" for cell in every)


def test_a_plain_name_is_left_as_it_is_in_csv(played):
    played.seat("Ana-María", "O'Neil", "“Quote”, comma")
    played.ask(case(), {"Ana-María": "B", "O'Neil": "C", "“Quote”, comma": "B"})

    names = [row["student"] for row in rows_of(as_csv(played.report, with_names=True))]
    assert names == ["Ana-María", "O'Neil", "“Quote”, comma"]


def test_the_workbook_has_four_sheets_that_agree_with_the_report(full):
    content = as_xlsx(full.report)

    assert workbook_of(content).sheetnames == ["Summary", "Rounds", "Answers", "People"]
    summary = sheet_of(content, "Summary")
    assert summary[1][:5] == (1, "Polite withdrawal", 2, 1, 50)
    rounds = sheet_of(content, "Rounds")
    assert len(rounds) == 1 + 4 + 5 + 4
    keys = {(row[0], row[5]): row[7] for row in rounds[1:]}
    assert keys[1, "B"] == "yes" and not keys[1, "C"] and keys[3, "A"] == "void"
    answers = sheet_of(content, "Answers")
    assert [row[4] for row in answers[1:]] == ["C", "B", "A C", "A B", "A"]
    people = sheet_of(content, "People")
    assert people[1][:1] + people[1][2:] == ("Student 1", 3, 3, 1, 2)


def test_an_empty_session_exports_too(played):
    assert rows_of(as_csv(played.report)) == []
    assert sheet_of(as_xlsx(played.report), "Answers")[0][0] == "Round"


def test_the_file_is_named_for_day_and_title(play):
    assert file_name(play("Brüche & Reparatur!").report, "csv") == "2026-11-18-bruche-reparatur.csv"
    assert file_name(play("关系").report, "xlsx") == "2026-11-18-session.xlsx"


def _all_text(content: bytes) -> bytes:
    book = workbook_of(content)
    texts = [
        str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row
    ]
    return "\n".join(texts).encode()


def test_a_pass_and_a_level_of_certainty_have_columns_of_their_own(played):
    played.seat("Robin", "Wren")
    played.ask(case(), {"Robin": "C", "Wren": ""}, certainty={"Robin": 2})

    rows = rows_of(as_csv(played.report))
    assert [(row["choice"], row["credit"], row["certainty"], row["passed"]) for row in rows] == [
        ("C", "0", "2", "0"),
        ("", "", "", "1"),
    ]
    answers = sheet_of(as_xlsx(played.report), "Answers")
    assert [row[4:] for row in answers[1:]] == [
        ("C", 0, "2026-11-18 09:11:00", 2, ""),
        ("", None, "2026-11-18 09:11:00", None, "yes"),
    ]


def test_choices_in_places_are_written_for_programs(played):
    played.seat("Robin", "Wren")
    played.ask(classify(), {"Robin": ("A:goal", "B:bond", "D:contextual")})
    played.ask(ordering(), {"Robin": ("B:1", "C:2", "A:3")})

    rows = rows_of(as_csv(played.report))
    assert [(row["choice"], row["credit"]) for row in rows] == [
        ("A:goal B:bond D:contextual", "0.5"),
        ("B:1 C:2 A:3", "1"),
    ]


def test_a_placing_round_has_a_row_for_each_option_in_each_place(played):
    played.seat("Robin", "Wren")
    played.ask(
        matching(),
        {"Robin": ("A:3", "B:1", "C:2"), "Wren": ("A:3", "B:4", "C:2")},
        corrections=[("accept", ("B:4",))],
    )

    rows = sheet_of(as_xlsx(played.report), "Rounds")
    assert len(rows) == 1 + 3 * 4
    names = {name: number for number, name in enumerate(rows[0])}
    found = {
        (row[names["Option"]], row[names["Place"]]): (
            row[names["Chosen by"]],
            row[names["Key"]],
            row[names["Key as authored"]],
        )
        for row in rows[1:]
    }
    assert found["A", "3"] == (2, "yes", "yes")
    assert found["B", "1"] == (1, "yes", "yes")
    assert found["B", "4"] == (1, "accepted", "")
    assert found["C", "4"] == (0, "", "")
    assert {row[names["Kind"]] for row in rows[1:]} == {"matching"}
    assert rows[1][names["Text of the place"]] == "Target number 1"
    summary = sheet_of(as_xlsx(played.report), "Summary")
    assert summary[1][:5] == (1, "Four terms", 2, 2, 100)
