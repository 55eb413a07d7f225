"""What belongs to nobody leads to nobody: no page and no file links a person with a ballot."""

from __future__ import annotations

import csv
import io
import re

import openpyxl
import pytest

from classroom.reports.as_csv import as_csv
from classroom.reports.as_xlsx import as_xlsx
from classroom.reports.student_report import own_report
from tests.integration.reports.asking import case, poll, short_text
from tests.integration.reports.told import article, own_pages, report_page, text_of

pytestmark = pytest.mark.both_databases

HERE = ("Robin", "Wren", "Kite", "Lark", "Swift", "Martin")
WORDS = {alias: f"Words that {number} wrote." for number, alias in enumerate(HERE, start=1)}


def sheets(content):
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {sheet.title: [*sheet.iter_rows(values_only=True)] for sheet in book}


def csv_rows(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.fixture
def few(played):
    """A poll of four: three of one mind, and one of another."""
    played.seat(*HERE)
    played.ask(poll(), {"Robin": "A", "Wren": "A", "Kite": "A", "Lark": "B"})
    return played


@pytest.fixture
def many(played):
    played.seat(*HERE)
    played.ask(poll(), dict(zip(HERE, ("A", "A", "A", "A", "B", ""), strict=True)))
    played.ask(short_text(), WORDS)
    return played


def test_a_poll_with_fewer_than_five_ballots_shows_no_breakdown_anywhere(few, alice, visitor):
    for page in (report_page(few, alice), *own_pages(few, visitor, "Robin")):
        told = article(page, 1)
        assert "Fewer than five answered" in told
        assert not re.search(r"\b(3|1) of 4\b|\b(75|25) %|<td>[0-9]", told)
        assert set(re.findall(r'rect width="(\d+)"', told)) == {"0"}
    assert csv_rows(as_csv(few.report, with_names=True, with_texts=True)) == []
    rounds = sheets(as_xlsx(few.report, with_names=True))["Rounds"]
    names = rounds[0]
    for row in rounds[1:]:
        line = dict(zip(names, row, strict=True))
        assert line["Chosen by"] is line["Hands"] is line["Passed"] is None
        assert line["Answered"] == 4


def test_one_or_two_of_a_poll_are_a_few(many, alice, visitor):
    rounds = sheets(as_xlsx(many.report))["Rounds"]
    counts = {row[5]: row[9] for row in rounds[1:4]}
    assert counts == {"A": "most", "B": "a few", "C": 0}
    assert {row[-1] for row in rounds[1:4]} == {"a few"}
    assert {row[11] for row in rounds[1:4]} == {6}
    for page in (report_page(many, alice), *own_pages(many, visitor, "Robin")):
        told = text_of(article(page, 1))
        assert "most" in told and "a few" in told
        assert not re.search(r"\b[14] of [56]\b", told)
        assert "A few passed." in told and "1 passed" not in told


def test_hands_of_a_poll_are_kept_back_with_its_figures(played):
    played.seat(*HERE)
    played.ask(poll(), dict.fromkeys(HERE, "A"), hands={"B": 1})

    rounds = sheets(as_xlsx(played.report))["Rounds"]
    assert {row[10] for row in rounds[1:]} == {None}


def test_no_file_links_a_person_with_a_ballot(many):
    report = many.report

    rows = csv_rows(as_csv(report, with_names=True, with_texts=True))
    assert {row["student"] for row in rows} == {""} and len(rows) == len(HERE)
    book = sheets(as_xlsx(report, with_names=True, with_texts=True))
    assert len(book["Answers"]) == 1
    for row in book["Sentences"]:
        assert not any(alias in str(cell) for cell in row for alias in HERE)


def test_the_report_names_who_took_part_and_nothing_beside_a_name(many, alice):
    page = report_page(many, alice)
    for position in (1, 2):
        told = article(page, position)
        who = told[told.index("Who took part") :]
        terms = re.findall(r"<dt>(.*?) *<span", who)
        assert terms == ["Took part"]
        assert "Who answered what" not in told
    assert not any(alias in text_of(article(page, 2)).split("Who took part")[0] for alias in HERE)


def test_where_few_took_part_the_report_names_nobody(played, alice):
    played.seat("Robin", "Wren")
    played.ask(short_text(), {"Robin": "Words of one."}, watched=["Wren"])

    told = article(report_page(played, alice), 1)
    assert "Words of one." in told and "None are listed." in told
    assert "Robin" not in told and "Wren" not in told


def test_a_participant_never_reads_as_silent(many, alice):
    page = report_page(many, alice)
    assert "Did not answer" not in page
    assert "6 of 6 present took part." in text_of(article(page, 1))


def test_while_ballots_can_be_changed_no_page_counts_or_quotes_them(played, alice, visitor):
    played.seat(*HERE)
    played.ask(poll(), dict.fromkeys(HERE, "A"), phase="open")
    played.ask(short_text(), WORDS, phase="open")

    pages = [report_page(played, alice), *own_pages(played, visitor, "Robin")]
    for page in pages:
        assert "6 of 6" not in page and "100 %" not in page and "Words that" not in page
    assert "nothing of them is shown before voting has closed" in pages[0]
    assert "your phone alone can change what you sent" in pages[1]
    assert b"Words that" not in as_csv(played.report, with_texts=True)


def test_unreleased_sentences_are_nowhere_on_a_students_page(many, visitor):
    many.read(WORDS["Wren"], ticked="A", released=True)
    many.read(WORDS["Kite"], ticked="B")

    for page in own_pages(many, visitor, "Kite"):
        assert WORDS["Wren"] in page
        for alias in set(HERE) - {"Wren"}:
            assert WORDS[alias] not in page


def test_an_unreleased_sentence_is_not_even_in_the_data_of_a_students_page(many):
    many.read(WORDS["Wren"], released=True)
    [_, writing] = own_report(many.student("Kite"), many.public_id).rounds

    assert [sentence.text for sentence in writing.explanation.sentences] == [WORDS["Wren"]]
    assert WORDS["Kite"] not in repr(writing)


def test_the_instructor_reads_every_sentence_with_its_ticks_and_whether_it_is_released(many, alice):
    many.read(WORDS["Wren"], ticked="A", released=True)

    told = text_of(article(report_page(many, alice), 2))
    assert all(words in told for words in WORDS.values())
    assert f"“{WORDS['Wren']}” ✓&nbsp;Option A ✓&nbsp;Released to the room" in told
    assert told.count("Not released") == len(HERE) - 1


def test_a_student_reads_that_what_they_sent_belongs_to_nobody(many, visitor):
    for page in own_pages(many, visitor, "Robin"):
        for position in (1, 2):
            assert "You took part; what you sent belongs to nobody now." in article(page, position)
            assert "Your answer" not in article(page, position)


def test_sentences_are_left_out_of_files_unless_they_are_asked_for(many, alice, visitor):
    many.read(WORDS["Wren"], ticked="AB", released=True)
    address = f"/sessions/{many.public_id}/report.csv"

    assert "Words that" not in alice.get(address, query_string={"names": "1"}).text
    assert "Sentences" not in sheets(as_xlsx(many.report, with_names=True))
    assert visitor.get(address, query_string={"texts": "1"}).status_code == 303
    rows = csv_rows(alice.get(address, query_string={"texts": "1"}).data)
    assert {row["text"] for row in rows} == set(WORDS.values())
    [ticked] = [row for row in rows if row["text"] == WORDS["Wren"]]
    assert (ticked["choice"], ticked["student"], ticked["saved_at"]) == ("A B", "", "")
    address = address.replace("csv", "xlsx")
    sheet = sheets(alice.get(address, query_string={"texts": "1"}).data)["Sentences"]
    assert (WORDS["Wren"], "A B", "yes") in {row[3:6] for row in sheet}


def test_the_choice_of_sentences_is_offered_where_there_are_any(many, play, alice):
    other = play("Other", group="Wednesday")
    other.seat("Robin")
    other.ask(case(), {"Robin": "B"})

    assert 'name="texts"' in report_page(many, alice)
    assert 'name="texts"' not in report_page(other, alice)


def test_a_sentence_that_looks_like_a_formula_stays_a_text(played):
    played.seat("Robin")
    played.ask(short_text(), {"Robin": "=HYPERLINK(1)"})

    [row] = csv_rows(as_csv(played.report, with_texts=True))
    assert row["text"] == "'=HYPERLINK(1)"
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(played.report, with_texts=True)))
    assert book["Sentences"]["D2"].value == "=HYPERLINK(1)"
    assert book["Sentences"]["D2"].data_type == "s"
