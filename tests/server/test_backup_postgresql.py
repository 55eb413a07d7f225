"""Backups of a real PostgreSQL, by its own programs, which never show the password."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import text

from classroom.actions import accounts, answering, deleting, hosting, joining, planning
from classroom.actions.loading_banks import load
from classroom.app import create_app
from classroom.config import Settings
from classroom.storage import migrations
from classroom.storage.database import db
from classroom.storage.queries import accounts as queries
from classroom.storage.queries import lessons, sessions
from tests.conftest import PLAN
from tests.security.sockets import let_pushes_finish
from tests.server.guarded_postgresql import PASSWORD, GuardedPostgreSQL, running
from tests.server_process import ServerProcess

_numbers = count(1)
TABLES = ("students", "answers", "votes", "sessions", "groups", "questions", "deletions")
UNSETTLED = """
SELECT (SELECT count(*) FROM votes WHERE secret IS NOT NULL),
       (SELECT count(*) FROM ballots), (SELECT count(*) FROM logins)
"""
"""What is left of what a restore ends: secrets of open votes, ballots apart, sign-ins."""


@pytest.fixture(scope="module")
def postgresql() -> Iterator[GuardedPostgreSQL]:
    with running() as server:
        yield server


@pytest.fixture
def older_postgresql() -> Iterator[GuardedPostgreSQL]:
    with running(16) as server:
        yield server


@dataclass
class Place:
    """A database, and the instance folder of a server that works on it."""

    server: GuardedPostgreSQL
    database: str
    settings: Settings
    path: str

    def ask(self, statement: str) -> str:
        return self.server.ask(statement, self.database)

    def stored(self) -> str:
        return "\n".join(self.ask(f"SELECT * FROM {table} ORDER BY 1, 2") for table in TABLES)

    def run(self, *arguments: str, path: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "classroom.cli", *arguments],
            env={
                **os.environ,
                "PATH": path or self.path,
                "CLASSROOM_INSTANCE": self.settings.instance,
                "CLASSROOM_DATABASE_URL": self.settings.database_url,
            },
            capture_output=True,
            text=True,
            timeout=100,
        )

    def done(self, *arguments: str) -> str:
        done = self.run(*arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def refused(self, *arguments: str, path: str = "") -> str:
        done = self.run(*arguments, path=path)
        assert done.returncode == 1
        assert "Traceback" not in done.stderr
        return done.stderr


@pytest.fixture
def place(postgresql: GuardedPostgreSQL, tmp_path: Path) -> Place:
    """An empty database of its own."""
    return new_place(postgresql, tmp_path)


def new_place(postgresql: GuardedPostgreSQL, tmp_path: Path) -> Place:
    name = f"test_{next(_numbers)}"
    postgresql.ask(f"CREATE DATABASE {name}")
    url = (
        f"postgresql+psycopg://classroom:{quote(PASSWORD, safe='')}@/{name}"
        f"?host={postgresql.folder}"
    )
    settings = Settings(str(tmp_path / "instance"), database_url=url, testing=True)
    return Place(postgresql, name, settings, f"{postgresql.programs}:{os.environ['PATH']}")


def at_work(place: Place, work: Callable[[], None], *, revision: str = "head") -> None:
    """Do something in the application on that database, and leave no connection behind."""
    app: Flask = create_app(place.settings)
    with app.app_context():
        upgrade(directory=str(migrations.FOLDER), revision=revision)
        try:
            work()
        finally:
            let_pushes_finish()
            db.session.remove()
            db.engine.dispose()
    app.extensions["classroom.writer"].close()


def two_students() -> None:
    """Robin and Zebulon have answered the first question of a lesson of Alice's."""
    load()
    accounts.add_account("alice", "Alice", "a long enough password")
    alice = queries.with_username("alice")
    assert alice is not None
    lesson_id = planning.create(alice.id, "Four questions")
    for slug in PLAN:
        planning.add_question(alice.id, lesson_id, slug)
    lesson = lessons.with_public_id(lesson_id)
    assert lesson is not None
    session = sessions.with_public_id(hosting.open_session(alice.id, lesson.id))
    assert session is not None
    session_id, version = session.id, session.version
    for name in ("Robin", "Zebulon"):
        joining.join(session_id, name, room_size=10)
    for move in ("ask", "open"):
        version = hosting.press(session_id, move, version)
    session = sessions.with_id(session_id)
    vote = sessions.current_vote(session) if session else None
    assert vote is not None
    vote_id = vote.id
    for student_id in (1, 2):
        answering.answer(session_id, student_id, vote_id, ["B"], 1)


def test_a_drill_backup_delete_restore(place: Place, tmp_path: Path) -> None:
    at_work(place, two_students)
    file = tmp_path / "a.backup"
    before = place.stored()
    assert "Written:" in place.done("backup", str(file))
    assert file.read_bytes().startswith(b"PGDMP")
    assert file.stat().st_mode & 0o777 == 0o600
    assert "is there already" in place.refused("backup", str(file))

    at_work(place, lambda: deleting.delete_student(2))
    place.ask("UPDATE answers SET choice = 'C'")
    assert "holds a session" in place.refused("restore", str(file))
    told = place.done("restore", str(file), "--force")
    assert "Deleted again, as they had been since: 1." in told
    assert "may be there again" not in told
    assert place.ask("SELECT alias, choice FROM students JOIN answers ON id = student_id") == (
        "Robin|B"
    )
    left = {path.name for path in Path(place.settings.instance).iterdir()}
    assert left == {"secret_key", "server.lock"}

    place.ask("DROP TABLE deletions, installations")
    place.ask("DELETE FROM sessions")
    assert "may be there again" in place.done("restore", str(file))
    assert place.stored() == before


def test_a_dump_made_in_mid_vote_is_sealed_when_it_is_restored(
    place: Place, tmp_path: Path
) -> None:
    at_work(place, two_students)
    place.ask("UPDATE votes SET secret = 'of open ballots'")
    place.ask(
        "INSERT INTO ballots (vote_id, name, content, seq)"
        " SELECT id, 'of a seat', 'A', 1 FROM votes"
    )
    file = str(tmp_path / "a.backup")
    place.done("backup", file)
    place.done("restore", file, "--force")
    assert place.ask("SELECT secret IS NULL, kept_choices FROM votes") == 't|{"A": 1}'
    assert place.ask("SELECT count(*) FROM ballots") == "0"


def test_a_later_schema_gives_way_to_an_earlier_backup(place: Place, tmp_path: Path) -> None:
    file = str(tmp_path / "a.backup")
    at_work(place, lambda: None, revision="0001")
    place.done("backup", file)
    at_work(place, two_students)
    place.ask("CREATE TABLE of_a_later_release (vote_id integer REFERENCES votes)")
    place.done("restore", file, "--force")
    assert place.ask("SELECT version_num FROM alembic_version") == migrations.head()
    assert place.ask("SELECT count(*) FROM students") == "0"
    assert place.ask("SELECT to_regclass('of_a_later_release') IS NULL") == "t"


def test_client_programs_may_be_later_than_the_server(
    older_postgresql: GuardedPostgreSQL, tmp_path: Path
) -> None:
    place = new_place(older_postgresql, tmp_path)
    assert place.ask("SHOW server_version").startswith("16.")
    at_work(place, two_students)
    like_a_setting = "SET transaction_timeout = 0;"
    place.ask("CREATE TABLE a_words (word text)")
    place.ask(f"INSERT INTO a_words VALUES ('{like_a_setting}')")
    before = place.stored()
    file = str(tmp_path / "a.backup")
    place.done("backup", file)
    place.ask("DELETE FROM answers")
    place.done("restore", file, "--force")
    assert place.stored() == before
    assert place.ask("SELECT word FROM a_words") == like_a_setting


def test_files_that_are_no_good_are_refused_and_nothing_changes(
    place: Place, tmp_path: Path
) -> None:
    at_work(place, two_students)
    good, bad = tmp_path / "good", tmp_path / "bad"
    place.done("backup", str(good))
    bad.write_bytes(good.read_bytes()[: good.stat().st_size * 2 // 3])
    before = place.stored()
    assert "is damaged" in place.refused("restore", str(bad), "--force")
    bad.write_bytes(b"SQLite format 3\0 and so on")
    assert "is a backup of SQLite" in place.refused("restore", str(bad), "--force")
    place.ask("UPDATE alembic_version SET version_num = '9999'")
    newer = str(tmp_path / "newer")
    assert "later release" in place.refused("backup", newer)
    place.ask(f"UPDATE alembic_version SET version_num = '{migrations.head()}'")
    assert place.stored() == before


def test_while_somebody_works_on_the_database_it_is_not_replaced(
    place: Place, tmp_path: Path
) -> None:
    file = str(tmp_path / "a.backup")
    refusal = []

    def try_it() -> None:
        place.done("backup", file)
        db.session.execute(text("SELECT 1"))
        refusal.append(place.refused("restore", file, "--force"))

    at_work(place, try_it)
    assert "Others are connected to the database (1). Stop every server" in refusal[0]


def test_the_password_is_on_no_command_line(place: Place, tmp_path: Path) -> None:
    """Each program is called through a script that writes down how."""
    at_work(place, two_students)
    listening, written = tmp_path / "bin", tmp_path / "calls"
    listening.mkdir()
    for name in ("pg_dump", "pg_restore", "psql"):
        script = listening / name
        real = place.server.programs / name
        script.write_text(f"""#!/bin/sh
echo "{name} $*" | tr '\\n' ' ' >>{written}
echo >>{written}
exec {real} "$@"
""")
        script.chmod(0o755)
    place.path = f"{listening}:{place.path}"
    file = str(tmp_path / "a.backup")
    place.done("backup", file)
    place.done("restore", file, "--force")
    calls = written.read_text()
    assert {line.split()[0] for line in calls.splitlines()} == {"pg_dump", "pg_restore", "psql"}
    assert place.database in calls
    assert "horse" not in calls


def test_without_the_programs_it_is_said_what_to_install(place: Place, tmp_path: Path) -> None:
    at_work(place, lambda: None)
    said = place.refused("backup", str(tmp_path / "a.backup"), path=str(tmp_path / "nothing"))
    assert "pg_dump is missing." in said
    assert "apt install postgresql-client" in said


def test_a_wrong_password_is_a_sentence(place: Place, tmp_path: Path) -> None:
    url = place.settings.database_url.replace(quote(PASSWORD, safe=""), "wrong")
    place.settings = Settings(place.settings.instance, database_url=url)
    said = place.refused("backup", str(tmp_path / "a.backup"))
    assert "password authentication failed" in said


def start_a_server(place: Place) -> None:
    """Let a server start on the database, and end it."""
    environment = {"CLASSROOM_DATABASE_URL": place.settings.database_url}
    server = ServerProcess(Path(place.settings.instance), environment=environment)
    server.start().stop()


def with_an_open_vote_and_somebody_signed_in(place: Place) -> None:
    at_work(place, two_students)
    place.ask("UPDATE votes SET secret = 'of open ballots'")
    place.ask(
        "INSERT INTO ballots (vote_id, name, content, seq)"
        " SELECT id, 'of a seat', 'A', 1 FROM votes"
    )
    place.ask(
        "INSERT INTO logins (token_hash, instructor_id, created_at)"
        " SELECT 'of a browser', id, now() FROM instructors"
    )
    assert place.ask(UNSETTLED) == "1|1|1"


def test_a_restore_that_fails_changes_nothing_not_even_at_the_next_start(
    place: Place, tmp_path: Path
) -> None:
    """What only the database's owner added is in the way of the backup, which holds it too."""
    with_an_open_vote_and_somebody_signed_in(place)
    place.ask("CREATE TYPE of_somebody AS ENUM ('a')")
    file = str(tmp_path / "a.backup")
    place.done("backup", file)
    at_work(place, lambda: deleting.delete_student(2))
    before = place.stored() + place.ask(UNSETTLED)
    assert "already exists" in place.refused("restore", file, "--force")
    assert place.stored() + place.ask(UNSETTLED) == before
    start_a_server(place)
    assert place.stored() + place.ask(UNSETTLED) == before


@pytest.mark.parametrize("was_replaced", [False, True])
def test_a_restore_that_is_killed_is_finished_by_a_server_if_it_replaced_anything(
    place: Place, tmp_path: Path, *, was_replaced: bool
) -> None:
    """Killed by what stands in psql's place: before psql begins, or when it has committed."""
    with_an_open_vote_and_somebody_signed_in(place)
    file = str(tmp_path / "a.backup")
    place.done("backup", file)
    at_work(place, lambda: deleting.delete_student(2))
    before = place.stored() + place.ask(UNSETTLED)
    fatal = tmp_path / "bin"
    fatal.mkdir()
    script = fatal / "psql"
    real = place.server.programs / "psql"
    work = f'"{real}" "$@"\n' if was_replaced else ""
    script.write_text(f"#!/bin/sh\n{work}kill -9 $PPID\n")
    script.chmod(0o755)
    killed = place.run("restore", file, "--force", path=f"{fatal}:{place.path}")
    assert killed.returncode == -signal.SIGKILL
    names = "SELECT alias FROM students ORDER BY alias"
    assert place.ask(names) == ("Robin\nZebulon" if was_replaced else "Robin")

    start_a_server(place)
    assert place.ask(names) == "Robin"
    if was_replaced:
        assert place.ask(UNSETTLED) == "0|0|0"
        assert place.ask("SELECT to_regclass('deletions_to_replay') IS NULL") == "t"
    else:
        assert place.stored() + place.ask(UNSETTLED) == before


def test_what_a_killed_restore_left_to_delete_goes_along_with_a_backup(
    place: Place, tmp_path: Path
) -> None:
    at_work(place, two_students)
    public_id = place.ask("SELECT public_id FROM students WHERE alias = 'Zebulon'")
    place.ask("CREATE TABLE deletions_to_replay (public_id text, kind text, merged_into text)")
    place.ask(f"INSERT INTO deletions_to_replay VALUES ('{public_id}', 'student')")
    file = str(tmp_path / "a.backup")
    place.done("backup", file)
    place.ask("DROP TABLE deletions_to_replay")
    assert "Deleted again, as they had been since: 1." in place.done("restore", file, "--force")
    assert place.ask("SELECT alias FROM students") == "Robin"
