"""A worker is killed: its students come back to another, and nothing acknowledged is lost."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from classroom.simulation.phone import Phone
from tests.cluster.cluster import Cluster, ClusterSchool, Watcher, sockets_of
from tests.live_room import LiveRoom
from tests.pupils import (
    all_see,
    answers_of_a_second,
    connected,
    in_class,
    phone_of,
    seat,
    until,
)
from tests.server_process import ServerProcess

ROOM = 24
COME_BACK_WITHIN_S = 5
SILENT_WITHIN_S = 20
"""A worker is given up after ten silent seconds, at the next beat of 2.5 s; the rest is for the
machine."""
SEALED_WITHIN_S = 12

pytestmark = [
    pytest.mark.usefixtures("mended"),
    # The WebSocket client forgets to close a socket whose connection was refused.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


def busiest(workers: Cluster) -> ServerProcess:
    """The worker in which the room lives."""
    return max(workers.workers, key=sockets_of)


def test_after_a_kill_in_mid_vote_the_room_is_back_and_complete(room: LiveRoom) -> None:
    workers = room.school.server
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


def test_a_worker_that_stops_politely_is_missed_at_once(room: LiveRoom) -> None:
    first, _second = room.school.server.workers  # type: ignore[attr-defined]
    with counted_phone(room) as (phone, console):
        first.stop()  # before the phone, whose own leaving would be told as well
        assert console.sees("<b>0</b> in the room", within_s=3) < 3
        phone.stop()


def test_the_people_of_a_killed_worker_are_counted_no_more_and_its_ballots_are_sealed(
    school: ClusterSchool, room: LiveRoom
) -> None:
    first, _second = school.server.workers
    poll = school.open_session(lesson=school.new_lesson("A poll", ["hardly-know-me"]))
    with counted_phone(room) as (phone, console):
        close_at(first, poll)
        first.kill()
        killed_s = time.monotonic()
        secret, _kept = ballots(poll)
        assert secret is not None, "sealed before the worker died: the test shows nothing"
        phone.stop()
        until(lambda: ballots(poll)[0] is None, SEALED_WITHIN_S)
        assert ballots(poll) == (None, {"A": 3})
        console.sees("<b>0</b> in the room", within_s=SILENT_WITHIN_S)
        assert time.monotonic() - killed_s < SILENT_WITHIN_S


def close_at(worker: ServerProcess, poll: LiveRoom) -> None:
    """Close a vote of three ballots there, which that worker would seal in a moment."""
    poll.press("ask", "open")
    with in_class(poll, 3) as pupils:
        all_see(pupils, "open")
        for pupil in pupils:
            pupil.phone.answer(poll.vote, ("A",))
        until(lambda: all(pupil.acknowledged for pupil in pupils), 10)
    school = poll.school
    at_worker = school.server.at(worker, school.alice)  # type: ignore[attr-defined]
    fields = {"move": "close", "version": poll.version}
    assert at_worker.post(f"/sessions/{poll.public_id}/moves", fields).status_code == 302


def ballots(poll: LiveRoom) -> tuple[object, ...]:
    """What tells whose they are, and what was kept of them."""
    (found,) = poll.school.rows("SELECT secret, kept_choices FROM votes WHERE id = ?", poll.vote)
    return found
