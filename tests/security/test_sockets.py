"""What a socket may not do: lead the lesson, choose its rooms, speak for others, or flood."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from classroom.actions import grouping, joining
from classroom.live import limits
from classroom.live.limits import BURST, HOPELESS, MOST_SOCKETS, Allowances, Bucket
from classroom.storage.queries import reports
from tests.security.cast import World
from tests.security.permissions import FORMS
from tests.security.sockets import Socket, connect

INSTRUCTORS_WORDS = (
    *("ask", "open", "close", "reveal", "close_and_reveal", "reopen", "skip", "lobby", "end"),
    *("press", "move", "moves", "lock", "settings", "hands", "people", "corrections", "projectors"),
    *(
        "pairing-numbers",
        "console-links",
        "sessions",
        "broadcast",
        "emit",
        "screen",
        "mine",
        "gone",
    ),
    *("join", "join_room", "enter_room", "subscribe", "leave", "room", "connect", "disconnecting"),
)
"""What an instructor presses, what the server says, and what other servers listen to."""


@pytest.fixture
def phone(world: World) -> Any:
    socket = connect(world.people["student"], "phone", world.room.public_id)
    yield socket
    socket.leave()


def rooms_of(world: World, socket: Socket) -> set[str]:
    server = world.app.extensions["socketio"].server
    sid = server.manager.sid_from_eio_sid(socket.client.eio_sid, "/")
    return {room for room in server.rooms(sid) if room != sid}


def test_an_instructors_event_from_a_phone_does_nothing(world: World, phone: Socket) -> None:
    payload = {
        **FORMS["/sessions/<public_id>/moves"](world, world.room),
        "session": world.room.public_id,
        "room": f"console:{world.room.id}",
    }
    phone.forget()

    with world.unchanged():
        for event in INSTRUCTORS_WORDS:
            phone.client.emit(event, payload)
            phone.client.emit(event, payload["room"])
        phone.gather()

    assert phone.received == []


def test_a_phone_is_in_the_rooms_that_the_server_chose(world: World, phone: Socket) -> None:
    with world.app.app_context():
        student = world.people["student"].student.id  # type: ignore[attr-defined]
    expected = {f"phone:{world.room.id}", f"student:{student}"}

    assert rooms_of(world, phone) == expected
    for event in INSTRUCTORS_WORDS:
        phone.client.emit(event, f"console:{world.room.id}")
    assert rooms_of(world, phone) == expected


@pytest.mark.parametrize(
    "auth",
    [
        None,
        "phone",
        [],
        {},
        {"screen": "phone"},
        {"screen": "console; phone", "session": "{session}"},
        {"screen": ["phone", "console"], "session": "{session}"},
        {"screen": "phone", "session": "{session}", "room": "console:1"},
        {"screen": "phone", "session": "{session}", "student": 2},
        {"screen": "phone", "session": 1},
        {"screen": "phone", "session": "{session}" * 1000},
        {"screen": "instructor", "session": "{session}"},
    ],
)
def test_a_strange_request_for_a_screen_is_refused(world: World, auth: Any) -> None:
    if isinstance(auth, dict) and isinstance(auth.get("session"), str):
        session = auth["session"].replace("{session}", world.room.public_id)
        auth = {**auth, "session": session}

    socket = connect(world.people["student"], "", "", auth=auth)

    assert not socket.is_connected
    assert socket.received == []


def test_a_wish_counts_only_for_the_own_rooms_vote(world: World) -> None:
    socket = connect(world.people["outsider"], "phone", world.elsewhere.public_id)

    ack = socket.send("longer", {"vote": world.vote_id})
    socket.leave()

    assert ack["code"] == "another-round"
    assert world.wishes() == 0


def test_an_answer_counts_only_in_the_own_room(world: World) -> None:
    socket = connect(world.people["outsider"], "phone", world.elsewhere.public_id)

    with world.unchanged():
        ack = socket.send("answer", {"vote": world.vote_id, "choice": ["A"], "seq": 1})
    socket.leave()

    assert ack == {
        "saved": False,
        "code": "another-round",
        "text": "Not counted: that question is over. Answer the one on the screen.",
        "retry": False,
    }


def test_a_seat_that_comes_after_the_end_did_not_attend(world: World) -> None:
    with world.app.app_context():
        latecomer = world.people["student"].student  # type: ignore[attr-defined]
        attended = list(reports.sessions_of_student(latecomer))
        joining.attend(world.ended.id, latecomer.id)
        assert list(reports.sessions_of_student(latecomer)) == attended


def test_who_teaches_the_group_no_more_loses_the_console(world: World) -> None:
    sockets = {
        name: connect(world.people[name], "console", world.room.public_id)
        for name in ("alice", "bob")
    }
    with world.app.app_context():
        grouping.unshare(world.people["alice"].id, world.names["group"], "bob")  # type: ignore[attr-defined]
    for socket in sockets.values():
        socket.gather()

    assert ("gone", "not-teaching") in [
        (name, facts.get("code")) for name, facts in sockets["bob"].received
    ]
    assert not sockets["bob"].is_connected
    assert sockets["alice"].is_connected
    sockets["alice"].leave()


def test_too_many_messages_are_told_to_wait(world: World, phone: Socket) -> None:
    acks = [phone.client.emit("refresh", {}, callback=True) for _ in range(int(BURST) + 3)]

    late = [ack for ack in acks if ack]
    assert len(late) >= 2
    assert {(ack["code"], ack["retry"], ack["saved"]) for ack in late} == {
        ("too-fast", True, False)
    }
    assert phone.is_connected


def test_a_hopeless_socket_is_cut_off_and_others_go_on(world: World, phone: Socket) -> None:
    console = connect(world.people["alice"], "console", world.room.public_id)
    for _ in range(3 * HOPELESS):
        if phone.is_connected:
            phone.client.emit("longer", {"vote": 1})

    assert not phone.is_connected
    assert console.is_connected
    console.leave()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Moves the time that buckets see."""
    passed = [1000.0]
    monkeypatch.setattr("classroom.live.limits.time.monotonic", lambda: passed[0])

    def wait(seconds: float) -> None:
        passed[0] += seconds

    return wait


def test_a_bucket_lets_a_burst_through_and_then_ten_a_second(clock: Callable[..., None]) -> None:
    bucket = Bucket()
    assert sum(bucket.take() for _ in range(100)) == BURST
    clock(1)
    assert sum(bucket.take() for _ in range(100)) == 10
    clock(60)
    assert sum(bucket.take() for _ in range(100)) == BURST


def test_a_bucket_gives_up_on_a_steady_flood(clock: Callable[..., None]) -> None:
    bucket = Bucket()
    sent = 0
    while not bucket.is_hopeless:
        bucket.take()
        clock(0.01)  # a hundred a second: every tenth passes
        sent += 1

    assert HOPELESS < sent < 2 * HOPELESS


def test_a_bucket_forgives_after_a_pause(clock: Callable[..., None]) -> None:
    bucket = Bucket()
    for _ in range(10):
        for _ in range(200):
            bucket.take()
        assert not bucket.is_hopeless
        clock(5)


def test_who_comes_again_brings_no_fresh_allowance(
    world: World, phone: Socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "time", SimpleNamespace(monotonic=lambda: 1000.0))
    world.app.extensions["classroom.allowances"] = Allowances()
    for _ in range(2 * int(BURST)):
        phone.client.emit("refresh", {})

    again = connect(world.people["student"], "phone", world.room.public_id)

    assert not again.is_connected
    assert again.received == []


def test_a_seat_that_is_open_in_too_many_places_is_kept_by_the_newest(world: World) -> None:
    tabs = [
        connect(world.people["student"], "phone", world.room.public_id)
        for _ in range(MOST_SOCKETS + 1)
    ]
    for tab in tabs:
        tab.gather()

    dismissed = [
        place
        for place, tab in enumerate(tabs)
        if ("gone", "too-many-tabs") in [(name, facts.get("code")) for name, facts in tab.received]
    ]
    assert dismissed == [0]
    assert not tabs[0].is_connected
    assert all(tab.is_connected for tab in tabs[1:])
    for tab in tabs[1:]:
        tab.leave()
