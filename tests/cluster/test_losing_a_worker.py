"""A worker is killed: its students come back to another, and nothing acknowledged is lost."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from classroom.simulation.phone import Phone
from tests.cluster.cluster import (
    Cluster,
    ClusterSchool,
    Watcher,
    cluster,
    sockets_of,
    worker_environment,
)
from tests.engines import PostgreSQL, Redis
from tests.live_room import LiveRoom, School
from tests.pupils import (
    all_see,
    answers_of_a_second,
    connected,
    in_class,
    phone_of,
    seat,
    until,
)
from tests.server_process import ServerProcess, free_port

ROOM = 24
COME_BACK_WITHIN_S = 5
SILENT_WITHIN_S = 20
"""A worker is given up after ten silent seconds, at the next beat of 2.5 s; the rest is for the
machine."""

# The WebSocket client forgets to close a socket whose connection was refused.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


def busiest(workers: Cluster) -> ServerProcess:
    """The worker in which the room lives."""
    return max(workers.workers, key=sockets_of)


def test_after_a_kill_in_mid_vote_the_room_is_back_and_complete(own_room: LiveRoom) -> None:
    room, workers = own_room, own_room.school.server
    with in_class(room, ROOM) as pupils:
        room.press("ask", "open")
        all_see(pupils, "open")
        vote = room.vote
        answers_of_a_second(pupils, vote)
        until(lambda: sum(1 for pupil in pupils if pupil.acknowledged) >= ROOM // 3, 20)
        screens = [pupil.phone.screen for pupil in pupils]
        busiest(workers).kill()  # type: ignore[arg-type]
        killed_s = time.monotonic()
        acknowledged = {pupil.name: pupil.acknowledged for pupil in pupils}
        stored = room.answers
        for name, choice in acknowledged.items():
            assert not choice or stored.get(name) == choice

        def is_back() -> bool:
            fresh = all(
                pupil.phone.screen is not old for pupil, old in zip(pupils, screens, strict=True)
            )
            return fresh and all(pupil.phone.screen.phase == "open" for pupil in pupils)

        until(is_back, COME_BACK_WITHIN_S)
        assert time.monotonic() - killed_s < COME_BACK_WITHIN_S
        until(lambda: all(pupil.acknowledged for pupil in pupils), 10)
        assert room.answers == {pupil.name: pupil.acknowledged for pupil in pupils}
        room.press("close", "reveal")
        all_see(pupils, "revealed")


@contextmanager
def counted_phone(room: LiveRoom) -> Iterator[tuple[Phone, Watcher]]:
    """A phone at the first worker, and a console at the second that counts it."""
    first, second = room.school.server.workers  # type: ignore[attr-defined]
    phone = phone_of(room, seat(room, "Ada"), first.address)
    cookie = room.school.alice.cookie_header
    with Watcher(second.address, "console", room.public_id, cookie) as console, connected(phone):
        console.sees("<b>1</b> in the room")
        yield phone, console
    gc.collect()  # the sockets whose connection was refused: warned of here, where it is filtered


def test_who_was_connected_to_a_killed_worker_is_counted_no_more(own_room: LiveRoom) -> None:
    first, _second = own_room.school.server.workers  # type: ignore[attr-defined]
    with counted_phone(own_room) as (phone, console):
        first.kill()
        phone.stop()
        assert console.sees("<b>0</b> in the room", within_s=SILENT_WITHIN_S) < SILENT_WITHIN_S


def test_a_worker_that_stops_politely_is_missed_at_once(own_room: LiveRoom) -> None:
    first, _second = own_room.school.server.workers  # type: ignore[attr-defined]
    with counted_phone(own_room) as (phone, console):
        first.stop()  # before the phone, whose own leaving would be told as well
        assert console.sees("<b>0</b> in the room", within_s=3) < 3
        phone.stop()


def test_ballots_are_sealed_when_the_worker_that_closed_their_vote_dies(
    own_school: ClusterSchool,
) -> None:
    school = own_school
    room = school.open_session(lesson=school.new_lesson("A poll", ["hardly-know-me"]))
    first, _second = school.server.workers
    room.press("ask", "open")
    with in_class(room, 3) as pupils:
        all_see(pupils, "open")
        for pupil in pupils:
            pupil.phone.answer(room.vote, ("A",))
        until(lambda: all(pupil.acknowledged for pupil in pupils), 10)
    at_first = school.server.at(first, school.alice)
    fields = {"move": "close", "version": room.version}
    assert at_first.post(f"/sessions/{room.public_id}/moves", fields).status_code == 302
    first.kill()

    def vote() -> tuple[object, ...]:
        (row,) = school.rows("SELECT secret, kept_choices FROM votes WHERE id = ?", room.vote)
        return row

    assert vote()[0] is not None, "sealed before the worker died: the test shows nothing"
    until(lambda: vote()[0] is None, 12)
    assert vote()[1] == {"A": 3}


def test_workers_that_start_at_once_on_an_empty_database_make_it_once(
    postgresql: PostgreSQL, redis: Redis, tmp_path: Path
) -> None:
    with cluster(postgresql, postgresql.new_database(), redis, tmp_path, workers=2) as workers:
        school = School(workers, workers.visitor(), lesson="")  # type: ignore[arg-type]
        assert school.rows("SELECT count(*) FROM alembic_version") == [(1,)]
        ((banks, questions, slugs),) = school.rows(
            """
            SELECT (SELECT count(*) FROM banks), count(*), count(DISTINCT slug) FROM questions
            """
        )
        assert banks == 8 and questions == slugs > 100
        for worker in workers.workers:
            assert "Traceback" not in worker.output


def test_workers_that_share_a_folder_share_its_secret_key(
    postgresql: PostgreSQL, prepared_postgresql: str, redis: Redis, tmp_path: Path
) -> None:
    database = postgresql.new_database(prepared_postgresql)
    settings = worker_environment(postgresql.url(database), redis, free_port())
    del settings["CLASSROOM_SECRET_KEY"]
    workers = [ServerProcess(tmp_path / "shared", environment=settings) for _ in range(3)]
    try:
        with ThreadPoolExecutor(3) as threads:
            list(threads.map(ServerProcess.start, workers))
        workers[0].add_instructor("alice")
        browser = workers[0].signed_in("alice")
        for worker in workers:
            browser.address = worker.address
            assert browser.get("/home").status_code == 200
    finally:
        for worker in workers:
            worker.kill()
