"""The version of a block: what a client goes by to drop a push that was overtaken."""

from __future__ import annotations

import time

import pytest

from classroom.screens.blocks import Block, projector_block
from classroom.screens.state import state_of
from tests.conftest import Room


def draw(room: Room) -> Block:
    with room.app.test_request_context():
        return projector_block(state_of(room.session))


def test_a_clock_that_is_set_back_makes_no_push_look_old(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = draw(room)
    an_hour_ago_s = time.time() - 3600
    monkeypatch.setattr(time, "time", lambda: an_hour_ago_s)
    monkeypatch.setattr(time, "time_ns", lambda: int(an_hour_ago_s * 1e9))

    assert draw(room).version >= before.version


def test_a_move_makes_a_newer_version(room: Room) -> None:
    before = draw(room)
    room.press("ask")
    assert draw(room).version > before.version
