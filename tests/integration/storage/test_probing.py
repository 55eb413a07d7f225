"""The write of the readiness check: it reaches the disk, and leaves nothing behind."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from classroom.config import Settings
from classroom.storage.database import db
from classroom.storage.probing import reach_disk
from classroom.storage.writer import scrub, write
from tests.conftest import Room


def test_each_probe_writes_one_page_to_the_log_and_the_database_stays_as_it_was(
    room: Room, settings: Settings
) -> None:
    scrub()
    database = Path(settings.instance) / "classroom.sqlite3"
    log = Path(f"{database}-wal")
    before, sizes = database.read_bytes(), []
    for _ in range(3):
        assert write(reach_disk, alone=False) is True
        sizes.append(log.stat().st_size)
    assert 0 < sizes[0] < sizes[1] < sizes[2] < 4 * 4200
    scrub()
    after = database.read_bytes()
    assert len(after) == len(before)
    # The first page counts the changes of the file.
    assert after[4096:] == before[4096:]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_each_probe_is_on_the_disk_of_postgresql(room: Room, database_url: str) -> None:
    def flushed() -> int:
        query = "SELECT pg_current_wal_flush_lsn() - '0/0'::pg_lsn"
        with db.engine.connect() as connection:
            return int(connection.execute(text(query)).scalar_one())

    found = [flushed()]
    for _ in range(3):
        assert write(reach_disk, alone=False) is True
        found.append(flushed())
    assert found == sorted(set(found))
