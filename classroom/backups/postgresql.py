"""PostgreSQL: dumped and restored by its own programs.

The password goes to them in the environment, never on a command line, which every account of the
machine can read.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from sqlalchemy import URL, create_engine, make_url, text
from sqlalchemy.pool import NullPool

from classroom.actions.restoring import Remembered
from classroom.backups import replaying
from classroom.backups.contents import check_revision
from classroom.backups.fault import BackupFault

MAGIC = b"PGDMP"

_EMPTY = """
DO $$ DECLARE name text; BEGIN
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = current_schema() LOOP
    EXECUTE format('DROP TABLE %I CASCADE', name);
  END LOOP;
END $$
"""
"""Whatever is there, tables of a later release too, in the transaction that restores."""

_OF_A_LATER_SERVER = "transaction_timeout"
"""pg_restore of 17 or later sets it in every script, and servers before 17 do not know it."""


def dump(url: str, copy: Path) -> None:
    """Write one snapshot of the database into the file, while others write."""
    _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={copy}", url=url)


def check(file: Path, name: object) -> None:
    """BackupFault, which calls the file `name`, unless it is whole and of a known revision."""
    try:
        _run("pg_restore", "--file=/dev/null", str(file))  # reads all of it
        rows = _run("pg_restore", "--data-only", "--table=alembic_version", "--file=-", str(file))
    except ProgramFailed as failed:
        raise BackupFault(f"{name} is damaged ({failed.reason}). Restore another backup.") from None
    lines = iter(rows.splitlines())
    revision = next((next(lines, None) for line in lines if line.startswith("COPY ")), None)
    check_revision(revision, name)


def put_in_place(file: Path, script: Path, url: str, remembered: Remembered) -> None:
    """Replace everything in the database, in one transaction, and keep there what to delete again.

    `script` is an empty file to use.
    """
    _run("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(file))
    if not _knows(url, _OF_A_LATER_SERVER):
        _leave_unset(script, _OF_A_LATER_SERVER)
    with script.open("a", encoding="utf-8") as end:
        end.write(replaying.script(remembered))
    _run(
        *("psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"),
        *("--output=/dev/null", f"--command={_EMPTY}", f"--file={script}"),
        url=url,
    )


def _knows(url: str, setting: str) -> bool:
    return _ask(url, "SELECT current_setting(:name, true) IS NOT NULL", name=setting)


def _leave_unset(script: Path, setting: str) -> None:
    """Make a comment of the line that sets it, in place: the script may be large.

    Only before the first statement that sets nothing: further down the same words may be data.
    """
    with script.open("r+b") as file:
        for line in iter(file.readline, b""):
            if line.startswith(f"SET {setting} =".encode()):
                file.seek(-len(line), os.SEEK_CUR)
                file.write(b"---")
                return
            if not line.startswith((b"SET ", b"--", b"\\", b"\n")):
                return


def others(url: str) -> int:
    """How many other connections the database has: servers, and whoever else is at it."""
    return _ask(
        url,
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
        "AND backend_type = 'client backend' AND pid <> pg_backend_pid()",
    )


def _ask(url: str, query: str, **values: str) -> Any:
    """The one value that the query finds."""
    engine = create_engine(url, poolclass=NullPool, hide_parameters=True)
    with engine.connect() as connection:
        return connection.execute(text(query), values).scalar_one()


class ProgramFailed(BackupFault):
    def __init__(self, program: str, reason: str) -> None:
        super().__init__(f"{program} failed: {reason}")
        self.reason = reason


def _run(program: str, *arguments: str, url: str = "") -> str:
    """What the program prints; ProgramFailed with the last line of what it complains about."""
    path = shutil.which(program)
    if path is None:
        raise BackupFault(
            f"{program} is missing. Install PostgreSQL's client programs of the server's version "
            "or a later one (on Debian: apt install postgresql-client), then try again."
        )
    command, environment = [path, *arguments], dict(os.environ)
    if url:
        shown, password = without_password(make_url(url))
        command.append(f"--dbname={shown}")
        if password:
            environment["PGPASSWORD"] = password
    done = subprocess.run(  # noqa: S603 - a fixed program; the address is the administrator's
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
    )
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if line.strip()]
        reasons = [line for line in said if "rror:" in line or "ERROR" in line] or said or ["?"]
        raise ProgramFailed(program, reasons[0])
    return done.stdout


def without_password(url: URL) -> tuple[str, str]:
    """The address as PostgreSQL's programs read it, and the password that it held."""
    hidden = url.query.get("password", "")
    password = url.password or (hidden if isinstance(hidden, str) else hidden[0])
    # Not `url.set(password=None)`, which keeps the password.
    shown = URL.create(
        "postgresql", url.username, None, url.host, url.port, url.database, url.query
    ).difference_update_query(["password"])
    return shown.render_as_string(hide_password=False), str(password)
