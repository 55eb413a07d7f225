"""Bringing a database to the present schema."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import Migrate, upgrade
from sqlalchemy import inspect, text

from classroom.storage.database import db
from classroom.storage.writer import writing_engine

FOLDER = Path(__file__).parent

migrate = Migrate(directory=str(FOLDER), render_as_batch=True)


def bring_up_to_date(app: Flask) -> bool:
    """Create or migrate the database; returns whether anything had to be done."""
    with app.app_context():
        if _revision() == head():
            return False
        upgrade(directory=str(FOLDER))
    return True


@cache
def head() -> str:
    """The revision of the schema that this release works on."""
    found = ScriptDirectory(str(FOLDER)).get_current_head()
    assert found is not None
    return found


def is_at_head() -> bool:
    """Whether the database has this release's schema, read over the reading connection."""
    found = db.session.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found == head()


def _revision() -> str | None:
    """The revision of the database, or None when it is empty."""
    engine = writing_engine(db.engine.url.render_as_string(hide_password=False))
    try:
        with engine.connect() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    finally:
        engine.dispose()
