"""A small database of notes for tests of the writers, read with plain sqlite3 beside them."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from classroom.storage.writer import Work

TABLES = """
CREATE TABLE notes (
    text TEXT PRIMARY KEY,
    answers TEXT REFERENCES notes DEFERRABLE INITIALLY DEFERRED
)
"""


def new_database(path: Path) -> str:
    """A database with an empty table of notes; returns its address."""
    with sqlite3.connect(path) as connection:
        connection.execute(TABLES)
    connection.close()
    return f"sqlite:///{path}"


def noting(note: str, answers: str | None = None) -> Work[str]:
    """A work that stores a note and returns it. A note that answers none fails at the commit."""

    def work(session: Session) -> str:
        session.execute(
            text("INSERT INTO notes VALUES (:note, :answers)"), {"note": note, "answers": answers}
        )
        return note

    return work


def noting_then_failing(note: str) -> Work[str]:
    def work(session: Session) -> str:
        noting(note)(session)
        raise ValueError(note)

    return work


def note_all(connection: Connection, wanted: Sequence[str]) -> list[str]:
    """A function of many items: stores each note, and returns each with how many came together."""
    for note in wanted:
        connection.execute(text("INSERT INTO notes VALUES (:note, NULL)"), {"note": note})
    return [f"{note} of {len(wanted)}" for note in wanted]


def notes(path: Path) -> set[str]:
    """The notes that are on disk, for a reader of its own."""
    connection = sqlite3.connect(path)
    try:
        return {row[0] for row in connection.execute("SELECT text FROM notes")}
    finally:
        connection.close()


def fill_disk(session: Session) -> None:
    """Let the database grow no further, as on a full disk, for as long as its connection lasts."""
    pages = session.scalar(text("PRAGMA page_count"))
    session.execute(text(f"PRAGMA max_page_count={pages}"))
