"""A file that is there whole or not at all, for its owner alone."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from classroom.backups.fault import BackupFault


@contextmanager
def temporary(folder: Path) -> Iterator[Path]:
    """An empty file of mode 0600 in that folder; gone afterwards, with what SQLite laid beside."""
    try:
        number, name = tempfile.mkstemp(prefix=".classroom-", dir=folder)
    except OSError as error:
        raise BackupFault(
            f"The folder {folder} cannot be written ({error.strerror}). Make it writable, or name "
            "a file in another one."
        ) from None
    os.close(number)
    path = Path(name)
    try:
        yield path
    finally:
        for suffix in ("", "-wal", "-shm", "-journal"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)


def put_in_place(written: Path, target: Path, *, replaces: bool) -> None:
    """Give the written file its name, once it is on the disk. BackupFault if the name is taken."""
    with written.open("rb") as file:
        os.fsync(file.fileno())
    if replaces:
        written.replace(target)
    else:
        _link(written, target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _link(written: Path, target: Path) -> None:
    """Unlike a renaming, this fails when the name is taken at the last moment."""
    try:
        os.link(written, target)
    except FileExistsError:
        raise taken(target) from None
    except OSError:  # a stick whose file system knows no links
        written.rename(target)


def taken(target: Path) -> BackupFault:
    return BackupFault(
        f"{target} is there already. Name another file, or replace this one with --force."
    )
