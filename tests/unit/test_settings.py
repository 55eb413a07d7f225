"""Settings: read from the environment, refused in a sentence, and documented as they are."""

from __future__ import annotations

import ast
import inspect
from dataclasses import fields
from pathlib import Path

import pytest

from classroom import config
from classroom.config import SettingError, Settings, from_environment, prepare_instance

DEPLOYING = Path(__file__).parents[2] / "docs" / "deploying.md"
UNDOCUMENTED = {"asynchronous", "testing", "limits"}
"""Set by the server itself and by tests, never by people."""


def meanings() -> dict[str, str]:
    """The line under each setting in the source."""
    tree = ast.parse(inspect.getsource(config))
    (settings,) = (
        node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == "Settings"
    )
    found = {}
    for setting, text in zip(settings.body, settings.body[1:], strict=False):
        if isinstance(setting, ast.AnnAssign) and isinstance(text, ast.Expr):
            assert isinstance(setting.target, ast.Name)
            assert isinstance(text.value, ast.Constant)
            found[setting.target.id] = str(text.value.value)
    return found


def test_every_setting_has_its_line_in_the_documentation() -> None:
    documented = DEPLOYING.read_text()
    for setting in fields(Settings):
        if setting.name in UNDOCUMENTED:
            continue
        name = f"`CLASSROOM_{setting.name.upper()}`"
        rows = (row for row in documented.splitlines() if row.startswith("|") and name in row)
        row = next(rows, "")
        assert meanings()[setting.name] in row, setting.name
        assert not setting.default or f"`{setting.default}`" in row, setting.name


def test_settings_come_from_the_environment_and_what_is_given_wins() -> None:
    environment = {"CLASSROOM_PORT": "9000", "PUBLIC_URL": "https://quiz.example.edu/"}
    settings = from_environment({"host": "127.0.0.1"}, environment)
    assert (settings.port, settings.host) == (9000, "127.0.0.1")
    assert settings.public_url == "https://quiz.example.edu"
    assert settings.secure
    assert from_environment({"port": 1}, environment).port == 1


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("CLASSROOM_PORT", "eight", "CLASSROOM_PORT must be a whole number"),
        ("PUBLIC_URL", "quiz.example.edu", "must start with https://"),
    ],
)
def test_a_setting_that_cannot_be_used_is_refused_by_name(name: str, value: str, said: str) -> None:
    with pytest.raises(SettingError, match=said):
        from_environment(environ={name: value})


def test_the_secret_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    settings = Settings(instance=str(tmp_path / "instance"))
    key = prepare_instance(settings)
    assert len(key) >= 43
    assert prepare_instance(settings) == key
    assert (tmp_path / "instance" / "secret_key").stat().st_mode & 0o777 == 0o600
    other = Settings(instance=str(tmp_path / "another"))
    assert prepare_instance(other) != key


def test_a_folder_that_cannot_be_made_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(SettingError, match="cannot be written"):
        prepare_instance(Settings(instance=str(tmp_path / "file" / "instance")))
