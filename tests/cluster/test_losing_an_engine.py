"""PostgreSQL or Redis goes away in mid-lesson and comes back: words, patience, right screens."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cluster.cluster import Cluster, ClusterSchool, Watcher, cluster
from tests.engines import PostgreSQL, Redis
from tests.live_room import LiveRoom
from tests.pupils import Tab, all_see, connected, in_class, phone_of, seat, until

ROOM = 8


@pytest.fixture
def engines(postgresql: PostgreSQL, redis: Redis) -> Iterator[None]:
    """Both may be stopped: they run again after the test, for those to come."""
    yield
    for server in (postgresql, redis):
        if not server.is_running:
            server.start()


@pytest.fixture
def room(engines: None, own_school: ClusterSchool) -> Iterator[LiveRoom]:
    yield own_school.open_session()
    for worker in own_school.server.workers:
        assert Redis.PASSWORD not in worker.output


def workers_of(room: LiveRoom) -> Cluster:
    return room.school.server  # type: ignore[return-value]


def test_a_postgresql_that_restarts_in_mid_vote_delays_answers_and_loses_none(
    room: LiveRoom, postgresql: PostgreSQL
) -> None:
    cookie = room.school.alice.cookie_header
    room.press("ask", "open")
    vote = room.vote
    tab = Tab(room, seat(room, "Ada").cookie_header)
    addresses = [worker.address for worker in workers_of(room).workers]
    with (
        Watcher(addresses[0], "console", room.public_id, cookie) as console,
        in_class(room, ROOM, addresses) as pupils,
    ):
        all_see(pupils, "open")
        for pupil in pupils[: ROOM // 2]:
            pupil.phone.answer(vote, ("A",))
        until(lambda: sum(1 for pupil in pupils if pupil.acknowledged) == ROOM // 2, 10)
        postgresql.stop()
        for pupil in pupils[ROOM // 2 :]:
            pupil.phone.answer(vote, ("B",))
        refusal = tab.answer(vote, "C", 7)
        assert (refusal["saved"], refusal["code"], refusal["retry"]) == (False, "busy", True)
        page = room.school.alice.get(f"/sessions/{room.public_id}/console")
        assert page.status_code == 503 and "still trying" in page.text
        assert not any(pupil.acknowledged for pupil in pupils[ROOM // 2 :])

        postgresql.start()
        until(lambda: all(pupil.acknowledged for pupil in pupils), 10)
        assert tab.answer(vote, "C", 7)["saved"]
        tab.close()
        expected = {pupil.name: pupil.acknowledged for pupil in pupils} | {"Ada": "C"}
        assert room.answers == expected
        assert sorted(expected.values()) == sorted("A" * 4 + "B" * 4 + "C")
        console.sees(f"<b>{ROOM + 1}</b> of {ROOM + 1} answered")
        assert room.school.alice.get(f"/sessions/{room.public_id}/console").status_code == 200
        room.press("close", "reveal")
        all_see(pupils, "revealed")


def test_a_phone_that_comes_while_postgresql_is_away_is_told_to_come_again(
    room: LiveRoom, postgresql: PostgreSQL
) -> None:
    phone = phone_of(room, seat(room, "Ada"))
    postgresql.stop()
    listening = threading.Thread(target=phone.run, daemon=True)
    listening.start()
    logs = workers_of(room).workers
    until(lambda: any("was not admitted" in worker.output for worker in logs), 10)
    assert phone.screen.phase == "" and phone.farewell == ""
    postgresql.start()
    until(lambda: phone.screen.phase == "lobby", 15)
    phone.stop()
    listening.join(10)


def test_without_redis_screens_follow_within_two_seconds_and_with_it_at_once(
    room: LiveRoom, redis: Redis
) -> None:
    first, second = workers_of(room).workers
    at_first = workers_of(room).at(first, room.school.alice)
    cookie = room.school.alice.cookie_header

    def press(*moves: str) -> float:
        for move in moves:
            fields = {"move": move, "version": room.version}
            done = at_first.post(f"/sessions/{room.public_id}/moves", fields)
            assert done.status_code == 302, done.text
        return time.monotonic()

    ada = seat(room, "Ada")
    phone = phone_of(room, ada, second.address)
    gone = phone_of(room, seat(room, "Bob"), second.address)
    with (
        Watcher(second.address, "console", room.public_id, cookie) as console,
        connected(phone, gone),
    ):
        press("ask", "open")
        until(lambda: phone.screen.phase == "open", 2)
        redis.stop()
        until(lambda: "Redis is away" in second.output and "Redis is away" in first.output, 10)

        pressed_s = press("close")
        until(lambda: phone.screen.phase == "closed", 5)
        assert time.monotonic() - pressed_s < 3
        press("reopen")
        until(lambda: phone.screen.phase == "open", 5)
        tab = Tab(room, ada.cookie_header, first.address)
        assert tab.answer(room.vote, "B", int(time.time() * 1000))["saved"]
        console.sees("<b>1</b> of 2 answered", within_s=4)
        (student,) = room.school.rows("SELECT public_id FROM students WHERE alias = 'Bob'")
        removed = at_first.post(f"/sessions/{room.public_id}/people/{student[0]}/removal")
        assert removed.status_code == 302
        assert gone.farewell == ""

        redis.start()
        until(lambda: "removed" in gone.farewell, 10)
        assert tab.answer(room.vote, "C", int(time.time() * 1000))["saved"]
        press("close")
        until(lambda: phone.screen.phase == "closed", 5)
        pressed_s = press("reveal")
        until(lambda: phone.screen.phase == "revealed", 5)
        assert time.monotonic() - pressed_s < 0.9, "pushed by the watch, not by Redis"
        console.sees_phase("revealed")
        tab.close()


def test_a_worker_that_was_deaf_repeats_unasked_whom_it_dismissed(
    engines: None, own_school: ClusterSchool, redis: Redis
) -> None:
    """The others may have come back before it, and asked when it could not hear them."""
    room = own_school.open_session()
    speaker, other = workers_of(room).workers
    other.kill()
    seat(room, "Ada")
    (student,) = room.school.rows("SELECT public_id FROM students WHERE alias = 'Ada'")
    at_speaker = workers_of(room).at(speaker, room.school.alice)
    with redis.ear() as ear:
        done = at_speaker.post(f"/sessions/{room.public_id}/people/{student[0]}/removal")
        assert done.status_code == 302
        until(lambda: b"seat_removed" in ear.hear(), 5)
        ear.deafen_the_others()
        until(lambda: b"seat_removed" in ear.hear(), 10)


def test_redis_may_come_after_the_workers(
    engines: None, postgresql: PostgreSQL, prepared_postgresql: str, redis: Redis, tmp_path: Path
) -> None:
    redis.stop()
    database = postgresql.new_database(prepared_postgresql)
    with cluster(postgresql, database, redis, tmp_path) as workers:
        redis.start()
        room = ClusterSchool.of(workers).open_session()  # type: ignore[arg-type]
        addresses = [worker.address for worker in workers.workers]
        with in_class(room, 2, addresses) as pupils:
            room.press("ask", "open")
            all_see(pupils, "open")
