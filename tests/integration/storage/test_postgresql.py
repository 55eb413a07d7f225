"""How processes share one PostgreSQL: turns, read-only readers, and words when it is not there."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from classroom.storage.database import db
from classroom.storage.turns import take_turn
from classroom.storage.writer import writing_engine
from tests.conftest import Room
from tests.engines import PostgreSQL
from tests.server_process import ServerProcess

pytestmark = pytest.mark.both_databases


@pytest.fixture
def writers(postgresql: PostgreSQL) -> Iterator[Engine]:
    """Writing connections of as many processes as are opened."""
    engine = writing_engine(postgresql.url("postgres").replace("://", "+psycopg://"))
    yield engine
    engine.dispose()


@pytest.mark.parametrize(
    ("first_alone", "second_alone", "waits"),
    [(False, False, False), (True, False, True), (False, True, True), (True, True, True)],
)
def test_answers_are_written_side_by_side_and_all_else_alone(
    writers: Engine, first_alone: bool, second_alone: bool, waits: bool
) -> None:
    has_turn = threading.Event()

    def second() -> None:
        with writers.begin() as connection:
            take_turn(connection, alone=second_alone)
            has_turn.set()

    other = threading.Thread(target=second)
    with writers.begin() as connection:
        take_turn(connection, alone=first_alone)
        other.start()
        assert has_turn.wait(0.5) != waits
    other.join(5)
    assert has_turn.is_set()


def test_who_waits_too_long_for_a_turn_is_told(writers: Engine) -> None:
    with writers.begin() as first, writers.connect() as second:
        take_turn(first)
        began_s = time.monotonic()
        with pytest.raises(DBAPIError, match="lock timeout"), second.begin():
            take_turn(second)
        assert 4 < time.monotonic() - began_s < 8


def test_a_reader_cannot_write(room: Room) -> None:
    with pytest.raises(DBAPIError, match=r"read-?only"):
        db.session.execute(text("UPDATE sessions SET locked = true"))
    db.session.rollback()
    assert not room.session.locked


SLOW_QUERY = """
from gevent import monkey
monkey.patch_all()
import sys, time
import gevent
from classroom.storage.database import engine_options
from sqlalchemy import create_engine, text

engine = create_engine(sys.argv[1], **engine_options(sys.argv[1], serves=True))
longest_s = 0.0

def breathe():
    global longest_s
    while True:
        before_s = time.monotonic()
        gevent.sleep(0.01)
        longest_s = max(longest_s, time.monotonic() - before_s)

def ask():
    with engine.connect() as connection:
        connection.execute(text("SELECT pg_sleep(1)"))

with engine.connect() as connection:
    connection.execute(text("SELECT 1"))
breathing = gevent.spawn(breathe)
began_s = time.monotonic()
gevent.joinall([gevent.spawn(ask) for _ in range(20)], raise_error=True)
print(longest_s, time.monotonic() - began_s)
engine.dispose()
"""


def test_a_slow_query_holds_up_nobody_else(postgresql: PostgreSQL) -> None:
    """Twenty at once, with fifteen connections: two turns, while the server goes on."""
    url = postgresql.url("postgres").replace("://", "+psycopg://")
    done = subprocess.run(
        [sys.executable, "-c", SLOW_QUERY, url], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    longest_s, all_s = map(float, done.stdout.split())
    assert longest_s < 0.7
    assert 2 <= all_s < 4


def test_a_server_without_its_database_says_so_in_one_sentence(tmp_path: Path) -> None:
    url = f"postgresql://quiz:pw-of-quiz@/school?host={tmp_path}"
    server = ServerProcess(tmp_path / "instance", environment={"DATABASE_URL": url})
    with pytest.raises(AssertionError):
        server.start()
    assert "The database cannot be used" in server.output
    assert "correct DATABASE_URL" in server.output
    assert "Traceback" not in server.output and "pw-of-quiz" not in server.output
