"""Make a backup: one file, whole, for its owner alone."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import make_url

from classroom.backups import postgresql, sqlite, whole_files
from classroom.backups.fault import BackupFault
from classroom.config import Settings


def back_up(settings: Settings, target: Path, *, replaces: bool) -> None:
    """Write the database to the file, while a server may run. BackupFault says why not.

    The secret key stays where it is: all that it protects are forms and sign-ins of today.
    """
    if target.is_dir():
        raise BackupFault(f"{target} is a folder. Name a file in it.")
    if target.exists() and not replaces:
        raise whole_files.taken(target)
    with whole_files.temporary(target.absolute().parent) as copy:
        url = settings.url_of_database()
        if make_url(url).get_backend_name() == "sqlite":
            sqlite.dump(Path(make_url(url).database or ""), copy)
            sqlite.check(copy, "The copy")
        else:
            postgresql.dump(url, copy)
            postgresql.check(copy, "The copy")
        whole_files.put_in_place(copy, target.absolute(), replaces=replaces)
