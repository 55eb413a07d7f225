"""`classroom bank` says what it found in lines, sentences and exit statuses, never a traceback."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from classroom.commands.bank import bank
from tests import sample_bank as sample
from tests.sample_bank import Folder

NO_QUESTION = "Say what it is that comes first."
LONG = " ".join(["word"] * 36)
ACCEPTED = [{"rule": "L16", "because": "The quotation is what the question is about."}]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    """A folder of banks in the current folder, and an instance folder that is still empty."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CLASSROOM_INSTANCE", str(tmp_path / "instance"))
    return Folder(tmp_path / "banks")


def run(*words: str) -> Result:
    result = CliRunner().invoke(bank, words)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def test_a_sound_folder_is_said_to_be_sound(folder: Folder) -> None:
    folder.put("small.yaml", sample.bank())

    result = run("check", "banks")

    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "No faults: 1 bank, 1 question, 0 lessons.\n"


def test_the_shipped_banks_are_checked_without_a_path(folder: Folder) -> None:
    result = run("check")

    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.startswith("No faults: ")


def test_every_fault_is_a_line_and_the_status_is_1(folder: Folder) -> None:
    folder.put(
        "small.yaml",
        sample.bank(sample.question(lead_in=NO_QUESTION, facts=["BOR-99"])),
    )

    result = run("check", "banks")

    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        "banks/small.yaml:12 · first-question · L03 · error: make it a question that ends with “?”",
        "banks/small.yaml:35 · first-question · L15 · error: there is no fact “BOR-99”; "
        "did you mean “BOR-03”?",
    ]
    assert result.stderr == "2 errors in 1 file.\n"


def test_faults_can_be_read_by_programs(folder: Folder) -> None:
    folder.put("small.yaml", sample.bank(sample.question(lead_in=NO_QUESTION)))

    result = run("check", "--json", "banks")

    assert result.exit_code == 1
    assert json.loads(result.stdout)["faults"] == [
        {
            "file": "banks/small.yaml",
            "line": 12,
            "question": "first-question",
            "rule": "L03",
            "level": "error",
            "text": "make it a question that ends with “?”",
        }
    ]
    folder.put("small.yaml", sample.bank())
    assert json.loads(run("check", "--json", "banks").stdout) == {"faults": []}


def test_a_warning_is_printed_and_leaves_the_status_at_0(folder: Folder) -> None:
    folder.put("small.yaml", sample.bank(sample.question(stem=LONG)))

    result = run("check", "banks")

    assert result.exit_code == 0
    assert [line.split(" · ")[2:] for line in result.stdout.splitlines()] == [
        ["L16", "warning: shorten the stem from 36 to 35 words"],
        ["L29", "warning: split “word word word word …”: 36 words, at most 28"],
    ]
    assert result.stderr == ("2 warnings in 1 file.\nNo errors: 1 bank, 1 question, 0 lessons.\n")


def test_an_accepted_warning_is_printed_only_on_demand(folder: Folder) -> None:
    asked = sample.question(stem=". ".join(["Word " * 18] * 2), exceptions=ACCEPTED)
    folder.put("small.yaml", sample.bank(asked))

    assert run("check", "banks").stdout == ""

    (line,) = run("check", "--all", "banks").stdout.splitlines()
    assert line.endswith("to 35 words (accepted: The quotation is what the question is about.)")


def test_an_info_is_printed_only_on_demand(folder: Folder) -> None:
    stem = "Second session. Omar, a Muslim, asks for a break."
    folder.put("small.yaml", sample.bank(sample.question(stem=stem)))

    assert run("check", "banks").stdout == ""
    assert " · L23 · info: leave “Muslim” out" in run("check", "--all", "banks").stdout


def test_programs_can_read_why_a_warning_is_accepted(folder: Folder) -> None:
    asked = sample.question(stem=". ".join(["Word " * 18] * 2), exceptions=ACCEPTED)
    folder.put("small.yaml", sample.bank(asked))

    assert json.loads(run("check", "--json", "banks").stdout) == {"faults": []}
    (fault,) = json.loads(run("check", "--json", "--all", "banks").stdout)["faults"]
    assert (fault["level"], fault["rule"]) == ("warning", "L16")
    assert fault["accepted_because"] == "The quotation is what the question is about."


def test_a_bank_with_warnings_can_be_loaded(folder: Folder) -> None:
    folder.put("small.yaml", sample.bank(sample.question(stem=LONG)))

    assert run("load", "banks").exit_code == 0


@pytest.mark.parametrize("command", ["check", "load"])
@pytest.mark.parametrize(
    ("path", "words"),
    [("gone", "There is no file or folder gone."), ("empty", "No bank found: empty holds no file")],
)
def test_nothing_to_read_is_a_sentence(folder: Folder, command: str, path: str, words: str) -> None:
    Path("empty").mkdir()

    result = run(command, path)

    assert result.exit_code == 1
    assert words in result.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root may open everything")
def test_a_locked_file_is_a_fault_and_a_locked_folder_a_sentence(folder: Folder) -> None:
    file = folder.put("small.yaml", sample.bank())
    file.chmod(0)
    assert "cannot be opened" in run("check", "banks").stdout

    folder.path.chmod(0)
    assert "Check its permissions" in run("check", "banks").stderr
    folder.path.chmod(0o700)


def test_loading_says_what_it_did(folder: Folder) -> None:
    folder.put("small.yaml", sample.bank())
    folder.put("lesson.yaml", sample.lesson())

    assert run("load", "banks").output == (
        "Loaded 1 bank, 1 question (1 new, 0 changed, 0 retired) and 1 lesson.\n"
    )
    assert run("load", "banks").output == "Nothing to do: these files are loaded already.\n"


def test_loading_a_faulty_folder_prints_the_faults_and_loads_nothing(folder: Folder) -> None:
    folder.put("small.yaml", sample.bank(sample.question(lead_in=NO_QUESTION)))

    result = run("load", "banks")

    assert result.exit_code == 1
    assert "banks/small.yaml:12 · first-question · L03" in result.stdout
    assert result.stderr.endswith("Nothing was loaded.\n")


def test_help_explains_both_commands(folder: Folder) -> None:
    assert "file:line" in run("check", "--help").output
    assert "nothing" in run("load", "--help").output
