"""A database with a lesson in it, its backup, and what stands where."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from classroom.backups import making, restoring
from classroom.backups.restoring import Restored
from classroom.config import Settings
from classroom.storage.database import db

Rows = list[tuple[Any, ...]]
SIGNED_IN = ("logins", "one_time_links", "pairing_numbers")
"""Tables that a restore empties."""


def rows(path: Path, query: str, *values: object) -> Rows:
    with closing(sqlite3.connect(path)) as database, database:
        return database.execute(query, values).fetchall()


def everything(path: Path, *, besides: tuple[str, ...] = ()) -> dict[str, Rows]:
    """All rows of all tables, in some lasting order."""
    tables = rows(path, "SELECT name FROM sqlite_master WHERE type = 'table'")
    return {
        table: sorted(rows(path, f"SELECT * FROM {table}"), key=repr)
        for (table,) in tables
        if table not in besides
    }


def bytes_of(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file())


@pytest.fixture
def database(settings: Settings) -> Path:
    return settings.instance_path / "classroom.sqlite3"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "a.backup"


@pytest.fixture
def back_up(settings: Settings, file: Path) -> Callable[..., Path]:
    def back_up(target: Path = file, *, replaces: bool = False) -> Path:
        db.session.remove()
        making.back_up(settings, target, replaces=replaces)
        return target

    return back_up


@pytest.fixture
def restore(settings: Settings, file: Path) -> Callable[..., Restored]:
    def restore(source: Path = file, *, replaces: bool = True) -> Restored:
        db.session.remove()
        db.engine.dispose()
        return restoring.restore(settings, source, replaces=replaces)

    return restore
