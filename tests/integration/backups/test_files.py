"""A backup is one sound file for its owner, and a file that is none is refused in a sentence."""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from flask_migrate import upgrade

from classroom.actions import answering, planning
from classroom.app import create_app
from classroom.backups import making, sqlite
from classroom.backups.fault import BackupFault
from classroom.backups.restoring import Restored
from classroom.commands import backup as commands
from classroom.config import Settings
from classroom.storage import migrations
from classroom.storage.database import db
from classroom.storage.queries import ballots, lessons, sessions
from classroom.storage.tables import Vote
from tests.conftest import Room, Teacher
from tests.integration.backups.conftest import SIGNED_IN, everything, rows

BackUp = Callable[..., Path]
Restore = Callable[..., Restored]


def answered(room: Room) -> Room:
    student = room.seat("Zephyrine").student
    room.press("ask", "open")
    answering.answer(room.id, student.id, room.vote_id, ["B"], 1)
    return room


def test_a_restored_backup_holds_every_row_as_it_was(
    room: Room, database: Path, back_up: BackUp, restore: Restore
) -> None:
    answered(room)
    file = back_up()
    before = everything(database)
    room.press("close", "reveal")
    room.seat("Late")
    assert everything(database) != before

    told = restore()
    assert (told.sessions, told.deleted, told.is_complete) == (1, 0, True)
    kept = {name: found for name, found in before.items() if name not in SIGNED_IN}
    assert everything(database, besides=SIGNED_IN) == kept
    assert all(not rows(database, f"SELECT * FROM {table}") for table in SIGNED_IN)
    assert rows(database, "PRAGMA integrity_check") == [("ok",)]
    assert file.exists()


def test_the_program_goes_on_where_the_backup_was(
    room: Room, back_up: BackUp, restore: Restore
) -> None:
    answered(room)
    back_up()
    room.press("close", "reveal", "lobby", "end")
    restore()
    assert room.session.phase == "round"
    room.press("close", "reveal")
    assert len(sessions.answered_by(room.vote_id)) == 1


def test_a_file_is_for_its_owner_alone_and_nothing_is_left_beside_it(
    room: Room, file: Path, back_up: BackUp
) -> None:
    before = set(file.parent.iterdir())
    back_up()
    assert set(file.parent.iterdir()) - before == {file}
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_file_that_is_there_is_replaced_only_when_asked(
    room: Room, file: Path, back_up: BackUp
) -> None:
    file.write_text("something else")
    with pytest.raises(BackupFault, match="is there already"):
        back_up()
    assert file.read_text() == "something else"
    back_up(replaces=True)
    assert file.read_bytes().startswith(b"SQLite format 3")
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_database_with_sessions_is_replaced_only_when_asked(
    room: Room, database: Path, back_up: BackUp, restore: Restore
) -> None:
    back_up()
    before = everything(database)
    with pytest.raises(BackupFault, match=r"holds a session, .* --force"):
        restore(replaces=False)
    assert everything(database) == before


def test_a_backup_in_mid_vote_cannot_tell_whose_ballot_is_whose(
    app: Flask, alice: Teacher, open_room: Callable[..., Room], back_up: BackUp
) -> None:
    public_id = planning.create(alice.id, "Ballots")
    for slug in ("five-minutes-left", "he-saw-your-face"):
        planning.add_question(alice.id, public_id, slug)
    lesson = lessons.with_public_id(public_id)
    assert lesson is not None
    room = open_room(lesson.id)
    student = room.seat("Zephyrine").student
    room.press("ask", "open")
    answering.answer(room.id, student.id, room.vote_id, ["A"], 1)
    vote = db.session.get_one(Vote, room.vote_id)
    assert vote.secret is not None
    secret, name = vote.secret, ballots.name_of(vote.secret, vote.id, student.id)

    file = back_up()
    assert rows(file, "SELECT * FROM ballots") == []
    assert rows(file, "SELECT secret, kept_choices FROM votes") == [(None, '{"A": 1}')]
    assert secret.encode() not in file.read_bytes()
    assert name.encode() not in file.read_bytes()
    assert db.session.get_one(Vote, room.vote_id).secret == secret, "the lesson goes on"


@pytest.mark.parametrize("revision", ["0001", "0002"])
def test_a_backup_of_an_earlier_release_is_brought_up_to_date(
    revision: str, app: Flask, tmp_path: Path, database: Path, restore: Restore
) -> None:
    older = create_app(Settings(instance=str(tmp_path / "older"), testing=True))
    with older.app_context():
        upgrade(directory=str(migrations.FOLDER), revision=revision)
        db.engine.dispose()
    older.extensions["classroom.writer"].close()
    source = tmp_path / "older" / "classroom.sqlite3"
    installation = rows(database, "SELECT public_id FROM installations")
    told = restore(source)
    assert told.is_complete
    assert rows(database, "SELECT version_num FROM alembic_version") == [(migrations.head(),)]
    assert rows(database, "SELECT public_id FROM installations") == installation
    assert rows(source, "SELECT version_num FROM alembic_version") == [(revision,)]


def spoiled(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 40_000] = os.urandom(40_000)
    file.write_bytes(content)


def cut(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def newer(file: Path) -> None:
    rows(file, "UPDATE alembic_version SET version_num = '9999'")


def another_program(file: Path) -> None:
    file.unlink()
    rows(file, "CREATE TABLE recipes (name TEXT)")


def text(file: Path) -> None:
    file.write_text("Dear diary")


def of_postgresql(file: Path) -> None:
    file.write_bytes(b"PGDMP and so on")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (spoiled, "is damaged"),
        (cut, "is damaged"),
        (newer, "later release .* 9999"),
        (another_program, "is no backup"),
        (text, "is no backup"),
        (of_postgresql, "backup of PostgreSQL"),
        (Path.unlink, "cannot be read"),
    ],
)
def test_a_file_that_is_no_good_is_refused_and_nothing_changes(
    spoil: Callable[[Path], object],
    said: str,
    room: Room,
    database: Path,
    back_up: BackUp,
    restore: Restore,
) -> None:
    spoil(back_up())
    before = everything(database)
    with pytest.raises(BackupFault, match=re.compile(said, re.S)):
        restore()
    assert everything(database) == before


def test_a_database_that_cannot_be_read_is_set_aside_when_asked(
    room: Room, database: Path, back_up: BackUp, restore: Restore
) -> None:
    back_up()
    before = everything(database, besides=SIGNED_IN)
    db.session.remove()
    db.engine.dispose()
    database.write_bytes(b"not a database any more" * 1000)
    with pytest.raises(BackupFault, match=r"cannot be read .*--force"):
        restore(replaces=False)
    told = restore()
    assert everything(database, besides=SIGNED_IN) == before
    assert told.damaged is not None
    assert told.damaged.read_bytes().startswith(b"not a database")
    assert not told.is_complete


FULL = 100_000
"""Bytes beyond which no file may grow: the disk is full."""


@contextmanager
def full_disk() -> Iterator[None]:
    """No file of this process may grow."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (FULL, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_damaged_database_stays_where_it_is_when_the_restore_fails(
    room: Room, settings: Settings, database: Path, back_up: BackUp
) -> None:
    """The disk is full before the backup is copied."""
    file = back_up()
    db.session.remove()
    db.engine.dispose()
    damaged = b"not a database any more" * 1000
    database.write_bytes(damaged)
    with full_disk():
        done = CliRunner().invoke(
            commands.restore, [str(file), "--force"], env={"CLASSROOM_INSTANCE": settings.instance}
        )
    assert done.exit_code == 1
    assert isinstance(done.exception, SystemExit)
    assert "could not be copied" in done.stderr
    assert database.read_bytes() == damaged
    assert not database.with_name("classroom.sqlite3.damaged").exists()


def test_a_damaged_database_comes_back_when_nothing_takes_its_place(tmp_path: Path) -> None:
    database = tmp_path / "a.sqlite3"
    before = {database: b"damaged", tmp_path / "a.sqlite3-wal": b"its log"}
    for path, content in before.items():
        path.write_bytes(content)

    def fail_half_way() -> None:
        with sqlite.set_aside(database):
            assert not database.exists()
            for suffix in ("", "-wal", "-shm"):
                database.with_name(database.name + suffix).write_bytes(b"half of another")
            raise BackupFault

    with pytest.raises(BackupFault):
        fail_half_way()
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_disk_that_is_full_is_one_sentence_and_leaves_nothing(
    room: Room, settings: Settings, file: Path
) -> None:
    before = set(file.parent.iterdir())
    done = subprocess.run(
        [sys.executable, "-m", "classroom.cli", "backup", str(file)],
        env={**os.environ, "CLASSROOM_INSTANCE": settings.instance},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (FULL, FULL)),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("Error: The database could not be copied (")
    assert done.stderr.count("\n") == 1
    assert set(file.parent.iterdir()) == before


def test_without_a_database_there_is_nothing_to_back_up(tmp_path: Path) -> None:
    with pytest.raises(BackupFault, match="nothing to back up"):
        making.back_up(Settings(instance=str(tmp_path / "new")), tmp_path / "b", replaces=False)
    assert list(tmp_path.iterdir()) == []
