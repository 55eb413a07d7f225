"""What is in a frame, read once for all the phones that get the same bytes."""

from __future__ import annotations

from collections import deque

from sockets import Frame, Socket

from classroom.simulation import packets
from classroom.simulation.packets import Packet

REMEMBERED = 4
WORTH_REMEMBERING = 256
"""Bytes: what is shorter is an acknowledgement, another one for each phone."""

_read: deque[tuple[bytes, Packet]] = deque(maxlen=REMEMBERED)


def packet_in(socket: Socket, frame: Frame) -> Packet:
    """The packet in a frame. It may be shared: nobody may change it."""
    if socket.remembers or len(frame.payload) < WORTH_REMEMBERING:
        return packets.parse(socket.text_of(frame))
    for payload, packet in _read:  # compared, not hashed: most differ in their length
        if payload == frame.payload:
            return packet
    packet = packets.parse(socket.text_of(frame))
    _read.append((frame.payload, packet))
    return packet
