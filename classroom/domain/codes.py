"""Codes that people read aloud, scan and type: rooms, seats, projectors."""

from __future__ import annotations

import re
import secrets

from classroom.domain.errors import MalformedPairingNumber, MalformedRoomCode, UnknownResumeCode

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Letters and digits that are not mistaken for each other (no I, O, 0, 1): 32 signs."""
ROOM_CODE_LENGTH = 6
PAIRING_NUMBER_LENGTH = 6


def new_code() -> str:
    """A random code of six signs: about 10⁹ possibilities."""
    return "".join(secrets.choice(ALPHABET) for _ in range(ROOM_CODE_LENGTH))


def spoken(code: str) -> str:
    """The code as people read it, in two halves: `K7M 4QX`."""
    return f"{code[:3]} {code[3:]}"


def normal_room_code(typed: str) -> str:
    """The code that someone meant: upper case, spaces and hyphens dropped; MalformedRoomCode."""
    code = _squeezed(typed)
    if len(code) != ROOM_CODE_LENGTH or set(code) - set(ALPHABET):
        raise MalformedRoomCode
    return code


def normal_resume_code(typed: str) -> str:
    """Like a room code; UnknownResumeCode when it cannot be one."""
    code = _squeezed(typed)
    if len(code) != ROOM_CODE_LENGTH or set(code) - set(ALPHABET):
        raise UnknownResumeCode
    return code


def new_pairing_number() -> str:
    return f"{secrets.randbelow(10**PAIRING_NUMBER_LENGTH):0{PAIRING_NUMBER_LENGTH}d}"


def normal_pairing_number(typed: str) -> str:
    """The six digits that someone meant; MalformedPairingNumber."""
    number = _squeezed(typed)
    if not re.fullmatch(r"[0-9]{6}", number):
        raise MalformedPairingNumber
    return number


def _squeezed(typed: str) -> str:
    return re.sub(r"[\s\-\u2010-\u2015]+", "", typed[:64]).upper()
