"""Lending a session's screens."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from classroom.actions import pairing
from classroom.domain.errors import LinkUsed, MalformedPairingNumber, UnknownPairingNumber
from classroom.storage.database import now
from classroom.storage.queries import sessions
from classroom.storage.secrets import hashed
from classroom.storage.tables import OneTimeLink, PairingNumber
from classroom.storage.writer import write
from tests.conftest import Room


def another(number: str) -> str:
    return f"{(int(number) + 1) % 1_000_000:06d}"


def test_a_number_opens_the_projector_once(room: Room) -> None:
    number = pairing.new_number(room.id)
    session_id, token = pairing.pair(f" {number[:3]} {number[3:]} ")
    assert session_id == room.id
    assert sessions.has_grant(room.id, "projector", hashed(token))
    with pytest.raises(UnknownPairingNumber):
        pairing.pair(number)


def test_a_new_number_withdraws_the_old_one(room: Room) -> None:
    old = pairing.new_number(room.id)
    pairing.new_number(room.id)
    with pytest.raises(UnknownPairingNumber):
        pairing.pair(old)


def test_a_number_lives_ten_minutes(room: Room) -> None:
    number = pairing.new_number(room.id)
    past = now() - timedelta(seconds=1)
    write(lambda session: session.execute(update(PairingNumber).values(expires_at=past)))
    with pytest.raises(UnknownPairingNumber):
        pairing.pair(number)


def test_ten_wrong_tries_withdraw_the_number(room: Room) -> None:
    number = pairing.new_number(room.id)
    for _ in range(10):
        with pytest.raises(UnknownPairingNumber):
            pairing.pair(another(number))
    with pytest.raises(UnknownPairingNumber):
        pairing.pair(number)


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "-12345"])
def test_what_is_no_number_is_said_so(room: Room, typed: str) -> None:
    with pytest.raises(MalformedPairingNumber):
        pairing.pair(typed)


def test_an_ended_session_has_no_projector(room: Room) -> None:
    number = pairing.new_number(room.id)
    room.press("end")
    with pytest.raises(UnknownPairingNumber):
        pairing.pair(number)


def test_a_console_link_works_once_and_for_ten_minutes(room: Room) -> None:
    link = pairing.new_console_link(room.id)
    session_id, token = pairing.take_over(link)
    assert session_id == room.id
    assert sessions.has_grant(room.id, "console", hashed(token))
    with pytest.raises(LinkUsed):
        pairing.take_over(link)
    late = pairing.new_console_link(room.id)
    past = now() - timedelta(seconds=1)
    write(lambda session: session.execute(update(OneTimeLink).values(expires_at=past)))
    with pytest.raises(LinkUsed):
        pairing.take_over(late)
