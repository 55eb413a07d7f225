"""SQLite: copied while a server writes, checked, and put in a database's place.

The copy is made by `VACUUM INTO`: one snapshot, for which no writer waits, and without the pages
that deleted rows have left. SQLite's online copy would take those along, and would begin anew
with every write that another process makes meanwhile.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import create_engine, event
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from classroom.actions import voting
from classroom.backups.contents import check_revision, contents_of
from classroom.backups.fault import BackupFault
from classroom.storage.migrations import head

MAGIC = b"SQLite format 3\0"
WAITS_S = 30


def dump(database: Path, copy: Path) -> None:
    """Write a copy of the database into an empty file."""
    if not database.exists():
        raise BackupFault(f"There is no database at {database} yet: nothing to back up.")
    try:
        with closing(_opened(database)) as source:
            source.execute("VACUUM INTO ?", (str(copy),))
        if contents_of(address(copy)).revision == head():
            _seal(copy)
    except sqlite3.Error as error:
        raise BackupFault(f"The database could not be copied ({error}).") from None


def check(file: Path, name: object) -> None:
    """BackupFault, which calls the file `name`, unless it is sound and of a known revision."""
    try:
        with closing(_opened(file)) as backup:
            found = [row[0] for row in backup.execute("PRAGMA integrity_check")]
            orphans = backup.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.Error as error:
        raise BackupFault(f"{name} is damaged ({error}). Restore another backup.") from None
    if found != ["ok"] or orphans:
        raise BackupFault(f"{name} is damaged. Restore another backup.")
    check_revision(contents_of(address(file)).revision, name)


def put_in_place(prepared: Path, database: Path) -> None:
    """Make the database what the prepared file is, in one transaction of SQLite's own.

    Copied through SQLite and not renamed: beside a database lies its log, which would be applied
    to the new one.
    """
    until = time.monotonic() + WAITS_S

    def give_up(status: int, _remaining: int, _total: int) -> None:
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) and time.monotonic() > until:
            raise sqlite3.OperationalError("another program is at work on it")

    try:
        with closing(_opened(prepared)) as source, closing(_opened(database, "rwc")) as target:
            target.execute("PRAGMA secure_delete=ON")
            source.backup(target, progress=give_up)
            target.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.Error as error:
        raise BackupFault(f"The database at {database} was not replaced ({error}).") from None


@contextmanager
def set_aside(database: Path) -> Iterator[Path]:
    """Rename a database that cannot be read, with what lies beside it; yields its new name.

    It comes back when the block, which puts another in its place, fails.
    """
    damaged = database.with_name(f"{database.name}.damaged")
    _rename(database, damaged)
    try:
        yield damaged
    except BaseException:
        _rename(damaged, database)
        raise


def _rename(database: Path, name: Path) -> None:
    """With its log, and without one that was there under the new name."""
    for suffix in ("", "-wal", "-shm"):
        part, target = (path.with_name(path.name + suffix) for path in (database, name))
        if part.exists():
            part.replace(target)
        else:
            target.unlink(missing_ok=True)


def address(path: Path) -> str:
    return f"sqlite:///{path}"


def _opened(path: Path, mode: str = "rw") -> sqlite3.Connection:
    name = f"file:{quote(str(path))}?mode={mode}"
    return sqlite3.connect(name, uri=True, timeout=WAITS_S, isolation_level=None)


def _seal(copy: Path) -> None:
    """Let no backup tell whose ballot is whose, as nobody can once voting is over."""
    engine = create_engine(address(copy), poolclass=NullPool, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def set_pragmas(connection: sqlite3.Connection, record: object) -> None:
        connection.execute("PRAGMA journal_mode=MEMORY")  # no file beside it keeps what was there
        connection.execute("PRAGMA secure_delete=ON")

    with Session(engine) as session:
        voting.seal_every(session)
        session.commit()
