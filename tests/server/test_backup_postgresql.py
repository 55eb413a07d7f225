"""Backups of a real PostgreSQL, by its own programs, which never show the password."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from sqlalchemy import text

from classroom.actions import deleting
from classroom.config import Settings
from classroom.storage import migrations
from classroom.storage.database import db
from tests.server.guarded_postgresql import PASSWORD, GuardedPostgreSQL, running
from tests.server.place import Place, at_work, two_students


@pytest.fixture
def older_postgresql() -> Iterator[GuardedPostgreSQL]:
    with running(16) as server:
        yield server


def test_a_drill_backup_delete_restore(place: Place, tmp_path: Path) -> None:
    file = tmp_path / "a.backup"
    before = place.stored()
    assert "Written:" in place.done_by_a_process("backup", str(file))
    assert file.read_bytes().startswith(b"PGDMP")
    assert file.stat().st_mode & 0o777 == 0o600
    assert "is there already" in place.refused("backup", str(file))

    at_work(place, lambda: deleting.delete_student(2))
    place.ask("UPDATE answers SET choice = 'C'")
    assert "holds a session" in place.refused("restore", str(file))
    told = place.done_by_a_process("restore", str(file), "--force")
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


def test_a_later_schema_gives_way_to_an_earlier_backup(empty_place: Place, tmp_path: Path) -> None:
    place, file = empty_place, str(tmp_path / "a.backup")
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
    place = Place.new(older_postgresql, tmp_path)
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
    said = place.refused("backup", str(tmp_path / "a.backup"), path=str(tmp_path / "nothing"))
    assert "pg_dump is missing." in said
    assert "apt install postgresql-client" in said


def test_a_wrong_password_is_a_sentence(place: Place, tmp_path: Path) -> None:
    url = place.settings.database_url.replace(quote(PASSWORD, safe=""), "wrong")
    place.settings = Settings(place.settings.instance, database_url=url)
    said = place.refused("backup", str(tmp_path / "a.backup"))
    assert "password authentication failed" in said
