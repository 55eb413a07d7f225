"""A restore into a real PostgreSQL that fails or is killed, and the server that starts after it."""

from __future__ import annotations

import shutil
import signal
from pathlib import Path

import pytest

from classroom.actions import deleting
from tests.instances import TEMPLATES
from tests.server.place import Place, at_work
from tests.server_process import ServerProcess


@pytest.fixture
def place(place: Place, prepared: Path) -> Place:
    """Its servers find their templates compiled."""
    shutil.copytree(prepared / TEMPLATES, Path(place.settings.instance) / TEMPLATES)
    return place


def start_a_server(place: Place) -> None:
    """Let a server start on the database, and end it."""
    environment = {"CLASSROOM_DATABASE_URL": place.settings.database_url}
    server = ServerProcess(Path(place.settings.instance), environment=environment)
    server.start().stop()


def with_an_open_vote_and_somebody_signed_in(place: Place) -> None:
    place.ask("UPDATE votes SET secret = 'of open ballots'")
    place.ask(
        "INSERT INTO ballots (vote_id, name, content, seq)"
        " SELECT id, 'of a seat', 'A', 1 FROM votes"
    )
    place.ask(
        "INSERT INTO logins (token_hash, instructor_id, created_at)"
        " SELECT 'of a browser', id, now() FROM instructors"
    )
    assert place.unsettled() == "1|1|1"


def test_a_restore_that_fails_changes_nothing_not_even_at_the_next_start(
    place: Place, tmp_path: Path
) -> None:
    """What only the database's owner added is in the way of the backup, which holds it too."""
    with_an_open_vote_and_somebody_signed_in(place)
    place.ask("CREATE TYPE of_somebody AS ENUM ('a')")
    file = str(tmp_path / "a.backup")
    place.done("backup", file)
    at_work(place, lambda: deleting.delete_student(2))
    before = place.stored() + place.unsettled()
    assert "already exists" in place.refused("restore", file, "--force")
    assert place.stored() + place.unsettled() == before
    start_a_server(place)
    assert place.stored() + place.unsettled() == before


@pytest.mark.parametrize("was_replaced", [False, True])
def test_a_restore_that_is_killed_is_finished_by_a_server_if_it_replaced_anything(
    place: Place, tmp_path: Path, *, was_replaced: bool
) -> None:
    """Killed by what stands in psql's place: before psql begins, or when it has committed."""
    with_an_open_vote_and_somebody_signed_in(place)
    file = str(tmp_path / "a.backup")
    place.done("backup", file)
    at_work(place, lambda: deleting.delete_student(2))
    before = place.stored() + place.unsettled()
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
        assert place.unsettled() == "0|0|0"
        assert place.ask("SELECT to_regclass('deletions_to_replay') IS NULL") == "t"
    else:
        assert place.stored() + place.unsettled() == before


def test_what_a_killed_restore_left_to_delete_goes_along_with_a_backup(
    place: Place, tmp_path: Path
) -> None:
    public_id = place.ask("SELECT public_id FROM students WHERE alias = 'Zebulon'")
    place.ask("CREATE TABLE deletions_to_replay (public_id text, kind text, merged_into text)")
    place.ask(f"INSERT INTO deletions_to_replay VALUES ('{public_id}', 'student')")
    file = str(tmp_path / "a.backup")
    place.done("backup", file)
    place.ask("DROP TABLE deletions_to_replay")
    assert "Deleted again, as they had been since: 1." in place.done("restore", file, "--force")
    assert place.ask("SELECT alias FROM students") == "Robin"
