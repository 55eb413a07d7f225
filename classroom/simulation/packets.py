"""The text on the wire: Socket.IO 5 inside Engine.IO 4, as much of it as a student's phone needs.

Every message is one line of text. Its first digit is Engine.IO's (open, close, ping, message), the
second Socket.IO's (connect, disconnect, event, acknowledgement, refusal).
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

PATH = "/socket.io/?EIO=4&transport=websocket"
"""Where a client connects. A proxy before several workers goes by `&session=…`, if that follows."""
PONG = "3"


class Kind(StrEnum):
    OPEN = "0"
    CLOSE = "1"
    PING = "2"
    ADMITTED = "40"
    DISMISSED = "41"
    EVENT = "42"
    ACKNOWLEDGEMENT = "43"
    REFUSED = "44"
    OTHER = ""


@dataclass(frozen=True)
class Packet:
    """One message of the server. `number` is that of the event which it acknowledges."""

    kind: Kind
    event: str = ""
    number: int | None = None
    data: dict[str, Any] = field(default_factory=dict)


def ask_for(screen: str, session: str) -> str:
    """The first message of a client: which screen of which session it would like to be."""
    return Kind.ADMITTED + _text({"screen": screen, "session": session})


def event(name: str, data: dict[str, Any], number: int) -> str:
    """An event that the server is to acknowledge under that number."""
    return f"{Kind.EVENT}{number}{_text([name, data])}"


def parse(text: str) -> Packet:
    """The packet in a message. What a phone has no use for is of the kind OTHER."""
    kind = _kind(text)
    body = text[len(kind) :]
    if kind in (Kind.EVENT, Kind.ACKNOWLEDGEMENT):
        digits = body[: body.index("[")]
        name, *values = json.loads(body[len(digits) :]) or [None]
        number = int(digits) if digits else None
        if kind is Kind.EVENT:
            return Packet(kind, name, number, _facts(values[0] if values else None))
        return Packet(kind, "", number, _facts(name))
    if kind in (Kind.ADMITTED, Kind.REFUSED) and body:
        return Packet(kind, data=_facts(json.loads(body)))
    return Packet(kind)


def _kind(text: str) -> Kind:
    for length in (2, 1):
        if text[:length] in _KINDS:
            return _KINDS[text[:length]]
    return Kind.OTHER


_KINDS = {str(kind): kind for kind in Kind if kind}


def _facts(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))
