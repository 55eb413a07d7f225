"""From every earlier revision a database comes up to date with its rows, whichever it is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import Connection, Engine, MetaData, Table, create_engine, select

from classroom.app import create_app
from classroom.config import Settings
from classroom.storage import migrations
from classroom.storage.database import db
from classroom.storage.queries import lessons, sessions
from tests.engines import PostgreSQL
from tests.integration.storage.test_migrations import ROWS, old_content
from tests.sample_question import question

REVISIONS = [
    script.revision
    for script in reversed(list(ScriptDirectory(str(migrations.FOLDER)).walk_revisions()))
]
FIRST = REVISIONS[0]


@pytest.fixture(params=["sqlite", "postgresql"])
def app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """The program on a database that holds nothing yet; its context is pushed."""
    url = ""
    if request.param == "postgresql":
        server: PostgreSQL = request.getfixturevalue("postgresql")
        url = server.url(server.new_database())
    app = create_app(Settings(str(tmp_path / "instance"), database_url=url, testing=True))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
    app.extensions["classroom.writer"].close()


@pytest.fixture
def engine(app: Flask) -> Iterator[Engine]:
    """Past the program into its database."""
    engine = create_engine(db.engine.url)
    yield engine
    engine.dispose()


def old_row(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    """The row as this database wants it: ROWS is written as SQLite keeps it."""
    if "content" in table.columns:
        row = {**row, "content": json.dumps(old_content())}
    made: dict[str, Any] = {}
    for name, value in row.items():
        kind = table.columns[name].type.python_type
        made[name] = bool(value) if kind is bool else value
    return made


def held(connection: Connection, name: str) -> dict[str, Any]:
    """The one row of a table, in the form of ROWS."""
    table = Table(name, MetaData(), autoload_with=connection)
    return dict(connection.execute(select(table)).one()._mapping)


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_lesson_of_that_time_is_played_on(app: Flask, engine: Engine, revision: str) -> None:
    upgrade(directory=str(migrations.FOLDER), revision=FIRST)
    with engine.begin() as connection:
        for name, row in ROWS.items():
            table = Table(name, MetaData(), autoload_with=connection)
            columns = ", ".join(row_ := old_row(table, row))
            values = ", ".join(f":{column}" for column in row_)
            connection.execute(db.text(f"INSERT INTO {name} ({columns}) VALUES ({values})"), row_)
        before = {name: held(connection, name) for name in ROWS}
    upgrade(directory=str(migrations.FOLDER), revision=revision)

    is_old = revision != REVISIONS[-1]
    assert migrations.bring_up_to_date(app) == is_old
    assert not migrations.bring_up_to_date(app)
    with engine.connect() as connection:
        for name, row in before.items():
            now = held(connection, name)
            assert {column: now[column] for column in row} == row
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, db.metadata) == []

    session = sessions.with_public_id("live21")
    assert session is not None
    (round_,) = sessions.rounds(session.id)
    vote = sessions.current_vote(session)
    assert vote is not None
    counted = sessions.tally_of(round_, vote)
    assert (counted.counts["A"], counted.counts["B"], counted.answered) == (2, 1, 3)
    assert round_.question == question()
    assert [stored.slug for stored in lessons.plan_of(session)] == ["a-question"]
