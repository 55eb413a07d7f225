"""The wire's text, against what a server of python-socketio really says."""

from __future__ import annotations

import json

import pytest
from socketio.packet import ACK, CONNECT, CONNECT_ERROR, EVENT, Packet

from classroom.simulation import packets
from classroom.simulation.packets import Kind


def said(kind: int, data: object, number: int | None = None) -> str:
    """A message of the server: Engine.IO's digit, then Socket.IO's packet."""
    return "4" + str(Packet(kind, data=data, id=number).encode())


def test_an_event_is_read() -> None:
    packet = packets.parse(said(EVENT, ["screen", {"phase": "open", "vote": 17}]))
    assert (packet.kind, packet.event, packet.data["vote"]) == (Kind.EVENT, "screen", 17)


def test_an_acknowledgement_is_read_with_its_number() -> None:
    packet = packets.parse(said(ACK, [{"saved": True, "choice": ["B"]}], 12))
    assert (packet.kind, packet.number) == (Kind.ACKNOWLEDGEMENT, 12)
    assert packet.data == {"saved": True, "choice": ["B"]}


def test_an_empty_acknowledgement_has_no_facts() -> None:
    assert packets.parse(said(ACK, [], 3)).data == {}


def test_admission_and_refusal_are_told_apart() -> None:
    assert packets.parse(said(CONNECT, {"sid": "x"})).kind is Kind.ADMITTED
    refusal = packets.parse(said(CONNECT_ERROR, {"message": "no", "data": {"text": "Join again."}}))
    assert refusal.kind is Kind.REFUSED
    assert refusal.data["data"]["text"] == "Join again."


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2", Kind.PING),
        ("41", Kind.DISMISSED),
        ("1", Kind.CLOSE),
        ("6", Kind.OTHER),
        ("", Kind.OTHER),
    ],
)
def test_short_messages_are_known_by_their_digits(text: str, kind: Kind) -> None:
    assert packets.parse(text).kind is kind


def test_the_handshake_of_engine_io_is_no_message() -> None:
    assert packets.parse('0{"sid":"a","upgrades":[],"pingInterval":25000}').kind is Kind.OPEN


def test_what_a_phone_sends_is_what_the_server_reads() -> None:
    asked = Packet(encoded_packet=packets.ask_for("phone", "abc")[1:])
    assert (asked.packet_type, asked.data) == (CONNECT, {"screen": "phone", "session": "abc"})
    sent = Packet(encoded_packet=packets.event("answer", {"vote": 1, "choice": ["B"]}, 7)[1:])
    assert (sent.packet_type, sent.id) == (EVENT, 7)
    assert sent.data == ["answer", {"vote": 1, "choice": ["B"]}]


def test_an_event_that_wants_an_acknowledgement_is_read_too() -> None:
    packet = packets.parse("425" + json.dumps(["gone", {"text": "Goodbye."}]))
    assert (packet.event, packet.number, packet.data) == ("gone", 5, {"text": "Goodbye."})
