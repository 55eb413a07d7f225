"""`classroom session` on the database of an instance."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from classroom.commands.session import session
from tests.integration.reports.asking import case


@pytest.fixture
def run(settings, monkeypatch, tmp_path):
    monkeypatch.setenv("CLASSROOM_INSTANCE", settings.instance)
    monkeypatch.chdir(tmp_path)
    return lambda *words: CliRunner().invoke(session, words)


@pytest.fixture
def full(played):
    played.seat("Robin")
    played.ask(case(), {"Robin": "B"})
    return played


def test_list_names_every_session(run, full):
    result = run("list")

    assert result.exit_code == 0
    assert full.public_id in result.output and "Rupture and repair" in result.output
    assert "live" in result.output and "STUDENTS" in result.output


def test_list_says_when_there_is_none(run, app):
    assert "No session has been held yet." in run("list").output


def test_export_writes_a_file_without_names(run, full, tmp_path):
    result = run("export", full.public_id)

    assert result.exit_code == 0, result.output
    written = (tmp_path / "2026-11-18-rupture-and-repair.csv").read_text()
    assert "Student 1" in written and "Robin" not in written


def test_export_writes_a_workbook_with_names_where_it_is_told(run, full, tmp_path):
    result = run("export", full.public_id, "--xlsx", "--with-names", "-o", "answers.xlsx")

    assert result.exit_code == 0, result.output
    assert (tmp_path / "answers.xlsx").read_bytes().startswith(b"PK")


def test_export_writes_to_the_standard_output(run, full):
    assert "Student 1" in run("export", full.public_id, "-o", "-").output


def test_export_replaces_no_file_that_was_not_named(run, full):
    assert run("export", full.public_id).exit_code == 0
    again = run("export", full.public_id)
    assert again.exit_code == 1 and "is there already" in again.output


def test_an_unknown_session_is_one_sentence(run, app):
    result = run("export", "nothinghere")

    assert result.exit_code == 1
    assert "No session has the id nothinghere." in result.output
    assert "Traceback" not in result.output


def test_a_folder_that_is_not_there_is_one_sentence(run, full):
    result = run("export", full.public_id, "-o", "nowhere/answers.csv")
    assert result.exit_code == 1 and "cannot be written" in result.output
