"""`classroom bank coverage` on a small folder whose gaps are known."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from classroom.commands.bank import bank
from classroom.commands.columns import lined_up
from tests import sample_bank as sample
from tests.sample_bank import Folder, case_question, keyed, option, question


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    """Two banks: three questions, one of them with a rare misconception, and a mock of one."""
    monkeypatch.chdir(tmp_path)
    folder = Folder(tmp_path / "banks")
    known = sample.MISCONCEPTIONS["misconceptions"]
    rare = {**known[0], "slug": "empathy-only", "label": "Empathy and wait"}
    folder.put(
        "reference/misconceptions.yaml", {**sample.MISCONCEPTIONS, "misconceptions": [*known, rare]}
    )
    wrong = option(2, misconception="empathy-only")
    folder.put(
        "small.yaml",
        sample.bank(
            question(options=[keyed(1), wrong, option(3), option(4)], nce_domain=5),
            case_question(iso_group="pair"),
            question(
                id="other-half",
                level="apply",
                iso_group="pair",
                certainty=True,
                options=[option(2), keyed(1), option(3), option(4)],
            ),
        ),
    )
    folder.put(
        "mock.yaml",
        sample.bank(question(id="mocked", nce_domain=1), id="mock-exam", title="A mock exam"),
    )
    return folder


def run(*words: str) -> Result:
    result = CliRunner().invoke(bank, ["coverage", *words])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def counts(*words: str) -> dict[str, Any]:
    result = run("--json", *words)
    assert result.exit_code == 0
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_the_counts_can_be_read_by_programs(folder: Folder) -> None:
    found = counts("banks")

    assert list(found) == [
        "questions",
        "by_kind",
        "by_bank",
        "by_level",
        "by_section",
        "by_nce_domain",
        "facts",
        "misconceptions",
        "rupture_cells",
        "stages",
        "modalities",
        "key_positions",
        "twins",
        "certainty",
        "missing",
        "outline",
    ]
    assert (found["questions"], found["certainty"]) == (4, 1)
    assert found["by_kind"]["single_best"] == 4 and found["by_kind"]["ordering"] == 0
    assert found["by_bank"]["small"]["questions"] == 3
    assert found["by_bank"]["mock-exam"]["by_nce_domain"]["1"] == 1
    assert found["by_level"] == {"recall": 3, "apply": 1, "analyse": 0}
    assert found["by_nce_domain"] == {"1": 1, "2": 0, "3": 0, "4": 0, "5": 1, "none": 2}
    assert found["facts"]["BOR-01"] == {"status": "sound", "questions": 4, "doubted": 0}
    assert found["misconceptions"] == {
        "bond-is-everything": {"options": 11, "questions": 4},
        "empathy-only": {"options": 1, "questions": 1},
    }
    assert found["rupture_cells"]["withdrawal"]["task"] == 1
    assert found["key_positions"]["small"] == {"A": 2, "B": 1, "C": 0, "D": 0}
    assert found["twins"] == {"pair": ["a-case", "other-half"]}
    assert found["outline"]["valid_until"] == "2030-12-31"
    assert found["outline"]["domains"][0]["weight_percent"] == 20


def test_what_is_missing_is_named(folder: Folder) -> None:
    missing = {(lack["part"], lack["cell"]): lack["text"] for lack in counts("banks")["missing"]}

    assert missing.pop(("facts", "BOR-02")) == "no question rests on it"
    assert missing.pop(("misconceptions", "empathy-only")) == "1 of at least 2 wrong options"
    assert missing.pop(("rupture_cells", "withdrawal.task")) == "1 of at least 2 vignettes"
    assert missing.pop(("twins", "")) == "1 of at least 14 groups of two questions or more"
    parts = [part for part, _cell in missing]
    assert {part: parts.count(part) for part in parts} == {
        "rupture_cells": 5,
        "stages": 4,
        "modalities": 4,
    }


def test_the_tables_are_lined_up_and_end_with_what_is_missing(folder: Folder) -> None:
    result = run("banks")

    assert result.exit_code == 0, "it reports; bank check judges"
    lines = result.output.splitlines()
    words = [" ".join(line.split()) for line in lines]
    assert lines[0] == "4 questions in 2 banks"
    assert max(map(len, lines)) <= 100
    assert "  apply    1" in lines
    assert "small 3 0 0 0 0 0 0 3" in words
    assert "1 Domain 1 20 % 1 1 1" in words, "the share of the mock stands beside its count"
    assert "valid until 2030-12-31" in result.output
    named = lines[lines.index("Missing:") :]
    assert "  fact BOR-02: no question rests on it" in named
    assert "  rupture withdrawal × task: 1 of at least 2 vignettes" in named
    assert "  twins: 1 of at least 14 groups of two questions or more" in named


def test_one_bank_is_looked_at_alone(folder: Folder) -> None:
    result = run("banks", "--bank", "small")

    assert "3 questions in 1 bank" in result.output
    assert result.output.endswith(
        "One bank alone: what all banks together must cover is not asked of it.\n"
        "Nothing is missing.\n"
    )
    assert list(counts("banks", "--bank", "small")["by_bank"]) == ["small"]


def test_the_banks_of_the_program_are_counted_without_a_path(folder: Folder) -> None:
    assert counts()["questions"] >= 32


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["gone"], "There is no file or folder gone."),
        (["empty"], "No bank found: empty holds no file"),
        (["banks/reference"], "banks/reference holds no bank: there is nothing to count."),
        (["banks", "--bank", "big"], "There is no bank big here, only mock-exam, small."),
    ],
)
def test_nothing_to_count_is_a_sentence(folder: Folder, words: list[str], said: str) -> None:
    Path("empty").mkdir()
    result = run(*words)

    assert result.exit_code == 1
    assert said in result.stderr


def test_faults_are_printed_and_nothing_is_counted(folder: Folder) -> None:
    folder.put("small.yaml", sample.bank(question(lead_in="No.")))
    result = run("banks", "--json")

    assert result.exit_code == 1
    assert "first-question · L03" in result.stdout
    assert "Nothing was counted: correct these faults first." in result.stderr


def test_a_table_that_is_too_wide_cuts_one_column() -> None:
    rows = [("", "all"), ("a-rather-long-name", 12)]

    assert list(lined_up(rows, width=40)) == ["                    all", "a-rather-long-name   12"]
    assert list(lined_up(rows, width=12, yielding=0)) == ["         all", "a-rath…   12"]
