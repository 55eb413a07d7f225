"""Backups of a real server: made while it runs, restored while it does not."""

from __future__ import annotations

import random
import shutil
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from classroom.commands.backup import backup, restore
from classroom.storage import in_use
from tests.live_room import LiveRoom, School
from tests.pupils import in_class, seat, until
from tests.server import commands
from tests.server_process import ServerProcess

ROOM = 20


@pytest.fixture
def room(server: ServerProcess) -> LiveRoom:
    """On a server of its own, which the test may kill."""
    return School.of(server).open_session()


@pytest.fixture
def stopped(prepared: Path, tmp_path: Path) -> ServerProcess:
    """A server that does not run: there is only its instance."""
    shutil.copytree(prepared, folder := tmp_path / "instance")
    return ServerProcess(folder)


def instance_of(server: ServerProcess) -> dict[str, str]:
    return {"CLASSROOM_INSTANCE": str(server.folder)}


def answers_in(file: Path) -> dict[str, str]:
    with closing(sqlite3.connect(file)) as backup:
        found = backup.execute(
            "SELECT alias, choice FROM answers JOIN students ON students.id = student_id"
        )
        return dict(found.fetchall())


def test_a_backup_in_mid_vote_holds_what_was_acknowledged_and_stops_nobody(
    room: LiveRoom, tmp_path: Path
) -> None:
    server = room.school.server
    with in_class(room, ROOM) as pupils:
        room.press("ask", "open")
        until(lambda: all(pupil.phone.screen.phase == "open" for pupil in pupils), 20)
        is_over = threading.Event()

        def tap_and_change_ones_mind() -> None:
            while not is_over.wait(0.02):
                random.choice(pupils[1:]).phone.answer(room.vote, (random.choice("ABCD"),))

        def how_many_answered() -> int:
            return sum(bool(pupil.acknowledged) for pupil in pupils)

        pupils[0].phone.answer(room.vote, ("B",))
        until(lambda: pupils[0].acknowledged == "B", 10)
        taps = threading.Thread(target=tap_and_change_ones_mind)
        taps.start()
        try:
            for number in range(3):
                until(lambda least=5 * number: how_many_answered() > least, 20)  # type: ignore[misc]
                file = str(tmp_path / f"backup-{number}")
                commands.done(backup, file, environment=instance_of(server))
        finally:
            is_over.set()
            taps.join()
        for number in range(3):
            assert answers_in(tmp_path / f"backup-{number}")["Pupil 01"] == "B"
        for pupil in pupils:
            pupil.phone.answer(room.vote, ("C",))
        until(lambda: all(pupil.acknowledged == "C" for pupil in pupils), 20)
    assert set(room.answers.values()) == {"C"}


def test_a_drill_backup_delete_restore_start(room: LiveRoom, tmp_path: Path) -> None:
    server, file = room.school.server, str(tmp_path / "a.backup")
    kept, gone = seat(room, "Robin"), seat(room, "Zebulon")
    room.press("ask", "open")
    for visitor in (kept, gone):
        form = {"vote": room.vote, "choice": "A"}
        assert visitor.post(f"/{room.code}/answers", form).status_code == 302
    assert "Written:" in server.run("backup", file)
    ((page,),) = room.school.rows("SELECT page_token FROM students WHERE alias = 'Zebulon'")
    assert gone.post(f"/mine/{page}/deletion", {"confirmed": "1"}).status_code in (200, 302, 303)

    instance = instance_of(server)
    said = commands.refused(restore, file, "--force", environment=instance)
    assert "A server runs on this database." in said
    server.kill()
    assert "holds a session" in commands.refused(restore, file, environment=instance)
    told = server.run("restore", file, "--force")
    assert "Deleted again, as they had been since: 1." in told
    assert "may be there again" not in told

    server.start()
    assert room.answers == {"Robin": "A"}
    page = kept.get(f"/{room.code}").text
    assert "Robin" in page, "a student keeps the seat"
    signed_in = room.school.alice.get("/home")
    assert signed_in.headers["Location"].startswith("/sign-in")
    assert server.signed_in("alice").get("/home").status_code == 200


def test_a_lock_that_cannot_be_opened_is_a_sentence(stopped: ServerProcess) -> None:
    (stopped.folder / "server.lock").mkdir()
    said = stopped.fails_to_start()
    assert said.startswith(f"{stopped.folder}/server.lock cannot be opened (Is a directory).")
    assert "Traceback" not in said


def test_a_server_does_not_start_into_a_restore(stopped: ServerProcess) -> None:
    with in_use.alone(stopped.folder):
        said = stopped.fails_to_start()
    assert said == "A backup is being restored here. Wait until that is done, then start again."
    with stopped.start():
        assert stopped.is_running
