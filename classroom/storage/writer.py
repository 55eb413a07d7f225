"""The one writer: everything that changes the database passes here, in group commits.

A piece of work is a function of a SQLAlchemy session. Works that arrive within a few milliseconds
share one transaction, each in a savepoint of its own, and return only after the commit is on disk.
On a gevent server SQLite's transaction runs in one native thread, since its calls block, and no
greenlet can yield inside it. PostgreSQL's runs in one greenlet: psycopg waits cooperatively, and
one writer of each process takes turns with those of the others (see `turns`). In commands and
tests it runs where it is called.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar, cast

from flask import Flask, current_app
from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from classroom.domain.errors import Busy
from classroom.storage.database import db, engine_options, prepare
from classroom.storage.turns import take_turn

T = TypeVar("T")
Work = Callable[[Session], T]
log = logging.getLogger(__name__)

GATHER_S = 0.004
MOST_IN_A_BATCH = 500
MOST_WAITING = 10_000


class Writer(Protocol):
    def write(self, work: Work[T], *, alone: bool = True) -> T:
        """Run the work in a transaction and return its result after the commit.

        An exception of the work undoes that work alone and is raised here. Busy when the
        database did not take the batch, or when too many works are waiting. `alone` is whether
        nobody else, in any process, may write at the same time; see `turns`.
        """
        ...

    def scrub(self) -> None:
        """Empty the write-ahead log, so that deleted text is in no file any more."""
        ...

    def close(self) -> None: ...


def write(work: Work[T], *, alone: bool = True) -> T:
    """Hand a piece of work to this application's writer; see `Writer.write`.

    The reading session lets go first: it must not hold a connection while it waits, and what it
    reads afterwards must be what was written.
    """
    db.session.rollback()
    return writer_of(current_app).write(work, alone=alone)


def scrub() -> None:
    """Remove the traces of what was deleted; see `Writer.scrub`."""
    db.session.rollback()
    writer_of(current_app).scrub()


def writer_of(app: Flask) -> Writer:
    return cast(Writer, app.extensions["classroom.writer"])


def writing_engine(url: str) -> Engine:
    options = engine_options(url, serves=False)
    if url.startswith("sqlite"):
        options |= {"poolclass": StaticPool, "connect_args": {"check_same_thread": False}}
    engine = create_engine(url, **options)
    prepare(engine, read_only=False)
    return engine


@dataclass
class _Outcome:
    result: Any = None
    error: BaseException | None = None


def _run(connection: Connection, works: Sequence[Work[Any]], alone: bool) -> list[_Outcome]:
    """Run the works in one transaction; either all outcomes are on disk or Busy is raised."""
    outcomes = []
    try:
        with connection.begin():
            take_turn(connection, alone=alone)
            for work in works:
                outcomes.append(_run_one(connection, work))
    except DBAPIError as error:
        log.exception("The database refused a batch of %d writes", len(works))
        raise Busy from error
    return outcomes


def _run_one(connection: Connection, work: Work[Any]) -> _Outcome:
    savepoint = connection.begin_nested()
    try:
        with Session(connection, join_transaction_mode="create_savepoint") as session:
            result = work(session)
            session.commit()
    except OperationalError:
        raise  # full disk, lost server: the whole batch is in doubt
    except Exception as error:
        if isinstance(error, DBAPIError) and error.connection_invalidated:
            raise
        savepoint.rollback()
        return _Outcome(error=error)
    savepoint.commit()
    return _Outcome(result)


def _scrub(connection: Connection) -> None:
    """Checkpoint the log into the database (where secure_delete has zeroed the pages)."""
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")


_HELD_WORDS = "ballots, votes, sentences, answers, participations, students"


def _vacuum(engine: Engine) -> None:
    """Drop the rows that PostgreSQL keeps behind a change, where another scrub is not at it.

    Its log keeps them until it is used again; a server that keeps secrets keeps its log secret.
    """
    try:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql(f"VACUUM (SKIP_LOCKED) {_HELD_WORDS}")
    except DBAPIError:
        log.exception("What was deleted could not be vacuumed; autovacuum will come to it")


class DirectWriter:
    """Writes where it is called, one work a transaction: for commands and tests."""

    def __init__(self, url: str) -> None:
        self._engine = writing_engine(url)
        self._lock = threading.RLock()

    def write(self, work: Work[T], *, alone: bool = True) -> T:
        with self._lock, self._connected() as connection:
            outcome = _run(connection, [work], alone)[0]
        if outcome.error:
            raise outcome.error
        return cast(T, outcome.result)

    def scrub(self) -> None:
        if self._engine.dialect.name != "sqlite":
            return _vacuum(self._engine)
        with self._lock, self._engine.connect() as connection:
            _scrub(connection)

    def close(self) -> None:
        self._engine.dispose()

    def _connected(self) -> Connection:
        try:
            return self._engine.connect()
        except DBAPIError as error:
            log.error("The database cannot be reached: %s", error.orig)
            raise Busy from error


@dataclass
class _Waiting:
    work: Work[Any]
    alone: bool
    outcome: Any = field(default=None)


class GroupWriter:
    """Gathers what arrives within a few milliseconds and commits it off the event loop."""

    def __init__(self, url: str) -> None:
        import gevent
        from gevent.queue import Queue
        from gevent.threadpool import ThreadPool

        self._engine = writing_engine(url)
        self._connection: Connection | None = None
        self._queue: Any = Queue(MOST_WAITING)
        self._blocks = self._engine.dialect.name == "sqlite"
        self._thread = ThreadPool(1)
        self._loop = gevent.spawn(self._commit_forever)

    def write(self, work: Work[T], *, alone: bool = True) -> T:
        from gevent.event import AsyncResult
        from gevent.queue import Full

        waiting = _Waiting(work, alone, AsyncResult())
        try:
            self._queue.put_nowait(waiting)
        except Full:
            raise Busy from None
        outcome = waiting.outcome.get()
        if outcome.error:
            raise outcome.error
        return cast(T, outcome.result)

    def _commit_forever(self) -> None:
        import gevent

        while True:
            batch = [self._queue.get()]
            gevent.sleep(GATHER_S)
            while len(batch) < MOST_IN_A_BATCH and not self._queue.empty():
                batch.append(self._queue.get_nowait())
            try:
                works, alone = [item.work for item in batch], any(item.alone for item in batch)
                if self._blocks:
                    outcomes = self._thread.apply(self._run, (works, alone))
                else:
                    outcomes = self._run(works, alone)
            except Exception:
                log.exception("The writer failed on a batch of %d writes", len(batch))
                outcomes = [_Outcome(error=Busy())] * len(batch)
            for item, outcome in zip(batch, outcomes, strict=True):
                item.outcome.set(outcome)

    def _run(self, works: Sequence[Work[Any]], alone: bool) -> list[_Outcome]:
        try:
            if self._connection is None:
                self._connection = self._engine.connect()
            return _run(self._connection, works, alone)
        except DBAPIError as error:
            log.error("The database cannot be reached: %s", error.orig)
            return [_Outcome(error=Busy())] * len(works)
        except Busy as busy:
            if self._connection is not None:
                self._connection.invalidate()
                self._connection.close()
            self._connection = None
            # Not raised: the thread pool would print what has been logged already.
            return [_Outcome(error=busy)] * len(works)

    def scrub(self) -> None:
        if not self._blocks:
            return _vacuum(self._engine)
        self.write(lambda session: None)  # what is waiting goes first
        self._thread.apply(self._scrub)

    def _scrub(self) -> None:
        if self._connection is not None:
            _scrub(self._connection)

    def close(self) -> None:
        """Wait for what is waiting, then stop."""
        self.write(lambda session: None)
        self._loop.kill()
        self._thread.kill()
        self._engine.dispose()
