"""Hashing passwords with argon2id. A hash takes about 100 ms and 64 MiB, so few run at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import cache
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app

from classroom.config import Settings
from classroom.domain.errors import Busy
from classroom.storage.database import db

T = TypeVar("T")

AT_ONCE = 2
LONGEST_WAIT_S = 10

_hasher = PasswordHasher()
_places = threading.BoundedSemaphore(AT_ONCE)


def hash_of(password: str) -> str:
    return _off_the_loop(lambda: _hasher.hash(password))


def matches(password: str, password_hash: str | None) -> bool:
    """Whether it is the password of that hash. None takes as long as any other wrong one."""
    return _off_the_loop(lambda: _verified(password, password_hash))


def is_dated(password_hash: str) -> bool:
    """Whether the hash was made with weaker parameters than today's."""
    return _hasher.check_needs_rehash(password_hash)


def _verified(password: str, password_hash: str | None) -> bool:
    # Returns instead of raising: gevent prints whatever is raised in its thread pool.
    try:
        _hasher.verify(password_hash or _of_nobody(), password)
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


@cache
def _of_nobody() -> str:
    return _hasher.hash("the password of nobody")


def _off_the_loop(work: Callable[[], T]) -> T:
    """Run the work in a native thread where there is an event loop; Busy after a long queue."""
    db.session.rollback()  # hold no database connection while waiting
    if not _places.acquire(timeout=LONGEST_WAIT_S):
        raise Busy
    try:
        settings: Settings = current_app.extensions["classroom.settings"]
        if not settings.asynchronous:
            return work()
        import gevent

        return gevent.get_hub().threadpool.apply(work)
    finally:
        _places.release()
