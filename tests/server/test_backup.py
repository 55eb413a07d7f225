"""Backups of a real server: made while it runs, restored while it does not."""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

from classroom.storage import in_use
from tests.live_room import LiveRoom
from tests.pupils import in_class, seat, until
from tests.server_process import ServerProcess

ROOM = 20


def refused(server: ServerProcess, *arguments: str) -> str:
    """What the command says on the instance of that server when it does not do what it was told."""
    done = subprocess.run(
        [sys.executable, "-m", "classroom.cli", *arguments],
        env={**os.environ, "CLASSROOM_INSTANCE": str(server.folder)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    return done.stderr


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

        pupils[0].phone.answer(room.vote, ("B",))
        until(lambda: pupils[0].acknowledged == "B", 10)
        taps = threading.Thread(target=tap_and_change_ones_mind)
        taps.start()
        try:
            for number in range(3):
                server.run("backup", str(tmp_path / f"backup-{number}"))
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

    assert "A server runs on this database." in refused(server, "restore", file, "--force")
    server.kill()
    assert "holds a session" in refused(server, "restore", file)
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


def test_a_lock_that_cannot_be_opened_is_a_sentence(server: ServerProcess) -> None:
    server.stop()
    (server.folder / "server.lock").unlink()
    (server.folder / "server.lock").mkdir()
    said = refused(server, "serve", "--port", str(server.port), "--host", "127.0.0.1")
    assert said.startswith(f"{server.folder}/server.lock cannot be opened (Is a directory).")


def test_a_server_does_not_start_into_a_restore(server: ServerProcess) -> None:
    server.stop()
    with in_use.alone(server.folder):
        said = refused(server, "serve", "--port", str(server.port), "--host", "127.0.0.1")
    assert said == ("A backup is being restored here. Wait until that is done, then start again.\n")
    server.start()
