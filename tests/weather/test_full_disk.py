"""No room on the disk: refused in words, kept by the phones, saved when there is room again."""

from __future__ import annotations

import gc
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.live_room import LiveRoom, School
from tests.pupils import in_class, seat, until
from tests.security.wire import screen_of
from tests.server_process import ServerProcess
from tests.weather.disks import BoundedFiles, SmallDisk, may_mount

ROOM = 9
REFUSED = "The server is busy and still trying. Nothing is lost; keep this page open."
Disk = SmallDisk | BoundedFiles


@pytest.fixture(scope="module", params=[SmallDisk, BoundedFiles])
def disk(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Disk]:
    folder = tmp_path_factory.mktemp("disk")
    if request.param is SmallDisk and not may_mount(folder):
        pytest.skip("mounting a small disk takes root's rights")
    disk: Disk = request.param(folder)
    disk.mount()
    yield disk
    disk.unmount()


@pytest.fixture(scope="module")
def school(
    disk: Disk, prepared: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[School]:
    """One for each disk."""
    folder = disk.folder / "instance"
    shutil.copytree(prepared, folder)
    # What the server prints is read from another disk: on the full one it could not grow.
    (folder / "output.log").symlink_to(tmp_path_factory.mktemp("printed") / "output.log")
    with ServerProcess(folder) as server:
        yield School.of(server)


@pytest.fixture
def room(disk: Disk, school: School) -> Iterator[LiveRoom]:
    """A live session in the lobby, on a server that the test before may have stopped."""
    if not school.server.is_running:
        school.server.start()
    yield school.open_session()
    if school.server.is_running:
        disk.make_room(school.server)


def test_a_full_disk_does_not_fill_the_log(disk: Disk, room: LiveRoom) -> None:
    """Phones send again and again; each refusal in the log would make it the next full disk."""
    server = room.school.server
    room.press("ask", "open")
    socket = screen_of(server, seat(room, "Robin"), "phone", room.public_id)
    disk.fill(server)
    before = len(server.output)
    for number in range(1, 21):  # as many as a seat may send at once
        told = socket.send("answer", {"vote": room.vote, "choice": ["B"], "seq": number})
        assert told["code"] == "busy"
    assert len(server.output) - before < 4096
    disk.make_room(server)
    socket.close()


def test_a_full_disk_is_not_ready_until_there_is_room_again(disk: Disk, room: LiveRoom) -> None:
    server = room.school.server

    def status(path: str) -> int:
        return server.visitor().get(path).status_code

    assert status("/readyz") == 200
    disk.fill(server)
    until(lambda: status("/readyz") == 503, 10)
    assert (status("/healthz"), status(f"/{room.code}")) == (200, 200)
    disk.make_room(server)
    until(lambda: status("/readyz") == 200, 10)


# The WebSocket client forgets to close a socket whose connection was refused.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_server_killed_on_a_full_disk_starts_into_the_same_lesson(
    disk: Disk, room: LiveRoom
) -> None:
    server = room.school.server
    room.press("ask", "open")
    with in_class(room, 3) as pupils:
        until(lambda: all(pupil.phone.screen.asks for pupil in pupils), 10)
        pupils[0].phone.answer(room.vote, ("A",))
        until(lambda: pupils[0].acknowledged, 10)
        disk.fill(server)
        for pupil in pupils[1:]:
            pupil.phone.answer(room.vote, ("B",))
        server.kill()
        assert room.answers == {pupils[0].name: "A"}
        if isinstance(disk, SmallDisk):
            disk.make_room(server)
        server.start()
        until(lambda: all(pupil.acknowledged for pupil in pupils), 20)
        assert sorted(room.answers.values()) == ["A", "B", "B"]
    assert faults_of(server.folder) == "ok"
    gc.collect()  # now, while what the client forgot is ignored


def test_answers_wait_in_the_phones_until_there_is_room_again(disk: Disk, room: LiveRoom) -> None:
    server = room.school.server
    room.press("ask", "open")
    with in_class(room, ROOM) as pupils:
        until(lambda: all(pupil.phone.screen.asks for pupil in pupils), 10)
        early, late, waverer = pupils[:4], pupils[4:], pupils[0]
        for pupil in early:
            pupil.phone.answer(room.vote, ("A",))
        until(lambda: all(pupil.acknowledged for pupil in early), 10)
        page, version = seat(room, "Robin"), room.version
        socket = screen_of(server, page, "phone", room.public_id)

        disk.fill(server)
        waverer.phone.answer(room.vote, ("C",))
        for pupil in late:
            pupil.phone.answer(room.vote, ("B",))
        message = {"vote": room.vote, "choice": ["B"], "seq": 1}
        told = socket.send("answer", message)
        assert told == {"saved": False, "code": "busy", "text": REFUSED, "retry": True}
        refuses_in_words(room, version)
        still_shows(room)
        assert [pupil.acknowledged for pupil in late] == [""] * len(late)
        assert waverer.acknowledged == "A"
        assert set(room.answers.values()) == {"A"} and room.version == version

        disk.make_room(server)
        until(lambda: all(pupil.acknowledged for pupil in late), 15)
        until(lambda: waverer.acknowledged == "C", 15)
        told = socket.send("answer", message)
        assert told["saved"] is True
        socket.close()
        room.press("close", "reveal")
        until(lambda: all(pupil.phone.screen.phase == "revealed" for pupil in pupils), 10)
        assert room.answers == {pupil.name: pupil.acknowledged for pupil in pupils} | {"Robin": "B"}
    server.stop()
    assert faults_of(server.folder) == "ok"


def refuses_in_words(room: LiveRoom, version: int) -> None:
    """A newcomer and whoever presses on the console are told."""
    newcomer = room.school.server.visitor()
    answers = (
        newcomer.post(f"/{room.code}/seat", {"name": "Late"}),
        room.school.alice.post(
            f"/sessions/{room.public_id}/moves", {"move": "close", "version": version}
        ),
    )
    for answer in answers:
        assert answer.status_code == 503
        assert REFUSED in answer.text


def still_shows(room: LiveRoom) -> None:
    newcomer, alice = room.school.server.visitor(), room.school.alice
    assert newcomer.get(f"/{room.code}").status_code == 200
    assert "answered" in alice.get(f"/sessions/{room.public_id}/console").text
    assert alice.get(f"/sessions/{room.public_id}/report").status_code == 200
    assert alice.get("/lessons").status_code == 200


def faults_of(folder: Path) -> str:
    with closing(sqlite3.connect(folder / "classroom.sqlite3")) as database:
        found: str = database.execute("PRAGMA integrity_check").fetchone()[0]
    return found


@pytest.mark.parametrize("disk", [SmallDisk], indirect=True)
def test_a_read_only_disk_is_named_at_the_start(disk: SmallDisk, school: School) -> None:
    server = school.server
    server.stop()
    disk.make_read_only()
    assert server.fails_to_start() == (
        f"The folder {server.folder} cannot be written to. Check who owns it, and whether its disk "
        "is read-only."
    )
