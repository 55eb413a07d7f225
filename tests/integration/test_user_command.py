"""`classroom user`: an account without a link, and a password that was forgotten."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from classroom.actions import accounts
from classroom.app import create_app
from classroom.commands.user import user
from classroom.config import Settings
from classroom.storage.database import db
from tests.conftest import PASSWORD

NEW = "another long password"


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CLASSROOM_INSTANCE", str(tmp_path / "instance"))
    return tmp_path / "instance"


def run(*arguments: str, typed: str = "") -> Result:
    return CliRunner().invoke(user, list(arguments), input=typed)


def can_sign_in(instance: Path, username: str, password: str) -> bool:
    app = create_app(Settings(instance=str(instance), testing=True))
    try:
        with app.app_context():
            return bool(accounts.sign_in(username, password))
    except accounts.WrongPassword:
        return False
    finally:
        app.extensions["classroom.writer"].close()
        with app.app_context():
            db.engine.dispose()


def test_add_makes_the_database_and_the_account(instance: Path) -> None:
    result = run("add", "dana", "--name", "Dana Lee", typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert result.exit_code == 0, result.output
    assert "dana can sign in now." in result.output
    assert PASSWORD not in result.output
    assert can_sign_in(instance, "dana", PASSWORD)


def test_the_password_can_come_from_a_pipe(instance: Path) -> None:
    assert run("add", "dana", "--password-stdin", typed=f"{PASSWORD}\n").exit_code == 0
    assert can_sign_in(instance, "dana", PASSWORD)


def test_a_taken_name_is_said(instance: Path) -> None:
    run("add", "dana", "--password-stdin", typed=PASSWORD)
    result = run("add", "Dana", "--password-stdin", typed=NEW)
    assert result.exit_code == 1
    assert result.output == "Error: The sign-in name dana is taken. Choose another one.\n"


@pytest.mark.parametrize(
    ("arguments", "typed", "sentence"),
    [
        (["add", "no"], PASSWORD, "A sign-in name has 3 to 40 letters"),
        (["add", "dana"], "short", "A password has at least 10 characters."),
        (["add", "dana"], "", "A password has at least 10 characters."),
        (["reset-password", "dana"], "short", "A password has at least 10 characters."),
        (["add"], PASSWORD, "Missing argument 'USERNAME'"),
    ],
)
def test_bad_input_is_said_before_the_database_is_touched(
    instance: Path, arguments: list[str], typed: str, sentence: str
) -> None:
    result = run(*arguments, "--password-stdin", typed=typed)
    assert result.exit_code == 2
    assert sentence in result.output
    assert not instance.exists()


def test_reset_password_sets_a_new_one(instance: Path) -> None:
    run("add", "dana", "--password-stdin", typed=PASSWORD)
    result = run("reset-password", "dana", "--password-stdin", typed=NEW)
    assert result.exit_code == 0, result.output
    assert can_sign_in(instance, "dana", NEW)
    assert not can_sign_in(instance, "dana", PASSWORD)


def test_reset_password_of_nobody_is_one_sentence(instance: Path) -> None:
    result = run("reset-password", "nobody", "--password-stdin", typed=NEW)
    assert result.exit_code == 1
    assert result.output == "Error: There is no account named nobody.\n"


def test_a_folder_that_cannot_be_made_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("CLASSROOM_INSTANCE", str(tmp_path / "file" / "instance"))
    result = run("add", "dana", "--password-stdin", typed=PASSWORD)
    assert result.exit_code == 1
    assert "cannot be written" in result.output


def test_help_explains_every_command() -> None:
    for arguments in ([], ["add"], ["reset-password"]):
        result = run(*arguments, "--help")
        assert result.exit_code == 0
        assert "password" in result.output
