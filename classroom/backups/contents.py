"""What a database holds that matters to a restore, read whatever its revision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.pool import NullPool

from classroom.actions.restoring import Remembered
from classroom.backups import replaying
from classroom.backups.fault import BackupFault
from classroom.storage.migrations import FOLDER


@dataclass(frozen=True)
class Contents:
    revision: str | None = None
    """None: the database is empty."""
    sessions: int = 0
    remembered: Remembered = ()
    """What it had deleted, and what it was still to delete again after a restore."""
    installation: str | None = None
    """None: older than the table of deletions."""


def contents_of(url: str) -> Contents:
    """What stands in the database at that address; DBAPIError when it cannot be read."""
    engine = create_engine(url, poolclass=NullPool, hide_parameters=True)
    with engine.connect() as connection:
        tables = set(inspect(connection).get_table_names())

        def rows(table: str, columns: str) -> list[Any]:
            query = text(f"SELECT {columns} FROM {table}")  # noqa: S608 - names of our own
            return list(connection.execute(query)) if table in tables else []

        revisions = rows("alembic_version", "version_num")
        installations = rows("installations", "public_id")
        return Contents(
            revision=revisions[0][0] if revisions else None,
            sessions=sum(number for (number,) in rows("sessions", "count(*)")),
            remembered=[
                tuple(row)
                for table in (replaying.TABLE, "deletions")
                for row in rows(table, replaying.COLUMNS)
            ],
            installation=installations[0][0] if installations else None,
        )


def check_revision(revision: str | None, file: object) -> None:
    """BackupFault unless this release can bring a database of that revision up to date."""
    if revision is None:
        raise BackupFault(f"{file} is no backup of Alliance Classroom.")
    known = {script.revision for script in ScriptDirectory(str(FOLDER)).walk_revisions()}
    if revision not in known:
        raise BackupFault(
            f"{file} was made by a later release (its revision is {revision}). Install that "
            "release, or a later one, and restore with it."
        )
