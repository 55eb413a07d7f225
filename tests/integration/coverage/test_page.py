"""The page of the coverage: the figures of the command, and behind each its questions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask, render_template
from sqlalchemy import update
from sqlalchemy.orm import Session

from classroom.actions.loading_banks import load
from classroom.banks.coverage.counting import Part
from classroom.banks.coverage.figures import figures
from classroom.banks.coverage.tables import coverage_of
from classroom.banks.library import Library, Outline
from classroom.banks.reading import read
from classroom.config import resources
from classroom.screens import coverage
from classroom.storage.queries import lessons
from classroom.storage.tables import StoredQuestion
from classroom.storage.writer import write
from tests import sample_bank as sample
from tests.conftest import Browser, Teacher
from tests.sample_bank import Folder, case_question, option


@pytest.fixture(scope="module")
def shipped() -> Library:
    """The banks that come with the program."""
    return read(resources("question_banks"))


@pytest.fixture
def second_bank(app: Flask, tmp_path: Path) -> None:
    """A mock of one vignette with a misconception of the program's list, beside the others."""
    wrong = [
        option(n, misconception="early-only", signature={"component": "task", "valence": "strains"})
        for n in (2, 3, 4)
    ]
    options = [case_question()["options"][0], *wrong]
    folder = Folder(tmp_path / "more")
    folder.put("reference/misconceptions.yaml", _early_only())
    mock = case_question(id="mocked", title="A mocked case", nce_domain=3, options=options)
    folder.put("mock.yaml", sample.bank(mock, id="mock", title="A mock exam"))
    load(folder.path)


def _early_only() -> dict[str, Any]:
    (entry,) = sample.MISCONCEPTIONS["misconceptions"]
    return {**sample.MISCONCEPTIONS, "misconceptions": [{**entry, "slug": "early-only"}]}


def numbers(page: str) -> dict[tuple[str, str], int]:
    """The numbers of a page that lead to questions, by table and cell."""
    found = {}
    for href, number in re.findall(r'<a class="count" id="[^"]+" href="([^"]+)"[^>]*>(\d+)<', page):
        query = parse_qs(urlsplit(unescape(href)).query)
        found[query["part"][0], query["cell"][0]] = int(number)
    return found


def listed(page: str) -> list[str]:
    """The questions of the list, by their addresses."""
    _tables, _mark, found = page.partition('id="found"')
    return re.findall(r'href="/questions/([^"]+)"', found)


def test_the_figures_are_those_of_the_command(alice: Teacher, shipped: Library) -> None:
    told = figures(coverage_of(shipped.banks, shipped))
    shown = numbers(alice.get("/coverage").text)

    for part in ("by_kind", "by_level", "by_section", "by_nce_domain", "stages", "modalities"):
        if part == "by_kind" and len(shipped.banks) == 1:
            continue  # the only bank is the sum
        for cell, count in told[part].items():
            assert shown.get((part, cell), 0) == count, (part, cell)
    for id_, fact in told["facts"].items():
        assert shown.get(("facts", id_), 0) == fact["questions"]
        assert shown.get(("doubts", id_), 0) == fact["doubted"]
    for slug, counted in told["misconceptions"].items():
        assert shown.get(("misconceptions", slug), 0) == counted["options"]
    for rupture, row in told["rupture_cells"].items():
        for strained, count in row.items():
            assert shown.get(("rupture_cells", f"{rupture}.{strained}"), 0) == count
    for bank, counted in told["by_bank"].items():
        assert shown["by_bank", bank] == counted["questions"]
        for kind, count in counted["by_kind"].items():
            assert shown.get(("by_bank", f"{bank}.{kind}"), 0) == count
        for letter, count in told["key_positions"][bank].items():
            assert shown.get(("key_positions", f"{bank}.{letter}"), 0) == count
    twins = {cell for part, cell in shown if part == "twins"}
    assert {id_ for id_ in twins if shown["twins", id_] > 1} == set(told["twins"])
    assert shown.get(("certainty", "asked"), 0) == told["certainty"]


@pytest.fixture
def list_of(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], str]:
    """Draws the list of a cell's questions alone; the tables beside it are the same for all."""
    banks = cache(coverage.loaded_banks)

    def draw(part: str, cell: str) -> str:
        with app.test_request_context(), monkeypatch.context() as patch:
            patch.setattr(coverage, "loaded_banks", banks)
            view = coverage.view_of({"part": part, "cell": cell})
            return render_template("coverage/_found.html", view=view, coverage=view.coverage)

    return draw


def test_every_number_leads_to_so_many_questions(
    alice: Teacher, second_bank: None, list_of: Callable[[str, str], str]
) -> None:
    shown = numbers(alice.get("/coverage").text)

    assert {part for part, _cell in shown} >= set(Part) - {"doubts", "certainty"}
    asked_for: set[str] = set()
    for (part, cell), number in shown.items():
        found = listed(list_of(part, cell))
        assert len(found) == len(set(found)), (part, cell)
        if part == "misconceptions":
            assert 0 < len(found) <= number, (part, cell)
        else:
            assert len(found) == number, (part, cell)
        if part not in asked_for:  # of each table once by its address, with all of its page
            asked_for.add(part)
            page = alice.get("/coverage", query_string={"part": part, "cell": cell}).text
            assert listed(page) == found, (part, cell)


def test_a_question_is_listed_with_its_marks(alice: Teacher, second_bank: None) -> None:
    page = alice.get("/coverage?part=misconceptions&cell=early-only&bank=mock").text
    found = page.partition('id="found"')[2]

    assert listed(page) == ["mocked"]
    assert "A mocked case" in found and "Single best answer · Recall" in found
    assert "1 question · 3 options" in " ".join(found.split())
    assert 'tabindex="-1" autofocus' in found, "the list is where a press leads to"
    assert 'href="#misconceptions-early-only"' in found
    assert page.count('id="misconceptions-early-only"') == 1, "and back to the number"


def test_a_bank_can_be_looked_at_alone(alice: Teacher, second_bank: None) -> None:
    whole, alone = (numbers(alice.get(path).text) for path in ("/coverage", "/coverage?bank=mock"))

    assert whole["rupture_cells", "withdrawal.task"] == 1 + sum(
        stored.question.reading is not None
        and (stored.question.reading.rupture, stored.question.reading.strained)
        == ("withdrawal", "task")
        for stored in lessons.all_questions()
        if stored.bank.slug != "mock"
    )
    assert alone["rupture_cells", "withdrawal.task"] == 1
    assert {cell for part, cell in alone if part == "by_bank"} == {"mock", "mock.single_best"}
    page = alice.get("/coverage?bank=mock").text
    assert '<option value="mock" selected>' in page
    assert "is not asked of it" in page and "chip warn" not in page
    hrefs = re.findall(r'class="count" id="[^"]+" href="([^"]+)"', page)
    assert all("bank=mock" in href for href in hrefs), "a press stays with the bank"


def test_a_mock_stands_beside_the_weights(
    alice: Teacher, second_bank: None, shipped: Library
) -> None:
    page = alice.get("/coverage").text

    mocks = sum("mock" in bank.title.lower() for bank in shipped.banks)
    assert page.count("By weight</th>") == mocks + 1
    assert numbers(page)["by_nce_domain", "mock.3"] == 1


def test_what_is_missing_is_said_in_words(alice: Teacher, shipped: Library) -> None:
    told = figures(coverage_of(shipped.banks, shipped))
    page = alice.get("/coverage").text
    counts = Counter(lack["part"] for lack in told["missing"])

    for lack in told["missing"]:
        assert lack["text"] in unescape(page)
    for part, number in counts.items():
        assert f"({number})</span></dt>" in page, part
    if not counts:
        assert "Nothing is missing." in page
    in_cells = sum(number for part, number in counts.items() if part != "twins")
    assert page.count('<span class="chip warn">') >= in_cells


@pytest.mark.parametrize(
    "query",
    [
        "part=facts",
        "cell=RUP-02",
        "part=nothing&cell=RUP-02",
        "part=facts&cell=NO-99",
        "part=facts&cell=<script>",
        "part=FACTS&cell=RUP-02",
        "part=by_bank&cell=.",
        f"part={'x' * 5000}&cell=%00",
    ],
)
def test_a_cell_that_is_none_is_told_in_a_sentence(alice: Teacher, query: str) -> None:
    response = alice.get(f"/coverage?{query}")

    assert response.status_code == 200
    assert "There is no such number here. Choose one in the tables." in response.text
    assert listed(response.text) == []


def test_a_bank_that_is_none_is_told_in_a_sentence(alice: Teacher) -> None:
    response = alice.get("/coverage?bank=gone&part=facts&cell=BOR-01")

    assert response.status_code == 200
    assert "There is no such bank. These are the figures of all banks." in response.text
    assert listed(response.text), "the rest of the wish is granted"


def test_a_cell_without_questions_is_an_empty_list(alice: Teacher) -> None:
    page = alice.get("/coverage?part=rupture_cells&cell=none.goal").text

    assert "0 questions" in page
    assert listed(page) == []


def test_retired_questions_do_not_count(alice: Teacher) -> None:
    before = numbers(alice.get("/coverage").text)["by_level", "recall"]

    def retire(session: Session) -> None:
        session.execute(
            update(StoredQuestion).where(StoredQuestion.slug == "bordin-claim").values(retired=True)
        )

    write(retire)
    assert numbers(alice.get("/coverage").text)["by_level", "recall"] == before - 1


def test_without_banks_the_page_says_how_to_get_some(alice: Teacher) -> None:
    write(lambda session: session.execute(update(StoredQuestion).values(retired=True)))
    page = alice.get("/coverage").text

    assert "No bank is loaded yet." in page
    assert "<table" not in page


def test_an_outline_that_is_over_is_said_to_be(
    alice: Teacher, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "valid until June 30, 2027." in alice.get("/coverage").text
    monkeypatch.setattr(Outline, "holds", lambda self, day: False)
    assert "The outline's last day is over." in alice.get("/coverage").text


def test_the_lessons_lead_there(alice: Teacher, visitor: Browser) -> None:
    assert 'href="/coverage"' in alice.get("/lessons").text
    assert visitor.get("/coverage").status_code in (302, 303)
