"""What a sign-in name and a password must be like."""

from __future__ import annotations

import re
import unicodedata

from classroom.domain.errors import InvalidUsername, NameTooLong, PasswordTooLong, PasswordTooShort

FEWEST_IN_PASSWORD = 10
MOST_IN_PASSWORD = 200
MOST_IN_NAME = 80


def normal_username(typed: str) -> str:
    """The sign-in name as it is kept, lower case, so that no two differ by case alone."""
    username = unicodedata.normalize("NFKC", typed[:400]).strip().lower()
    if not re.fullmatch(r"[\w.\-]{3,40}", username):
        raise InvalidUsername
    return username


def normal_name(typed: str, username: str) -> str:
    """The name that colleagues see; the sign-in name where none was typed."""
    name = " ".join(unicodedata.normalize("NFKC", typed[:400]).split())
    if len(name) > MOST_IN_NAME:
        raise NameTooLong(limit=MOST_IN_NAME)
    return name or username


def normal_password(typed: str) -> str:
    """The password in one form, so that every keyboard writes the same one."""
    return unicodedata.normalize("NFKC", typed[: 4 * MOST_IN_PASSWORD])


def new_password(typed: str) -> str:
    """A password that somebody chose: 10 to 200 characters, no other demand."""
    password = normal_password(typed)
    if len(password) < FEWEST_IN_PASSWORD:
        raise PasswordTooShort(limit=FEWEST_IN_PASSWORD)
    if len(password) > MOST_IN_PASSWORD:
        raise PasswordTooLong(limit=MOST_IN_PASSWORD)
    return password
