"""PostgreSQL or Redis goes away in mid-lesson and comes back: words, patience, right screens."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from tests.cluster.cluster import Cluster, ClusterSchool, Watcher
from tests.engines import PostgreSQL, Redis
from tests.live_room import LiveRoom
from tests.pupils import Tab, all_see, connected, in_class, phone_of, seat, until
from tests.server_process import ServerProcess, Visitor

ROOM = 8

pytestmark = pytest.mark.usefixtures("mended")


@pytest.fixture
def room(school: ClusterSchool) -> Iterator[LiveRoom]:
    yield school.open_session()
    for worker in school.server.workers:
        assert Redis.PASSWORD not in worker.output


def workers_of(room: LiveRoom) -> Cluster:
    return room.school.server  # type: ignore[return-value]


def will_say(text: str, *workers: ServerProcess) -> Callable[[], bool]:
    """Whether each worker has said it since now: they are the same for all tests."""
    said = {worker.port: len(worker.output) for worker in workers}
    return lambda: all(text in worker.output[said[worker.port] :] for worker in workers)


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
    refusals = [will_say("was not admitted", worker) for worker in workers_of(room).workers]
    postgresql.stop()
    listening = threading.Thread(target=phone.run, daemon=True)
    listening.start()
    until(lambda: any(is_told() for is_told in refusals), 10)
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
        both_know = will_say("Redis is away", first, second)
        redis.stop()
        until(both_know, 10)

        pressed_s = press("close")
        until(lambda: phone.screen.phase == "closed", 5)
        assert time.monotonic() - pressed_s < 3
        press("reopen")
        until(lambda: phone.screen.phase == "open", 5)
        tab = Tab(room, ada.cookie_header, first.address)
        assert tab.answer(room.vote, "B", int(time.time() * 1000))["saved"]
        console.sees("<b>1</b> of 2 answered", within_s=4)
        remove(room, "Bob", at_first)
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
    room: LiveRoom, redis: Redis
) -> None:
    """The others may have come back before it, and asked when it could not hear them."""
    speaker, other = workers_of(room).workers
    other.kill()
    seat(room, "Ada")
    with redis.ear() as ear:
        ada = remove(room, "Ada", workers_of(room).at(speaker, room.school.alice))

        def is_told() -> bool:
            said = ear.hear()
            return b"seat_removed" in said and json.loads(said)["facts"]["student_id"] == ada

        until(is_told, 5)
        ear.deafen_the_others()
        until(is_told, 10)


def remove(room: LiveRoom, name: str, browser: Visitor) -> int:
    """Remove that student in this browser; returns the id by which workers speak of them."""
    ((number, public_id),) = room.school.rows(
        """
        SELECT students.id, students.public_id FROM students
        JOIN sessions ON sessions.group_id = students.group_id
        WHERE alias = ? AND sessions.public_id = ?
        """,
        name,
        room.public_id,
    )
    done = browser.post(f"/sessions/{room.public_id}/people/{public_id}/removal")
    assert done.status_code == 302, done.text
    return int(number)


def test_redis_may_come_after_the_workers(room: LiveRoom, redis: Redis) -> None:
    cluster = workers_of(room)
    for worker in cluster.workers:
        worker.kill()
    redis.stop()
    cluster.mend()
    redis.start()
    addresses = [worker.address for worker in cluster.workers]
    with in_class(room, 2, addresses) as pupils:
        room.press("ask", "open")
        all_see(pupils, "open")
