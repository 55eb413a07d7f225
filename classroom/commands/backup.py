"""`classroom backup` and `classroom restore`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from sqlalchemy.exc import DBAPIError

from classroom.backups import making, restoring
from classroom.backups.fault import BackupFault
from classroom.config import SettingError, from_environment
from classroom.domain.errors import ClassroomError

_FILE = click.argument("file", type=click.Path(path_type=Path))


@click.command()
@_FILE
@click.option("--force", is_flag=True, help="Replace FILE if it is there.")
def backup(file: Path, force: bool) -> None:
    """Write the database to FILE, also while the server runs.

    FILE holds names and answers; only its owner can read it. The secret key is not in it: after a
    restore on another machine instructors sign in again, and students keep their seats.
    """
    with _in_a_sentence():
        making.back_up(from_environment(), file, replaces=force)
    click.echo(f"Written: {file} ({_size(file)}).")


@click.command()
@_FILE
@click.option("--force", is_flag=True, help="Replace a database that holds sessions.")
def restore(file: Path, force: bool) -> None:
    """Put the backup FILE in place of the database, while no server runs.

    FILE is checked first, and one of an earlier release is brought up to date. Students, sessions
    and groups that were deleted since are deleted again, and instructors sign in anew.
    """
    with _in_a_sentence():
        restored = restoring.restore(from_environment(), file, replaces=force)
    click.echo(f"Restored: {file} (sessions: {restored.sessions}).")
    if restored.damaged:
        click.echo(f"The database that could not be read lies at {restored.damaged}.")
    if restored.deleted:
        click.echo(f"Deleted again, as they had been since: {restored.deleted}.")
    if not restored.is_complete:
        click.echo(
            "What was deleted after this backup was made may be there again: the database that "
            "remembered it was not here. Delete it once more."
        )
    click.echo("Accounts, passwords and who teaches which group are as they were; look them over.")


@contextmanager
def _in_a_sentence() -> Iterator[None]:
    try:
        yield
    except (SettingError, BackupFault, ClassroomError) as error:
        raise click.ClickException(str(error)) from None
    except DBAPIError as error:
        raise click.ClickException(f"The database cannot be used ({error.orig}).") from None
    except OSError as error:
        raise click.ClickException(f"{error.filename}: {error.strerror}.") from None


def _size(file: Path) -> str:
    return f"{file.stat().st_size / 1_000_000:.1f} MB"
