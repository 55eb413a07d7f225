"""A room that lives in two workers at once is one room."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import requests

from tests.cluster.cluster import Cluster, ClusterSchool, Watcher, sockets_of
from tests.live_room import LiveRoom
from tests.pupils import Tab, all_see, at_once, connected, in_class, phone_of, seat, until


def addresses(cluster: Cluster) -> tuple[str, ...]:
    return tuple(worker.address for worker in cluster.workers)


def every_worker_says(cluster: Cluster, room: LiveRoom, text: str) -> None:
    """The console's page holds the text, whichever worker draws it."""
    for worker in cluster.workers:
        page = cluster.at(worker, room.school.alice)
        until(lambda page=page: text in page.get(f"/sessions/{room.public_id}/console").text, 5)


@contextmanager
def console_at(place: int, room: LiveRoom) -> Iterator[Watcher]:
    """The console's socket, at that worker."""
    address = room.school.server.workers[place].address  # type: ignore[attr-defined]
    cookie = room.school.alice.cookie_header
    with Watcher(address, "console", room.public_id, cookie) as console:
        yield console


def test_a_room_in_two_workers_sees_every_step_and_is_counted_as_one(
    room: LiveRoom, lasting_cluster: Cluster
) -> None:
    with console_at(1, room) as console, in_class(room, 6, addresses(lasting_cluster)) as pupils:
        every_worker_says(lasting_cluster, room, "<b>6</b> in the room")
        room.press("ask", "open")
        all_see(pupils, "open")
        for pupil in pupils:
            pupil.phone.answer(room.vote, ("A",))
        until(lambda: all(pupil.acknowledged == "A" for pupil in pupils), 10)
        assert console.sees("<b>6</b> of 6 answered") < 2
        room.press("close", "reveal")
        all_see(pupils, "revealed")
        assert console.sees_phase("revealed") < 2


def test_an_answer_at_one_worker_is_counted_on_a_console_at_the_other(room: LiveRoom) -> None:
    first = room.school.server.workers[0]  # type: ignore[attr-defined]
    room.press("ask", "open")
    with console_at(1, room) as console:
        tab = Tab(room, seat(room, "Ada").cookie_header, first.address)
        console.sees("<b>0</b> of 1 answered")
        assert tab.answer(room.vote, "B", int(time.time() * 1000))["saved"]
        assert console.sees("<b>1</b> of 1 answered") < 2
        tab.close()
        console.sees("<b>1</b> of 1 answered")


def test_two_consoles_at_two_workers_that_press_at_once_make_one_move(
    room: LiveRoom, lasting_cluster: Cluster
) -> None:
    alice = room.school.alice
    fields = {"csrf_token": alice.token()}

    def press(address: str, move: str, version: int) -> int:
        return requests.post(
            f"{address}/sessions/{room.public_id}/moves",
            data={**fields, "move": move, "version": version},
            headers={"Cookie": alice.cookie_header, "HX-Request": "true"},
            timeout=30,
        ).status_code

    for move in ("ask", "open", "close", "reopen", "close", "reveal", "lobby"):
        version = room.version
        codes = at_once(
            lambda address=address, move=move, version=version: press(address, move, version)
            for address in addresses(lasting_cluster) * 2
        )
        assert sorted(codes) == [204, 409, 409, 409]
        assert room.version == version + 1


def test_the_reveal_follows_at_once_when_everybody_at_both_workers_has_answered(
    room: LiveRoom, lasting_cluster: Cluster
) -> None:
    room.press("ask", "open")
    with console_at(0, room) as console, in_class(room, 4, addresses(lasting_cluster)) as pupils:
        all_see(pupils, "open")
        console.sees("of 4 answered")
        for pupil in pupils[:3]:
            pupil.phone.answer(room.vote, ("A",))
        until(lambda: sum(1 for pupil in pupils if pupil.acknowledged) == 3, 10)
        console.sees("<b>3</b> of 4 answered")
        pressed_s = time.monotonic()
        room.press("close_and_reveal")
        all_see(pupils, "revealed")
        assert time.monotonic() - pressed_s > 1.9, "the last one was not waited for"

        room.press("ask", "open")
        all_see(pupils, "open")
        for pupil in pupils:
            pupil.phone.standing = ()
            pupil.phone.answer(room.vote, ("A",))
        until(lambda: all(pupil.acknowledged for pupil in pupils), 10)
        pressed_s = time.monotonic()
        room.press("close_and_reveal")
        all_see(pupils, "revealed")
        assert time.monotonic() - pressed_s < 1.5


def test_who_was_there_is_kept_whichever_worker_is_asked_to_close(
    room: LiveRoom, lasting_cluster: Cluster
) -> None:
    room.press("ask", "open")
    with in_class(room, 4, addresses(lasting_cluster)) as pupils:
        all_see(pupils, "open")
        every_worker_says(lasting_cluster, room, "of 4 answered")
        room.press("close")
    kept = room.school.rows(
        """
        SELECT count(*) FROM presences JOIN rounds ON rounds.id = round_id
        JOIN sessions ON sessions.id = session_id WHERE sessions.public_id = ?
        """,
        room.public_id,
    )
    assert kept == [(4,)]


def test_a_removed_seat_is_dismissed_at_every_worker(
    room: LiveRoom, lasting_cluster: Cluster
) -> None:
    visitor = seat(room, "Ada")
    phones = [phone_of(room, visitor, address) for address in addresses(lasting_cluster)]
    with connected(*phones):
        (student,) = room.school.rows(
            "SELECT public_id FROM students WHERE alias = 'Ada' ORDER BY id DESC LIMIT 1"
        )
        done = room.school.alice.post(f"/sessions/{room.public_id}/people/{student[0]}/removal")
        assert done.status_code == 302
        until(lambda: all("removed" in phone.farewell for phone in phones), 5)


def test_two_tabs_at_two_workers_show_the_same_answer(
    room: LiveRoom, lasting_cluster: Cluster
) -> None:
    room.press("ask", "open")
    visitor = seat(room, "Ada")
    tabs = [Tab(room, visitor.cookie_header, address) for address in addresses(lasting_cluster)]
    first = int(time.time() * 1000)
    sends = [
        lambda tab=tab, seq=first + 2 * number + place: tab.answer(room.vote, "ABCD"[seq % 4], seq)
        for place, tab in enumerate(tabs)
        for number in range(20)
    ]
    replies = at_once(sends)
    assert all(reply["saved"] for reply in replies)
    letter = "ABCD"[(first + 39) % 4]
    assert room.answers == {"Ada": letter}
    until(lambda: [tab.choice for tab in tabs] == [[letter], [letter]], 5)
    for place, tab in enumerate(tabs):
        assert tab.answer(room.vote, "ABCD"[place], first + 100 + place)["saved"]
        until(lambda place=place: [tab.choice for tab in tabs] == [["ABCD"[place]]] * 2, 5)
    for tab in tabs:
        tab.close()


def test_a_wish_for_longer_is_counted_at_both_workers(
    room: LiveRoom, lasting_cluster: Cluster
) -> None:
    room.press("ask", "open")
    with console_at(1, room) as console:
        tab = Tab(room, seat(room, "Ada").cookie_header, lasting_cluster.workers[0].address)
        assert "text" in tab.send("longer", {"vote": room.vote})
        assert console.sees("would like a little longer") < 3
        tab.close()


def test_nginx_sends_a_whole_room_to_one_worker(school: ClusterSchool) -> None:
    """What is open besides are the connections that nginx keeps for pages."""
    room, workers = school.open_session(), school.server.workers
    before = [sockets_of(worker) for worker in workers]
    with in_class(room, 16):
        added = [sockets_of(worker) - old for worker, old in zip(workers, before, strict=True)]
    assert max(added) >= 16 and min(added) < 8
