"""A database of an earlier release comes up to date with its rows, and agrees with the models."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import upgrade

from classroom.actions import planning
from classroom.app import create_app
from classroom.config import Settings
from classroom.storage import migrations
from classroom.storage.database import db
from classroom.storage.queries import lessons, sessions
from classroom.storage.tables import Lesson
from tests.sample_question import question

Query = Callable[..., list[tuple[Any, ...]]]
AT = "2026-11-02 09:30:00.000000"
ROWS: dict[str, dict[str, Any]] = {
    "instructors": {
        "id": 3,
        "username": "alice",
        "name": "Alice",
        "password_hash": "x",
        "created_at": AT,
    },
    "groups": {
        "id": 5,
        "public_id": "g5",
        "name": "Tuesday",
        "join_token": "join",
        "retention_days": 30,
        "one_off": 0,
        "created_at": AT,
    },
    "group_instructors": {"group_id": 5, "instructor_id": 3},
    "students": {
        "id": 11,
        "public_id": "s11",
        "group_id": 5,
        "alias": "Robin",
        "resume_code": "ABC234",
        "page_token": "page",
        "simulated": 0,
        "created_at": AT,
    },
    "banks": {
        "id": 2,
        "slug": "old",
        "title": "Old",
        "description": "",
        "language": "en",
        "digest": "0",
        "loaded_at": AT,
    },
    "questions": {
        "id": 7,
        "bank_id": 2,
        "slug": "a-question",
        "position": 0,
        "kind": "single_best",
        "title": "A question",
        "version": 4,
        "retired": 0,
    },
    "lessons": {
        "id": 9,
        "public_id": "l9",
        "owner_id": 3,
        "title": "Week one",
        "description": "",
        "minutes": 45,
        "created_at": AT,
    },
    "lesson_questions": {
        "id": 1,
        "lesson_id": 9,
        "question_id": 7,
        "position": 1,
        "mode": "quick_check",
    },
    "sessions": {
        "id": 21,
        "public_id": "live21",
        "group_id": 5,
        "lesson_id": 9,
        "title": "Week one",
        "code": "ABCDEF",
        "phase": "round",
        "version": 4,
        "locked": 0,
        "shows_counts": 0,
        "simulated": 0,
        "created_at": AT,
    },
    "attendances": {"session_id": 21, "student_id": 11, "joined_at": AT},
    "rounds": {
        "id": 33,
        "session_id": 21,
        "position": 1,
        "question_slug": "a-question",
        "question_version": 4,
        "phase": "open",
        "asked_at": AT,
        "opened_at": AT,
    },
    "votes": {"id": 44, "round_id": 33, "number": 1, "accepts": 1},
    "answers": {"vote_id": 44, "student_id": 11, "choice": "B", "seq": 17, "saved_at": AT},
    "hands": {"vote_id": 44, "letter": "A", "number": 2},
}
"""What stood there: a session in mid-vote, with an answer and two raised hands."""
NEW_FIELDS = ("places", "asks_certainty", "doubts", "in_practice")
NEW_OF_OPTIONS = ("places", "rule")


def old_content() -> dict[str, Any]:
    """A question as a release kept it that knew two kinds."""
    content = question().to_json()
    for name in NEW_FIELDS:
        del content[name]
    for option in content["options"]:
        for name in NEW_OF_OPTIONS:
            del option[name]
    return content


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "instance"


@pytest.fixture
def query(folder: Path) -> Query:
    """Asks the file, or writes into it, past the program."""

    def ask(text: str, *values: Any) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(folder / "classroom.sqlite3")) as database, database:
            return database.execute(text, values).fetchall()

    return ask


@pytest.fixture
def old(folder: Path, query: Query) -> Iterator[Flask]:
    """The program on a database of the first revision with those rows."""
    app = create_app(Settings(instance=str(folder), testing=True))
    with app.app_context():
        upgrade(directory=str(migrations.FOLDER), revision="0001")
        db.engine.dispose()
    content = json.dumps(old_content())
    for table, row in ROWS.items():
        full = {**row, "content": content} if table in ("questions", "rounds") else row
        marks = ", ".join("?" * len(full))
        query(f"INSERT INTO {table} ({', '.join(full)}) VALUES ({marks})", *full.values())
    yield app
    app.extensions["classroom.writer"].close()
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def migrated(old: Flask) -> Flask:
    assert migrations.bring_up_to_date(old)
    return old


def test_every_row_is_there_as_it_was(migrated: Flask, query: Query) -> None:
    for table, row in ROWS.items():
        found = query(f"SELECT {', '.join(row)} FROM {table}")
        assert found == [tuple(row.values())], table
    assert query("PRAGMA foreign_key_check") == []
    assert query("PRAGMA integrity_check") == [("ok",)]


def test_a_second_start_has_nothing_to_do(migrated: Flask) -> None:
    assert not migrations.bring_up_to_date(migrated)


def test_what_is_new_says_nothing_of_what_was_before(migrated: Flask, query: Query) -> None:
    assert query("SELECT secret, kept_choices FROM votes") == [(None, None)]
    assert query("SELECT certainty FROM answers") == [(None,)]
    assert query("SELECT is_exam FROM lessons UNION ALL SELECT is_exam FROM sessions") == [
        (0,),
        (0,),
    ]


def test_the_program_reads_the_old_rows(migrated: Flask) -> None:
    with migrated.app_context():
        session = sessions.with_public_id("live21")
        assert session is not None
        (round_,) = sessions.rounds(session.id)
        vote = sessions.current_vote(session)
        assert vote is not None
        counted = sessions.tally_of(round_, vote)
        assert (counted.counts["A"], counted.counts["B"], counted.answered) == (2, 1, 3)
        assert round_.question == question()
        assert [stored.slug for stored in lessons.plan_of(session)] == ["a-question"]
        db.session.remove()
        db.engine.dispose()


REMEMBERED = ("students", "sessions", "rounds", "votes")


@pytest.mark.parametrize("table", REMEMBERED)
def test_ids_are_never_given_twice_after_the_migration(
    table: str, migrated: Flask, query: Query
) -> None:
    (last,) = query("SELECT seq FROM sqlite_sequence WHERE name = ?", table)
    assert last == (ROWS[table]["id"],)
    ((made,),) = query("SELECT sql FROM sqlite_master WHERE name = ?", table)
    assert "AUTOINCREMENT" in made
    query(f"DELETE FROM {table}")
    if table == "votes":
        query("INSERT INTO votes (round_id, number, accepts) VALUES (33, 2, 1)")
        assert query("SELECT id FROM votes") == [(45,)]


@pytest.mark.parametrize("table", ["ballots", "participations", "sentences"])
def test_ballots_lie_in_no_order_in_which_they_came(
    table: str, migrated: Flask, query: Query
) -> None:
    with pytest.raises(sqlite3.OperationalError, match="no such column: rowid"):
        query(f"SELECT rowid FROM {table}")
    columns = {name for _place, name, *_more in query(f"PRAGMA table_info({table})")}
    assert not {name for name in columns if re.search(r"_at$|time|date", name)}


def test_models_and_migrations_agree(migrated: Flask) -> None:
    with migrated.app_context():
        with db.engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            differences = compare_metadata(context, db.metadata)
        assert differences == []
        made = {
            name: sql
            for name, sql in _made(db.engine.url.database or "")
            if name in db.metadata.tables
        }
        for name, table in db.metadata.tables.items():
            options = table.dialect_options["sqlite"]
            assert bool(options["autoincrement"]) == ("AUTOINCREMENT" in made[name]), name
            assert bool(options["with_rowid"]) == ("WITHOUT ROWID" not in made[name]), name
        db.engine.dispose()


def _made(path: str) -> list[tuple[str, str]]:
    """Each table with the statement that made it."""
    with closing(sqlite3.connect(path)) as database:
        return database.execute("SELECT name, sql FROM sqlite_master WHERE type='table'").fetchall()


def test_an_old_lesson_can_become_an_exam(migrated: Flask, query: Query) -> None:
    with migrated.app_context():
        planning.describe(3, "l9", "Week one", "45", is_exam=True)
        db.session.remove()
        lesson = db.session.get(Lesson, 9)
        assert lesson is not None and lesson.is_exam
        db.session.remove()
        db.engine.dispose()
    migrated.extensions["classroom.writer"].close()
