"""Compiled templates are kept, checked, and done without."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, render_template
from jinja2 import Environment

from classroom.web.templates import compile_templates

TEXT = "{{ 6 * 7 }} questions"


@pytest.fixture
def start(tmp_path: Path) -> Callable[[], Flask]:
    """Starts an application with one template, as a new process would."""
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "page.html").write_text(TEXT)

    def start(folder: Path = tmp_path / "kept") -> Flask:
        app = Flask("school", template_folder=str(tmp_path / "sources"))
        compile_templates(app, folder)
        return app

    return start


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the templates that were compiled, in order."""
    names: list[str] = []
    plainly = Environment.compile

    def compile_and_note(self: Environment, source: Any, name: Any = None, *rest: Any) -> Any:
        names.append(name)
        return plainly(self, source, name, *rest)

    monkeypatch.setattr(Environment, "compile", compile_and_note)
    return names


def shown(app: Flask) -> str:
    with app.test_request_context():
        return render_template("page.html")


def test_a_template_is_compiled_before_it_is_shown(
    start: Callable[..., Flask], compiled: list[str]
) -> None:
    app = start()
    assert compiled == ["page.html"]
    assert shown(app) == "42 questions"
    assert compiled == ["page.html"]


def test_the_next_start_compiles_nothing(start: Callable[..., Flask], compiled: list[str]) -> None:
    start()
    assert shown(start()) == "42 questions"
    assert compiled == ["page.html"]


def test_a_template_that_changed_is_compiled_anew(
    start: Callable[..., Flask], tmp_path: Path
) -> None:
    start()
    (tmp_path / "sources" / "page.html").write_text("{{ 6 * 8 }} questions")
    assert shown(start()) == "48 questions"


@pytest.mark.parametrize("left", [0.0, 0.1, 0.5, 0.9])
def test_a_file_that_was_cut_short_is_compiled_anew(
    left: float, start: Callable[..., Flask], tmp_path: Path
) -> None:
    start()
    (kept,) = (tmp_path / "kept").iterdir()
    kept.write_bytes(kept.read_bytes()[: int(left * kept.stat().st_size)])
    assert shown(start()) == "42 questions"


def test_without_a_place_to_keep_them_pages_are_shown_all_the_same(
    start: Callable[..., Flask], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("no folder")
    assert shown(start(tmp_path / "file" / "kept")) == "42 questions"


def test_the_folder_is_its_owner_s_alone(start: Callable[..., Flask], tmp_path: Path) -> None:
    start()
    assert (tmp_path / "kept").stat().st_mode & 0o777 == 0o700
