"""Puts a group writer through its paces on a gevent server's terms; prints what it saw as JSON.

A process of its own, because gevent's patches cannot be taken off again.
"""

# ruff: noqa: E402 - nothing may be imported before the patching
from gevent import monkey

monkey.patch_all()

import json
import logging
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import gevent
from sqlalchemy import event, text
from sqlalchemy.orm import Session

from classroom.domain.errors import Busy
from classroom.storage import writer as module
from classroom.storage.scrubbing import AGAIN_S
from classroom.storage.writer import GroupWriter
from tests.unit.storage.writing import (
    fill_disk,
    new_database,
    note_all,
    notes,
    noting,
    noting_then_failing,
)

DELETE = text("DELETE FROM notes WHERE text = :note")
logging.disable(logging.CRITICAL)
native_sleep = monkey.get_original("time", "sleep")


class Trial:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.writer = GroupWriter(new_database(path))
        self.commits = 0
        event.listen(self.writer._engine, "commit", self._count)

    def _count(self, connection: object) -> None:
        self.commits += 1

    def together(self, *works: Any) -> list[Any]:
        """Write all at the same time; returns results, and errors by the name of their class."""

        def attempt(work: Any) -> Any:
            try:
                return self.writer.write(work)
            except Exception as error:
                return type(error).__name__

        return [each.get() for each in [gevent.spawn(attempt, work) for work in works]]


def thousand(trial: Trial) -> dict[str, Any]:
    wanted = [f"note {number}" for number in range(1000)]
    results = trial.together(*map(noting, wanted))
    return {
        "each got its own result": results == wanted,
        "stored": len(notes(trial.path)),
        "commits": trial.commits,
    }


def failing(trial: Trial) -> dict[str, Any]:
    trial.writer.write(noting("taken"))
    works = [noting(f"good {number}") for number in range(30)]
    works[10:10] = [noting_then_failing("spoiled"), noting("taken"), noting_then_failing("worse")]
    before = trial.commits
    results = trial.together(*works)
    return {
        "failed": [each for each in results if not each.startswith("good")],
        "stored": sorted(note for note in notes(trial.path) if not note.startswith("good")),
        "good": sum(note.startswith("good") for note in notes(trial.path)),
        "commits": trial.commits - before,
    }


def on_disk(trial: Trial) -> dict[str, Any]:
    missing = []

    def write_and_look(note: str) -> None:
        trial.writer.write(noting(note))
        if note not in notes(trial.path):
            missing.append(note)

    gevent.joinall([gevent.spawn(write_and_look, f"note {number}") for number in range(100)])
    return {"told before it was on disk": missing}


def failing_commit(trial: Trial) -> dict[str, Any]:
    results = trial.together(
        noting("good"), noting("dangling", answers="nothing"), noting("also good")
    )
    return {"results": results, "stored": sorted(notes(trial.path))}


def full_disk(trial: Trial) -> dict[str, Any]:
    trial.together(noting("before"), fill_disk)
    results = trial.together(noting("small"), noting("x" * 100_000), noting("small too"))
    stored = sorted(notes(trial.path))
    # The writer takes a new connection, and there the disk is not full.
    return {
        "results": results,
        "stored": stored,
        "later": trial.together(noting("y" * 100_000))[0][:3],
    }


def free_loop(trial: Trial) -> dict[str, Any]:
    ticks = 0

    def tick() -> None:
        nonlocal ticks
        while True:
            gevent.sleep(0.01)
            ticks += 1

    ticking = gevent.spawn(tick)
    trial.writer.write(lambda session: native_sleep(0.5))
    ticking.kill()
    return {"ticks during half a second of writing": ticks}


def items(trial: Trial) -> dict[str, Any]:
    trial.writer.write(noting("taken"))
    before = trial.commits
    wanted = [f"note {number}" for number in range(50)]
    wanted[20:20] = ["taken"]

    def attempt(note: str) -> str:
        try:
            return trial.writer.write_item(note_all, note)
        except Exception as error:
            return type(error).__name__

    results = [each.get() for each in [gevent.spawn(attempt, note) for note in wanted]]
    together = trial.together(*(noting(f"work {number}") for number in range(3)))
    good = [trial.writer.write_item(note_all, "alone"), *together]
    return {
        "failed": [note for note, result in zip(wanted, results, strict=True) if "Err" in result],
        "stored": len(notes(trial.path)),
        "commits for the items": trial.commits - before - 2,
        "then": good,
    }


def in_order(trial: Trial) -> dict[str, Any]:
    """Items and works of one batch see what came before them, and nothing of what came after."""
    seen: list[int] = []

    def count(session: Session) -> None:
        seen.append(session.scalar(text("SELECT count(*) FROM notes")) or 0)

    def write(kind: str) -> None:
        if kind == "count":
            trial.writer.write(count)
        else:
            trial.writer.write_item(note_all, kind)

    order = ["a", "b", "count", "c", "count", "d", "e", "count"]
    gevent.joinall([gevent.spawn(write, kind) for kind in order], raise_error=True)
    return {"counted": seen, "commits": trial.commits}


def crowded(trial: Trial) -> dict[str, Any]:
    trial.writer.close()
    usual, module.MOST_WAITING = module.MOST_WAITING, 5
    trial.writer = GroupWriter(f"sqlite:///{trial.path}")
    module.MOST_WAITING = usual
    results = trial.together(*(noting(f"note {number}") for number in range(50)))
    return {
        "busy": results.count(Busy.__name__),
        "told and stored alike": set(results) - {Busy.__name__} == notes(trial.path),
    }


def closing(trial: Trial) -> dict[str, Any]:
    waiting = [gevent.spawn(trial.writer.write, noting(f"note {number}")) for number in range(20)]
    gevent.sleep(0)
    trial.writer.close()
    gevent.joinall(waiting, timeout=5)
    return {
        "answered": sum(each.successful() for each in waiting),
        "stored": len(notes(trial.path)),
    }


def scrubbing(trial: Trial) -> dict[str, Any]:
    """Scrub while others write without a pause."""
    written = 0

    def write_on(name: int) -> None:
        nonlocal written
        while True:
            trial.writer.write(noting(f"{name}-{written}"))
            written += 1

    writing = [gevent.spawn(write_on, name) for name in range(3)]
    found = [where(trial, secret_scrubbed(trial)) for _ in range(10)]
    gevent.killall(writing)
    return {"files that hold a secret": found, "others wrote": written > 10}


def secret_scrubbed(trial: Trial) -> str:
    """Write a note, delete it and scrub; returns the note."""
    secret = f"secret {uuid4()}"
    trial.writer.write(noting(secret))
    trial.writer.write(lambda session: session.execute(DELETE, {"note": secret}))
    trial.writer.scrub()
    return secret


def where(trial: Trial, note: str) -> list[str]:
    files = trial.path.parent.glob(f"{trial.path.name}*")
    return [file.name for file in files if note.encode() in file.read_bytes()]


@contextmanager
def reader(trial: Trial) -> Iterator[None]:
    """Somebody who reads all the time, such as a backup."""
    connection = sqlite3.connect(trial.path, isolation_level=None)
    connection.execute("BEGIN")
    connection.execute("SELECT * FROM notes").fetchall()
    yield
    connection.execute("COMMIT")
    connection.close()


def scrubbing_late(trial: Trial) -> dict[str, Any]:
    """Scrub while somebody reads; then nobody writes any more."""
    trial.writer.write(noting("before"))
    with reader(trial):
        started = time.perf_counter()
        secret = secret_scrubbed(trial)
        trial.writer.write(noting("after"))
        took_s = time.perf_counter() - started
        held = where(trial, secret)
        gevent.sleep(2 * AGAIN_S)
        started = time.perf_counter()
        trial.writer.write(noting("later"))
        took_s += time.perf_counter() - started
    with gevent.Timeout(10, False):
        while where(trial, secret):
            gevent.sleep(0.05)
    return {
        "others waited": took_s > 2,
        "held while it was read": held,
        "held afterwards": where(trial, secret),
    }


def closing_late(trial: Trial) -> dict[str, Any]:
    trial.writer.write(noting("before"))
    with reader(trial):
        secret = secret_scrubbed(trial)
        held = where(trial, secret)
        started = time.perf_counter()
        trial.writer.close()
        took_s = time.perf_counter() - started
    return {"held": held, "waited": took_s > 2}


def left_by_a_kill(trial: Trial) -> dict[str, Any]:
    """Begin on a log in which a server that was killed had no time to remove what was deleted."""
    path = trial.path.with_name("killed.sqlite3")
    url = new_database(path)
    killed = sqlite3.connect(path, isolation_level=None)
    secret = f"secret {uuid4()}"
    killed.execute("PRAGMA journal_mode=WAL")
    killed.execute("PRAGMA secure_delete=ON")
    killed.execute("INSERT INTO notes VALUES (?, NULL)", (secret,))
    killed.execute("DELETE FROM notes WHERE text = ?", (secret,))
    log = path.with_name(f"{path.name}-wal")
    held = secret.encode() in log.read_bytes()
    writer = GroupWriter(url)
    with gevent.Timeout(10, False):
        while secret.encode() in log.read_bytes():
            gevent.sleep(0.05)
    is_removed = secret.encode() not in log.read_bytes()
    writer.close()
    killed.close()
    return {"held": held, "removed": is_removed}


TRIALS = (
    thousand,
    failing,
    on_disk,
    failing_commit,
    full_disk,
    free_loop,
    items,
    in_order,
    crowded,
    closing,
    scrubbing,
    scrubbing_late,
    closing_late,
    left_by_a_kill,
)

if __name__ == "__main__":
    folder = Path(sys.argv[1])
    seen = {trial.__name__: trial(Trial(folder / f"{trial.__name__}.sqlite3")) for trial in TRIALS}
    print(json.dumps(seen))
