"""The one writer: everything that changes the database passes here, in group commits.

A piece of work is a function of a SQLAlchemy session. Works that wait side by side share one
transaction, each in a savepoint of its own, and return only after the commit is on disk. What a
whole room does at once, its answers, comes as items of one function, which takes all those of a
batch in one go: a savepoint and a session for each would cost more than the answers.
In commands and tests a transaction runs where it is called; on a gevent server, see `GroupWriter`.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Protocol, TypeVar, cast

from flask import Flask, current_app
from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from classroom.domain.errors import Busy
from classroom.observing import metrics
from classroom.storage.complaints import Complaints
from classroom.storage.database import db, engine_options, prepare
from classroom.storage.scrubbing import LogScrubber, vacuum
from classroom.storage.turns import take_turn

T = TypeVar("T")
Item = TypeVar("Item")
Work = Callable[[Session], T]
ManyAtOnce = Callable[[Connection, Sequence[Item]], Sequence[T]]
"""Writes all the items and returns what became of each, in their order."""
log = logging.getLogger(__name__)
_complaints = Complaints()

GATHER_S = 0.004
MOST_IN_A_BATCH = 500
MOST_WAITING = 10_000


class Writer(Protocol):
    @property
    def waiting(self) -> int:
        """How many works wait for a transaction."""
        ...

    def write(self, work: Work[T], *, alone: bool = True) -> T:
        """Run the work in a transaction and return its result after the commit.

        An exception of the work undoes that work alone and is raised here. Busy when the
        database did not take the batch, or when too many works are waiting. `alone` is whether
        nobody else, in any process, may write at the same time; see `turns`.
        """
        ...

    def write_item(self, work: ManyAtOnce[Item, T], item: Item, *, alone: bool = True) -> T:
        """Like `write`, for one item of a function that takes many.

        Items of the same function that arrive side by side are given to one call of it.
        """
        ...

    def scrub(self) -> None:
        """Empty the write-ahead log, so that deleted text is in no file any more.

        Returns after a first try and raises nothing: while others read, or when the disk is full,
        the writer tries again by itself.
        """
        ...

    def close(self) -> None: ...


def write(work: Work[T], *, alone: bool = True) -> T:
    """Hand a piece of work to this application's writer; see `Writer.write`.

    The reading session lets go first: it must not hold a connection while it waits, and what it
    reads afterwards must be what was written.
    """
    _let_go()
    return writer_of(current_app).write(work, alone=alone)


def write_item(work: ManyAtOnce[Item, T], item: Item, *, alone: bool = True) -> T:
    """Hand one item to this application's writer; see `Writer.write_item`."""
    _let_go()
    return writer_of(current_app).write_item(work, item, alone=alone)


def scrub() -> None:
    """Remove the traces of what was deleted; see `Writer.scrub`."""
    _let_go()
    writer_of(current_app).scrub()


def _let_go() -> None:
    if db.session.registry.has():
        db.session.rollback()


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
class _Task:
    """A work, or one item of a work that takes many; and what became of it."""

    work: Callable[..., Any]
    alone: bool
    item: Any = None
    is_item: bool = False
    outcome: Any = None

    @property
    def shared_work(self) -> Callable[..., Any] | None:
        return self.work if self.is_item else None


@dataclass
class _Scrub:
    """In the queue, so that what was written before it is written when the log is emptied."""

    tried: Any


@dataclass
class _Outcome:
    result: Any = None
    error: BaseException | None = None

    def returned(self) -> Any:
        if self.error:
            raise self.error
        return self.result


def _run(connection: Connection, tasks: Sequence[_Task]) -> list[_Outcome]:
    """Run the tasks in one transaction; either all outcomes are on disk or Busy is raised."""
    outcomes: list[_Outcome] = []
    try:
        with connection.begin():
            take_turn(connection, alone=_wants_to_be_alone(tasks))
            for work, together in _runs(tasks):
                if work is None:
                    outcomes.extend(_run_each(connection, together))
                else:
                    outcomes.extend(_run_many(connection, work, [task.item for task in together]))
    except DBAPIError as error:
        _complaints.refused(len(tasks), error)
        raise Busy from error
    return outcomes


def _wants_to_be_alone(tasks: Sequence[_Task]) -> bool:
    return any(task.alone for task in tasks)


def _runs(tasks: Sequence[_Task]) -> Iterator[tuple[Callable[..., Any] | None, list[_Task]]]:
    """The tasks in their order: an answer before a close must not come after it."""
    for work, together in groupby(tasks, key=lambda task: task.shared_work):
        yield work, list(together)


def _run_each(connection: Connection, tasks: Sequence[_Task]) -> list[_Outcome]:
    return [_run_one(connection, task.work) for task in tasks]


def _run_many(
    connection: Connection, work: ManyAtOnce[Any, Any], items: Sequence[Any]
) -> list[_Outcome]:
    savepoint = connection.begin_nested()
    try:
        results = work(connection, items)
    except OperationalError:
        raise
    except Exception as error:
        if isinstance(error, DBAPIError) and error.connection_invalidated:
            raise
        savepoint.rollback()
        if len(items) == 1:
            return [_Outcome(error=error)]
        # One of them is at fault, and must not be the others' misfortune.
        return [_run_many(connection, work, [item])[0] for item in items]
    savepoint.commit()
    return [_Outcome(result) for result in results]


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


class DirectWriter:
    """Writes where it is called, one work a transaction: for commands and tests."""

    def __init__(self, url: str) -> None:
        self._engine = writing_engine(url)
        self._lock = threading.RLock()
        self._scrubber = LogScrubber()
        self.waiting = 0

    def write(self, work: Work[T], *, alone: bool = True) -> T:
        return cast(T, self._write(_Task(work, alone)))

    def write_item(self, work: ManyAtOnce[Item, T], item: Item, *, alone: bool = True) -> T:
        return cast(T, self._write(_Task(work, alone, item, is_item=True)))

    def _write(self, task: _Task) -> Any:
        with self._lock, self._connected() as connection:
            (outcome,) = _run(connection, [task])
        if self._scrubber.is_due:
            self._scrub()
        return outcome.returned()

    def scrub(self) -> None:
        if self._engine.dialect.name != "sqlite":
            return vacuum(self._engine)
        self._scrubber.ask()
        self._scrub()

    def _scrub(self) -> None:
        with self._lock:
            self._scrubber.try_now(self._engine.connect)

    def close(self) -> None:
        if self._scrubber.is_wanted:
            self._scrub()
        self._engine.dispose()

    def _connected(self) -> Connection:
        try:
            return self._engine.connect()
        except DBAPIError as error:
            log.error("The database cannot be reached: %s", error.orig)
            raise Busy from error


class GroupWriter:
    """Commits together what waits; an item waits a few milliseconds for company.

    On SQLite, what waits for the disk or may take long, the beginning, the commit and every work,
    is done in one native thread, off the event loop: its calls block. The items of a moment are
    written on the loop: that takes less than a millisecond a hundred, while in a thread each
    statement would wait for its turn to run Python, up to five milliseconds when a room comes in.

    PostgreSQL's calls do not block: psycopg waits as greenlets wait, and all is done on the loop.
    """

    def __init__(self, url: str) -> None:
        import gevent
        from gevent.queue import Queue
        from gevent.threadpool import ThreadPool

        self._engine = writing_engine(url)
        self._connection: Connection | None = None
        self._queue: Any = Queue(MOST_WAITING)
        self._blocks = self._engine.dialect.name == "sqlite"
        self._thread = ThreadPool(1)
        self._scrubber = LogScrubber()
        if self._blocks:
            self._scrubber.ask()  # whoever was killed may have left deleted words in the log
        self._loop = gevent.spawn(self._work_forever)

    @property
    def waiting(self) -> int:
        return int(self._queue.qsize())

    def write(self, work: Work[T], *, alone: bool = True) -> T:
        return cast(T, self._write(_Task(work, alone)))

    def write_item(self, work: ManyAtOnce[Item, T], item: Item, *, alone: bool = True) -> T:
        return cast(T, self._write(_Task(work, alone, item, is_item=True)))

    def _write(self, task: _Task) -> Any:
        from gevent.event import AsyncResult
        from gevent.queue import Full

        task.outcome = AsyncResult()
        try:
            self._queue.put_nowait(task)
        except Full:
            raise Busy from None
        outcome: _Outcome = task.outcome.get()
        return outcome.returned()

    def _work_forever(self) -> None:
        """Between two batches is the only time when the log can be emptied."""
        while True:
            batch, scrubs = self._next_batch()
            if batch:
                self._write_batch(batch)
            if self._scrubber.is_due:
                self._off_loop(self._scrub)
            for scrub in scrubs:
                scrub.tried.set()

    def _next_batch(self) -> tuple[list[_Task], list[_Scrub]]:
        """What waits, as soon as anything does; nothing when the log is to be emptied again."""
        import gevent
        from gevent.queue import Empty

        try:
            first = self._queue.get(timeout=self._scrubber.due_in_s)
        except Empty:
            return [], []
        if isinstance(first, _Task) and first.is_item:
            gevent.sleep(GATHER_S)  # a room taps as one; a press need not wait for company
        batch = [first]
        while len(batch) < MOST_IN_A_BATCH and not self._queue.empty():
            batch.append(self._queue.get_nowait())
        scrubs = [asked for asked in batch if isinstance(asked, _Scrub)]
        return [task for task in batch if isinstance(task, _Task)], scrubs

    def _write_batch(self, batch: Sequence[_Task]) -> None:
        started = time.perf_counter()
        try:
            outcomes = self._commit(batch)
        except Exception as error:
            _complaints.refused(len(batch), error)
            self._off_loop(self._drop)
            outcomes = [_Outcome(error=Busy())] * len(batch)
        metrics.batch_committed(len(batch), time.perf_counter() - started)
        for task, outcome in zip(batch, outcomes, strict=True):
            task.outcome.set(outcome)

    def _commit(self, tasks: Sequence[_Task]) -> list[_Outcome]:
        connection: Connection = self._off_loop(self._begin, _wants_to_be_alone(tasks))
        outcomes: list[_Outcome] = []
        for work, together in _runs(tasks):
            if work is None:
                outcomes.extend(self._off_loop(_run_each, connection, together))
            else:
                outcomes.extend(_run_many(connection, work, [task.item for task in together]))
        self._off_loop(connection.commit)
        return outcomes

    def _begin(self, alone: bool) -> Connection:
        connection = self._connected()
        connection.begin()
        take_turn(connection, alone=alone)
        return connection

    def _connected(self) -> Connection:
        if self._connection is None:
            self._connection = self._engine.connect()
        return self._connection

    def _drop(self) -> None:
        """Let go of a connection that is in doubt; the next batch takes a new one."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.invalidate()
            connection.close()

    def _off_loop(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """Run in the native thread, if it would block, and wait without holding anybody else up."""
        if not self._blocks:
            return function(*arguments)
        outcome: _Outcome = self._thread.apply(_outcome_of, (function, *arguments))
        return outcome.returned()

    def scrub(self) -> None:
        from gevent.event import Event
        from gevent.queue import Full

        if not self._blocks:
            return vacuum(self._engine)
        self._scrubber.ask()
        scrub = _Scrub(Event())
        with suppress(Full):  # then the writer is awake, and comes to it after a batch
            self._queue.put_nowait(scrub)
            scrub.tried.wait()

    def _scrub(self) -> None:
        self._scrubber.try_now(lambda: nullcontext(self._connected()))

    def close(self) -> None:
        """Wait for what is waiting, then stop. A log that was not emptied is tried a last time."""
        self.write(lambda session: None)
        self._loop.kill()
        if self._scrubber.is_wanted:
            self._off_loop(self._scrub)
        self._thread.kill()
        self._engine.dispose()


def _outcome_of(function: Callable[..., Any], *arguments: Any) -> _Outcome:
    """As a value, whatever it is: the thread pool prints what is raised in it."""
    try:
        return _Outcome(function(*arguments))
    except Exception as error:
        return _Outcome(error=error)
