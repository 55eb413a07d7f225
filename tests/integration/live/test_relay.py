"""What one worker does of what it hears on Redis."""

from __future__ import annotations

import pytest
from flask import Flask

from classroom.live.relay import Relay
from classroom.live.relay.messages import Told
from tests.conftest import Room
from tests.security.sockets import Socket, connect

NOBODY_IS_THERE = "redis://127.0.0.1:9"


@pytest.fixture
def worker(app: Flask) -> Relay:
    """It hears what the test says, and nothing else: it was not started."""
    broadcasts = app.extensions["classroom.broadcasts"]
    return Relay(app, app.extensions["socketio"], broadcasts, NOBODY_IS_THERE)


def was_dismissed(socket: Socket) -> bool:
    socket.gather()
    return any(event == "gone" for event, _facts in socket.received)


def test_what_is_said_without_the_key_is_not_done(
    worker: Relay, room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    phone = room.seat("Robin")
    socket = connect(phone, "phone", room.public_id)

    def say(key: str) -> None:
        told = Told(
            name="seat_removed", facts={"student_id": phone.student.id}, worker="another", key=key
        )
        worker._hear(told.model_dump_json().encode())

    for key in ("", "made up", worker._key[:-1]):
        say(key)
        assert not was_dismissed(socket), f"by the key {key!r}"
    assert "Somebody else speaks on this Redis" in caplog.text

    say(worker._key)
    assert was_dismissed(socket)
