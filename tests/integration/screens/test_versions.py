"""The version of a block: what a client goes by to drop a push that was overtaken."""

from __future__ import annotations

import time

import pytest

from classroom.screens.blocks import Block, projector_block
from classroom.screens.drawn import PhoneBlocks
from classroom.screens.state import now_ms, state_of
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


def test_who_began_to_read_first_is_older_however_late_it_is_drawn(room: Room) -> None:
    with room.app.test_request_context():
        early = state_of(room.session)
        wait_for_the_next_ms()
        late = projector_block(state_of(room.session))
        wait_for_the_next_ms()
        assert projector_block(early).version < late.version


def test_a_block_that_was_read_before_a_change_is_not_kept_after_it(room: Room) -> None:
    blocks = PhoneBlocks()
    with room.app.test_request_context():
        session = room.session
        read_before = state_of(session)
        wait_for_the_next_ms()
        blocks.forget(session.id)
        overtaken = blocks.phone(session, read_before)
        wait_for_the_next_ms()

        assert blocks.phone(session).version > overtaken.version


def test_a_block_is_drawn_once_for_all_who_come(room: Room) -> None:
    blocks = PhoneBlocks()
    with room.app.test_request_context():
        assert blocks.phone(room.session) is blocks.phone(room.session)


def wait_for_the_next_ms() -> None:
    started = now_ms()
    while now_ms() == started:
        pass
