"""Restore a backup: checked first, brought up to this release, without what was deleted since."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

from flask import Flask
from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError

from classroom.actions.restoring import settle
from classroom.app import create_app
from classroom.backups import postgresql, replaying, sqlite, whole_files
from classroom.backups.contents import Contents, contents_of
from classroom.backups.fault import BackupFault
from classroom.config import Settings, prepare_instance
from classroom.storage import in_use
from classroom.storage.database import db
from classroom.storage.migrations import bring_up_to_date


@dataclass(frozen=True)
class Restored:
    sessions: int
    deleted: int
    """How many students, sessions, groups and sentences were deleted again."""
    is_complete: bool
    """False when the record of deletions is not that of the backup's own database."""
    damaged: Path | None = None
    """Where a database that could not be read lies now."""


def restore(settings: Settings, source: Path, *, replaces: bool) -> Restored:
    """Put the backup in the database's place. BackupFault says why not; then nothing has changed.

    A database that holds sessions is replaced only when `replaces`.
    """
    url = settings.url_of_database()
    on_sqlite = make_url(url).get_backend_name() == "sqlite"
    engine = sqlite if on_sqlite else postgresql
    _check(source, is_for_sqlite=on_sqlite)
    engine.check(source, source)
    prepare_instance(settings)
    with _alone(settings):
        put = _onto_sqlite if on_sqlite else _onto_postgresql
        return put(settings, source, url, replaces=replaces)


def finish_interrupted(app: Flask, settings: Settings) -> None:
    """What a restore that was killed at the wrong moment left to do."""
    url = settings.url_of_database()
    if make_url(url).get_backend_name() == "sqlite":
        return  # a restore does it before it puts the copy in place
    with replaying.pending(url) as remembered, app.app_context():
        if remembered is not None:
            settle(remembered, None)


def _check(source: Path, *, is_for_sqlite: bool) -> None:
    try:
        with source.open("rb") as file:
            start = file.read(len(sqlite.MAGIC))
    except OSError as error:
        raise BackupFault(f"{source} cannot be read ({error.strerror}).") from None
    if start != sqlite.MAGIC and not start.startswith(postgresql.MAGIC):
        raise BackupFault(f"{source} is no backup of Alliance Classroom.")
    if (start == sqlite.MAGIC) != is_for_sqlite:
        here, there = ("SQLite", "PostgreSQL") if is_for_sqlite else ("PostgreSQL", "SQLite")
        raise BackupFault(
            f"{source} is a backup of {there}, and this installation is set to {here}. Name the "
            "database that it belongs to in DATABASE_URL."
        )


@contextmanager
def _alone(settings: Settings) -> Iterator[None]:
    try:
        with in_use.alone(settings.instance_path):
            yield
    except in_use.InUse:
        raise BackupFault(
            "A server runs on this database. Stop it, restore, and start it again."
        ) from None


def _onto_sqlite(settings: Settings, source: Path, url: str, *, replaces: bool) -> Restored:
    """All the work is done on a copy; the last step is one transaction."""
    database = Path(make_url(url).database or "")
    is_damaged = False
    current = Contents()
    if database.exists():
        try:
            current = contents_of(url)
        except DBAPIError as error:
            if not replaces:
                raise BackupFault(
                    f"The database at {database} cannot be read ({error.orig}). With --force it is "
                    "set aside and the backup takes its place."
                ) from None
            is_damaged = True
    _refuse_to_replace(current, replaces=replaces)
    with whole_files.temporary(database.parent) as copy:
        sqlite.dump(source, copy)
        restored = _settled(settings, sqlite.address(copy), current)
        with sqlite.set_aside(database) if is_damaged else nullcontext() as damaged:
            sqlite.put_in_place(copy, database)
    return replace(restored, damaged=damaged)


def _onto_postgresql(settings: Settings, source: Path, url: str, *, replaces: bool) -> Restored:
    if number := postgresql.others(url):
        raise BackupFault(
            f"Others are connected to the database ({number}). Stop every server that works on it, "
            "restore, and start them again."
        )
    current = contents_of(url)
    _refuse_to_replace(current, replaces=replaces)
    with whole_files.temporary(settings.instance_path) as script:
        postgresql.put_in_place(source, script, url, current.remembered)
    with replaying.pending(url) as remembered:
        return _settled(settings, url, replace(current, remembered=remembered or ()))


def _refuse_to_replace(current: Contents, *, replaces: bool) -> None:
    if current.sessions and not replaces:
        held = "a session" if current.sessions == 1 else f"{current.sessions} sessions"
        raise BackupFault(
            f"The database holds {held}, which the backup would replace. Back it up first, then "
            "restore with --force."
        )


def _settled(settings: Settings, url: str, current: Contents) -> Restored:
    """Migrate what was restored there, and delete again what the current database had deleted."""
    found = contents_of(url)
    app = create_app(replace(settings, database_url=url))
    try:
        bring_up_to_date(app)
        with app.app_context():
            inherited = current.installation if found.installation is None else None
            deleted = settle(current.remembered, inherited)
            db.session.remove()
            db.engine.dispose()
    finally:
        app.extensions["classroom.writer"].close()
    return Restored(
        sessions=contents_of(url).sessions,
        deleted=deleted,
        is_complete=current.installation is not None
        and found.installation in (None, current.installation),
    )
