"""What arrives from Redis is checked: what is none of ours is none at all."""

from __future__ import annotations

import inspect
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classroom.actions import announcements
from classroom.domain.elsewhere import Crowd
from classroom.live.broadcasts import Broadcasts
from classroom.live.relay import messages
from classroom.live.relay.messages import Alive, Bye, Here, Longer, Told, read

CROWD = Crowd(frozenset({3, 4}), {"phone:websocket": 2}, frozenset({"10.0.0.7"}))
ALL = (
    Told(name="moved", facts={"session_id": 7}, worker="w1", key="k"),
    Told(name="signed_out", facts={"token_hash": "a" * 64}),
    Here.of(7, CROWD, is_news=True),
    Longer(session=7, vote=8, student=9),
    Alive(asks=True),
    Bye(),
)


@pytest.mark.parametrize("message", ALL, ids=lambda message: message.kind)
def test_a_message_is_read_as_it_was_sent(message: messages.Message) -> None:
    assert read(message.model_dump_json().encode()) == message


def test_a_crowd_survives_the_way() -> None:
    message = read(Here.of(7, CROWD, is_news=False).model_dump_json().encode())
    assert isinstance(message, Here) and message.crowd == CROWD


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "told", "name": "reveal_wanted", "facts": {"session_id": 7, "version": 1}},
        {"kind": "told", "name": "moved", "facts": {"student_id": 7}},
        {"kind": "told", "name": "moved", "facts": {"session_id": 7, "html": "<b>"}},
        {"kind": "told", "name": "moved", "facts": {"session_id": -1}},
        {"kind": "longer", "session": 7, "vote": "8", "student": 9},
        {"kind": "alive", "more": 1},
        {"kind": "exec"},
        [],
        None,
    ],
    ids=str,
)
def test_what_is_no_message_is_dropped(wrong: object) -> None:
    assert read(json.dumps(wrong).encode()) is None


@given(st.binary(max_size=200))
def test_no_bytes_are_a_fault(data: bytes) -> None:
    read(data)


def test_a_message_that_is_too_large_is_not_even_looked_at() -> None:
    text = Alive().model_dump_json() + " " * messages.LARGEST
    assert read(text.encode()) is None


@pytest.mark.parametrize("name", messages.FACTS)
def test_every_announcement_that_travels_is_one_that_the_screens_can_follow(name: str) -> None:
    assert hasattr(announcements, name)
    asked = inspect.signature(getattr(Broadcasts, name)).parameters.keys() - {"self"}
    assert asked == messages.FACTS[name]
