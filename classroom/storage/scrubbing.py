"""Removing the traces of what was deleted, which a database keeps beside its tables for a while."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from contextlib import AbstractContextManager

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

log = logging.getLogger(__name__)

AGAIN_S = 1.0
"""How long after a try that failed the next one comes."""
_HELD_WORDS = "ballots, votes, sentences, answers, participations, students"


class LogScrubber:
    """Empties SQLite's write-ahead log when asked to: again and again, until it could."""

    def __init__(self) -> None:
        self._asked = 0
        self._done = 0
        self._due_at = 0.0
        self._is_late = False

    def ask(self) -> None:
        self._asked += 1
        self._due_at = 0.0

    @property
    def is_wanted(self) -> bool:
        return self._done < self._asked

    @property
    def due_in_s(self) -> float | None:
        """None when nothing is to be emptied."""
        return max(0.0, self._due_at - time.monotonic()) if self.is_wanted else None

    @property
    def is_due(self) -> bool:
        return self.due_in_s == 0

    def try_now(self, connect: Callable[[], AbstractContextManager[Connection]]) -> None:
        """Try it on a connection that is in no transaction; raises nothing."""
        self._due_at = time.monotonic() + AGAIN_S
        asked = self._asked  # after the line before: whoever asks between them is not put off
        try:
            with connect() as connection:
                is_empty, error = _empty_log(connection), None
        except Exception as failure:
            is_empty, error = False, failure
        if is_empty:
            self._done = asked
        if is_empty and self._is_late:
            log.info("The write-ahead log is empty now")
        if not is_empty and not self._is_late:
            why = type(error).__name__ if error else "it is being read"
            log.warning("The write-ahead log cannot be emptied yet (%s)", why, exc_info=error)
        self._is_late = not is_empty


def _empty_log(connection: Connection) -> bool:
    """Checkpoint the log into the database, where secure_delete has zeroed the pages.

    False while anybody reads what the log held. The checkpoint must not wait for that: it would
    keep every other writer waiting with it.
    """
    driver = connection.connection.driver_connection
    assert driver is not None
    (patience_ms,) = driver.execute("PRAGMA busy_timeout").fetchone()
    driver.execute("PRAGMA busy_timeout=0")
    try:
        is_busy, *_pages = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        driver.execute(f"PRAGMA busy_timeout={patience_ms}")
    return not is_busy


def vacuum(engine: Engine) -> None:
    """Drop the rows that PostgreSQL keeps behind a change, where another scrub is not at it.

    Its log keeps them until it is used again; a server that keeps secrets keeps its log secret.
    """
    try:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql(f"VACUUM (SKIP_LOCKED) {_HELD_WORDS}")
    except DBAPIError:
        log.exception("What was deleted could not be vacuumed; autovacuum will come to it")
