"""The writer of commands and tests, on a real file."""

import logging
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from classroom.domain.errors import Busy
from classroom.storage.writer import DirectWriter
from tests.unit.storage.writing import (
    TABLES,
    fill_disk,
    new_database,
    note_all,
    notes,
    noting,
    noting_then_failing,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "notes.sqlite3"


@pytest.fixture
def writer(path: Path) -> Iterator[DirectWriter]:
    writer = DirectWriter(new_database(path))
    yield writer
    writer.close()


def test_what_a_write_returned_is_on_disk(writer: DirectWriter, path: Path) -> None:
    assert writer.write(noting("first")) == "first"
    assert notes(path) == {"first"}


def test_a_work_that_fails_leaves_nothing_and_raises_its_own_error(
    writer: DirectWriter, path: Path
) -> None:
    with pytest.raises(ValueError, match="spoiled"):
        writer.write(noting_then_failing("spoiled"))
    assert notes(path) == set()


def test_a_work_that_commits_on_its_own_is_still_undone_whole(
    writer: DirectWriter, path: Path
) -> None:
    def work(session: Session) -> None:
        noting("half")(session)
        session.commit()
        noting_then_failing("other half")(session)

    with pytest.raises(ValueError, match="other half"):
        writer.write(work)
    assert notes(path) == set()


def test_a_broken_rule_of_the_database_is_the_work_s_own_error(
    writer: DirectWriter, path: Path
) -> None:
    writer.write(noting("once"))
    with pytest.raises(IntegrityError):
        writer.write(noting("once"))
    assert writer.write(noting("next")) == "next"
    assert notes(path) == {"once", "next"}


def test_no_result_is_given_when_the_commit_itself_fails(
    writer: DirectWriter, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.CRITICAL), pytest.raises(Busy):
        writer.write(noting("an answer", answers="a note that does not exist"))
    assert notes(path) == set()
    assert writer.write(noting("next")) == "next"


def test_a_full_disk_is_busy_and_stores_nothing(
    writer: DirectWriter, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    writer.write(noting("before"))
    writer.write(fill_disk)
    with caplog.at_level(logging.CRITICAL), pytest.raises(Busy):
        writer.write(noting("x" * 100_000))
    assert notes(path) == {"before"}
    assert writer.write(noting("small enough")) == "small enough"


def test_a_database_that_cannot_be_written_is_busy(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    new_database(path)
    # The first reader of a file in WAL mode must still find it in that mode.
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode=WAL")
    writer = DirectWriter(f"sqlite:///file:{path}?mode=ro&uri=true")
    with caplog.at_level(logging.CRITICAL), pytest.raises(Busy):
        writer.write(noting("never"))
    writer.close()
    connection.close()
    assert notes(path) == set()


def test_a_write_that_meets_another_process_is_busy_and_may_be_sent_again(
    writer: DirectWriter, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    writer.write(lambda session: session.execute(text("PRAGMA busy_timeout=0")))
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with caplog.at_level(logging.CRITICAL), pytest.raises(Busy):
        writer.write(noting("again"))
    other.execute("COMMIT")
    other.close()
    assert writer.write(noting("again")) == "again"


def test_threads_take_turns(writer: DirectWriter, path: Path) -> None:
    wanted = [f"note {number}" for number in range(40)]
    threads = [threading.Thread(target=writer.write, args=[noting(note)]) for note in wanted]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert notes(path) == set(wanted)


def test_scrubbing_leaves_no_trace_of_what_was_deleted(writer: DirectWriter, path: Path) -> None:
    writer.write(noting("a secret that is long enough to be found in a file"))
    writer.write(lambda session: session.execute(text("DELETE FROM notes")))
    writer.scrub()
    for file in path.parent.iterdir():
        assert b"secret" not in file.read_bytes(), file.name


def test_a_log_that_is_being_read_is_emptied_at_the_latest_when_the_writer_closes(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    writer = DirectWriter(new_database(path))
    writer.write(noting("before"))
    reader, log = sqlite3.connect(path, isolation_level=None), Path(f"{path}-wal")
    reader.execute("BEGIN")
    assert reader.execute("SELECT text FROM notes").fetchall() == [("before",)]
    writer.write(noting("a secret that is long enough to be found in a file"))
    writer.write(lambda session: session.execute(text("DELETE FROM notes")))
    writer.scrub()
    assert "cannot be emptied yet" in caplog.text
    assert b"secret" in log.read_bytes()
    reader.execute("COMMIT")
    writer.close()
    assert b"secret" not in log.read_bytes()
    reader.close()


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.booleans()), max_size=12))
def test_after_any_works_just_those_that_did_not_fail_are_kept(
    wanted: list[tuple[str, bool]],
) -> None:
    writer = DirectWriter("sqlite://")
    writer.write(lambda session: session.execute(text(TABLES)))
    kept: set[str] = set()
    for note, fails in wanted:
        try:
            kept.add(writer.write(noting_then_failing(note) if fails else noting(note)))
        except (ValueError, IntegrityError):
            assert fails or note in kept
    stored = writer.write(lambda session: set(session.scalars(text("SELECT text FROM notes"))))
    writer.close()
    assert stored == kept


def test_an_item_is_written_by_its_function_and_told_what_became_of_it(
    writer: DirectWriter, path: Path
) -> None:
    assert writer.write_item(note_all, "first") == "first of 1"
    with pytest.raises(IntegrityError):
        writer.write_item(note_all, "first")
    assert notes(path) == {"first"}
